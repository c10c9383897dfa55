"""What an import did, or would do: figures of each table, problems, products that need a decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from desktop_crm.exchange.error_workbook import ErrorLine
from desktop_crm.exchange.fields import TableKind
from desktop_crm.exchange.rows import Problem


class Fate(StrEnum):
    """What became of one row."""

    IMPORTED = "imported"
    INCOMPLETE = "incomplete"  # imported, but lacking something required
    UPDATED = "updated"
    UNCHANGED = "unchanged"  # recognised, and the file says nothing new
    ERROR = "error"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was taken in: the record it became, whether that is new, whether the row said anything new."""

    row_id: str
    new: bool = False
    changed: bool = False

    @property
    def fate(self) -> Fate:
        """Return what became of the row."""
        if self.new:
            return Fate.IMPORTED
        return Fate.UPDATED if self.changed else Fate.UNCHANGED


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows by what became of them; each row of data is counted once, `unchanged` are part of `updated`."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    incomplete: int = 0
    errors: int = 0
    blank: int = 0

    @property
    def rows(self) -> int:
        """Return the rows of data: imported, updated, incomplete or error; blank ones are none."""
        return self.imported + self.updated + self.incomplete + self.errors

    @property
    def changed(self) -> int:
        """Return the rows that were recognised and said something new."""
        return self.updated - self.unchanged

    def __add__(self, other: Figures) -> Figures:
        """Return the figures of both."""
        return Figures(
            self.imported + other.imported,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.incomplete + other.incomplete,
            self.errors + other.errors,
            self.blank + other.blank,
        )


def figures(fates: Iterable[Fate]) -> Figures:
    """Return the counts of `fates`."""
    count = Counter(fates)
    return Figures(
        imported=count[Fate.IMPORTED],
        updated=count[Fate.UPDATED] + count[Fate.UNCHANGED],
        unchanged=count[Fate.UNCHANGED],
        incomplete=count[Fate.INCOMPLETE],
        errors=count[Fate.ERROR],
        blank=count[Fate.BLANK],
    )


@dataclass(frozen=True, slots=True)
class TableReport:
    """The figures and problems of one table; `sheet` is empty for separated text."""

    file: str
    sheet: str
    kind: TableKind
    figures: Figures
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class UnknownProduct:
    """A product's name that no product bears, in so many deals, and the product that is close to it, if one is."""

    typed: str
    count: int
    close_id: str = ""
    close_name: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The report of all tables, in the order they were taken in."""

    tables: tuple[TableReport, ...]
    unknown_products: tuple[UnknownProduct, ...] = ()

    @property
    def total(self) -> Figures:
        """Return the figures of all tables together."""
        return sum((table.figures for table in self.tables), Figures())

    def of(self, kind: TableKind) -> Figures:
        """Return the figures of all tables of one kind."""
        return sum((table.figures for table in self.tables if table.kind is kind), Figures())

    def error_lines(self) -> Iterator[ErrorLine]:
        """Yield every problem with its file and sheet, for the error workbook."""
        for table in self.tables:
            for problem in table.problems:
                yield ErrorLine(table.file, table.sheet, problem)
