"""The documents tab: from a draft to a signed paper, and a pack in the order that was wished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.operations.requirements import edit_requirement
from desktop_crm.queries.documents import issues_of_deal
from desktop_crm.views import theme
from desktop_crm.views.deal.documents_tab import DocumentsTab
from desktop_crm.workspace import Workspace
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import outline
from tests.make import File
from tests.views.choosing import choose

LEFT = Qt.MouseButton.LeftButton
REPORT, MEMO, FORM, SUMMARY = "requirement_report", "negotiation_memo", "acceptance_form", "deal_summary"


@pytest.fixture
def deal(file: File) -> str:
    return deal_with_papers(file)


@pytest.fixture
def tab(deal: str, workspace: Workspace, qtbot: QtBot) -> Iterator[DocumentsTab]:
    made = DocumentsTab(workspace)
    qtbot.addWidget(made)
    made.resize(480, 900)
    made.show()
    made.show_deal(deal)
    workspace.changed.connect(made.refresh)
    yield made
    for window in list(made.previews):
        window.close()


def click(widget: QWidget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, LEFT)


def titles(pdf: bytes) -> list[str]:
    return [title for level, title, _ in outline(pdf) if level == 0][2:]


def test_the_stages_documents_stand_first(tab: DocumentsTab) -> None:
    assert tab.rows[MEMO].parent() is tab.of_stage.body
    assert {key for key, row in tab.rows.items() if row.parent() is tab.others.body} == {REPORT, FORM, SUMMARY}
    assert "deal_pack" not in tab.rows


def test_from_issue_over_change_to_the_next_issue(
    tab: DocumentsTab, workspace: Workspace, deal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = tab.rows[REPORT]
    assert row.badge.mark().text == "未签发"
    click(row.issue)
    assert row.badge.mark().text.startswith("v1 已签发")
    assert not row.issue.isVisible()
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    click(row.open)
    (issue,) = workspace.ask(issues_of_deal, deal)
    assert [Path(name) for name in opened] == [workspace.folder / issue.file]
    workspace.do(edit_requirement, deal, background="变了")
    assert row.badge.mark().text == "内容已改动"
    click(row.issue)
    assert [found.number[-4:] for found in workspace.ask(issues_of_deal, deal)] == ["XQ02", "XQ01"]
    workspace.undo()
    assert row.badge.mark().text == "内容已改动"


def test_marking_as_sent_by_keyboard(tab: DocumentsTab, workspace: Workspace, deal: str) -> None:
    row = tab.rows[FORM]
    click(row.issue)
    row.mark.menu().actions()[0].trigger()
    QTest.keyClicks(row.strip.day.line, "2024-03-15")
    QTest.keyClick(row.strip.day.line, Qt.Key.Key_Return)
    (issue,) = workspace.ask(issues_of_deal, deal)
    assert issue.sent_on == date(2024, 3, 15)
    assert "已发送" in row.badge.mark().text
    assert row.strip.isHidden()


def test_a_lost_file_opens_in_the_preview_that_says_so(
    tab: DocumentsTab, workspace: Workspace, deal: str, qtbot: QtBot
) -> None:
    click(tab.rows[FORM].issue)
    (issue,) = workspace.ask(issues_of_deal, deal)
    (workspace.folder / issue.file).unlink()
    click(tab.rows[FORM].open)
    (window,) = tab.previews
    qtbot.waitUntil(window.restore_button.isVisible)


def test_what_cannot_be_made_leads_to_what_is_missing(tab: DocumentsTab, file: File, qtbot: QtBot) -> None:
    asked: list[str] = []
    tab.go_to_requested.connect(asked.append)
    tab.show_deal(file.deal(number="G20240310009"))
    for key, place in ((REPORT, "requirement"), (MEMO, "negotiation"), (FORM, "acceptance")):
        row = tab.rows[key]
        assert not row.preview.isVisible()
        assert row.sentence.text().startswith("还没有")
        (remedy,) = row.remedies()
        qtbot.waitUntil(remedy.isVisible)
        click(remedy)
        assert asked[-1] == place
    assert not tab.pack.preview.isEnabled()


def test_a_customers_pack_does_not_even_list_what_is_internal(tab: DocumentsTab) -> None:
    assert [key for key, _ in tab.pack.list.entries()] == [MEMO, REPORT, FORM]
    tab.pack.audience.choose("internal")
    assert tab.pack.list.entries()[0] == (SUMMARY, True)
    assert tab.pack.order().audience == "internal"
    tab.pack.audience.choose("customer")
    assert SUMMARY not in (tab.pack.order().keys or ())


def test_a_click_anywhere_on_a_line_ticks_it_once(tab: DocumentsTab) -> None:
    entries = tab.pack.list
    line = entries.visualRect(entries.indexFromItem(entries.item(1)))
    for place in (line.center(), QPoint(line.right() - 4, line.center().y()), QPoint(line.x() + 12, line.center().y())):
        QTest.mouseClick(entries.viewport(), LEFT, pos=place)
        ticked = [key for key, on in entries.entries() if on]
        assert ticked == [MEMO, FORM], place
        QTest.mouseClick(entries.viewport(), LEFT, pos=place)
        assert len(tab.pack.order().keys or ()) == 3, place
    QTest.mousePress(entries.viewport(), LEFT, pos=line.center())
    QTest.mouseRelease(entries.viewport(), LEFT, pos=line.center() + QPoint(0, line.height()))
    assert all(on for _, on in entries.entries())


def test_a_pack_is_put_in_order_looked_at_and_saved(
    tab: DocumentsTab, workspace: Workspace, deal: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = tab.pack.list
    entries.setFocus()
    entries.setCurrentRow(0)
    QTest.keyClick(entries, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(entries, Qt.Key.Key_Down)
    QTest.keyClick(entries, Qt.Key.Key_Space)
    assert tab.pack.order().keys == (REPORT, MEMO)
    workspace.do(edit_requirement, deal, background="变了")  # a refresh keeps order and ticks
    assert tab.pack.order().keys == (REPORT, MEMO)
    click(tab.pack.preview)
    (window,) = tab.previews
    qtbot.waitUntil(lambda: window.printed is not None)
    assert window.printed is not None
    assert titles(window.printed.pdf) == ["需求分析报告", "商务谈判纪要"]
    assert not window.issue_button.isVisible()
    target = tmp_path / "pack.pdf"
    choose(monkeypatch, target)
    click(tab.pack.save)
    qtbot.waitUntil(lambda: tab.pack.hint.text() == "已另存为 pack.pdf")
    assert titles(target.read_bytes()) == ["需求分析报告", "商务谈判纪要"]


def test_a_deal_without_any_paper_offers_no_pack(tab: DocumentsTab, file: File) -> None:
    tab.show_deal(file.deal(number="G20240310009"))
    assert tab.pack.list.entries() == []
    assert not tab.pack.preview.isEnabled()
    assert "还没有" in tab.pack.hint.text()


def test_a_remedy_can_lead_here(tab: DocumentsTab) -> None:
    tab.go_to(REPORT)
    assert tab.rows[REPORT].issue.hasFocus()
    tab.go_to("pack")
    assert tab.pack.list.hasFocus()


def test_everything_fits_the_narrowest_pane(tab: DocumentsTab, workspace: Workspace, deal: str) -> None:
    for key in (REPORT, MEMO, SUMMARY):
        click(tab.rows[key].issue)
    workspace.do(edit_requirement, deal, background="变了")
    tab.rows[REPORT].mark.menu().actions()[1].trigger()
    assert tab.rows[REPORT].strip.isVisible()
    assert tab.page_width() <= theme.px(420)
