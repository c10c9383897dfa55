"""Targets for the command line and for sheets: what each is, what came of it, how it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import Measure
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.company import member_names
from desktop_crm.queries.figures.attainment import ORDER, Attained, Tally, attained, tallies
from desktop_crm.queries.figures.target_facts import Span
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.rules.targets import unit_of
from desktop_crm.system import clock

_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """A target; amounts in yuan, shares in percent, `actual` None for a share of fewer than ten, no owner: the team."""

    month: str
    owner: str
    measure: Measure
    playbook: str
    stage: str
    target: Decimal
    actual: Decimal | None
    of: int  # how many cases the figure rests on
    expected: Decimal | None  # by now, by working days
    state: str  # met ahead behind missed few coming
    per_working_day: Decimal | None  # until the end of the month


def target_records(session: Session, month: str = "") -> list[TargetRecord]:
    """Return the targets of a month (`2026-03`), else all, the team's before the people's."""
    found = _MONTH.fullmatch(month)
    if month and not found:
        return []
    targets = targets_in(session, [date(int(found[1]), int(found[2]), 1)] if found else ())
    if not targets:
        return []
    months = [aim.month for aim in targets]
    span = Span(min(months), max(months), tuple(playbooks_in(session).values()))
    counted, today = tallies(session, span, {aim.measure for aim in targets}), clock.today()
    names = member_names(session)
    made = [
        (aim, _record(attained(aim, value, counted.get(aim, Tally()), today), names.get(aim.member, "")))
        for aim, value in targets.items()
    ]
    return [record for _, record in sorted(made, key=lambda pair: _place(pair[0], names))]


def _place(aim: Aim, names: dict[str, str]) -> tuple[date, str, int, str, str]:
    return aim.month, names.get(aim.member, ""), ORDER.index(aim.measure), aim.playbook, aim.stage


def _record(one: Attained, owner: str) -> TargetRecord:
    aim, pace = one.aim, one.pace
    assert pace is not None
    each = None if aim.measure is Measure.CONVERSION else pace.per_day(10)

    def plain(value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / _PARTS[unit_of(aim.measure)]

    return TargetRecord(
        month=f"{aim.month:%Y-%m}",
        owner=owner,
        measure=aim.measure,
        playbook=aim.playbook,
        stage=aim.stage,
        target=plain(one.target) or Decimal(0),
        actual=plain(one.actual),
        of=one.n,
        expected=plain(pace.expected),
        state=pace.state,
        per_working_day=None if each is None else Decimal(each) / 10 / _PARTS[unit_of(aim.measure)],
    )


_PARTS: Final = {"count": 1, "share": 10, "fen": 100}
