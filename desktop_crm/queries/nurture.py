"""The nurture pool (L9): who is in it, and when each is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Member


@dataclass(frozen=True, slots=True)
class NurtureDeal:
    """A deal in the pool."""

    id: str
    number: str
    customer: str
    title: str
    playbook: str
    grade: str
    outcome: str
    re_evaluate_on: date | None
    last_contact_at: datetime | None
    next_step: str
    next_due: date | None
    owner: str


def nurture_deals(
    session: Session,
    *,
    due_by: date | None = None,
    order: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = 50,
) -> list[NurtureDeal]:
    """Return a page of the pool, those to be looked at first on top; `due_by` leaves out what comes later."""
    key = _ORDERS.get(order, Deal.re_evaluate_on)
    # One unknown value stands last in either direction.
    place = key.desc().nulls_last() if descending else key.asc().nulls_last()
    query = (
        select(
            Deal.id, Deal.number, func.coalesce(Customer.name, "").label("customer"), Deal.title, Deal.playbook,
            Deal.grade, Deal.outcome, Deal.re_evaluate_on, Deal.last_contact_at, Deal.next_step, Deal.next_due,
            func.coalesce(Member.name, "").label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(*_in_pool(due_by))
        .order_by(place, Deal.id)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [NurtureDeal(**row) for row in session.execute(query).mappings()]


def count_nurture(session: Session, due_by: date | None = None) -> int:
    """Return how many deals are in the pool, or are to be looked at by a day."""
    return session.scalar(select(func.count(Deal.id)).where(*_in_pool(due_by))) or 0


_ORDERS: dict[str, Any] = {
    "number": Deal.number,
    "customer": Customer.name,
    "title": Deal.title,
    "grade": func.nullif(Deal.grade, ""),
    "re_evaluate_on": Deal.re_evaluate_on,
    "last_contact_at": Deal.last_contact_at,
    "next_due": Deal.next_due,
    "owner": Member.name,
}


def _in_pool(due_by: date | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Deal.nurture.is_(True), Deal.deleted_at.is_(None)]
    if due_by is not None:
        conditions.append(Deal.re_evaluate_on <= due_by)
    return conditions
