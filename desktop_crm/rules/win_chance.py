"""How likely a deal is won: naive Bayes over what is known of it, and how far such deals came before."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from desktop_crm.system.translations import tr

FULL_TRUST: Final = 40  # closed deals at which the two halves weigh the same
STAGE_PRIOR: Final = 10  # deals that the playbook's own percentage counts for
REASONS: Final = 3
LEAST: Final = math.log(1.05)  # what moves the odds by less than a twentieth is no reason

# What is known of a deal; a variable without a value says nothing. The bands are made by the query.
SIZES: Final[Mapping[str, str]] = {
    "1": tr("不到 10 万"),
    "2": tr("10–50 万"),
    "3": tr("50–100 万"),
    "4": tr("100–500 万"),
    "5": tr("500 万以上"),
}
VARIABLES: Final[Mapping[str, Callable[[str], str]]] = {
    "source": lambda value: tr("来源是“{value}”", value=value),
    "industry": lambda value: tr("客户属于“{value}”", value=value),
    "grade": lambda value: tr("等级为 {value}", value=value),
    "size": lambda value: (
        tr("金额在 {value}", value=SIZES[value]) if value in "234" else tr("金额{value}", value=SIZES[value])
    ),
    "chain": lambda value: {
        "none": tr("还没有画决策链"),
        "known": tr("有决策链，还没见到决策者"),
        "met": tr("已见到决策者"),
    }[value],
    "coach": lambda value: tr("客户内部有内线") if value == "yes" else tr("客户内部没有内线"),
    "contact": lambda value: {
        "week": tr("一周内联系过"),
        "month": tr("一个月内联系过"),
        "quarter": tr("一到三个月没有联系"),
        "longer": tr("三个月以上没有联系"),
    }[value],
    "pushes": lambda value: {
        "0": tr("预计成交日没有推迟过"),
        "1": tr("预计成交日推迟过一次"),
        "2": tr("预计成交日推迟过两次以上"),
    }[value],
}

Traits = Mapping[str, str]  # variable → value
Stage = tuple[str, str]  # playbook and stage


@dataclass(frozen=True, slots=True)
class Tally:
    """Closed deals: how many were won, how many lost."""

    won: int = 0
    lost: int = 0

    @property
    def deals(self) -> int:
        """Return how many there are."""
        return self.won + self.lost

    def plus(self, won: int, lost: int) -> Tally:
        """Return the tally with more deals."""
        return Tally(self.won + won, self.lost + lost)


@dataclass(frozen=True, slots=True)
class Reason:
    """A variable that moves the chance: what is so, what came of such deals before, by how much in log-odds."""

    variable: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance in percent, from 1 to 99, and the strongest reasons for and against."""

    percent: int
    speaks_for: tuple[Reason, ...] = ()
    speaks_against: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Experience:
    """What the closed deals taught: all of them, by value of each variable, and by stage they came to."""

    total: Tally
    values: Mapping[str, Mapping[str, Tally]]
    stages: Mapping[Stage, Tally]

    @property
    def trust(self) -> float:
        """Return λ: how much naive Bayes weighs against the stage, the n / (n + k) of Bühlmann's credibility (1967)."""
        return self.total.deals / (self.total.deals + FULL_TRUST)

    def at_stage(self, stage: Stage, playbook_percent: float) -> float:
        """Return the share won of those that came to a stage, smoothed by what the playbook says of it."""
        seen = self.stages.get(stage, Tally())
        return (seen.won + STAGE_PRIOR * playbook_percent / 100) / (seen.deals + STAGE_PRIOR)

    def weights(self, traits: Traits) -> dict[str, float]:
        """Return what each known variable adds to the log-odds."""
        return {name: self._weight(name, value) for name, value in traits.items() if value}

    def chance(self, traits: Traits, stage: Stage, playbook_percent: float) -> int:
        """Return the chance in percent, from 1 to 99."""
        odds = self._prior + sum(self.weights(traits).values())
        mixed = self.trust * _logistic(odds) + (1 - self.trust) * self.at_stage(stage, playbook_percent)
        return min(99, max(1, round(100 * mixed)))

    def explained(self, traits: Traits, stage: Stage, playbook_percent: float) -> Chance:
        """Return the chance with its reasons, the strongest first."""
        found = [Reason(name, weight, self._said(name, traits[name])) for name, weight in self.weights(traits).items()]
        found.sort(key=lambda reason: (-abs(reason.weight), reason.variable))
        return Chance(
            self.chance(traits, stage, playbook_percent),
            tuple(reason for reason in found if reason.weight > LEAST)[:REASONS],
            tuple(reason for reason in found if reason.weight < -LEAST)[:REASONS],
        )

    def _weight(self, name: str, value: str) -> float:
        return self._known_weights.get((name, value)) or _laplace(self.values.get(name, {}), value)

    @cached_property
    def _known_weights(self) -> dict[tuple[str, str], float]:
        return {(name, value): _laplace(seen, value) for name, seen in self.values.items() for value in seen}

    @cached_property
    def _prior(self) -> float:
        return math.log((self.total.won + 1) / (self.total.lost + 1))

    def _said(self, name: str, value: str) -> str:
        seen = self.values.get(name, {}).get(value, Tally())
        said = VARIABLES[name](value)
        return tr("{what}：这样的 {deals} 个商机赢了 {won} 个", what=said, deals=seen.deals, won=seen.won)


def experience(closed: Iterable[tuple[Traits, int, int]], stages: Mapping[Stage, Tally]) -> Experience:
    """Return what is learnt from groups of closed deals alike in their traits: each with how many were won and lost."""
    total = Tally()
    values: defaultdict[str, defaultdict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for traits, won, lost in closed:
        total = total.plus(won, lost)
        for name, value in traits.items():
            if value:
                values[name][value] = values[name][value].plus(won, lost)
    return Experience(total, {name: dict(seen) for name, seen in values.items()}, dict(stages))


def _laplace(seen: Mapping[str, Tally], value: str) -> float:
    """Return log P(value | won) / P(value | lost), one deal of each kind added to every value (Laplace's succession)."""
    kinds = len(seen.keys() | {value})
    here = seen.get(value, Tally())
    won = (here.won + 1) / (sum(each.won for each in seen.values()) + kinds)
    lost = (here.lost + 1) / (sum(each.lost for each in seen.values()) + kinds)
    return math.log(won / lost)


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0
