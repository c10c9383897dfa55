"""Which row of a sheet holds the headers, what kind of table it is, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop_crm.exchange.deal_forms import form_of
from desktop_crm.exchange.fields import FIELDS, Field, Reading, TableKind, header_key, header_unit, ignored, synonyms
from desktop_crm.exchange.tables import SheetRow, SheetTable
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

_HEADER_ROWS = 20
_KEY = {kind: "name" for kind in TableKind if kind is not TableKind.LEADS}


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How to read one sheet; columns are counted from 0, `units` are yuan per figure of a money column.

    `form` names the sheet of ours that it is, "" for any other.
    """

    kind: TableKind
    header_row: int
    columns: Mapping[str, int]
    headers: Mapping[str, str]
    unmatched: Mapping[int, str]
    units: Mapping[str, int]
    form: str = ""

    def assign(self, index: int, header: str, field: str) -> TablePlan:
        """Return a plan that reads the column at `index` as `field` ("" for none), taking that field from another."""
        taken = {name: at for name, at in self.columns.items() if at != index and name != field}
        unmatched = {at: text for at, text in self.unmatched.items() if at != index}
        if field in self.columns and self.columns[field] != index:
            unmatched[self.columns[field]] = self.headers[field]
        if field:
            taken[field] = index
        elif header:
            unmatched[index] = header
        headers = {name: header if at == index else self.headers[name] for name, at in taken.items()}
        units = {name: unit for name, unit in self.units.items() if name in taken and taken[name] != index}
        if field in _money(self.kind) and (unit := header_unit(header)[1]) is not None:
            units[field] = unit
        return replace(self, columns=taken, headers=headers, unmatched=dict(sorted(unmatched.items())), units=units)

    def with_unit(self, field: str, unit: int) -> TablePlan:
        """Return a plan whose money column counts in `unit` yuan."""
        return replace(self, units={**self.units, field: unit})

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


def plan_at(table: SheetTable, kind: TableKind, header_row: int) -> TablePlan:
    """Return how to read a sheet as `kind` with its headers in `header_row`, whatever they match."""
    row = next((row for row in table.rows if row.number == header_row), SheetRow(header_row, ()))
    return _plan(row, kind)


def _money(kind: TableKind) -> frozenset[str]:
    return frozenset(field.name for field in FIELDS[kind] if field.reading in {Reading.MONEY, Reading.SPAN})


def _match(row: SheetRow, kind: TableKind) -> TablePlan | None:
    made = _plan(row, kind)
    enough = len(made.columns) >= 2 and (kind not in _KEY or _KEY[kind] in made.columns)
    return made if enough else None


def _plan(row: SheetRow, kind: TableKind) -> TablePlan:
    known = synonyms()[kind]
    money = _money(kind)
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
    ours = form_of(map(str, row.cells)) if kind is TableKind.LEADS else ""
    return TablePlan(kind, row.number, columns, headers, unmatched, units, ours)
