"""The score of a lead (L6): marks of 1 to 5 for each criterion, weighted, summed, and the grade the sum stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from desktop_crm.system.translations import tr

CRITERIA: Final = ("budget", "need", "decision", "urgency")
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Scale:
    """What a playbook says of scoring: the weight of each criterion, and the sums from which a lead is A or B."""

    weights: Mapping[str, float]
    a_from: float
    b_from: float


@dataclass(frozen=True, slots=True)
class Result:
    """The sum so far; `grade` is empty until every criterion that counts has its mark."""

    total: Decimal
    grade: Literal["A", "B", "C", ""]


def score(marks: Mapping[str, int | None], scale: Scale) -> Result:
    """Return the sum of the marks given so far and the grade it stands for; ValueError for a mark outside 1 to 5."""
    total, complete = Decimal(0), True
    for key, weight in scale.weights.items():
        mark = marks.get(key)
        if mark is None:
            complete = False
            continue
        if not LOWEST <= mark <= HIGHEST:
            raise ValueError(tr("评分只能是 1 到 5。"))
        total += _exact(weight) * mark
    return Result(total.normalize() + 0, grade_of(total, scale) if complete else "")


def highest(scale: Scale) -> Decimal:
    """Return the greatest sum there can be."""
    return sum((_exact(weight) * HIGHEST for weight in scale.weights.values()), Decimal(0))


def grade_of(total: Decimal, scale: Scale) -> Literal["A", "B", "C"]:
    """Return the grade a sum stands for; a sum on the threshold has reached it."""
    if total >= _exact(scale.a_from):
        return "A"
    return "B" if total >= _exact(scale.b_from) else "C"


def _exact(figure: float) -> Decimal:
    """Return the figure as it was written: ten times 0.1 is 1 here."""
    return Decimal(str(figure))
