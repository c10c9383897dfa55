"""A4: why deals were lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, DealReview, Outcome
from desktop_crm.queries.figures.filters import Filters, closed_in

# Where a deal was closed without a reason, as by an import, the first one of its review stands in.
_REVIEWED: Final = func.coalesce(func.json_extract(DealReview.reasons, "$[0]"), "")


@dataclass(frozen=True, slots=True)
class Loss:
    """The deals lost for one reason, and what they were worth; "" stands for no reason given."""

    reason: str
    deals: int
    amount_fen: int


def losses(session: Session, filters: Filters) -> list[Loss]:
    """Return the reasons of the deals lost in the period, the most frequent first; two statements."""
    sums = (func.count(), func.coalesce(func.sum(Deal.amount_fen), 0))
    conditions = _conditions(filters)
    closed_with = select(Deal.outcome_reason, *sums).where(*conditions).group_by(Deal.outcome_reason)
    reviewed = (
        select(_REVIEWED, *sums)
        .join(Deal, Deal.id == DealReview.deal_id)
        .where(*conditions, Deal.outcome_reason == "", _REVIEWED != "")
        .group_by(_REVIEWED)
    )
    found = {row[0]: Loss(*row) for row in session.execute(closed_with)}
    for row in session.execute(reviewed):
        _count(found, *row)
    return sorted((one for one in found.values() if one.deals), key=lambda one: (-one.deals, one.reason))


def behind_losses(filters: Filters, reason: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals lost for this reason."""
    reviews = select(DealReview.deal_id).where(DealReview.deleted_at.is_(None))
    if not reason:
        said = Deal.id.in_(reviews.where(_REVIEWED != ""))
        return [*_conditions(filters), Deal.outcome_reason == "", ~said]
    said = and_(Deal.outcome_reason == "", Deal.id.in_(reviews.where(_REVIEWED.in_((reason,)))))
    return [*_conditions(filters), or_(Deal.outcome_reason == reason, said)]


def _count(found: dict[str, Loss], reason: str, deals: int, fen: Any) -> None:
    """Take deals from those without a reason to those with it."""
    for key, sign in (("", -1), (reason, 1)):
        kept = found.get(key, Loss(key, 0, 0))
        found[key] = Loss(key, kept.deals + sign * deals, kept.amount_fen + sign * fen)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    return [*closed_in(filters), Deal.outcome == Outcome.LOST]
