"""The deals behind a bar, by pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Member

_ORDERS = {
    "number": Deal.number, "customer": Customer.name, "title": Deal.title, "amount": Deal.amount_fen,
    "grade": Deal.grade, "outcome": Deal.outcome, "owner": Member.name, "closed_on": Deal.closed_on,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FigureDeal:
    """A deal behind a bar as its line shows it."""

    id: str
    number: str
    customer: str
    title: str
    grade: str
    amount_fen: int | None
    outcome: str
    closed_on: date | None
    owner: str


def count_behind(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Return how many deals meet the conditions."""
    return session.scalar(select(func.count()).select_from(Deal).where(*conditions)) or 0


def deals_behind(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    *,
    offset: int = 0,
    limit: int = 50,
    order: str = "amount",
    descending: bool = True,
) -> list[FigureDeal]:
    """Return a page of the deals that meet the conditions, the largest first unless told."""
    column = _ORDERS[order]
    query = (
        select(
            Deal.id, Deal.number, func.coalesce(Customer.name, ""), Deal.title, Deal.grade, Deal.amount_fen,
            Deal.outcome, Deal.closed_on, func.coalesce(Member.name, ""),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(*conditions)
        .order_by((column.desc() if descending else column.asc()).nulls_last(), Deal.id)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [FigureDeal(*row) for row in session.execute(query)]
