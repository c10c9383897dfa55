"""How good the estimates were: the score of Brier (1950), and how often each tenth came true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was expected of a deal, in percent, and what came of it."""

    chance: int
    won: bool


@dataclass(frozen=True, slots=True)
class Tenth:
    """The estimates from `low` to `high` percent: how many, what they promised on average, how many came true."""

    low: int
    high: int
    deals: int
    won: int
    promised: float  # percent, the mean of the estimates
    kept: float  # percent of these deals that were won


def brier_score(estimates: Iterable[Estimate]) -> float | None:
    """Return the mean squared error: 0 is perfect, 0.25 is what a coin would get; None without estimates.

    G. W. Brier, Verification of Forecasts Expressed in Terms of Probability, Monthly Weather Review 78 (1950), in the form
    for two outcomes.
    """
    errors = [(each.chance / 100 - each.won) ** 2 for each in estimates]
    return sum(errors) / len(errors) if errors else None


def reliability(estimates: Iterable[Estimate]) -> tuple[Tenth, ...]:
    """Return the tenths that have estimates, from the least likely on."""
    tenths: defaultdict[int, list[Estimate]] = defaultdict(list)
    for each in estimates:
        tenths[min(each.chance // 10, 9)].append(each)
    return tuple(_tenth(place, tenths[place]) for place in sorted(tenths))


def _tenth(place: int, estimates: list[Estimate]) -> Tenth:
    count, won = len(estimates), sum(each.won for each in estimates)
    return Tenth(
        low=place * 10,
        high=place * 10 + 9,
        deals=count,
        won=won,
        promised=sum(each.chance for each in estimates) / count,
        kept=100 * won / count,
    )
