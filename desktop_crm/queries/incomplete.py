"""Deals that an import left incomplete (待补全), and what each of them lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, func, literal, select, text
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal, Member

# Written out, so that the index of just these deals is used.
_INCOMPLETE: Final = text("deal.missing <> '[]'")


@dataclass(frozen=True, slots=True)
class IncompleteDeal:
    """A deal with what is `missing`, and what is known of it."""

    id: str
    number: str
    title: str
    customer: str
    contact: str
    missing: tuple[str, ...]
    source: str
    acquired_on: date | None
    amount_fen: int | None
    owner: str


def count_incomplete(session: Session, field: str = "") -> int:
    """Return how many deals still lack required fields, or this one."""
    return session.scalar(_lacking(select(func.count(Deal.id)), field)) or 0


def missing_counts(session: Session) -> dict[str, int]:
    """Return how many deals lack each field, the most frequent first."""
    each = func.json_each(Deal.missing).table_valued("value")
    query = select(each.c.value, func.count()).select_from(Deal).join(each, literal(value=True))
    rows = session.execute(query.where(_INCOMPLETE).group_by(each.c.value).order_by(func.count().desc()))
    return {row[0]: row[1] for row in rows}


def incomplete_deals(
    session: Session,
    *,
    field: str = "",
    order: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> list[IncompleteDeal]:
    """Return a page of the incomplete deals (that lack `field`), by the order they came in unless told."""
    key = _ORDERS.get(order, Deal.id)
    query = _lacking(_rows(), field).order_by(key.desc() if descending else key, Deal.id)
    return [_deal(row) for row in session.execute(query.offset(offset).limit(limit))]


_ORDERS: Final[dict[str, Any]] = {
    "number": Deal.number,
    "title": Deal.title,
    "customer": Customer.name,
    "source": Deal.source,
    "acquired_on": Deal.acquired_on,
    "amount_fen": Deal.amount_fen,
    "owner": Member.name,
    "missing": func.json_array_length(Deal.missing),
}


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.number, Deal.title, Deal.missing, Deal.source, Deal.acquired_on, Deal.amount_fen,
            Customer.name.label("customer"), Contact.name.label("contact"), Member.name.label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _lacking(query: Select[*tuple[Any, ...]], field: str) -> Select[Any]:
    if not field:
        return query.where(_INCOMPLETE)
    each = func.json_each(Deal.missing).table_valued("value")
    return query.where(_INCOMPLETE, select(1).select_from(each).where(each.c.value == field).exists())


def _deal(row: Any) -> IncompleteDeal:
    return IncompleteDeal(
        id=row.id,
        number=row.number,
        title=row.title,
        customer=row.customer or "",
        contact=row.contact or "",
        missing=tuple(row.missing),
        source=row.source,
        acquired_on=row.acquired_on,
        amount_fen=row.amount_fen,
        owner=row.owner or "",
    )
