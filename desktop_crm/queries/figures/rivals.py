"""A8: whom closed deals were lost to and won against, as their reviews name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, DealReview, Outcome
from desktop_crm.queries.figures.filters import Filters, closed_in
from desktop_crm.rules.names import loose_key


@dataclass(slots=True)
class Rival:
    """The reviewed deals against one competitor, however the name was written; key "" stands for none named."""

    key: str
    lost: int = 0
    won: int = 0
    lost_fen: int = 0
    names: Counter[str] = field(default_factory=Counter[str])
    reasons: Counter[str] = field(default_factory=Counter[str])  # of the deals that were lost

    @property
    def name(self) -> str:
        """Return the name as it is written most often."""
        return min(self.names, key=lambda name: (-self.names[name], name), default="")

    @property
    def decided(self) -> int:
        """How many were won or lost."""
        return self.won + self.lost

    @property
    def why(self) -> str:
        """Return the reason that was given most often for losing, "" when none was."""
        return min(self.reasons, key=lambda reason: (-self.reasons[reason], reason), default="")


def rivals(session: Session, filters: Filters) -> list[Rival]:
    """Return the competitors of the deals that ended in the period, who won most first, none named last; one statement."""
    query = (
        select(DealReview.competitor, DealReview.reasons, Deal.outcome, func.coalesce(Deal.amount_fen, 0))
        .join(Deal, Deal.id == DealReview.deal_id)
        .where(*_conditions(filters))
    )
    found: dict[str, Rival] = {}
    for row in session.execute(query):
        _count(found, *row)
    return sorted(found.values(), key=lambda one: (not one.key, -one.lost, -one.won, one.name))


def behind_rivals(session: Session, filters: Filters, key: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the reviewed deals against a competitor, in all ways its name was written."""
    written = session.scalars(select(DealReview.competitor).distinct())
    names = [name for name in written if _key(name) == key]
    reviewed = select(DealReview.deal_id).where(DealReview.competitor.in_(names), DealReview.deleted_at.is_(None))
    return [*_conditions(filters), Deal.id.in_(reviewed)]


def _count(found: dict[str, Rival], name: str, reasons: Iterable[str], outcome: str, fen: Any) -> None:
    one = found.setdefault(_key(name), Rival(_key(name)))
    one.names[name] += 1
    if outcome == Outcome.WON:
        one.won += 1
    else:
        one.lost += 1
        one.lost_fen += fen
        one.reasons.update(reasons)


def _key(name: str) -> str:
    return loose_key(name) if name else ""


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    return [*closed_in(filters), Deal.outcome.in_((Outcome.WON, Outcome.LOST))]
