"""A paged table that is shown again, or shown as far as some row."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.table import PAGE, Column, Order, RowsModel, TableView

TOTAL = 40 * PAGE


class Numbers:
    """A source of numbers that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def __call__(self, offset: int, limit: int, _: Order | None) -> list[int]:
        self.asked.append((offset, limit))
        return list(range(offset, min(offset + limit, TOTAL)))


@pytest.fixture
def table(qtbot: QtBot) -> TableView[int]:
    column: Column[int] = Column("number", "数", lambda number: number)
    made = TableView(RowsModel([column]))
    qtbot.addWidget(made)
    made.resize(200, 400)
    made.show()
    return made


def test_rows_far_down_are_read_at_once(table: TableView[int]) -> None:
    source = Numbers()
    table.rows.set_source(source, TOTAL)
    source.asked.clear()
    paging.load(table, 5 * PAGE + 7)
    assert source.asked == [(PAGE, 5 * PAGE)]
    assert table.rows.rowCount() == 6 * PAGE
    assert table.rows.row(5 * PAGE + 6) == 5 * PAGE + 6
    paging.load(table, 3)
    assert len(source.asked) == 1


def test_no_more_is_read_than_there_is(table: TableView[int]) -> None:
    table.rows.set_source(Numbers(), TOTAL)
    paging.load(table, TOTAL + 1)
    assert table.rows.rowCount() == TOTAL


def test_what_was_loaded_chosen_and_scrolled_to_stays(table: TableView[int]) -> None:
    source = Numbers()
    table.rows.set_source(source, TOTAL)
    paging.load(table, 4 * PAGE)
    table.setCurrentIndex(table.rows.index(150, 0))
    scrolled = table.verticalScrollBar().value()
    source.asked.clear()
    paging.reload(table, source, TOTAL, str)
    assert len(source.asked) == 2
    assert table.rows.rowCount() == 4 * PAGE
    assert table.currentIndex().row() == 150
    assert table.verticalScrollBar().value() == scrolled


def test_another_list_begins_at_its_top(table: TableView[int]) -> None:
    table.rows.set_source(Numbers(), TOTAL)
    paging.load(table, 4 * PAGE)
    paging.reload(table, Numbers(), TOTAL, str, from_top=True)
    assert table.rows.rowCount() == PAGE
    assert table.verticalScrollBar().value() == 0
