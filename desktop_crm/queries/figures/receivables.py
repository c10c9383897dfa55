"""Payments that are due, overdue or still to come, by how far away their day is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, String, Subquery, case, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Payment, Receipt
from desktop_crm.queries.figures.filters import Filters, deals_in
from desktop_crm.queries.payment_list import live_deal
from desktop_crm.system import clock

# Each span and the last day of it, counted from today; what has no day stands in the last.
SPANS: Final[tuple[tuple[str, int | None], ...]] = (
    ("late_long", -91),
    ("late_quarter", -31),
    ("late_month", -1),
    ("month", 30),
    ("quarter", 90),
    ("later", None),
    ("undated", None),
)


@dataclass(frozen=True, slots=True)
class Receivable:
    """The unpaid instalments of a span: how many, and what is left of them."""

    span: str
    payments: int
    left_fen: int

    @property
    def late(self) -> bool:
        """Whether they are overdue."""
        return self.span in ("late_long", "late_quarter", "late_month")


def receivables(session: Session, filters: Filters) -> list[Receivable]:
    """Return what is still to be paid by span, as seen today; one statement."""
    received = _received()
    left = Payment.amount_fen - func.coalesce(received.c.fen, 0)
    span = _span(clock.today())
    query = (
        select(span, func.count(), func.sum(left))
        .join(Deal, Deal.id == Payment.deal_id)
        .join(received, received.c.payment_id == Payment.id, isouter=True)
        .where(left > 0, live_deal(), *deals_in(filters))
        .group_by(span)
    )
    found = {key: Receivable(key, count, fen) for key, count, fen in session.execute(query)}
    return [found[key] for key, _ in SPANS if key in found]


def behind_receivables(filters: Filters, span: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals with unpaid instalments in a span."""
    received = _received()
    deals = (
        select(Payment.deal_id)
        .join(received, received.c.payment_id == Payment.id, isouter=True)
        .where(Payment.amount_fen > func.coalesce(received.c.fen, 0), _span(clock.today()) == span)
    )
    return [Deal.id.in_(deals), live_deal(), *deals_in(filters)]


def _received() -> Subquery:
    each = select(Receipt.payment_id, func.sum(Receipt.amount_fen).label("fen")).group_by(Receipt.payment_id)
    return each.subquery()


def _span(today: date) -> ColumnElement[str]:
    due = type_coerce(Payment.due_on, String)
    ends = [(due <= (today + timedelta(days)).isoformat(), key) for key, days in SPANS if days is not None]
    return case((due.is_(None), "undated"), *ends, else_="later")
