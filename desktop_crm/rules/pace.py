"""How a month's target stands by working days: what should be there by now, and what each day left must bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from desktop_crm.rules.months import last_of, month_of
from desktop_crm.rules.working_time import working_days_between

State: TypeAlias = Literal["met", "ahead", "behind", "missed", "few", "coming"]
LAGGING: Final[frozenset[State]] = frozenset({"behind", "missed"})
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a target stands: `expected` by now (None: there is no pace to keep), `gap` to it, what is still to come."""

    state: State
    expected: int | None = None
    gap: int | None = None  # above or below what is expected, or else what was aimed at
    need: int = 0  # until the target
    days_left: int = 0  # working days, today among them

    def per_day(self, parts: int = 1) -> int | None:
        """Return what each working day left must bring, in so many `parts` of one, rounded up; None without a need."""
        return -(-self.need * parts // self.days_left) if self.need and self.days_left else None


@dataclass(frozen=True, slots=True)
class Days:
    """The working days of a month: how many, and how many of them are over before today."""

    total: int
    passed: int

    @property
    def left(self) -> int:
        """How many are still to come, today among them."""
        return self.total - self.passed


def days_of_month(month: date, today: date) -> Days:
    """Return the working days of a month as seen today."""
    before, last = month - _DAY, last_of(month)
    passed = min(max(today - _DAY, before), last)
    return Days(working_days_between(before, last), working_days_between(before, passed))


def pace(target: int, actual: int, month: date, today: date) -> Pace:
    """Return how something that adds up day by day stands; what is expected is rounded down, in people's favour."""
    days = days_of_month(month, today)
    need = max(0, target - actual)
    this_month = month_of(today)
    if month > this_month:
        return Pace("met" if not need else "coming", need=need, days_left=days.left)
    if month < this_month:
        return Pace("missed" if need else "met", gap=actual - target)
    expected = target * days.passed // max(1, days.total)
    gap = actual - expected
    state: State = "met" if not need else "behind" if gap < 0 else "ahead"
    return Pace(state, expected, gap, need, days.left)


def share_pace(target: int, share: int | None, month: date, today: date) -> Pace:
    """Return how a share stands, which does not grow with the days; None is a share of too few cases."""
    days = days_of_month(month, today)
    this_month = month_of(today)
    if month > this_month:
        return Pace("coming", days_left=days.left)
    over = month < this_month
    left = 0 if over else days.left
    if share is None:
        return Pace("few", days_left=left)
    state: State = "met" if share >= target else "missed" if over else "behind"
    return Pace(state, gap=share - target, days_left=left)


def joined_pace(targets: Mapping[date, int], actual: int, today: date) -> Pace:
    """Return how the targets of several months stand together against what came in all of them."""
    each = [(target, pace(target, 0, month, today)) for month, target in targets.items()]
    whole = sum(targets.values())
    need = max(0, whole - actual)
    expected = sum(_due(target, one) for target, one in each)
    days_left = sum(one.days_left for _, one in each)
    if not need:
        return Pace("met", expected, actual - expected)
    if all(one.state == "coming" for _, one in each):
        return Pace("coming", need=need, days_left=days_left)
    if all(one.state == "missed" for _, one in each):
        return Pace("missed", gap=actual - whole)
    gap = actual - expected
    return Pace("behind" if gap < 0 else "ahead", expected, gap, need, days_left)


def _due(target: int, one: Pace) -> int:
    """Return what of a month's target was due by now."""
    if one.state == "coming":
        return 0
    return target if one.expected is None else one.expected
