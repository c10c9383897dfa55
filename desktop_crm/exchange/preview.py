"""The first rows of a sheet as they are understood, cell by cell, before anything is imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice

from desktop_crm.exchange.cells import text_of
from desktop_crm.exchange.mapping import TablePlan
from desktop_crm.exchange.rows import LeadRow, RawRow, Values
from desktop_crm.exchange.rows_reader import read_rows
from desktop_crm.exchange.tables import SheetRow, SheetTable
from desktop_crm.rules.amounts import AmountRange, format_yuan
from desktop_crm.system.translations import tr

ROWS = 20
_MONEY = frozenset({"amount", "revenue", "price"})
_OUTCOMES: Mapping[str, str] = {"won": tr("成交"), "lost": tr("流失"), "invalid": tr("无效")}
_TITLES = {"contact": "contact_title", "name": "title", "source": "sub_source"}  # what a joined cell also holds


class CellState(Enum):
    """How a cell fared."""

    READ = "read"
    KEPT = "kept"  # no field: it goes into the note
    MISSING = "missing"  # required and empty
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell as understood; `reason` says why not."""

    text: str
    state: CellState = CellState.READ
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row with its number as Excel shows it; `error` is empty unless the row cannot be imported."""

    number: int
    cells: tuple[PreviewCell, ...]
    error: str = ""


def preview(table: SheetTable, plan: TablePlan, *, today: date, rows: int = ROWS) -> tuple[PreviewRow, ...]:
    """Return the first rows that hold anything, with a cell for every column of the sheet."""
    width = width_of(table, plan)
    return tuple(islice(_rows(table, plan, today, width), rows))


def width_of(table: SheetTable, plan: TablePlan) -> int:
    """Return how many columns the sheet has, from its headers and its first rows."""
    near = [len(row.cells) for row in table.rows if plan.header_row <= row.number <= plan.header_row + ROWS]
    return max([*near, *(index + 1 for index in plan.columns.values())], default=0)


def header_of(table: SheetTable, plan: TablePlan, index: int) -> str:
    """Return what stands above a column in the file."""
    row = next((row for row in table.rows if row.number == plan.header_row), None)
    return " ".join(text_of(row.cells[index]).split()) if row and index < len(row.cells) else ""


def _rows(table: SheetTable, plan: TablePlan, today: date, width: int) -> Iterator[PreviewRow]:
    names = {index: name for name, index in plan.columns.items()}
    body = (row for row in table.rows if row.number > plan.header_row)
    for row, read in zip(body, read_rows(table, plan, today=today), strict=True):
        if read.blank:
            continue
        error = read.problems[-1].reason if read.error else ""
        cells = tuple(_cell(row, read, plan, names.get(index, ""), index) for index in range(width))
        yield PreviewRow(row.number, cells, error)


def _cell(row: SheetRow, read: RawRow, plan: TablePlan, name: str, index: int) -> PreviewCell:
    raw = text_of(row.cells[index]) if index < len(row.cells) else ""
    if read.values is None:
        return PreviewCell(raw, CellState.PROBLEM, read.problems[-1].reason)
    if not name:
        return PreviewCell(raw, CellState.KEPT)
    header = plan.headers[name]
    if problem := next((one for one in read.problems if one.column == header), None):
        return PreviewCell(raw, CellState.PROBLEM, problem.reason)
    shown = _understood(read.values, name, plan)
    if not shown and name in read.missing:
        return PreviewCell("", CellState.MISSING, tr("必填，导入后标为待补全"))
    return PreviewCell(shown)


def _understood(values: Values, name: str, plan: TablePlan) -> str:
    if isinstance(values, LeadRow):
        if name == "customer_and_industry":
            return "/".join(filter(None, (values.customer, values.industry)))
        if name in {"stage", "outcome", "status"}:
            return _state(values, name)
    value = getattr(values, name, None)
    other = _TITLES.get(name, "")
    if other and other not in plan.columns and (beside := getattr(values, other, "")):
        return tr("{text}（{beside}）", text=value, beside=beside)
    return _written(name, value)


def _state(values: LeadRow, name: str) -> str:
    said = {"stage": values.stage, "outcome": "", "status": values.status}[name]
    return said or _OUTCOMES.get(values.outcome, "") or values.stage


def _written(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, AmountRange):
        ends = (format_yuan(end) if end is not None else "" for end in (value.low, value.high))
        return "–".join(dict.fromkeys(ends))
    if name in _MONEY and isinstance(value, int):
        return format_yuan(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType]
    return str(value)
