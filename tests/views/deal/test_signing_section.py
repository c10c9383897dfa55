"""The signing section: reviewed, signed, the scan dragged in, archived, everybody told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.documents import attachments as kept
from desktop_crm.models import Reviewed, Verdict
from desktop_crm.operations.contracts import edit_contract, start_contract
from desktop_crm.operations.reviews import ask_for_review, give_verdict
from desktop_crm.queries.reviews import review_sheet
from desktop_crm.queries.signing import SigningSheet, signing_sheet
from desktop_crm.system import clock
from desktop_crm.views.deal.signing_section import SigningSection
from tests.journeys.hands import drop_files
from tests.views.deal.desk import CONTROL, Desk
from tests.views.waiting import settle

ENTER = Qt.Key.Key_Return
PDF = b"%PDF-1.7\nsigned"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk[SigningSection]]:
    made = Desk(qtbot, tmp_path / "data", SigningSection, playbook="guide", stage="contract")
    yield made
    made.close()


def sheet(desk: Desk[SigningSection]) -> SigningSheet:
    return desk.workspace.ask(signing_sheet, desk.deal)


def draft(desk: Desk[SigningSection], *, reviewed: bool = True) -> None:
    desk.workspace.do(start_contract, desk.deal)
    desk.workspace.do(edit_contract, desk.deal, deliver_by=date(2027, 6, 30))
    if reviewed:
        desk.workspace.do(ask_for_review, desk.deal, paper=Reviewed.CONTRACT)
        for step in desk.workspace.ask(review_sheet, desk.deal, Reviewed.CONTRACT).rounds[-1].steps:
            desk.workspace.do(give_verdict, step.id, verdict=Verdict.PASSED)


def sign(desk: Desk[SigningSection]) -> None:
    draft(desk)
    desk.tab.go_to("sign")
    desk.key(ENTER)
    assert sheet(desk).signed


def heard(signal: Any) -> list[str]:
    """Return the list of what a signal says from now on."""
    found: list[str] = []
    signal.connect(found.append)
    return found


def answer(monkeypatch: pytest.MonkeyPatch, dialog: str, chosen: tuple[object, str]) -> None:
    """Let a file dialog be answered at once."""

    def at_once(*_: object) -> tuple[object, str]:
        return chosen

    monkeypatch.setattr(QFileDialog, dialog, at_once)


def watch_opening(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """Return the list of what is handed to other programs from now on."""
    found: list[QUrl] = []

    def hand_over(url: QUrl) -> bool:
        found.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", hand_over)
    return found


def test_without_a_contract_it_leads_to_the_draft(desk: Desk[SigningSection]) -> None:
    asked = heard(desk.tab.go_to_requested)
    desk.tab.go_to("sign")
    desk.key(ENTER)
    assert asked == ["contract.contract"]


def test_review_comes_before_the_signature(desk: Desk[SigningSection]) -> None:
    draft(desk, reviewed=False)
    assert desk.tab.state.badge.mark().text == "待评审"
    desk.tab.go_to("sign")
    desk.key(ENTER)
    assert "评审" in desk.refusals[-1].reason
    assert not sheet(desk).signed
    asked = heard(desk.tab.go_to_requested)
    desk.press("去评审")
    assert asked == ["contract.review"]


def test_signed_by_keyboard_with_the_names_that_are_known(desk: Desk[SigningSection]) -> None:
    draft(desk)
    desk.tab.go_to("sign")
    assert (desk.tab.form.theirs.text(), desk.tab.form.ours.text()) == ("赵经理", "王敏")
    desk.paste("钱总")
    desk.tab.form.method.setCurrentIndex(1)
    desk.key(ENTER)
    found = sheet(desk)
    assert found.version is not None
    assert (found.version.confirmed_by, found.signed_by_us, found.signing) == ("钱总", "王敏", "electronic")
    assert found.version.confirmed_on == clock.today()
    assert desk.tab.state.badge.mark().text == "已签署，待归档"
    assert desk.tab.state.clock.mark().text.startswith("归档 还剩")
    assert desk.tab._form_part.isHidden()


def test_scan_is_dragged_in_and_then_archived(desk: Desk[SigningSection], tmp_path: Path) -> None:
    sign(desk)
    desk.press("归档")
    assert "扫描件" in desk.refusals[-1].reason
    scan = tmp_path / "盖章合同.pdf"
    scan.write_bytes(PDF)
    drop_files([scan], desk.tab.scans)
    settle(desk.workspace)
    (found,) = sheet(desk).scans
    assert (found.name, found.media_type, found.paper_id) == ("盖章合同.pdf", "application/pdf", desk.tab._id)
    desk.press("归档")
    assert desk.tab.state.badge.mark().text == "已归档"
    assert desk.tab.state.clock.mark().text == "归档 已完成"
    desk.press("撤回归档")
    assert desk.tab.state.badge.mark().text == "已签署，待归档"


def test_place_of_the_original_is_enough(desk: Desk[SigningSection]) -> None:
    sign(desk)
    desk.tab.go_to("archive_place")
    desk.paste("法务柜 3-12")
    desk.key(ENTER)
    desk.tab.go_to("archive")
    desk.key(ENTER)
    assert sheet(desk).filing.archived_at is not None
    assert sheet(desk).filing.archive_place == "法务柜 3-12"


def test_picture_and_copied_file_are_pasted(desk: Desk[SigningSection], tmp_path: Path) -> None:
    sign(desk)
    desk.tab.go_to("scan")
    picture = QImage(20, 20, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    desk.key(Qt.Key.Key_V, CONTROL)
    settle(desk.workspace)
    assert [row.media_type for row in sheet(desk).scans] == ["image/png"]
    scan = tmp_path / "a.pdf"
    scan.write_bytes(PDF)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scan))])
    QGuiApplication.clipboard().setMimeData(data)
    desk.press("粘贴")
    settle(desk.workspace)
    assert [row.media_type for row in sheet(desk).scans] == ["image/png", "application/pdf"]
    QGuiApplication.clipboard().setText("只有文字")
    said = heard(desk.tab.done)
    desk.press("粘贴")
    assert "没有文件" in said[0]


def test_chosen_files_too_large_are_refused_with_the_limit(
    desk: Desk[SigningSection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(desk)
    big = tmp_path / "大.pdf"
    big.write_bytes(PDF * 100)
    monkeypatch.setattr(kept, "LIMIT", 1000)
    answer(monkeypatch, "getOpenFileNames", ([str(big)], ""))
    desk.press("选择文件…")
    settle(desk.workspace)
    assert "大.pdf" in desk.refusals[-1].reason
    assert sheet(desk).scans == ()


def test_file_is_opened_as_a_copy_and_not_when_altered_missing_or_a_program(
    desk: Desk[SigningSection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = watch_opening(monkeypatch)
    sign(desk)
    for name, content in (("合同.pdf", PDF), ("setup.exe", b"MZ program")):
        file = tmp_path / name
        file.write_bytes(content)
        desk.tab.scans.add_files([file])
        settle(desk.workspace)
    paper, program = desk.tab.scans.lines.values()
    paper.open.click()
    settle(desk.workspace)
    copy = Path(urls[0].toLocalFile())
    assert (copy.name, copy.read_bytes()) == ("合同.pdf", PDF)
    assert desk.workspace.folder not in copy.parents
    program.open.click()
    settle(desk.workspace)
    assert "可能是程序" in desk.refusals[-1].reason
    at = kept.path_of(desk.workspace.folder, paper.row.sha256)
    at.write_bytes(b"%PDF-1.7\nother")
    paper.open.click()
    settle(desk.workspace)
    assert "改动过" in desk.refusals[-1].reason
    at.unlink()
    paper.open.click()
    settle(desk.workspace)
    assert "不在数据文件夹里" in desk.refusals[-1].reason
    assert len(urls) == 1


def test_file_is_saved_elsewhere_renamed_and_taken_off(
    desk: Desk[SigningSection], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(desk)
    scan = tmp_path / "a.pdf"
    scan.write_bytes(PDF)
    desk.tab.scans.add_files([scan])
    settle(desk.workspace)
    (line,) = desk.tab.scans.lines.values()
    target = tmp_path / "out.pdf"
    answer(monkeypatch, "getSaveFileName", (str(target), ""))
    line.save.click()
    settle(desk.workspace)
    assert target.read_bytes() == PDF
    line.name.start()
    desk.paste("盖章页")
    desk.key(ENTER)
    assert line.row.name == "盖章页.pdf"
    line.remove.click()
    assert sheet(desk).scans == ()
    assert desk.tab.scans.lines == {}


def test_finance_and_delivery_are_told_by_copying(desk: Desk[SigningSection]) -> None:
    sign(desk)
    finance = desk.tab.tell["finance"]
    assert finance.badge.mark().text == "未通知"
    desk.tab.go_to("tell")
    desk.key(ENTER)
    text = QApplication.clipboard().text()
    assert "Z20240315001-HT" in text
    assert "¥800,000.00" in text
    assert sheet(desk).filing.finance_told_on == clock.today()
    assert finance.badge.mark().text.endswith("已通知")
    assert sheet(desk).filing.delivery_told_on is None
    finance.back_button.click()
    assert sheet(desk).filing.finance_told_on is None


def test_message_to_delivery_opens_as_a_draft(desk: Desk[SigningSection], monkeypatch: pytest.MonkeyPatch) -> None:
    urls = watch_opening(monkeypatch)
    sign(desk)
    desk.tab.tell["delivery"].mail_button.click()
    assert [url.scheme() for url in urls] == ["mailto"]
    assert sheet(desk).filing.delivery_told_on == clock.today()


def test_another_deal_forgets_what_was_typed(desk: Desk[SigningSection]) -> None:
    draft(desk)
    desk.tab.go_to("sign")
    desk.paste("别家的人")
    desk.tab.show_deal(desk.other_deal)
    desk.tab.show_deal(desk.deal)
    assert desk.tab.form.theirs.text() == "赵经理"
