"""A list of two hundred lines: its rows come when they are about to be seen, and nobody notices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.views.widgets.item_list import Cell, Item, ItemList, ListActions
from desktop_crm.views.widgets.item_row import ItemRow

COUNT = 200
CELLS = (Cell("text", "内容"), Cell("more", "说明", label="说明", line=1))


class Sheet:
    """A page with a field, a list and another field, in a window of 400 by 500."""

    def __init__(self, qtbot: QtBot) -> None:
        self.items = [item(place) for place in range(COUNT)]
        actions = ListActions(self.add, self.edit, lambda _row, _place: None, self.remove)
        self.before, self.list, self.after = QLineEdit(), ItemList(CELLS, actions, add_hint="再加一条"), QLineEdit()
        page = QWidget()
        column = QVBoxLayout(page)
        for part in (self.before, self.list, self.after):
            column.addWidget(part)
        column.addStretch()
        self.area = QScrollArea()
        self.area.setWidget(page)
        self.area.setWidgetResizable(True)
        self.area.resize(400, 500)
        self.list.set_items(self.items)
        qtbot.addWidget(self.area)
        self.area.show()
        qtbot.waitExposed(self.area)
        self.area.activateWindow()

    def add(self, texts: list[str], _after: str) -> object:
        self.items += [replace(item(len(self.items)), values={"text": text, "more": ""}) for text in texts]
        self.list.set_items(self.items)
        return True

    def edit(self, key: str, cell: str, value: Any) -> object:
        self.items = [
            replace(each, values={**each.values, cell: value}) if each.id == key else each for each in self.items
        ]
        self.list.set_items(self.items)
        return True

    def remove(self, key: str) -> object:
        self.items = [each for each in self.items if each.id != key]
        self.list.set_items(self.items)
        return True

    def scroll(self, part: float) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(round(bar.maximum() * part))

    def seen(self) -> list[ItemRow]:
        """Return the rows of which something is seen, from top to bottom."""
        return [row for row in self.list.made() if not row.visibleRegion().isEmpty()]

    def idle(self, qtbot: QtBot) -> None:
        """Wait until nothing is left to be made."""
        qtbot.waitUntil(lambda: not self.list.busy)

    def height(self, row: ItemRow) -> int:
        """Return where a row stands in the window."""
        return row.mapTo(self.area, QPoint()).y()


def item(place: int) -> Item:
    """Return a line; every fourth one is long."""
    text = f"第{place}条" + "，设备到货后十个工作日内完成安装调试" * (4 if place % 4 == 0 else 0)
    return Item(str(place), str(place), {"text": text, "more": "双方书面确认"})


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[Sheet]:
    made = Sheet(qtbot)
    yield made
    made.area.close()


def covered(sheet: Sheet) -> bool:
    """Tell whether the rows that are seen follow each other without a gap and fill the window."""
    rows = sheet.seen()
    places = [int(row.item.id) for row in rows]
    joined = all(one.geometry().bottom() + 1 == other.y() for one, other in pairwise(rows))
    return joined and places == list(range(places[0], places[0] + len(places)))


def test_only_what_is_seen_is_made_and_the_neighbours_follow(sheet: Sheet, qtbot: QtBot) -> None:
    assert covered(sheet)
    assert len(sheet.list.made()) < 15
    sheet.idle(qtbot)
    made = [int(row.item.id) for row in sheet.list.made()]
    assert len(sheet.seen()) < len(made) < 40
    assert made[-1] == COUNT - 1, "Shift+Tab from below finds the last one"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.83, 1.0])
def test_wherever_the_page_is_scrolled_to_rows_are_there(sheet: Sheet, part: float) -> None:
    sheet.scroll(part)
    assert covered(sheet)
    top = sheet.height(sheet.seen()[0])
    assert top <= 0
    if part < 1:
        assert sheet.seen()[-1].geometry().height() + sheet.height(sheet.seen()[-1]) >= 480


def test_what_is_seen_stays_where_it_is_while_others_are_made(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.scroll(0.5)
    row = sheet.seen()[1]
    before, count = sheet.height(row), len(sheet.list.made())
    sheet.idle(qtbot)
    assert len(sheet.list.made()) > count
    assert sheet.height(row) == before
    sheet.list.rows()
    assert sheet.height(row) == before


def test_a_page_scrolled_line_by_line_never_jumps(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.scroll(0.6)
    bar = sheet.area.verticalScrollBar()
    for step in range(60):
        row = sheet.seen()[2]
        before, value = sheet.height(row), bar.value()
        bar.setValue(value - 20)
        assert abs(sheet.height(row) - before - 20) <= 1
        if step % 10 == 0:
            sheet.idle(qtbot)


def test_what_is_typed_stays_while_others_are_made(sheet: Sheet, qtbot: QtBot) -> None:
    row = sheet.seen()[1]
    row.main.start()
    row.main.setPlainText("打到一半")
    sheet.idle(qtbot)
    sheet.scroll(0.9)
    sheet.scroll(0.0)
    sheet.list.set_items(sheet.items)
    assert row.main.toPlainText() == "打到一半"
    assert row.main.hasFocus()


def test_all_rows_are_there_for_who_asks_for_all(sheet: Sheet) -> None:
    assert [row.item.id for row in sheet.list.rows()] == [str(place) for place in range(COUNT)]
    bottoms = [row.geometry().bottom() + 1 for row in sheet.list.rows()]
    assert bottoms[:-1] == [row.y() for row in sheet.list.rows()[1:]]


def test_one_row_is_made_for_who_looks_for_it(sheet: Sheet) -> None:
    before = len(sheet.list.made())
    row = sheet.list.row("150")
    assert row is not None
    assert row.main.text() == "第150条"
    assert len(sheet.list.made()) == before + 1
    assert sheet.list.first(lambda each: each.id == "150") is row
    assert sheet.list.row("none") is None


def test_tab_goes_through_the_page_in_order(sheet: Sheet) -> None:
    sheet.before.setFocus()
    for place in range(30):
        QTest.keyClick(sheet.area, Qt.Key.Key_Tab)
        assert focused(sheet) == (str(place), "text")
        QTest.keyClick(sheet.area, Qt.Key.Key_Tab)
        assert focused(sheet) == (str(place), "more")
        QTest.keyClick(sheet.area, Qt.Key.Key_Tab)  # the cross
    assert int(sheet.seen()[-1].item.id) >= 29


def test_shift_tab_comes_from_below_and_goes_up(sheet: Sheet) -> None:
    sheet.after.setFocus()
    QTest.keyClick(sheet.area, Qt.Key.Key_Backtab)
    assert sheet.list.add_line.hasFocus()
    for place in range(COUNT - 1, COUNT - 20, -1):
        QTest.keyClick(sheet.area, Qt.Key.Key_Backtab)  # the cross
        QTest.keyClick(sheet.area, Qt.Key.Key_Backtab)
        assert focused(sheet) == (str(place), "more")
        QTest.keyClick(sheet.area, Qt.Key.Key_Backtab)
        assert focused(sheet) == (str(place), "text")


def test_enter_walks_down_and_the_page_follows(sheet: Sheet) -> None:
    sheet.seen()[0].main.start()
    for place in range(1, 25):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Return)
        row = sheet.list.row(str(place))
        assert row is not None
        assert row.main.hasFocus()
        assert not row.main.visibleRegion().isEmpty()


def test_a_line_that_goes_far_above_moves_nothing_that_is_seen(sheet: Sheet) -> None:
    sheet.scroll(0.7)
    row = sheet.seen()[1]
    before = sheet.height(row)
    sheet.remove("3")
    QApplication.processEvents()
    assert abs(sheet.height(row) - before) <= 1
    assert row.grip.isVisible()


def focused(sheet: Sheet) -> tuple[str, str]:
    """Return the item and the cell that the cursor is in."""
    focus = QApplication.focusWidget()
    for row in sheet.list.made():
        for key in ("text", "more"):
            if row.cell(key) is focus:
                return row.item.id, key
    return "", ""
