"""Whether an improvement helped: when its effect is looked at, over which days, and what counts as a change.

Nothing here claims more than the numbers do: with few cases the answer is that there are too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

Better: TypeAlias = Literal["up", "down", ""]  # which way a figure gets better; "" when neither is
Verdict: TypeAlias = Literal["better", "same", "worse", "few", "early", "noted"]
State: TypeAlias = Literal["overdue", "planned", "waiting", "ready"] | Verdict

LEAST_DAYS: Final = 30  # an effect takes as long to show, however short the period was in which the matter was found
_ONE_POINT: Final = 10  # tenths of a percent
_PART: Final = 20  # a twentieth of a number or an amount is within what a month has of itself


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that is looked at again: its unit, which way it gets better, and how it has to be read."""

    unit: str
    better: Better = ""
    enough: int = 0  # of fewer cases nothing is said
    standing: bool = False  # how things stand on a day; periods play no part in it
    ripens: bool = False  # goes on rising while the deals of its period are under way


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and how many cases it rests on; no value when they are too few, no `n` where there are none to count."""

    value: int | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both ends counted; None for an end that is open."""

    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> int | None:
        """Return how many days these are, None when an end is open."""
        return (self.last - self.first).days + 1 if self.first and self.last else None


def found_in(period: Period, found_on: date) -> Period:
    """Return the part of a period that had passed when the matter was found."""
    return Period(period.first, min(period.last, found_on)) if period.last else period


def ready_on(found: Period, done_on: date) -> date:
    """Return the day from which the effect can be looked at: when as many days have passed as the figure was of."""
    return done_on + timedelta(days=max(found.days or 0, LEAST_DAYS))


def period_after(found: Period, done_on: date, today: date) -> Period:
    """Return the days after `done_on` that compare with `found`: as many of them, up to the day of looking at it.

    After an open period it is everything since.
    """
    if found.days is None:
        return Period(done_on + timedelta(days=1), today)
    last = ready_on(found, done_on)
    return Period(last - timedelta(days=found.days - 1), last)


def ripe_on(found: Period, found_on: date, after: Period) -> date | None:
    """Return the day on which the deals of `after` have had as long as those of `found`; None when that has no day."""
    if found.last is None or after.last is None:
        return None
    return after.last + max(timedelta(), found_on - found.last)


def comparable(measure: Measure, found: Period) -> bool:
    """Tell whether a figure of these days can be compared with a later one: a mere number needs as many days again."""
    return bool(measure.better) and (measure.standing or measure.unit not in ("count", "fen") or found.days is not None)


def verdict(measure: Measure, before: Figure, after: Figure, *, ripe: bool = True) -> Verdict:
    """Return what came of it; `early` while deals still under way could turn the answer round."""
    if before.value is None or after.value is None or _few(measure, before, after):
        return "few"
    change = after.value - before.value
    found: Verdict = "same"
    if abs(change) > _leeway(measure, before, after):
        found = "better" if (change > 0) == (measure.better == "up") else "worse"
    lasting = "better" if measure.better == "up" else "worse"  # what a rising figure can only confirm
    return "early" if measure.ripens and not ripe and found != lasting else found


def _few(measure: Measure, before: Figure, after: Figure) -> bool:
    """Tell whether a number of cases is too small on both sides; a share that rests on too few has no value at all."""
    return not measure.standing and max(before.n or 0, after.n or 0) < measure.enough


def _leeway(measure: Measure, before: Figure, after: Figure) -> int:
    """Return up to where a difference is none: for a share, what one case more or less would make."""
    match measure.unit:
        case "share":
            fewest = max(1, min(before.n or 1, after.n or 1))
            return max(_ONE_POINT, -(-1000 // fewest))
        case "days":
            return max(1, abs(before.value or 0) // _PART)
        case "tenth_days":
            return max(10, abs(before.value or 0) // _PART)
        case "count":
            return max(1, abs(before.value or 0) // _PART)
        case _:
            return abs(before.value or 0) // _PART
