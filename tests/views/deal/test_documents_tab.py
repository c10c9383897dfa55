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

from desktop_crm.documents.templates import copy_template
from desktop_crm.operations.documents import issue_document
from desktop_crm.operations.requirements import edit_requirement
from desktop_crm.queries.attachments import attachments
from desktop_crm.queries.documents import issues_of_deal
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.views import theme
from desktop_crm.views.deal.documents_tab import DocumentsTab
from desktop_crm.workspace import Workspace
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import outline, page_texts, squeezed
from tests.make import File
from tests.views.choosing import choose
from tests.views.waiting import settle

LEFT = Qt.MouseButton.LeftButton
REPORT, MEMO, FORM, SUMMARY = "requirement_report", "negotiation_memo", "acceptance_form", "deal_summary"
KNOWN = (REPORT, MEMO, FORM, SUMMARY)


@pytest.fixture
def deal(file: File) -> str:
    return deal_with_papers(file)


@pytest.fixture
def tab(deal: str, workspace: Workspace, qtbot: QtBot) -> Iterator[DocumentsTab]:
    made = DocumentsTab(workspace)
    qtbot.addWidget(made)
    made.resize(480, 900)
    made.show()
    workspace.changed.connect(made.refresh)
    made.show_deal(deal)
    settle(workspace)
    yield made
    for window in list(made.previews):
        window.close()


def click(tab: DocumentsTab, widget: QWidget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, LEFT)
    settle(tab.workspace)


def show(tab: DocumentsTab, deal: str) -> None:
    tab.show_deal(deal)
    settle(tab.workspace)


def only(tab: DocumentsTab, *keys: str) -> None:
    """Tick exactly these documents and put them first, in this order, by keyboard."""
    entries = tab.pack.form.list
    entries.setFocus()
    for place, key in enumerate(keys):
        at = [found for found, _ in entries.entries()].index(key)
        entries.setCurrentRow(at)
        for _ in range(at - place):
            QTest.keyClick(entries, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    for row, (key, ticked) in enumerate(entries.entries()):
        if ticked != (key in keys):
            entries.setCurrentRow(row)
            QTest.keyClick(entries, Qt.Key.Key_Space)


def titles(pdf: bytes) -> list[str]:
    return [title for level, title, _ in outline(pdf) if level == 0][2:]


def test_the_stages_documents_stand_first(tab: DocumentsTab) -> None:
    assert tab.rows[MEMO].parent() is tab.of_stage.body
    assert {key for key, row in tab.rows.items() if row.parent() is tab.others.body} >= {REPORT, FORM, SUMMARY}
    assert "deal_pack" not in tab.rows


def test_from_issue_over_change_to_the_next_issue(
    tab: DocumentsTab, workspace: Workspace, deal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = tab.rows[REPORT]
    assert row.badge.mark().text == "未签发"
    click(tab, row.issue)
    assert row.badge.mark().text.startswith("v1 已签发")
    assert not row.issue.isVisible()
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    click(tab, row.open)
    (issue,) = workspace.ask(issues_of_deal, deal)
    assert [Path(name) for name in opened] == [workspace.folder / issue.file]
    workspace.do(edit_requirement, deal, background="变了")
    settle(workspace)
    assert row.badge.mark().text == "内容已改动"
    click(tab, row.issue)
    assert [found.number[-4:] for found in workspace.ask(issues_of_deal, deal)] == ["XQ02", "XQ01"]
    workspace.undo()
    settle(workspace)
    assert row.badge.mark().text == "内容已改动"


def test_marking_as_sent_by_keyboard(tab: DocumentsTab, workspace: Workspace, deal: str) -> None:
    row = tab.rows[FORM]
    click(tab, row.issue)
    row.mark.menu().actions()[0].trigger()
    QTest.keyClicks(row.strip.day.line, "2024-03-15")
    QTest.keyClick(row.strip.day.line, Qt.Key.Key_Return)
    settle(workspace)
    (issue,) = workspace.ask(issues_of_deal, deal)
    assert issue.sent_on == date(2024, 3, 15)
    assert "已发送" in row.badge.mark().text
    assert row.strip.isHidden()


def test_a_lost_file_opens_in_the_preview_that_says_so(
    tab: DocumentsTab, workspace: Workspace, deal: str, qtbot: QtBot
) -> None:
    click(tab, tab.rows[FORM].issue)
    (issue,) = workspace.ask(issues_of_deal, deal)
    (workspace.folder / issue.file).unlink()
    click(tab, tab.rows[FORM].open)
    (window,) = tab.previews
    qtbot.waitUntil(window.head.restore.isVisible)


def test_what_cannot_be_made_leads_to_what_is_missing(tab: DocumentsTab, file: File, qtbot: QtBot) -> None:
    asked: list[str] = []
    tab.go_to_requested.connect(asked.append)
    show(tab, file.deal(number="G20240310009"))
    for key, place in ((REPORT, "requirement"), (MEMO, "negotiation"), (FORM, "acceptance")):
        row = tab.rows[key]
        assert not row.preview.isVisible()
        assert row.sentence.text().startswith("还没有")
        (remedy,) = row.remedies()
        qtbot.waitUntil(remedy.isVisible)
        click(tab, remedy)
        assert asked[-1] == place
    assert not tab.pack.preview.isEnabled()


def test_a_customers_pack_does_not_even_list_what_is_internal(tab: DocumentsTab) -> None:
    form = tab.pack.form
    assert [key for key, _ in form.list.entries() if key in KNOWN] == [REPORT, MEMO, FORM]
    assert form.list.entries()[0] == ("pack_overview", True)
    form.audience.choose("internal")
    assert form.list.entries()[0] == ("pack_summary", True)
    assert dict(form.list.entries())["followup_sheet"] is False  # a list of deals is no part of one unless asked for
    assert tab.pack.order().audience == "internal"
    form.audience.choose("customer")
    assert {SUMMARY, "pack_summary"}.isdisjoint(tab.pack.order().keys or ())


def test_each_reader_keeps_an_order_of_its_own(tab: DocumentsTab) -> None:
    form = tab.pack.form
    only(tab, MEMO, REPORT)
    form.audience.choose("internal")
    assert form.ticked()[0] == "pack_summary"
    form.audience.choose("customer")
    assert form.ticked() == (MEMO, REPORT)


def test_a_click_anywhere_on_a_line_ticks_it_once(tab: DocumentsTab) -> None:
    entries = tab.pack.form.list
    line = entries.visualRect(entries.indexFromItem(entries.item(1)))
    before = tab.pack.form.ticked()
    for place in (line.center(), QPoint(line.right() - 4, line.center().y()), QPoint(line.x() + 12, line.center().y())):
        QTest.mouseClick(entries.viewport(), LEFT, pos=place)
        assert set(before) - set(tab.pack.form.ticked()) == {entries.entries()[1][0]}, place
        QTest.mouseClick(entries.viewport(), LEFT, pos=place)
        assert tab.pack.form.ticked() == before, place
    QTest.mousePress(entries.viewport(), LEFT, pos=line.center())
    QTest.mouseRelease(entries.viewport(), LEFT, pos=line.center() + QPoint(0, line.height()))
    assert tab.pack.form.ticked() == before


def test_a_pack_is_put_in_order_looked_at_and_saved(
    tab: DocumentsTab, workspace: Workspace, deal: str, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(tab, REPORT, MEMO)
    assert tab.pack.order().keys == (REPORT, MEMO)
    workspace.do(edit_requirement, deal, background="变了")  # a refresh keeps order and ticks
    settle(workspace)
    assert tab.pack.order().keys == (REPORT, MEMO)
    click(tab, tab.pack.preview)
    (window,) = tab.previews
    qtbot.waitUntil(lambda: window.printed is not None)
    assert window.printed is not None
    assert titles(window.printed.pdf) == ["需求分析报告", "商务谈判纪要"]
    assert not window.head.issue.isVisible()
    target = tmp_path / "pack.pdf"
    choose(monkeypatch, target)
    click(tab, tab.pack.save)
    qtbot.waitUntil(lambda: tab.pack.hint.text() == "已另存为 pack.pdf")
    assert titles(target.read_bytes()) == ["需求分析报告", "商务谈判纪要"]


def test_words_of_ones_own_stand_across_the_pack(
    tab: DocumentsTab, workspace: Workspace, deal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.do(issue_document, deal, key=MEMO)
    settle(workspace)
    only(tab, MEMO)
    form = tab.pack.form
    form.watermark.choose("own")
    assert form.own_watermark.hasFocus()
    form.own_watermark.setText(" 仅供评审 ")
    form.duplex.click()
    order = tab.pack.order()
    assert (order.watermark, order.duplex, order.attachments) == ("仅供评审", True, True)
    choose(monkeypatch, tmp_path / "pack.pdf")
    click(tab, tab.pack.save)
    pages = page_texts((tmp_path / "pack.pdf").read_bytes())
    assert all("仅供评审" in squeezed(page) for page in pages)
    assert len(pages) % 2 == 0


def test_a_folder_that_cannot_be_written_is_said(
    tab: DocumentsTab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles: list[str] = []

    def hear(trouble: Unavailable, _again: object) -> None:
        troubles.append(trouble.reason)

    tab.workspace.troubled.connect(hear)
    (tmp_path / "taken").write_text("", encoding="utf-8")
    choose(monkeypatch, tmp_path / "taken" / "pack.pdf")
    only(tab, REPORT)
    click(tab, tab.pack.save)
    assert troubles
    assert "pack.pdf" in troubles[0]


def test_a_deal_without_any_paper_offers_no_pack(tab: DocumentsTab, file: File) -> None:
    show(tab, file.deal(number="G20240310009"))
    assert tab.pack.form.list.entries() == []
    assert not tab.pack.preview.isEnabled()
    assert "还没有" in tab.pack.hint.text()


def test_a_remedy_can_lead_here(tab: DocumentsTab) -> None:
    tab.go_to(REPORT)
    assert tab.rows[REPORT].issue.hasFocus()
    tab.go_to("pack")
    assert tab.pack.form.list.hasFocus()


def test_everything_fits_the_narrowest_pane(tab: DocumentsTab, workspace: Workspace, deal: str) -> None:
    for key in (REPORT, MEMO, SUMMARY):
        click(tab, tab.rows[key].issue)
    workspace.do(edit_requirement, deal, background="变了")
    tab.rows[REPORT].mark.menu().actions()[1].trigger()
    assert tab.rows[REPORT].strip.isVisible()
    assert tab.page_width() <= theme.px(420)


def test_a_mistake_in_ones_own_file_is_said_once(tab: DocumentsTab, workspace: Workspace) -> None:
    said: list[str] = []

    def hear(refusal: Refused) -> None:
        said.append(refusal.reason)

    workspace.refused.connect(hear)
    file = copy_template(workspace.folder, MEMO)
    file.write_text(file.read_text("utf-8").replace('value = "place"', 'value = "spot"'), encoding="utf-8")
    for _ in range(2):
        tab.refresh()
        settle(workspace)
    (sentence,) = said
    assert "negotiation_memo.toml 第" in sentence
    assert tab.rows[MEMO].preview.isVisible()  # the shipped one is used


def test_any_file_of_the_deal_is_kept_beside_its_documents(tab: DocumentsTab, deal: str, tmp_path: Path) -> None:
    scan = tmp_path / "图纸.pdf"
    scan.write_bytes(b"%PDF-1.7 drawing")
    tab.go_to("files")
    assert tab.files.choose.hasFocus()
    tab.files.add_files([scan])
    settle(tab.workspace)
    (kept,) = tab.workspace.ask(attachments, deal)
    assert (kept.name, kept.kind) == ("图纸.pdf", "customer_file")
    assert list(tab.files.lines) == [kept.id]
    assert tab.workspace.undo()
    settle(tab.workspace)
    assert not tab.files.lines
