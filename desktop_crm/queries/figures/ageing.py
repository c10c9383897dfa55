"""How long the open deals have stood in their stage."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Integer, String, case, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome
from desktop_crm.queries.figures.filters import Filters, deals_in
from desktop_crm.queries.figures.funnel import funnel_playbook
from desktop_crm.queries.figures.local_days import local_day, scanned
from desktop_crm.system import clock

LIMITS: Final = (7, 30, 90)  # days; the ages are up to the first, up to the second …, and more than the last


@dataclass(frozen=True, slots=True)
class Aged:
    """The open deals of a stage: how many of each age, and what they are worth."""

    stage: str
    name: str
    ages: tuple[int, ...]
    amount_fen: int

    @property
    def deals(self) -> int:
        """All of them."""
        return sum(self.ages)


def ageing(session: Session, filters: Filters) -> list[Aged]:
    """Return the open deals by stage in the order of the playbook, as they stand today; one statement."""
    playbook = funnel_playbook(session, filters)
    days = _days(clock.today())
    age = case(*((days <= limit, at) for at, limit in enumerate(LIMITS)), else_=len(LIMITS))
    query = (
        select(Deal.stage, age, func.count(), func.coalesce(func.sum(Deal.amount_fen), 0))
        .where(*_conditions(filters, playbook.key))
        .group_by(Deal.stage, age)
    )
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(LIMITS) + 1))
    amounts: Counter[str] = Counter()
    for stage, at, count, fen in session.execute(query):
        counts[stage][at] = count
        amounts[stage] += fen or 0
    wanted = [stage for stage in playbook.stages if stage.key in counts or not playbook.is_won_at(stage.key)]
    return [Aged(stage.key, stage.name, tuple(counts[stage.key]), amounts[stage.key]) for stage in wanted]


def behind_ageing(session: Session, filters: Filters, stage: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the open deals of a stage."""
    return [*_conditions(filters, funnel_playbook(session, filters).key), Deal.stage == stage]


def _conditions(filters: Filters, playbook: str) -> list[ColumnElement[bool]]:
    return [*deals_in(filters), Deal.outcome == Outcome.OPEN, scanned(Deal.playbook) == playbook]


def _days(today: date) -> ColumnElement[int]:
    since = func.coalesce(type_coerce(Deal.stage_since, String), type_coerce(Deal.created_at, String))
    return cast(func.julianday(today.isoformat()) - func.julianday(local_day(since)), Integer)
