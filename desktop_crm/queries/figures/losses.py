"""A4: why deals were lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, DealReview, Outcome
from desktop_crm.queries.figures.filters import Filters, closed_in


@dataclass(frozen=True, slots=True)
class Loss:
    """The deals lost for one reason, and what they were worth; "" stands for no reason given."""

    reason: str
    deals: int
    amount_fen: int


# What the deal was closed with; where that is open, as after an import, the first reason of its review.
_REVIEWED: Final = (
    select(type_coerce(func.json_extract(DealReview.reasons, "$[0]"), String))
    .where(DealReview.deal_id == Deal.id, DealReview.deleted_at.is_(None))
    .correlate(Deal)
    .limit(1)
    .scalar_subquery()
)
_given: Final[ColumnElement[str]] = func.coalesce(func.nullif(Deal.outcome_reason, ""), _REVIEWED, "")


def losses(session: Session, filters: Filters) -> list[Loss]:
    """Return the reasons of the deals lost in the period, the most frequent first; one statement."""
    count = func.count()
    query = (
        select(_given, count, func.coalesce(func.sum(Deal.amount_fen), 0))
        .where(*_conditions(filters))
        .group_by(_given)
        .order_by(count.desc(), _given)
    )
    return [Loss(*row) for row in session.execute(query)]


def behind_losses(filters: Filters, reason: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals lost for this reason."""
    return [*_conditions(filters), _given == reason]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    return [*closed_in(filters), Deal.outcome == Outcome.LOST]
