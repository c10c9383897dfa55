"""What of a file can be imported: its tables with the way to read each, and the sheets that are no tables we know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_crm.exchange.mapping import TablePlan, plan, recognise
from desktop_crm.exchange.tables import SheetTable, read_tables


@dataclass(frozen=True, slots=True)
class Planned:
    """A table and how to read it."""

    table: SheetTable
    plan: TablePlan

    @property
    def name(self) -> str:
        """Return the file, with the sheet where it has several."""
        return place_of(self.table)


@dataclass(frozen=True, slots=True)
class FileSources:
    """The tables of one file that are recognised, and the sheets that are not."""

    planned: tuple[Planned, ...]
    skipped: tuple[SheetTable, ...] = ()


def read_sources(path: Path) -> FileSources:
    """Read a file; raises `Refused` or `Unavailable` when it cannot be read or holds no table we know."""
    return sources_of(read_tables(path))


def sources_of(tables: list[SheetTable]) -> FileSources:
    """Sort tables into known and unknown ones; raises `Refused` when none is known."""
    found = [(table, recognise(table)) for table in tables]
    planned = tuple(Planned(table, made) for table, made in found if made)
    if not planned:
        plan(tables[0])  # raises, saying what is wrong with the first
    return FileSources(planned, tuple(table for table, made in found if not made))


def place_of(table: SheetTable) -> str:
    """Return how a table is called on screen."""
    return f"{table.file} › {table.sheet}" if table.sheet else table.file
