"""Deals that came from one another: a second need or a referral from the aftercare of an earlier deal (D4)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal


@dataclass(frozen=True, slots=True)
class LinkedDeal:
    """Another deal, as a link names it; `same_customer` tells a second need from a referral."""

    id: str
    number: str
    title: str
    customer: str
    outcome: str
    same_customer: bool


@dataclass(frozen=True, slots=True)
class LinkedDeals:
    """The deal from whose aftercare one came, and those that came from its own, the oldest first."""

    parent: LinkedDeal | None = None
    children: tuple[LinkedDeal, ...] = ()


def linked_deals(session: Session, deal_id: str) -> LinkedDeals:
    """Return the deals that are linked with one; at most three statements."""
    own = session.execute(select(Deal.parent_id, Deal.customer_id).where(Deal.id == deal_id)).first()
    if own is None:
        return LinkedDeals()
    # Two statements, each by its index: asked for with “or” all deals would be gone through.
    parent = _linked(session, own.customer_id, Deal.id == own.parent_id) if own.parent_id else ()
    return LinkedDeals(next(iter(parent), None), _linked(session, own.customer_id, Deal.parent_id == deal_id))


def _linked(session: Session, customer_id: str | None, condition: ColumnElement[bool]) -> tuple[LinkedDeal, ...]:
    rows = session.execute(
        select(
            Deal.id, Deal.number, Deal.title, Deal.outcome, Deal.customer_id,
            func.coalesce(Customer.name, "").label("customer"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .where(condition)
    ).all()  # fmt: skip
    return tuple(
        LinkedDeal(row.id, row.number, row.title, row.customer, row.outcome, row.customer_id == customer_id)
        for row in sorted(rows, key=lambda row: row.id)
    )
