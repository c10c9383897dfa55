"""A2: how many days from the lead to the signature, by grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome
from desktop_crm.queries.figures.filters import ACQUIRED, CLOSED, Filters, closed_in

Spread: TypeAlias = Sequence[tuple[int, int]]  # how often each number of days occurs


@dataclass(frozen=True, slots=True)
class Cycle:
    """The won deals of a grade: how many, their days in all, and the day in the middle."""

    grade: str
    won: int
    days: int
    median: int

    @property
    def mean(self) -> float:
        """The mean number of days."""
        return self.days / self.won


def cycles(session: Session, filters: Filters) -> list[Cycle]:
    """Return the cycles of the deals won in the period by grade, ungraded ones last; one statement."""
    length = cast(func.julianday(CLOSED) - func.julianday(ACQUIRED), Integer).label("days")
    query = (
        select(Deal.grade, length, func.count())
        .where(*_conditions(filters))
        .group_by(Deal.grade, length)
        .order_by(Deal.grade, length)
    )
    spreads: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for grade, days, count in session.execute(query):
        spreads[grade].append((days, count))
    return sorted((_cycle(grade, spread) for grade, spread in spreads.items()), key=lambda one: one.grade or "~")


def behind_cycles(filters: Filters, grade: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals that were counted for a grade."""
    return [*_conditions(filters), Deal.grade == grade]


def median(spread: Spread) -> int:
    """Return the value in the middle of an ascending spread, of two the mean rounded up."""
    total = sum(count for _, count in spread)
    low = high = seen = 0
    for value, count in spread:
        if seen <= (total - 1) // 2 < seen + count:
            low = value
        if seen <= total // 2 < seen + count:
            high = value
        seen += count
    return (low + high + 1) // 2


def _cycle(grade: str, spread: Spread) -> Cycle:
    won = sum(count for _, count in spread)
    return Cycle(grade, won, sum(days * count for days, count in spread), median(spread))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    # A deal that ended before it came was typed wrongly; its length says nothing.
    return [*closed_in(filters), Deal.outcome == Outcome.WON, CLOSED != "", CLOSED >= ACQUIRED]
