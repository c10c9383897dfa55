"""Leads in an import: recognised or new, numbered, placed in the playbook, with what they still lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.exchange.mapping import TablePlan
from desktop_crm.exchange.rows import LeadRow, Problem, RawRow
from desktop_crm.models import Deal, context
from desktop_crm.operations.importing.contacts import Contacts
from desktop_crm.operations.importing.customers import Customers
from desktop_crm.operations.importing.follow_ups import FollowUps
from desktop_crm.operations.importing.members import Members
from desktop_crm.operations.importing.moves import Moves
from desktop_crm.operations.importing.notes import labelled, leftovers, with_lines
from desktop_crm.operations.importing.numbers import Numbers
from desktop_crm.operations.importing.placing import Placing
from desktop_crm.operations.importing.products import Products
from desktop_crm.operations.importing.recognition import Recognition, title_of
from desktop_crm.operations.importing.report import Taken
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.rules.dates import BadDate, parse_date
from desktop_crm.rules.numbering import parse_number
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_COLUMNS = (
    "number", "title", "customer_id", "contact_id", "owner_id", "product_id", "product_name", "playbook", "stage",
    "stage_status", "stage_since", "outcome", "closed_on", "grade", "amount_fen", "budget_low_fen", "budget_high_fen",
    "expected_close", "source", "sub_source", "acquired_on", "need", "purchase_time", "external_id", "missing",
    "next_step", "next_due", "last_contact_at", "note",
)  # fmt: skip
_FOLLOW_UPS = frozenset({"next_step", "next_due", "follow_plan", "follow_record"})


class Leads:
    """Deals of a sheet. What it says replaces what was known; a blank says nothing.

    A known deal follows the sheet's stage only until a person has moved, closed or reopened it here.
    """

    def __init__(
        self, session: Session, placing: Placing, members: Members, products: Products, contacts: Contacts,
        customers: Customers,
    ) -> None:  # fmt: skip
        self._session = session
        self._placing, self._members, self._products = placing, members, products
        self._contacts, self._customers = contacts, customers
        self._me = context(session).me or None
        self._today = clock.today()
        self.shelf = Shelf(session, Deal, *_COLUMNS)
        self.moves = Moves(session, placing, self.shelf)
        self._recognition = Recognition(self.shelf.rows.values())
        self._numbers = Numbers(session)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """Plans and records, read when a sheet tells of any."""
        return FollowUps(self._session, self._members)

    def reserve_numbers(self, rows: Iterable[RawRow]) -> None:
        """Keep the numbers that rows bring along from being given to others before them."""
        for row in rows:
            if isinstance(row.values, LeadRow) and row.values.number:
                self._numbers.reserve(row.values.number)

    def problems(self, row: LeadRow, source: RawRow, plan: TablePlan) -> Iterator[Problem]:
        """Yield what only the company's own data shows to be wrong with a row."""
        if row.stage and not self._placing.knows(row.stage):
            first = self._placing.playbook.first_stage.name
            header = next((plan.headers[name] for name in ("stage", "status") if name in plan.headers), "")
            reason = tr("流程里没有“{word}”这个阶段，新线索放在“{first}”。", word=row.stage, first=first)
            yield Problem(source.row_number, header, row.stage, reason)
        known = self._recognition.by_mark(row) if plan.form else None
        if known and self.moves.stands_against(known, row):
            header = plan.headers.get("stage", "")
            reason = tr("这条商机的阶段由人改过，表格不再改动它；请在看板上移动。")
            yield Problem(source.row_number, header, row.stage or row.outcome, reason)

    def take(self, row: LeadRow, source: RawRow, plan: TablePlan) -> Taken:
        """Take in one row."""
        deal = self._recognition.by_mark(row)
        customer = self._customer(row, deal)
        met = self._contacts.meet(customer, row.contact, row.contact_title, row.phone, row.email)
        person = met.row_id if met else None
        told = met is not None and met.changed
        deal = deal or self._recognition.by_likeness(row, customer, person)
        new = deal is None
        if deal is None:
            deal = self._add(row, source, plan, customer, person)
        else:
            told |= self._renew(deal, row, customer, person)
            told |= bool(plan.form) and self._edit(deal, row)
        told |= self._teach(deal, row, source, plan)
        if _FOLLOW_UPS & plan.columns.keys() and (summary := self.follow_ups.take(deal, row, plan.form)):
            self.shelf.change(deal["id"], **summary)
            told = True
        return Taken(deal["id"], new, told)

    def settle(self) -> None:
        """Take from what deals lack what is known by now, from whatever sheet."""
        for deal in self.shelf.rows.values():
            if deal["missing"]:
                left = [field for field in deal["missing"] if not self._known(deal, field)]
                self.shelf.change(deal["id"], missing=left)

    def _customer(self, row: LeadRow, deal: dict[str, Any] | None) -> str | None:
        """Return the customer: named, else known, else that of a known number, else the person as a private customer."""
        return (
            self._customers.find_or_add(row.customer)
            or (deal["customer_id"] if deal else None)
            or self._contacts.customer_of(row.contact, row.phone, row.email)
            or self._customers.find_or_add(row.contact)
        )

    def _said(self, row: LeadRow, customer: str | None, person: str | None) -> dict[str, Any]:
        """Return the columns of a deal as the row tells them."""
        low, high = (row.budget.low, row.budget.high) if row.budget else (None, None)
        return {
            "customer_id": customer,
            "contact_id": person,
            "owner_id": self._members.find_or_add(row.owner),
            "need": row.need,
            "source": row.source,
            "sub_source": row.sub_source,
            "acquired_on": row.acquired_on or row.engaged_on,
            "grade": row.grade,
            "amount_fen": row.amount,
            "budget_low_fen": low,
            "budget_high_fen": high,
            "purchase_time": row.expected_on,
            "expected_close": self._expected(row),
            "external_id": row.external_id or ("" if parse_number(row.number) else row.number),
        }

    def _add(
        self, row: LeadRow, source: RawRow, plan: TablePlan, customer: str | None, person: str | None
    ) -> dict[str, Any]:
        said = self._said(row, customer, person)
        lacks = {field for field in source.missing if field not in plan.absent or field == "customer"}
        day = said["acquired_on"] or self._today
        said["acquired_on"] = said["acquired_on"] or (None if "acquired_on" in lacks else day)
        if "owner" not in plan.columns:
            said["owner_id"] = self._me
        made = self.shelf.add(
            **said,
            title=title_of(row),
            number=self._number(row, day),
            playbook=self._placing.playbook.key,
            product_name=row.product,
            product_id=self._products.find(row.product),
            missing=sorted("contact" if field == "phone" else field for field in lacks),
        )
        deal = self.shelf.rows[made]
        self.moves.begin(deal, row)
        self._recognition.remember(deal)
        return deal

    def _number(self, row: LeadRow, day: date) -> str:
        """Return the number the sheet brings along if it is one of ours and free, else the next one."""
        if parse_number(row.number) and not self._recognition.numbered(row.number):
            return row.number
        return self._numbers.next(row.source, day)

    def _renew(self, deal: dict[str, Any], row: LeadRow, customer: str | None, person: str | None) -> bool:
        changed = self.shelf.renew(
            deal["id"], title=title_of(row) if row.title else "", **self._said(row, customer, person)
        )
        if row.budget:  # its two ends change together, also to open
            changed |= self.shelf.change(deal["id"], budget_low_fen=row.budget.low, budget_high_fen=row.budget.high)
        return changed | self._renew_product(deal, row.product) | self.moves.follow(deal, row)

    def _edit(self, deal: dict[str, Any], row: LeadRow) -> bool:
        """Take over what somebody changed in a sheet of ours, where other sheets only fill gaps."""
        changed = bool(row.source) and self.shelf.change(deal["id"], sub_source=row.sub_source)
        if row.status and not row.stage and not row.outcome:
            changed |= self.shelf.change(deal["id"], stage_status=self._placing.status(row.status))
        if deal["customer_id"]:
            changed |= self._customers.shelf.renew(deal["customer_id"], industry=row.industry)
        return changed

    def _renew_product(self, deal: dict[str, Any], product: str) -> bool:
        """Take over another product's name; for the same name a product that people chose stands."""
        if not product:
            return False
        same = product == deal["product_name"] and deal["product_id"]
        found = deal["product_id"] if same else self._products.find(product)
        return self.shelf.change(deal["id"], product_name=product, product_id=found)

    def _teach(self, deal: dict[str, Any], row: LeadRow, source: RawRow, plan: TablePlan) -> bool:
        """Keep what the deal has no column for: with the customer, or as lines of the note."""
        facts = {
            "industry": row.industry,
            "region": row.region,
            "address": row.address,
            "headcount": row.headcount,
            "revenue_fen": row.revenue,
            "present_supplier": row.present_supplier,
        }
        customer = deal["customer_id"]
        told = customer is not None and self._customers.learn(customer, **facts)
        homeless = () if customer else ("industry", "region", "address", "headcount", "revenue", "present_supplier")
        apart = ("background", "decision_chain", "care_actions", *homeless)
        labels = {field.name: field.label for field in plan.fields}
        lines = [row.note, *(labelled(labels.get(name, ""), _shown(getattr(row, name))) for name in apart)]
        if row.next_step:  # otherwise the plan is the next step
            lines.append(labelled(labels.get("follow_plan", ""), row.follow_plan))
        note = with_lines(deal["note"], [*lines, *leftovers(source)])
        return self.shelf.change(deal["id"], note=note) or told

    def _expected(self, row: LeadRow) -> date | None:
        """Return the day a deal is expected to close: said so, or the closing day of one that is still open."""
        if row.expected_on:
            try:
                return parse_date(row.expected_on, reference=self._today)
            except BadDate:
                return None
        return row.closed_on if not row.outcome else None

    def _known(self, deal: dict[str, Any], field: str) -> bool:
        customer = self._customers.shelf.rows.get(deal["customer_id"], {})
        match field:
            case "customer":
                return bool(customer.get("name"))
            case "industry":
                return bool(customer.get("industry"))
            case "contact" | "phone":
                return self._contacts.can_be_reached(deal["customer_id"], deal["contact_id"])
            case _:
                return bool(deal.get(field))


def _shown(value: object) -> str:
    return "" if value is None else str(value)
