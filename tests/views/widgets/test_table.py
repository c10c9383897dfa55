"""Tables of frozen rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from desktop_crm.rules.amounts import format_yuan
from desktop_crm.views import theme
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView


@dataclass(frozen=True, slots=True)
class Deal:
    customer: str
    amount: int | None
    late: bool = False


DEALS = [Deal("恒力", 80_000_000), Deal("东方\t电器", 9_900, late=True), Deal("未知", None), Deal("华新", 50_000_000)]


def money(fen: int | None) -> str:
    return "" if fen is None else format_yuan(fen)


def tone(deal: Deal) -> theme.Tone:
    return "late" if deal.late else "text"


def columns() -> list[Column[Deal]]:
    return [
        Column(
            "customer", "客户", lambda deal: deal.customer, tone=tone, icon=lambda deal: "late" if deal.late else ""
        ),
        Column("amount", "金额", lambda deal: deal.amount, text=money, right=True),
    ]


@pytest.fixture
def table(qtbot: QtBot) -> TableView[Deal]:
    made = TableView(RowsModel(columns()))
    qtbot.addWidget(made)
    made.rows.set_rows(DEALS)
    made.show()
    return made


class Source:
    """A source of numbered deals that remembers what it was asked."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.asked: list[tuple[int, int, Order | None]] = []

    def __call__(self, offset: int, limit: int, order: Order | None) -> Sequence[Deal]:
        self.asked.append((offset, limit, order))
        return [Deal(f"客户{number}", number) for number in range(offset, min(self.total, offset + limit))]


def column_texts(model: RowsModel[Deal], place: int) -> list[object]:
    return [model.data(model.index(row, place)) for row in range(model.rowCount())]


def test_cells_are_written_and_aligned(table: TableView[Deal]):
    model = table.rows
    assert column_texts(model, 1) == ["¥800,000", "¥99", "", "¥500,000"]
    right = model.data(model.index(0, 1), Qt.ItemDataRole.TextAlignmentRole)
    assert right == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.headerData(1, Qt.Orientation.Horizontal) == "金额"


def test_a_late_row_has_colour_and_icon(table: TableView[Deal]):
    model = table.rows
    assert model.data(model.index(1, 0), Qt.ItemDataRole.ForegroundRole) == QColor(theme.LIGHT.late)
    assert model.data(model.index(1, 0), Qt.ItemDataRole.DecorationRole) is not None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize(
    ("order", "amounts"),
    [
        (Qt.SortOrder.AscendingOrder, [9_900, 50_000_000, 80_000_000, None]),
        (Qt.SortOrder.DescendingOrder, [80_000_000, 50_000_000, 9_900, None]),
    ],
)
def test_sorting_is_by_value_and_what_has_none_comes_last(
    table: TableView[Deal], order: Qt.SortOrder, amounts: list[int | None]
):
    table.sortByColumn(1, order)
    assert [table.rows.row(place).amount for place in range(4)] == amounts


def test_new_rows_keep_the_order_asked_for(table: TableView[Deal]):
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    table.rows.set_rows([*DEALS, Deal("新", 1)])
    assert table.rows.row(0).customer == "新"


@pytest.mark.usefixtures("qapp")
def test_pages_come_on_demand_and_the_count_says_so():
    source = Source(120)
    model = RowsModel(columns())
    model.set_source(source, 120)
    counts = [model.count_text()]
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        counts.append(model.count_text())
    assert counts == ["50 / 120", "100 / 120", "共 120 条"]
    assert [offset for offset, _, _ in source.asked] == [0, 50, 100]
    assert column_texts(model, 0) == [f"客户{number}" for number in range(120)]


@pytest.mark.usefixtures("qapp")
def test_the_model_keeps_qts_contract():
    model = RowsModel(columns())
    checker = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)  # a warning fails
    model.set_rows(DEALS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_rows([])
    assert checker.model() is model
    assert model.rowCount(model.index(0, 0)) == 0


def test_a_source_is_asked_to_sort(table: TableView[Deal]):
    source = Source(120)
    table.rows.set_source(source, 120)
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert source.asked[-1] == (0, 50, Order("amount", descending=True))


def test_a_source_that_ends_early_stops_the_asking(table: TableView[Deal]):
    table.rows.set_source(Source(50), 99)
    table.rows.fetchMore(QModelIndex())
    assert not table.rows.canFetchMore(QModelIndex())
    assert table.rows.count_text() == "共 50 条"


def test_copy_is_what_a_spreadsheet_takes(table: TableView[Deal]):
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0] == "客户\t金额"
    assert lines[2] == "东方 电器\t¥99"
    assert len(lines) == 5


def test_enter_opens_the_row(table: TableView[Deal]):
    table.selectRow(3)
    opened: list[object] = []
    table.opened.connect(opened.append)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [DEALS[3]]
    assert table.chosen() == [DEALS[3]]


def test_rows_are_as_high_as_designed(table: TableView[Deal]):
    assert table.rowHeight(0) == theme.ROW
