"""Which row of a sheet holds the headers, what kind of table it is, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_crm.exchange.fields import FIELDS, Field, Reading, TableKind, header_key, header_unit, ignored, synonyms
from desktop_crm.exchange.tables import SheetRow, SheetTable
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

_HEADER_ROWS = 20
_KEY = {kind: "name" for kind in TableKind if kind is not TableKind.LEADS}


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How to read one sheet; columns are counted from 0, `units` are yuan per figure of a money column."""

    kind: TableKind
    header_row: int
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    unmatched: Mapping[int, str]
    units: Mapping[str, int]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return the fields this sheet has a column for, in their usual order."""
        return tuple(field for field in FIELDS[self.kind] if field.name in self.columns)

    @property
    def absent(self) -> tuple[str, ...]:
        """Return the names of required fields that this sheet has no column for at all."""
        stands_for = {"customer": {"contact", "customer_and_industry"}, "phone": {"email"},
                      "industry": {"customer_and_industry"}}  # fmt: skip
        return tuple(
            field.name
            for field in FIELDS[self.kind]
            if field.required and not ({field.name} | stands_for.get(field.name, set())) & self.columns.keys()
        )


def plan(table: SheetTable) -> TablePlan:
    """Return how to read a sheet; raises `Refused` when no row of its beginning looks like headers."""
    found = recognise(table)
    if found is None:
        place = f"{table.file} › {table.sheet}" if table.sheet else table.file
        raise Refused(tr("“{place}”的前 {count} 行里找不到能识别的表头。", place=place, count=_HEADER_ROWS))
    return found


def recognise(table: SheetTable, kind: TableKind | None = None) -> TablePlan | None:
    """Return how to read a sheet, as `kind` when one is named, or None when it is no table we know."""
    kinds = [kind] if kind else list(TableKind)
    plans = [made for row in table.rows[:_HEADER_ROWS] for one in kinds if (made := _match(row, one))]
    # Most matches win; of equals the earlier row and the plainer kind (TableKind's order), as max keeps the first.
    return max(plans, key=lambda made: len(made.columns), default=None)


def _match(row: SheetRow, kind: TableKind) -> TablePlan | None:
    known = synonyms()[kind]
    money = {field.name for field in FIELDS[kind] if field.reading in {Reading.MONEY, Reading.SPAN}}
    columns: dict[str, int] = {}
    headers: dict[str, str] = {}
    unmatched: dict[int, str] = {}
    units: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        header = " ".join(cell.split()) if isinstance(cell, str) else ""
        plain, unit = header_unit(header)
        field = (known.get(header_key(plain)) or known.get(header_key(header))) if header else None
        if field and field not in columns:
            columns[field], headers[field] = index, header
            if unit is not None and field in money:
                units[field] = unit
        elif header and header_key(header) not in ignored():
            unmatched[index] = header
    if len(columns) < 2 or (kind in _KEY and _KEY[kind] not in columns):
        return None
    return TablePlan(kind, row.number, columns, headers, unmatched, units)
