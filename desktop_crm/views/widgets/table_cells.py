"""What a spreadsheet gets of a table: numbers as numbers, days as days, whatever else as it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from desktop_crm.exchange.sheets_out import Cell, Percent
from desktop_crm.views.widgets.table import Column

Row = TypeVar("Row")


def named(columns: Sequence[Column[Row]]) -> tuple[Column[Row], ...]:
    """Return the columns that say something; one without a head only takes up room."""
    return tuple(column for column in columns if column.title)


def lines(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    """Yield the cells of each row."""
    for row in rows:
        yield [cell(column, row) for column in columns]


def cell(column: Column[Row], row: Row) -> Cell:
    """Return a cell: what the column has for spreadsheets, a plain value, or what is written."""
    value = column.get(row)
    if column.sheet is not None:
        return column.sheet(value)
    written = column.text(value)
    return value if _is_plain(value, written) else written or None


def yuan(fen: int | None) -> Cell:
    """Return an amount in fen as exact yuan."""
    return None if fen is None else Decimal(fen) / 100


def percent(share: float) -> Cell:
    """Return percents, to a tenth as they are written, as a share."""
    return Percent(round(Decimal(share), 1)) / 100


def _is_plain(value: Any, written: str) -> bool:
    """Tell whether a value means by itself what is written: a day, a decimal, or a whole number written as such."""
    if isinstance(value, int) and not isinstance(value, bool):
        return written.replace(",", "") == str(value)
    return isinstance(value, date | Decimal)
