"""What a chart is: a question, its answer in one sentence, and the figures; the same for screen, paper, JSON and Excel.

A chart holds one table. What is drawn are some of its columns, so that a picture can say nothing the table does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from desktop_crm.rules.amounts import format_short, format_yuan
from desktop_crm.rules.improvements import Better
from desktop_crm.system.translations import tr

Form: TypeAlias = Literal["bars", "stacked", "heat", "funnel"]
Unit: TypeAlias = Literal["text", "count", "share", "days", "tenth_days", "fen"]
Tone: TypeAlias = Literal["accent", "good", "soon", "late", "muted"]
Cell: TypeAlias = str | int | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: whole numbers in `unit` (a share in tenths of a percent); `of` names the column that counts its basis.

    A share or mean of all rows together is the sum of `part` over the sum of `of`.
    """

    key: str
    title: str
    unit: Unit = "count"
    of: str = ""
    tone: Tone = "accent"
    part: str = ""
    better: Better = ""  # which way it has to move for the better
    ripens: bool = False  # goes on rising while the deals of its period are under way
    figured: bool = False  # figures though text: their unit differs from row to row

    @property
    def right(self) -> bool:
        """Whether it stands on the right side, as figures do."""
        return self.figured or self.unit != "text"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table and the bar that stands for it; `key` finds the deals behind it."""

    key: str
    cells: tuple[Cell, ...]
    marked: bool = False  # the one the answer speaks of
    tone: Tone | None = None  # where it is not that of the column
    better: Better | None = None  # where it is not that of the column


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A question answered; the first column names the rows, `drawn` are the columns in the picture."""

    key: str
    title: str
    answer: str
    form: Form
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    drawn: tuple[str, ...]
    note: str = ""  # the rule by which was counted
    standing: bool = False  # how things are today, whatever the period

    def place(self, key: str) -> int:
        """Return where the column of that key stands."""
        return next(at for at, column in enumerate(self.columns) if column.key == key)

    def column(self, key: str) -> Column:
        """Return the column of that key."""
        return self.columns[self.place(key)]

    def value(self, row: Row, key: str) -> int | None:
        """Return the number in a column of `row`; None when there is none or too few to say."""
        found = row.cells[self.place(key)]
        return found if isinstance(found, int) else None

    def find(self, key: str) -> Row | None:
        """Return the row of that key."""
        return next((row for row in self.rows if row.key == key), None)

    def text(self, row: Row, key: str) -> str:
        """Return what stands in a column of `row`, as people read it."""
        column = self.column(key)
        found = row.cells[self.place(key)]
        if found is None and column.of:
            n = self.value(row, column.of) or 0
            return f"n={n}" if n and self.form == "heat" else too_few(n)  # many columns are narrow
        return said(found, column.unit)

    def records(self) -> list[Mapping[str, Any]]:
        """Return the table for machines: amounts in yuan, shares in percent, None where there are too few to say."""
        return [
            {column.key: _plain(cell, column.unit) for column, cell in zip(self.columns, row.cells, strict=True)}
            for row in self.rows
        ]


def too_few(n: int) -> str:
    """Return what stands in place of a figure that would rest on too few cases."""
    return tr("样本不足（n={n}）", n=n) if n else "—"


def said(value: Cell, unit: Unit) -> str:
    """Return a value as people read it; a share of 316 is 31.6%."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    match unit:
        case "share":
            return f"{value / 10:,.1f}%"
        case "days":
            return tr("{days} 天", days=f"{value:,}")
        case "tenth_days":
            return tr("{days} 天", days=f"{value / 10:,.1f}")
        case "fen":
            return format_yuan(value)
        case _:
            return f"{value:,}"


def said_short(value: Cell, unit: Unit) -> str:
    """Return a value for a narrow place, an amount as 125万."""
    return format_short(value) if unit == "fen" and isinstance(value, int) else said(value, unit)


def _plain(cell: Cell, unit: Unit) -> str | int | Decimal | None:
    if isinstance(cell, int) and unit in ("share", "tenth_days"):
        return Decimal(cell) / 10
    return Decimal(cell) / 100 if isinstance(cell, int) and unit == "fen" else cell
