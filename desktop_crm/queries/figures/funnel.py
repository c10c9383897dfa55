"""A5: how far the deals of a cohort came, each counted once at the furthest stage it ever reached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Integer,
    String,
    case,
    cast,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome, StageChange
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.figures.cycles import median
from desktop_crm.queries.figures.filters import ACQUIRED, CLOSED, Filters, acquired_in

WON = "won"  # the key of the last step


@dataclass(frozen=True, slots=True)
class Step:
    """A stage before the signature, or the winning: the deals that came at least so far, and the days until the next."""

    key: str
    name: str
    reached: int
    moved: int  # how many of these have been seen to come further, with both days known
    median_days: int | None


def funnel_playbook(session: Session, filters: Filters) -> Playbook:
    """Return the playbook whose stages are looked at: the chosen one, else the company's default."""
    books = playbooks_in(session)
    return books.find(filters.playbook) if filters.playbook else books.default


def funnel(session: Session, filters: Filters) -> list[Step]:
    """Return the steps from the first stage to the winning; two statements."""
    playbook = funnel_playbook(session, filters)
    steps = _steps(playbook)
    furthest = _furthest(playbook, filters)
    reached = session.execute(select(furthest.c.place, func.count()).group_by(furthest.c.place))
    counts = {place: count for place, count in reached}  # noqa: C416 - rows are not pairs to the type checker
    waits = _waits(session, playbook, filters)
    return [
        Step(
            key,
            name,
            sum(count for place, count in counts.items() if place >= at),
            sum(count for _, count in waits[at]),
            median(waits[at]) if waits[at] else None,
        )
        for at, (key, name) in enumerate(steps)
    ]


def behind_funnel(session: Session, filters: Filters, key: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals that came at least to this step."""
    playbook = funnel_playbook(session, filters)
    place = [step for step, _ in _steps(playbook)].index(key)
    furthest = _furthest(playbook, filters)
    return [Deal.id.in_(select(furthest.c.id).where(furthest.c.place >= place))]


def _steps(playbook: Playbook) -> list[tuple[str, str]]:
    """Return key and name of the stages up to the signature, and of the winning."""
    stages = [stage for stage in playbook.stages if not playbook.is_won_at(stage.key)]
    return [*((stage.key, stage.name) for stage in stages), (WON, playbook.outcome("won").name)]


def _place(playbook: Playbook, column: Any) -> ColumnElement[int]:
    """Return the step of a stage, the last one for the stages after the signature; -1 for one that is not known."""
    last = len(_steps(playbook)) - 1
    places = {stage.key: min(at, last) for at, stage in enumerate(playbook.stages)}
    return case(places, value=column, else_=-1)


def _cohort(playbook: Playbook, filters: Filters) -> list[ColumnElement[bool]]:
    return [*acquired_in(filters), Deal.playbook == playbook.key, Deal.outcome != Outcome.INVALID]


def _furthest(playbook: Playbook, filters: Filters) -> CTE:
    """Return each deal of the cohort with the furthest step it ever reached."""
    moved = (
        select(
            StageChange.deal_id,
            func.max(func.max(_place(playbook, StageChange.from_stage), _place(playbook, StageChange.to_stage))).label(
                "place"
            ),
        )
        .where(StageChange.to_playbook == playbook.key)
        .group_by(StageChange.deal_id)
        .subquery()
    )
    last = len(_steps(playbook)) - 1
    here = func.max(_place(playbook, Deal.stage), func.coalesce(moved.c.place, 0), 0)
    return (
        select(Deal.id, case((Deal.outcome == Outcome.WON, last), else_=here).label("place"))
        .join(moved, moved.c.deal_id == Deal.id, isouter=True)
        .where(*_cohort(playbook, filters))
        .cte("furthest")
    )


def _waits(session: Session, playbook: Playbook, filters: Filters) -> defaultdict[int, list[tuple[int, int]]]:
    """Return for each step how often it took how many days from its first entry to that of a later one."""
    last = len(_steps(playbook)) - 1
    cohort = _cohort(playbook, filters)
    begun = select(Deal.id, literal(0).label("place"), func.julianday(ACQUIRED).label("day")).where(*cohort)
    moment = func.julianday(func.date(type_coerce(StageChange.at, String), "localtime"))
    place = _place(playbook, StageChange.to_stage)
    moved = (
        select(Deal.id, place.label("place"), moment.label("day"))
        .join(StageChange, StageChange.deal_id == Deal.id)
        .where(
            *cohort,
            StageChange.to_playbook == playbook.key,
            StageChange.outcome == Outcome.OPEN,
            place > 0,
            place < last,
        )
    )
    won = select(Deal.id, literal(last).label("place"), func.julianday(CLOSED).label("day")).where(
        *cohort, Deal.outcome == Outcome.WON, CLOSED != ""
    )
    entries = union_all(begun, moved, won).subquery()
    first = select(entries.c.id, entries.c.place, func.min(entries.c.day, type_=Float).label("day"))
    entered = first.group_by(entries.c.id, entries.c.place).subquery()
    following = func.lead(entered.c.day).over(partition_by=entered.c.id, order_by=entered.c.place)
    steps = select(entered.c.place, cast(following - entered.c.day, Integer).label("days")).subquery()
    query = (
        select(steps.c.place, steps.c.days, func.count())
        .where(steps.c.days >= 0)
        .group_by(steps.c.place, steps.c.days)
        .order_by(steps.c.place, steps.c.days)
    )
    waits: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, days, count in session.execute(query):
        waits[at].append((days, count))
    return waits
