"""What lies on the import screen: each sheet with the way to read it, or why a file cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_crm.exchange.mapping import TablePlan, recognise
from desktop_crm.exchange.sources import Planned, place_of
from desktop_crm.exchange.tables import SheetTable, read_tables
from desktop_crm.exchange.target_sheet import is_target_sheet
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr


@dataclass(slots=True)
class Entry:
    """A sheet and its plan (None: not imported), or a file that could not be read and the sentence that says why."""

    name: str
    origin: str
    table: SheetTable | None = None
    plan: TablePlan | None = None
    reason: str = ""
    targets: bool = False  # imported by itself, among the figures

    @property
    def source(self) -> Planned | None:
        """Return what is to be imported of it, if anything is."""
        return Planned(self.table, self.plan) if self.table and self.plan else None


def read_entries(paths: Sequence[Path]) -> list[Entry]:
    """Read files; one that cannot be read becomes an entry that says so."""
    return [entry for path in paths for entry in _entries(path)]


def entries_of(tables: Iterable[SheetTable], origin: str) -> list[Entry]:
    """Return an entry for each table; one that is not recognised waits for a person to say what it is."""
    return [_entry(table, origin) for table in tables]


def _entry(table: SheetTable, origin: str) -> Entry:
    if is_target_sheet(table):  # its owners and months would pass for those of leads
        reason = tr("这是目标表，不和线索、客户一起导入。")
        return Entry(place_of(table), origin, table, reason=reason, targets=True)
    return Entry(place_of(table), origin, table, recognise(table), _doubt(table))


def _entries(path: Path) -> list[Entry]:
    try:
        return entries_of(read_tables(path), str(path))
    except (Refused, Unavailable) as no:
        return [Entry(path.name, str(path), reason=no.reason)]


def _doubt(table: SheetTable) -> str:
    return "" if recognise(table) else tr("没有认出表头，请在右边指定内容和表头行。")
