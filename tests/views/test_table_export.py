"""Every table is saved whole, as it is filtered and sorted, its numbers as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import current_thread, main_thread
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.views.commands import ENTRIES
from desktop_crm.views.figures.forecast_lines import TENTH_COLUMNS
from desktop_crm.views.main_window import MainWindow
from desktop_crm.views.table_export import ask_and_save, find_table, name_of
from desktop_crm.views.widgets.notice_bar import NoticeBar
from desktop_crm.views.widgets.table import SAVE_KEY, Column, Order, RowsModel, TableView
from desktop_crm.views.widgets.table_cells import yuan
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    fen: int | None
    count: int
    day: date | None


COLUMNS: tuple[Column[Line], ...] = (
    Column("name", "客户", lambda line: line.name),
    Column("fen", "金额", lambda line: line.fen, lambda fen: f"¥{fen}", sheet=yuan),
    Column("count", "条数", lambda line: line.count, lambda count: f"{count:,}"),
    Column("day", "日期", lambda line: line.day, lambda day: "明天" if day else ""),
    Column("rest", "", lambda _: ""),
)


class Source:
    """Many lines that are read by pages; remembers on which thread."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.threads: list[bool] = []

    def __call__(self, offset: int, limit: int, order: Order | None) -> Sequence[Line]:
        self.threads.append(current_thread() is main_thread())
        places = range(self.total)[:: -1 if order and order.descending else 1]
        return [Line(f"客户{at}", at, at, None) for at in places[offset : offset + limit]]


class Window(QWidget):
    """A window with one table that it can save."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace, self.bar = workspace, NoticeBar(self)
        self.table: TableView[Line] = TableView(RowsModel(COLUMNS))
        self.table.setAccessibleName("商机：甲/乙，回车打开")
        QVBoxLayout(self).addWidget(self.table)

    def save_table(self, table: TableView[Any]) -> None:
        ask_and_save(self, self.workspace, self.bar, table)


@pytest.fixture
def window(workspace: Workspace, qtbot: QtBot) -> Iterator[Window]:
    made = Window(workspace)
    qtbot.addWidget(made)
    made.show()
    yield made
    settle(workspace)


def answer(monkeypatch: pytest.MonkeyPatch, chosen: Path | None) -> list[str]:
    """Let the file dialog be answered; return the names it offered."""
    offered: list[str] = []

    def dialog(_parent: QWidget, _title: str, name: str, _patterns: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(chosen or ""), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    return offered


def written(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    found = list(sheet.iter_rows(values_only=True))
    book.close()
    return found


def test_numbers_are_numbers_and_nothing_is_a_formula(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    offered = answer(monkeypatch, tmp_path / "out.xlsx")
    window.table.rows.set_rows([Line("=1+1", 123_456, 1_200, date(2026, 3, 2)), Line("@乙", None, 0, None)])
    window.table.save()
    settle(window.workspace)
    assert offered == ["商机.xlsx"]
    assert written(tmp_path / "out.xlsx") == [
        ("客户", "金额", "条数", "日期"),
        ("=1+1", 1234.56, 1200, datetime(2026, 3, 2)),  # noqa: DTZ001 - Excel knows no zones
        ("@乙", None, 0, None),
    ]
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert page["A2"].data_type == "s"
    assert page["A1"].font.bold
    assert (page["B2"].number_format, page["D2"].number_format) == ("#,##0.00", "yyyy-mm-dd")
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:D3"
    assert "2 行" in window.bar.text()


def test_rows_that_are_not_here_yet_come_along_in_the_shown_order(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, tmp_path / "out.csv")
    source = Source(1_300)
    window.table.rows.set_source(source, source.total)
    window.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    source.threads.clear()
    window.table.save()
    settle(window.workspace)
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"客户{at}" for at in reversed(range(1_300))]
    assert source.threads
    assert not any(source.threads)  # the window waits for none of it


def test_a_long_one_is_told_and_can_be_stopped(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    answer(monkeypatch, tmp_path / "out.xlsx")
    source = Source(20_000)
    window.table.rows.set_source(source, source.total)
    window.table.save()
    qtbot.waitUntil(lambda: bool(window.bar.buttons()))
    assert "正在写 out.xlsx" in window.bar.text()
    window.bar.buttons()[0].click()
    settle(window.workspace)
    assert window.bar.text() == "已取消，没有写出 out.xlsx"
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_by_key_by_menu_and_not_without_a_name(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = answer(monkeypatch, None)
    window.table.rows.set_rows([Line("甲", 1, 1, None)])
    QTest.keyClick(window.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    point = window.table.viewport().rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, window.table.viewport().mapToGlobal(point))
    QApplication.sendEvent(window.table.viewport(), event)
    menu = window.table.findChild(QMenu)
    assert isinstance(menu, QMenu)
    copy, save = menu.actions()
    assert not copy.isEnabled()
    save.trigger()
    menu.close()
    assert offered == ["商机.xlsx"] * 2
    assert not window.workspace.busy


def test_shares_are_percents_and_too_few_are_said(workspace: Workspace, qtbot: QtBot) -> None:  # noqa: ARG001
    from desktop_crm.rules.brier import Tenth  # noqa: PLC0415
    from desktop_crm.views.widgets.table_cells import lines, named  # noqa: PLC0415

    rows = [Tenth(30, 39, 20, 7, 34.56, 35.0), Tenth(40, 49, 3, 1, 44.0, 33.333)]
    first, second = lines(named(TENTH_COLUMNS), rows)
    assert [str(cell) for cell in first] == ["30–39%", "20", "7", "0.346", "0.35"]
    assert str(second[-1]) == "样本不足（n=3）"


@pytest.mark.parametrize("screen", ["customers", "leads", "incomplete", "figures", "team", "documents", "care"])
def test_every_screen_with_a_table_has_a_name_for_it_and_the_command_finds_it(
    file: File, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    file.deal(missing=["need"])
    offered = answer(monkeypatch, None)
    window = MainWindow(workspace)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    shown = window.go(screen)
    settle(workspace)
    next(entry for entry in ENTRIES if entry.shortcut == SAVE_KEY).run(window)
    tables: list[TableView[Any]] = shown.findChildren(TableView)
    if table := find_table(shown):
        assert offered == [f"{name_of(table)}.xlsx"]
    else:
        assert window.notices.bar.text() == "这一页没有表格可以导出"
    assert [table.accessibleName() for table in tables if name_of(table) == "表格"] == []
    window.close()
