"""The deals of one customer: a page of them, and what all of them come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Member, Outcome


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal of the customer as a row of its table."""

    id: str
    number: str
    title: str
    playbook: str
    stage: str
    outcome: str
    grade: str
    amount_fen: int | None
    next_step: str
    next_due: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class DealSums:
    """What all deals of the customer come to; amounts in fen."""

    count: int
    open_deals: int
    open_fen: int
    won_deals: int
    won_fen: int


def deal_sums(session: Session, customer_id: str) -> DealSums:
    """Return how many deals the customer has, how many of them are open or won, and what those are worth."""
    is_open, is_won = Deal.outcome == Outcome.OPEN, Deal.outcome == Outcome.WON
    row = session.execute(
        select(
            func.count(Deal.id),
            func.count(case((is_open, 1))),
            func.coalesce(func.sum(case((is_open, Deal.amount_fen))), 0),
            func.count(case((is_won, 1))),
            func.coalesce(func.sum(case((is_won, Deal.amount_fen))), 0),
        ).where(Deal.customer_id == customer_id)
    ).one()
    return DealSums(*row)


def customer_deals(
    session: Session,
    customer_id: str,
    *,
    order: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> list[DealLine]:
    """Return a page of the customer's deals, the open ones first and the newest before unless told."""
    query = (
        select(
            Deal.id, Deal.number, Deal.title, Deal.playbook, Deal.stage, Deal.outcome, Deal.grade, Deal.amount_fen,
            Deal.next_step, Deal.next_due, func.coalesce(Member.name, "").label("owner"),
        )
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.customer_id == customer_id)
        .order_by(*_ordered(order, descending=descending))
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [DealLine(*row) for row in session.execute(query)]


_ORDERS: Final[dict[str, Any]] = {
    "title": Deal.title,
    "stage": Deal.stage,
    "amount": Deal.amount_fen,
    "next_due": Deal.next_due,
}


def _ordered(order: str, *, descending: bool) -> tuple[Any, ...]:
    if order not in _ORDERS:
        return (Deal.outcome != Outcome.OPEN, Deal.created_at.desc(), Deal.id)
    key = _ORDERS[order]
    return (key.is_(None), key.desc() if descending else key, Deal.id)
