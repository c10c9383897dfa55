"""A6: what came of each target, by month, person and stage, and how it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from desktop_crm.models import Measure
from desktop_crm.queries.figures.target_facts import QUERIES, Query, Span
from desktop_crm.queries.targets import Aim
from desktop_crm.rules.pace import Pace, joined_pace, pace, share_pace
from desktop_crm.rules.shares import half_up, share


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted; of a conversion how many went forward of the `n` that left."""

    value: int = 0
    n: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return both together."""
        return Tally(self.value + other.value, self.n + other.n)


@dataclass(frozen=True, slots=True)
class Attained:
    """A target with what came of it: `target` None where none stands, `actual` None for a share of too few."""

    aim: Aim
    target: int | None
    actual: int | None
    n: int
    pace: Pace | None


Tallies: TypeAlias = dict[Aim, Tally]


def tallies(session: Session, span: Span, measures: Collection[Measure], member: str = "") -> Tallies:
    """Return what came by month, stage and person, and of the whole team together; a statement for each kind of fact.

    With a `member` only what is theirs is counted.
    """
    found: Tallies = {}
    months = dict(enumerate(span.months))
    for counted, query in QUERIES.items():
        if not set(counted) & set(measures):
            continue
        for place, playbook, stage, owner, n, *values in _rows(session, query(span, member)):
            for measure, value in zip(counted, values, strict=True):
                aim = Aim(months[place], measure, playbook, stage)
                tally = Tally(value or 0, n)
                found[aim] = found.get(aim, Tally()) + tally
                if owner:
                    found[replace(aim, member=owner)] = tally
    return found


def attained(aim: Aim, target: int | None, tally: Tally, today: date) -> Attained:
    """Return how one target stands."""
    actual = figure(aim.measure, tally)
    if target is None:
        return Attained(aim, None, actual, tally.n, None)
    if aim.measure is Measure.CONVERSION:
        return Attained(aim, target, actual, tally.n, share_pace(target, actual, aim.month, today))
    return Attained(aim, target, actual, tally.n, pace(target, tally.value, aim.month, today))


def figure(measure: Measure, tally: Tally) -> int | None:
    """Return a tally in the unit of its measure; None for a share of too few."""
    if measure is not Measure.CONVERSION:
        return tally.value
    return share(tally.value, tally.n)


def with_team(targets: Mapping[Aim, int]) -> dict[Aim, int]:
    """Return the targets with those of the team: its own, or else what its people aim at together."""
    sums: dict[Aim, int] = {}
    for aim, value in targets.items():
        if aim.member and aim.measure is not Measure.CONVERSION:
            team = replace(aim, member="")
            sums[team] = sums.get(team, 0) + value
    return {**sums, **targets}


def _rows(session: Session, query: Query) -> Iterable[Any]:
    return session.execute(query)


# Several months as one

ORDER: Final = (
    Measure.WON_AMOUNT,
    Measure.WON_DEALS,
    Measure.RECEIVED,
    Measure.NEW_LEADS,
    Measure.CONTACTS,
    Measure.ENTERED,
    Measure.CONVERSION,
)


def standing(session: Session, span: Span, targets: Mapping[Aim, int], member: str, today: date) -> list[Attained]:
    """Return how the targets of one person, or of the team, stand over whole months together, money first.

    Of months without a target nothing counts. The `month` of an aim is then the last that has one.
    """
    wanted = {aim: value for aim, value in targets.items() if aim.member == member}
    found = tallies(session, span, {aim.measure for aim in wanted}, member) if wanted else {}
    grouped: dict[Aim, dict[date, int]] = {}
    for aim in sorted(wanted, key=lambda one: one.month):
        grouped.setdefault(replace(aim, month=span.first), {})[aim.month] = wanted[aim]
    return [_joined(aim, grouped[aim], found, today) for aim in sorted(grouped, key=lambda one: _place(one, span))]


def _joined(aim: Aim, targets: Mapping[date, int], found: Tallies, today: date) -> Attained:
    tally = sum((found.get(replace(aim, month=month), Tally()) for month in targets), Tally())
    last = replace(aim, month=max(targets))
    if len(targets) == 1 or aim.measure is Measure.CONVERSION:
        mean = half_up(sum(targets.values()), len(targets))
        return attained(last, mean, tally, today)
    return Attained(last, sum(targets.values()), tally.value, tally.n, joined_pace(targets, tally.value, today))


def _place(aim: Aim, span: Span) -> tuple[int, int, int]:
    book = next((at for at, one in enumerate(span.playbooks) if one.key == aim.playbook), len(span.playbooks))
    stage = span.playbooks[book].position(aim.stage) if book < len(span.playbooks) else 0
    return ORDER.index(aim.measure), book, stage
