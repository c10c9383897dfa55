"""The tables under a chart: its figures, and the deals behind a bar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtWidgets import QHeaderView

from desktop_crm.charts.chart import Chart, Row, Unit
from desktop_crm.exchange.sheets_out import Cell, Days, Percent
from desktop_crm.queries.figures.deals import FigureDeal
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.views.widgets.table_cells import yuan

_NARROWEST: Final = 40
_WIDEST: Final = 280
_ARROW: Final = 12  # of the sorted column

DEAL_COLUMNS: Final[tuple[Column[FigureDeal], ...]] = (
    Column("number", tr("编号"), lambda deal: deal.number, width=112),
    Column("customer", tr("客户"), lambda deal: deal.customer, width=176),
    Column("title", tr("商机"), lambda deal: deal.title, width=160),
    Column("grade", tr("等级"), lambda deal: deal.grade, width=52),
    Column(
        "amount",
        tr("金额"),
        lambda deal: deal.amount_fen,
        lambda fen: "" if fen is None else format_yuan(fen),
        right=True,
        sheet=yuan,
    ),
    Column("outcome", tr("结果"), lambda deal: deal.outcome, lambda key: labels.OUTCOMES.get(key, key), width=72),
    Column("closed_on", tr("结束日期"), lambda deal: deal.closed_on, width=100),
    Column("owner", tr("负责人"), lambda deal: deal.owner, width=84),
)


def figure_table(chart: Chart) -> TableView[Row]:
    """Return the table of a chart: the name, then its figures on the right side of their columns."""
    table = TableView(RowsModel([_column(chart, at) for at in range(len(chart.columns))]))
    table.rows.set_rows(chart.rows)
    table.setAccessibleName(chart.title)
    table.horizontalHeader().setStretchLastSection(False)
    for at in range(1, len(chart.columns)):
        table.setColumnWidth(at, _fitting(table, at))
        # How many cases stand behind each colour would take twice the width; copies and files have them.
        table.setColumnHidden(at, chart.form == "heat" and chart.columns[at].key not in chart.drawn)
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table


def _fitting(table: TableView[Row], at: int) -> int:
    """Return the width that shows the head, its arrow and every figure of a column, so that all columns are seen."""
    model, metrics = table.rows, table.fontMetrics()
    head = metrics.horizontalAdvance(model.columns[at].title) + theme.px(_ARROW)
    texts = (str(model.data(model.index(place, at))) for place in range(model.rowCount()))
    widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
    return min(max(head, widest, theme.px(_NARROWEST)) + theme.px(theme.WIDE), theme.px(_WIDEST))


@dataclass(frozen=True, slots=True, order=True)
class _Figure:
    """A cell that sorts by its number and says why it has none."""

    number: int
    text: str = field(compare=False)
    cell: Cell = field(compare=False)


def _column(chart: Chart, at: int) -> Column[Row]:
    column = chart.columns[at]

    def figure(row: Row) -> _Figure:
        value = chart.value(row, column.key)
        said = chart.text(row, column.key)
        return _Figure(-1 if value is None else value, said, said if value is None else _cell(value, column.unit))

    if column.unit == "text":
        return Column(column.key, column.title, lambda row: row.cells[at], right=column.right, width=176)
    return Column(
        column.key,
        column.title,
        figure,
        lambda found: found.text,
        right=True,
        sheet=lambda found: found.cell,
        width=148 if column.unit == "fen" else 128,
    )


def _cell(value: int, unit: Unit) -> Cell:
    """Return a figure for a spreadsheet, with the unit it is counted in."""
    match unit:
        case "share":
            return Percent(value) / 1000
        case "days":
            return Days(value)
        case "tenth_days":
            return Days(value) / 10
        case "fen":
            return yuan(value)
        case _:
            return value
