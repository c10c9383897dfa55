"""A4: why deals were lost."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome
from desktop_crm.queries.figures.filters import Filters, closed_in


@dataclass(frozen=True, slots=True)
class Loss:
    """The deals lost for one reason, and what they were worth; "" stands for no reason given."""

    reason: str
    deals: int
    amount_fen: int


def losses(session: Session, filters: Filters) -> list[Loss]:
    """Return the reasons of the deals lost in the period, the most frequent first; one statement."""
    count = func.count()
    query = (
        select(Deal.outcome_reason, count, func.coalesce(func.sum(Deal.amount_fen), 0))
        .where(*_conditions(filters))
        .group_by(Deal.outcome_reason)
        .order_by(count.desc(), Deal.outcome_reason)
    )
    return [Loss(*row) for row in session.execute(query)]


def behind_losses(filters: Filters, reason: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals lost for this reason."""
    return [*_conditions(filters), Deal.outcome_reason == reason]


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    return [*closed_in(filters), Deal.outcome == Outcome.LOST]
