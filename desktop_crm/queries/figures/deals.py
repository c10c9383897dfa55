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


@dataclass(frozen=True, slots=True)
class Behind:
    """All deals behind a bar in their order, the first of them with their lines."""

    ids: tuple[str, ...]
    first: tuple[FigureDeal, ...]


def deals_behind(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    *,
    order: str = "amount",
    descending: bool = True,
    rows: int = 50,
) -> Behind:
    """Return the deals that meet the conditions, the largest first unless told; two statements."""
    column = _ORDERS[order]
    query = select(Deal.id).select_from(Deal).where(*conditions)
    if order == "customer":
        query = query.join(Customer, Customer.id == Deal.customer_id, isouter=True)
    if order == "owner":
        query = query.join(Member, Member.id == Deal.owner_id, isouter=True)
    sorting = (column.desc() if descending else column.asc()).nulls_last()
    ids = tuple(session.scalars(query.order_by(sorting, Deal.id)))
    return Behind(ids, lines_of(session, ids[:rows]))


def lines_of(session: Session, ids: Sequence[str]) -> tuple[FigureDeal, ...]:
    """Return the lines of these deals in the order of the ids."""
    query = (
        select(
            Deal.id, Deal.number, func.coalesce(Customer.name, ""), Deal.title, Deal.grade, Deal.amount_fen,
            Deal.outcome, Deal.closed_on, func.coalesce(Member.name, ""),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.id.in_(ids))
    )  # fmt: skip
    found = {row[0]: FigureDeal(*row) for row in session.execute(query)}
    return tuple(found[key] for key in ids if key in found)
