"""Sheets of ours that come back: only what somebody wrote into them since is taken in.

Each cell is held against what the sheet would say now; one that says the same is as good as empty. Text that the sheet
puts together from many records is read by its new lines alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.exchange.cells import text_of
from desktop_crm.exchange.deal_forms import columns_of
from desktop_crm.exchange.mapping import TablePlan
from desktop_crm.exchange.sheets_out import stored
from desktop_crm.exchange.sources import Planned
from desktop_crm.exchange.tables import Cell, SheetRow
from desktop_crm.models import Contact, Customer, Deal, Member
from desktop_crm.operations.importing.earlier_words import Pair, earlier_words, was_said_before
from desktop_crm.queries.document_data.care_sheet import cared_deals
from desktop_crm.queries.document_data.followup_sheet import followed_deals
from desktop_crm.rules.names import name_key

_QUERIES: Final = {"followup_sheet": followed_deals, "care_sheet": cared_deals}
_LINES: Final = frozenset({"chain", "background", "plan", "records", "care", "note"})  # many records in one cell
# Who is meant is said by several cells together.
_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {
    "customer": ("contact", "reach"),
    "customer_and_industry": ("contact", "reach"),
    "contact": ("reach",),
    "reach": ("contact",),
}
_SHARED: Final = frozenset({"customer", "industry", "customer_and_industry", "contact", "reach"})
_PERSON: Final = re.compile(r"[（(/].*", re.DOTALL)
_NEXT: Final = re.compile(
    r"(?P<goal>.+?)\s*[（(](?:(?P<due>[^，,（()）]*?)\s*前)?(?:(?:^|[，,]|(?<=[（(]))\s*(?P<owner>[^，,（()）]+))?[)）]",
    re.DOTALL,
)


def changed_only(session: Session, source: Planned) -> Planned:
    """Return a table of ours without what the company knows already; any other table as it is."""
    if not source.plan.form:
        return source
    header = next(row for row in source.table.rows if row.number == source.plan.header_row)
    members = frozenset(session.scalars(select(Member.name)))
    form = _Form(source.plan, columns_of(source.plan.form, header.cells), _width(source), members)
    body = [row for row in source.table.rows if row.number > source.plan.header_row]
    numbers = _numbers(session, form, body)
    known = _known(session, source.plan.form, set(numbers.values()))
    before = earlier_words(session, set(numbers.values()))
    rows = [
        form.edited(row, numbers.get(row.number, ""), known, before) if row.number > source.plan.header_row else row
        for row in source.table.rows
    ]
    return Planned(replace(source.table, rows=tuple(rows)), form.plan_with_more())


@dataclass(frozen=True, slots=True)
class _Form:
    """How one sheet is laid out; three columns are added to it behind the last."""

    plan: TablePlan
    places: Mapping[str, int]
    width: int
    members: frozenset[str]

    def cell(self, row: SheetRow, field: str) -> str:
        at = self.places[field]
        return text_of(row.cells[at]) if at < len(row.cells) else ""

    def edited(
        self, row: SheetRow, number: str, known: Mapping[str, Any], before: Mapping[str, Sequence[Pair]]
    ) -> SheetRow:
        """Return a row with what is new in it, and the number of its deal."""
        if row.blank:
            return row
        cells: list[Cell] = [*row.cells, *[""] * (self.width - len(row.cells))]
        if number in known:
            for field, text in self._new(row, known[number], before[number]).items():
                cells[self.places[field]] = text
        goal, due, owner = self._next_step(cells)
        if "next_step" in self.places:
            cells[self.places["next_step"]] = goal
        at = self.plan.columns.get("number")
        own = text_of(cells[at]) if at is not None else ""
        return SheetRow(row.number, (*cells, number or own, due, owner))

    def _next_step(self, cells: Sequence[Cell]) -> tuple[str, str, str]:
        """Return what is done next, until when and by whom; what stands in brackets may be neither."""
        said = text_of(cells[self.places["next_step"]]) if "next_step" in self.places else ""
        found = _NEXT.fullmatch(said)
        if not found or not (found["due"] or found["owner"] in self.members):
            return said, "", ""
        return found["goal"], found["due"] or "", found["owner"] or ""

    def _new(self, row: SheetRow, now: object, before: Sequence[Pair]) -> dict[str, str]:
        """Return the text of each cell that says something else than the sheet would now, and "" for all others."""
        said = {field: self.cell(row, field) for field in self.places}
        current = {field: str(getattr(now, field)) for field in self.places}
        other = {field for field in said if _plain(said[field]) != _plain(current[field])}
        other -= {field for field in other & _SHARED if was_said_before(said[field], current[field], before)}
        kept = other | {beside for field in other for beside in _TOGETHER.get(field, ())}
        return {
            field: "" if field not in kept else _new_lines(text, current[field]) if field in _LINES else text
            for field, text in said.items()
        }

    def plan_with_more(self) -> TablePlan:
        """Return the plan with the columns that were added."""
        more = {"number": self.width, "next_due": self.width + 1, "next_owner": self.width + 2}
        headers = {name: self.plan.headers.get("next_step" if name != "number" else "number", "") for name in more}
        return replace(self.plan, columns={**self.plan.columns, **more}, headers={**headers, **self.plan.headers})


def _width(source: Planned) -> int:
    return max(len(row.cells) for row in source.table.rows)


def _numbers(session: Session, form: _Form, body: Sequence[SheetRow]) -> dict[int, str]:
    """Return the number of the deal that each row tells of: written in it, else that of the one deal it can mean."""
    at = form.plan.columns.get("number")
    if at is not None:
        return {row.number: text_of(row.cells[at]) for row in body if at < len(row.cells) and row.cells[at] != ""}
    people = {row.number: _who(form, row) for row in body if not row.blank}
    asked = Counter(people.values())
    deals = _deals_by_person(session, {customer for customer, _ in people.values()})
    return {row: found[0] for row, who in people.items() if asked[who] == 1 and len(found := deals.get(who, [])) == 1}


def _who(form: _Form, row: SheetRow) -> tuple[str, str]:
    """Return the keys of customer and person of a row."""
    both = "customer_and_industry" in form.places
    customer = form.cell(row, "customer_and_industry").partition("/")[0] if both else form.cell(row, "customer")
    return name_key(customer), name_key(_PERSON.sub("", form.cell(row, "contact")))


def _deals_by_person(session: Session, customers: set[str]) -> dict[tuple[str, str], list[str]]:
    """Return the numbers of the deals of these customers by the keys of customer and person."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    rows = session.execute(
        select(Customer.name_key, Contact.name, Deal.number)
        .join(Customer, Customer.id == Deal.customer_id)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
    )
    for key, person, number in rows:
        if key in customers:
            found[key, name_key(person or "")].append(number)
    return found


def _known(session: Session, form: str, numbers: set[str]) -> dict[str, Any]:
    """Return what the sheet would say now of each of these deals, by number."""
    ids = [deal_id for deal_id, number in session.execute(select(Deal.id, Deal.number)) if number in numbers]
    return {row.number: row for row in _QUERIES[form](session, ids)}


def _new_lines(text: str, current: str) -> str:
    """Return the lines of `text` that are not in `current`."""
    there = {_plain(line) for line in current.split("\n")}
    return "\n".join(line for line in text.split("\n") if _plain(line) not in there)


def _plain(text: str) -> str:
    """Return what is compared: as a file keeps the text and as a sheet is read, blanks and line ends alike."""
    kept = stored(text)
    return " ".join(text_of(kept).removeprefix("'").split()) if isinstance(kept, str) else ""
