"""What contracts and plans of delivery put into the calendar: milestones to be reached, money to come in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, literal, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Member, Milestone, Payment
from desktop_crm.queries.calendar import ALL, CalendarFilter, Days, Entry, Kind, Span, collected
from desktop_crm.queries.payment_list import live_deal, unpaid
from desktop_crm.queries.search import deals_matching
from desktop_crm.rules.amounts import format_short
from desktop_crm.system.translations import tr


def milestones(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return the milestones that are not reached yet on the day agreed for them."""
    if not wanted.wants("milestone"):
        return Days()
    query = _of_deals(Milestone.id, Milestone.name, Milestone.due_on, table=Milestone, wanted=wanted).where(
        Milestone.due_on.between(span.first, span.last), Milestone.done_on.is_(None), Milestone.deleted_at.is_(None)
    )
    return collected((_entry("milestone", row, row.name) for row in session.execute(query)), most=most)


def payments(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return the instalments of which something is still to come on the day they are due."""
    if not wanted.wants("payment"):
        return Days()
    query = _of_deals(Payment.id, Payment.name, Payment.due_on, Payment.amount_fen, table=Payment, wanted=wanted).where(
        Payment.due_on.between(span.first, span.last), unpaid()
    )
    return collected(
        (
            _entry("payment", row, tr("{name} {amount}", name=row.name, amount=format_short(row.amount_fen)))
            for row in session.execute(query)
        ),
        most=most,
    )


def _of_deals(*columns: Any, table: Any, wanted: CalendarFilter) -> Any:
    """Return a select of `columns` with what an entry says of their deal."""
    hit: ColumnElement[bool] = deals_matching(wanted.text) if wanted.text.split() else literal(value=False)
    query = (
        select(
            *columns, table.deal_id, Deal.customer_id, Customer.name.label("customer"), Member.name.label("owner"),
            hit.label("hit"),
        )
        .join(Deal, Deal.id == table.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(live_deal())
    )  # fmt: skip
    return query.where(Deal.owner_id == wanted.owner) if wanted.owner else query


def _entry(kind: Kind, row: Any, title: str) -> Entry:
    return Entry(
        id=row.id, kind=kind, day=row.due_on, title=title, customer=row.customer or "",
        customer_id=row.customer_id or "", deal_id=row.deal_id, owner=row.owner or "", hit=bool(row.hit),
    )  # fmt: skip
