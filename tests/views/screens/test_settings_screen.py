"""Settings: everything takes effect at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTime, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.operations.company import edit_company
from desktop_crm.queries.company import CompanyCard, company
from desktop_crm.refusal import Refused
from desktop_crm.system import settings
from desktop_crm.views.screens.settings_screen import SettingsScreen
from desktop_crm.views.settings.logo_box import read_picture
from desktop_crm.workspace import Workspace
from tests.views.waiting import settle


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot) -> SettingsScreen:
    made = SettingsScreen(workspace)
    qtbot.addWidget(made)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    return made


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []

    def note(url: QUrl) -> bool:
        urls.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    return urls


def card(workspace: Workspace) -> CompanyCard:
    found = workspace.ask(company)
    assert found
    return found


def heard(screen: SettingsScreen) -> list[str]:
    """Return the list that takes up what the screen says from now on."""
    said: list[str] = []
    screen.noted.connect(said.append)
    return said


def write(screen: SettingsScreen, key: str, text: str) -> None:
    screen.facts.edit(key)
    editor = screen.facts.field(key).editing()
    assert editor
    assert isinstance(editor.focus, QLineEdit)
    editor.focus.setText(text)
    QTest.keyClick(editor.focus, Qt.Key.Key_Return)


def picture(file: Path, width: int = 300, height: int = 100) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#2563EB"))
    assert image.save(str(file))
    return file


def test_the_letterhead_is_edited_where_it_stands_and_undone(screen: SettingsScreen, workspace: Workspace):
    write(screen, "phone", "0512-62880000")
    assert card(workspace).phone == "0512-62880000"
    workspace.undo()
    assert card(workspace).phone == ""
    assert screen.facts.field("phone").fact().value == ""


def test_the_company_keeps_a_name(screen: SettingsScreen, workspace: Workspace, qtbot: QtBot):
    before = card(workspace).name
    with qtbot.waitSignal(screen.noted):
        write(screen, "name", "  ")
    assert card(workspace).name == before == screen.facts.field("name").fact().value


def test_a_dropped_picture_becomes_the_logo_and_undo_takes_it_off(
    screen: SettingsScreen, workspace: Workspace, tmp_path: Path
):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(tmp_path / "logo.jpg", 4000, 1000)))])
    screen.logo.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    kept = workspace.folder / card(workspace).logo
    assert QImage(str(kept)).width() == 1200
    assert not screen.logo.icon().isNull()
    assert screen.no_logo.isVisible()
    workspace.undo()
    assert card(workspace).logo == ""
    assert kept.exists()
    assert screen.logo.icon().isNull()


def test_a_file_that_is_no_picture_is_refused_in_one_sentence(
    screen: SettingsScreen, workspace: Workspace, tmp_path: Path
):
    wrong = tmp_path / "logo.png"
    wrong.write_text("not a picture")
    said = heard(screen)
    screen.logo.take(wrong)
    assert "不是能识别的图片" in said[0]
    assert card(workspace).logo == ""
    with pytest.raises(ValueError, match="打不开"):
        read_picture(tmp_path / "gone.png")


def test_target_industries_are_kept(screen: SettingsScreen, workspace: Workspace):
    screen.industries.add("新能源")
    assert card(workspace).target_industries == ("新能源",)
    workspace.undo()
    assert screen.industries.tags() == ()


def test_the_default_playbook_is_chosen_by_a_click(screen: SettingsScreen, workspace: Workspace):
    screen.playbooks.radio("funnel").click()
    assert card(workspace).playbook == "funnel"
    workspace.undo()
    assert screen.playbooks.key() == "full-cycle"


def test_a_playbook_is_copied_under_a_new_name_and_can_be_chosen(
    screen: SettingsScreen, workspace: Workspace, opened: list[str]
):
    screen.copy_chosen()
    own = workspace.folder / "playbooks"
    assert opened == [str(own)]
    assert (own / "my-full-cycle.toml").exists()
    assert workspace.playbooks["my-full-cycle"].name == "全流程跟进（我的）"
    assert workspace.playbooks["full-cycle"].name == "全流程跟进"
    screen.playbooks.radio("my-full-cycle").click()
    assert card(workspace).playbook == "my-full-cycle"
    screen.copy_chosen()
    assert (own / "my-full-cycle-2.toml").exists()
    assert not workspace.playbooks.problems


def test_a_faulty_file_is_told_with_its_place(screen: SettingsScreen, workspace: Workspace):
    own = workspace.folder / "playbooks"
    own.mkdir()
    (own / "mine.toml").write_text("key = ", encoding="utf-8")
    screen.reload_playbooks()
    assert "mine.toml" in screen.problems.text()
    assert screen.problems.isVisible()


def test_the_theme_is_asked_for_and_one_is_always_on(screen: SettingsScreen, workspace: Workspace):
    def choose(theme: str) -> None:
        workspace.settings.theme = theme

    screen.theme_chosen.connect(choose)
    QTest.mouseClick(screen.themes.findChildren(QPushButton)[2], Qt.MouseButton.LeftButton)
    assert workspace.settings.theme == "dark"
    QTest.mouseClick(screen.themes.findChildren(QPushButton)[2], Qt.MouseButton.LeftButton)
    assert screen.themes.chosen() == {"dark"}


def test_a_backup_is_written_and_said(screen: SettingsScreen, tmp_path: Path, qtbot: QtBot):
    target = tmp_path / "backup.db"
    said = heard(screen)
    screen.back_up(target)
    qtbot.waitUntil(lambda: bool(said))
    assert target.stat().st_size > 0
    assert str(target) in said[0]
    qtbot.waitUntil(screen.backup.isEnabled)


def test_reminders_are_set_at_once_and_kept(screen: SettingsScreen, workspace: Workspace):
    screen.reminding.switches["stay_in_tray"].click()
    screen.reminding.early.setCurrentIndex(screen.reminding.early.findData(30))
    screen.reminding.early.activated.emit(screen.reminding.early.currentIndex())
    screen.reminding.times["quiet_from"].setTime(QTime(21, 30))
    screen.reminding.times["quiet_from"].editingFinished.emit()
    kept = settings.load(workspace.folder)
    assert (kept.stay_in_tray, kept.remind_before, kept.quiet_from) == (True, 30, "21:30")


def test_colour_seal_and_footer_show_on_the_sample_and_are_undone(screen: SettingsScreen, workspace: Workspace):
    paper = screen.letterhead
    settle(workspace)
    before = paper.sample.pixmap().toImage()
    paper.color.swatches["#9B2335"].click()
    assert card(workspace).color == "#9B2335"
    settle(workspace)
    coloured = paper.sample.pixmap().toImage()
    assert coloured != before
    QTest.mouseClick(paper.seal_space, Qt.MouseButton.LeftButton)
    assert card(workspace).seal_space is False
    write(screen, "legal_person", "赵启明")
    write(screen, "footer", "www.example.com")
    settle(workspace)
    assert paper.sample.pixmap().toImage() != coloured
    for _ in range(4):
        workspace.undo()
    settle(workspace)
    assert (card(workspace).color, card(workspace).seal_space, card(workspace).legal_person) == ("", True, "")
    assert paper.color.swatches[""].isChecked()
    assert paper.seal_space.isChecked()
    assert paper.sample.pixmap().toImage() == before


def test_a_colour_of_ones_own_is_shown_and_nonsense_is_refused(screen: SettingsScreen, workspace: Workspace):
    workspace.do(edit_company, color="#123ABC")
    assert screen.letterhead.color.own.text() == "#123ABC"
    assert not any(made.isChecked() for made in screen.letterhead.color.swatches.values())
    with pytest.raises(Refused, match="#RRGGBB"):
        workspace.do(edit_company, color="blue")


def test_a_document_is_made_ones_own_corrected_and_given_up(
    screen: SettingsScreen, workspace: Workspace, opened: list[str]
):
    part = screen.templates
    part.choice.setCurrentIndex(part.choice.findData("negotiation_memo"))
    part.copy.click()
    file = workspace.folder / "templates" / "negotiation_memo.toml"
    assert opened == [str(file)]
    assert part.choice.findData("negotiation_memo") == -1
    line = part.lines["negotiation_memo"]
    assert line.badge.mark().text == "使用中"
    file.write_text(file.read_text("utf-8").replace('value = "place"', 'value = "spot"'), encoding="utf-8")
    part.refresh()
    line = part.lines["negotiation_memo"]
    assert not line.problems.isHidden()
    assert "negotiation_memo.toml 第" in line.problems.text()
    assert "met_on" in line.problems.text()
    assert not screen.grab().isNull()  # painted with all its marks
    line.back.click()
    assert part.lines == {}
    assert part.choice.findData("negotiation_memo") >= 0
    assert not file.exists()
