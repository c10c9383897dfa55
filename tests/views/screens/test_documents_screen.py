"""All issued documents: found, looked at, saved, and their deals opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.models import IssuedDocument
from desktop_crm.operations.documents import issue_document, mark_sent
from desktop_crm.queries.documents import PAGE, DocumentFilter, count_issued, issued_documents
from desktop_crm.system import clock
from desktop_crm.views.screens.documents_screen import DocumentsScreen
from desktop_crm.workspace import Workspace
from tests.documents.deals import deal_with_papers
from tests.make import File
from tests.views.choosing import choose


@pytest.fixture
def deal(file: File) -> str:
    made = deal_with_papers(file)
    for key in ("requirement_report", "negotiation_memo", "deal_summary"):
        file.do(issue_document, made, key=key)
    return made


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot) -> Iterator[DocumentsScreen]:
    made = DocumentsScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1280, 600)
    made.refresh()
    made.show()
    workspace.changed.connect(made.on_changes)
    yield made
    for window in list(made.previews):
        window.close()


def numbers(screen: DocumentsScreen) -> list[str]:
    return [screen.rows.row(place).number[-4:] for place in range(screen.rows.rowCount())]


def test_an_empty_company_says_where_to_begin(screen: DocumentsScreen) -> None:
    assert screen.empty.isVisible()
    assert not screen.preview.isEnabled()
    asked: list[str] = []
    screen.screen_requested.connect(asked.append)
    QTest.mouseClick(screen.empty.steps()[0], Qt.MouseButton.LeftButton)
    assert asked == ["board"]


@pytest.mark.usefixtures("deal")
def test_filters_narrow_and_are_cleared(screen: DocumentsScreen, workspace: Workspace, qtbot: QtBot) -> None:
    screen.refresh()
    assert numbers(screen) == ["NB01", "JY01", "XQ01"]
    report = screen.rows.row(2)
    workspace.do(mark_sent, report.id)
    screen.state.setCurrentIndex(screen.state.findData("sent"))
    assert numbers(screen) == ["XQ01"]
    screen.kind.setCurrentIndex(screen.kind.findData("deal_summary"))
    assert screen.nothing_found.isVisible()
    QTest.mouseClick(screen.nothing_found.steps()[0], Qt.MouseButton.LeftButton)
    assert len(numbers(screen)) == 3
    screen.focus_filter()
    screen.text.setText("恒力 纪要")
    qtbot.waitUntil(lambda: numbers(screen) == ["JY01"])


@pytest.mark.usefixtures("deal")
def test_enter_looks_and_the_deal_is_one_click_away(screen: DocumentsScreen, deal: str, qtbot: QtBot) -> None:
    screen.refresh()
    screen.table.selectRow(1)
    QTest.keyClick(screen.table, Qt.Key.Key_Return)
    (window,) = screen.previews
    qtbot.waitUntil(lambda: window.printed is not None and window.printed.key == "negotiation_memo")
    asked: list[str] = []
    screen.deal_requested.connect(asked.append)
    QTest.mouseClick(screen.deal, Qt.MouseButton.LeftButton)
    assert asked == [deal]


@pytest.mark.usefixtures("deal")
def test_saving_a_copy(screen: DocumentsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen.refresh()
    target = tmp_path / "copy.pdf"
    choose(monkeypatch, target)
    QTest.mouseClick(screen.save, Qt.MouseButton.LeftButton)
    assert target.read_bytes() == (screen.workspace.folder / screen.rows.row(0).file).read_bytes()


def test_pages_come_on_demand_in_any_order(file: File, deal: str, screen: DocumentsScreen) -> None:
    many = [
        IssuedDocument(
            deal_id=deal,
            key="old",
            title="旧文件",
            number=f"N{number:03d}",
            issued_at=clock.now() - timedelta(days=number),
        )
        for number in range(1, PAGE + 11)
    ]
    file.add(*many)
    screen.refresh()
    assert screen.rows.rowCount() == PAGE
    screen.rows.fetchMore(QModelIndex())
    assert screen.rows.rowCount() == PAGE + 13
    screen.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert screen.rows.row(0).number == "N060"
    assert file.ask(count_issued, DocumentFilter("N05")) == 10
    assert [row.number for row in file.ask(issued_documents, DocumentFilter(key="old"), limit=2)] == ["N001", "N002"]


def test_a_percent_sign_is_searched_for_as_itself(file: File, deal: str) -> None:
    file.add(IssuedDocument(deal_id=deal, key="x", title="100% 承诺", number="P1"))
    assert [row.number for row in file.ask(issued_documents, DocumentFilter("0%"))] == ["P1"]


def test_the_cursor_stays_on_its_document(screen: DocumentsScreen, workspace: Workspace, deal: str) -> None:
    screen.refresh()
    screen.table.selectRow(2)
    workspace.do(issue_document, deal, key="acceptance_form")
    assert [row.number[-4:] for row in screen.table.chosen()] == ["XQ01"]
