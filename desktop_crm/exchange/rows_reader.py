"""A table and its plan become typed rows: every row below the headers comes out, read, blank or as an error."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from desktop_crm.exchange.cells import Context, Read, read_cell, says_nothing, text_of
from desktop_crm.exchange.fields import FIELDS, Field, Reading, TableKind, header_key, meanings
from desktop_crm.exchange.mapping import TablePlan
from desktop_crm.exchange.rows import ContactRow, CustomerRow, LeadRow, MemberRow, Problem, ProductRow, RawRow, Values
from desktop_crm.exchange.tables import Cell, SheetRow, SheetTable
from desktop_crm.rules.dates import guess_order
from desktop_crm.rules.emails import parse_email, split_emails
from desktop_crm.rules.names import name_key
from desktop_crm.rules.phones import BadPhone, parse_phone, split_phones
from desktop_crm.system.translations import tr

_CLASSES: Mapping[TableKind, type[Values]] = {
    TableKind.LEADS: LeadRow,
    TableKind.CUSTOMERS: CustomerRow,
    TableKind.CONTACTS: ContactRow,
    TableKind.PRODUCTS: ProductRow,
    TableKind.MEMBERS: MemberRow,
}
_TOTALS = frozenset({"合计", "总计", "小计", "total", "sum"})
_SUB_SOURCE = re.compile(r"\s*(?:-+|－|—+|–|/|>|：|:)\s*")
_PERSON = re.compile(r"([^()（）/]+?)\s*(?:[（(]([^()（）]+)[)）]|/\s*(.+))")
_IDENTITY = ("external_id", "number", "title", "customer", "contact", "phone", "email", "need")


def read_rows(table: SheetTable, plan: TablePlan, *, today: date) -> Iterator[RawRow]:
    """Yield one `RawRow` for each row below the headers; `today` gives dates without a year theirs."""
    reader = _Reader(table, plan, today)
    for row in table.rows:
        if row.number > plan.header_row:
            yield reader.read(row)


class _Reader:
    """Reads the rows of one sheet: what depends on whole columns is decided once."""

    def __init__(self, table: SheetTable, plan: TablePlan, today: date) -> None:
        self._plan = plan
        self._headers = {index: plan.headers[name] for name, index in plan.columns.items()}
        body = [row for row in table.rows if row.number > plan.header_row]
        self._fields = [(field, plan.columns[field.name], self._context(field, body, today)) for field in plan.fields]
        self._class = _CLASSES[plan.kind]
        self._names = {field.name for field in fields(self._class)}

    def _context(self, field: Field, body: list[SheetRow], today: date) -> Context:
        unit = self._plan.units.get(field.name, 1)
        if field.reading is not Reading.DAY:
            return Context(today, unit=unit)
        index = self._plan.columns[field.name]
        return Context(today, guess_order(_cell(row, index) for row in body), unit)

    def read(self, row: SheetRow) -> RawRow:
        if row.blank:
            return RawRow(row.number)
        if reason := self._no_data(row):
            return RawRow(row.number, problems=(Problem(row.number, "", _shown(row), reason),))
        values, problems = self._cells(row)
        _complete(values, self._plan.kind)
        made = self._class(**{name: value for name, value in values.items() if name in self._names})
        if reason := _impossible(made):
            return RawRow(row.number, problems=(*problems, Problem(row.number, "", _shown(row), reason)))
        if isinstance(made, LeadRow) and made.closed_on and made.closed_on < (_begun(made) or made.closed_on):
            header = self._plan.headers["closed_on"]
            problems.append(Problem(row.number, header, made.closed_on.isoformat(), tr("成交日期早于获取时间。")))
            made = replace(made, closed_on=None)
        return RawRow(row.number, made, tuple(problems), _missing(made, self._plan.kind), self._extras(row))

    def _no_data(self, row: SheetRow) -> str:
        """Return why the row is no row of data: the headers again, or a line of totals; empty when it is one."""
        filled = [(index, cell) for index, cell in enumerate(row.cells) if not says_nothing(cell)]
        same = sum(
            isinstance(cell, str) and " ".join(cell.split()) == self._headers.get(index) for index, cell in filled
        )
        if same > 1 and same * 2 > len(filled):
            return tr("这一行重复了表头。")
        if filled and header_key(text_of(filled[0][1])) in _TOTALS:
            return tr("这一行是合计，不是数据。")
        return ""

    def _cells(self, row: SheetRow) -> tuple[dict[str, Any], list[Problem]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for field, index, context in self._fields:
            cell = _cell(row, index)
            if says_nothing(cell):
                continue
            try:
                if field.reading is Reading.PHONE:
                    _reach(cell, values)
                else:
                    values[field.name] = read_cell(cell, field.reading, context)
            except ValueError as error:
                problems.append(Problem(row.number, self._plan.headers[field.name], text_of(cell), str(error)))
        return values, problems

    def _extras(self, row: SheetRow) -> tuple[tuple[str, str], ...]:
        cells = ((header, _cell(row, index)) for index, header in self._plan.unmatched.items())
        return tuple((header, text_of(cell)) for header, cell in cells if not says_nothing(cell))


def _cell(row: SheetRow, index: int) -> Cell:
    return row.cells[index] if index < len(row.cells) else ""


def _shown(row: SheetRow) -> str:
    return " | ".join(text for cell in row.cells if (text := text_of(cell)))[:200]


def _reach(cell: Cell, values: dict[str, Any]) -> None:
    """Read a cell of telephone numbers that may hold e-mail addresses too; further numbers go into the note."""
    addresses, rest = split_emails(cell) if isinstance(cell, str) else ((), cell)
    if addresses:
        values.setdefault("email", parse_email(addresses[0]))
    parts = split_phones(rest)
    if not parts:
        return
    good = [phone for part in parts if (phone := _phone(part))]
    if not good:
        values["phone"] = parse_phone(rest if len(parts) == 1 else parts[0])  # raises with the reason
        return
    values["phone"] = good[0]
    others = [part for part in parts[1:] if _phone(part) != good[0]]
    if others:
        values["other_phones"] = "、".join(others)


def _phone(text: str) -> str:
    try:
        return parse_phone(text)
    except BadPhone:
        return ""


def _complete(values: dict[str, Any], kind: TableKind) -> None:
    """Take apart what sheets write into one cell, and tell words of closing from words of stage."""
    _split_person(values, "contact", "contact_title")
    if kind is TableKind.CONTACTS:
        _split_person(values, "name", "title")
    if others := values.pop("other_phones", ""):
        values["note"] = "\n".join(filter(None, (values.get("note", ""), tr("其他电话：{phones}", phones=others))))
    if kind is not TableKind.LEADS:
        return
    if both := values.pop("customer_and_industry", ""):
        customer, _, industry = both.partition("/")
        values.setdefault("customer", customer.strip())
        values.setdefault("industry", industry.strip())
    if source := values.get("source", ""):
        head, *tail = _SUB_SOURCE.split(source, maxsplit=1)
        if head and tail:
            values["source"] = head
            values.setdefault("sub_source", tail[0])
    _place_state(values)


def _split_person(values: dict[str, Any], name: str, title: str) -> None:
    found = _PERSON.fullmatch(values.get(name, ""))
    if found and title not in values:
        values[name], values[title] = found[1].strip(), (found[2] or found[3]).strip()


def _place_state(values: dict[str, Any]) -> None:
    """Set `outcome` from whichever column names a closing, `stage` to our word, `status` to one of the four."""
    said = {name: values.pop(name, "") for name in ("outcome", "stage", "status")}
    for name, word in said.items():
        key = name_key(word)
        if not key:
            continue
        if outcome := meanings("outcomes").get(key):
            values.setdefault("outcome", outcome)
        elif name != "stage" and (status := meanings("statuses").get(key)):
            values["status"] = status
        elif name != "outcome":
            values.setdefault("stage", meanings("stages").get(key, word))


def _begun(made: LeadRow) -> date | None:
    return made.acquired_on or made.engaged_on


def _impossible(made: Values) -> str:
    if isinstance(made, LeadRow):
        return (
            ""
            if any(getattr(made, name) for name in _IDENTITY)
            else tr("没有客户、联系人、联系方式或需求，无法成为线索。")
        )
    return "" if made.name else tr("没有名称，无法导入。")


def _missing(made: Values, kind: TableKind) -> tuple[str, ...]:
    stands_for = {"customer": "contact", "phone": "email"} if kind is TableKind.LEADS else {}

    def present(name: str) -> Read | None:
        return getattr(made, name) or getattr(made, stands_for.get(name, name))

    return tuple(field.name for field in FIELDS[kind] if field.required and not present(field.name))
