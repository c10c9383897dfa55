"""A5: how far the deals of a cohort came, each counted once at the furthest stage it ever reached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Subquery, and_, case, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome, StageChange
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.figures.cycles import median
from desktop_crm.queries.figures.filters import ACQUIRED, CLOSED, Filters, acquired_in
from desktop_crm.queries.figures.local_days import local_day, scanned

WON = "won"  # the key of the last step
_REACHED = -1  # in the place of a step: what is counted is not the days until the next one but the step reached


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
    """Return the steps from the first stage to the winning; one statement."""
    playbook = funnel_playbook(session, filters)
    steps = _steps(playbook)
    spreads = _spreads(session, playbook, filters)
    counts = dict(spreads[_REACHED])
    return [
        Step(
            key,
            name,
            sum(count for place, count in counts.items() if place >= at),
            sum(count for _, count in spreads[at]),
            median(spreads[at]) if spreads[at] else None,
        )
        for at, (key, name) in enumerate(steps)
    ]


def behind_funnel(session: Session, filters: Filters, key: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals that came at least to this step."""
    playbook = funnel_playbook(session, filters)
    place = [step for step, _ in _steps(playbook)].index(key)
    ways = _ways(playbook, filters)
    return [Deal.id.in_(select(ways.c.id).where(ways.c.place >= place))]


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
    return [*acquired_in(filters), scanned(Deal.playbook) == playbook.key, Deal.outcome != Outcome.INVALID]


def _ways(playbook: Playbook, filters: Filters) -> CTE:
    """Return each deal of the cohort: the furthest step it reached, and as `day0`, `day1` … when it first came to each."""
    last = len(_steps(playbook)) - 1
    moved = _moved(playbook, last)
    here = func.max(_place(playbook, Deal.stage), func.coalesce(moved.c.place, 0), 0)
    won = Deal.outcome == Outcome.WON
    days: dict[int, ColumnElement[Any]] = {
        0: func.julianday(ACQUIRED),
        **{at: func.julianday(local_day(moved.c[f"at{at}"])) for at in range(1, last)},
        last: case((and_(won, CLOSED != ""), func.julianday(CLOSED))),
    }
    return (
        select(
            Deal.id,
            case((won, last), else_=here).label("place"),
            *(day.label(f"day{at}") for at, day in days.items()),
        )
        .join(moved, moved.c.deal_id == Deal.id, isouter=True)
        .where(*_cohort(playbook, filters))
        .cte("ways")
        .prefix_with("MATERIALIZED")  # read once for every step
    )


def _moved(playbook: Playbook, last: int) -> Subquery:
    """Return for each deal that moved the furthest step it touched, and as `at1`, `at2` … when it first came to each."""
    to = _place(playbook, StageChange.to_stage)
    entered = [
        func.min(case((and_(to == at, StageChange.outcome == Outcome.OPEN), StageChange.at))).label(f"at{at}")
        for at in range(1, last)
    ]
    furthest = func.max(func.max(_place(playbook, StageChange.from_stage), to)).label("place")
    query = select(StageChange.deal_id, furthest, *entered).where(StageChange.to_playbook == playbook.key)
    return query.group_by(StageChange.deal_id).subquery()


def _spreads(session: Session, playbook: Playbook, filters: Filters) -> defaultdict[int, list[tuple[int, int]]]:
    """Return for each step how often it took how many days until a later one; under _REACHED how many came how far."""
    last = len(_steps(playbook)) - 1
    ways = _ways(playbook, filters)
    counts = [select(literal(_REACHED).label("step"), ways.c.place.label("value"), func.count()).group_by("value")]
    for at in range(last):
        following = func.coalesce(*(ways.c[f"day{later}"] for later in range(at + 1, last + 1)), null())
        days = cast(following - ways.c[f"day{at}"], Integer).label("value")
        counts.append(select(literal(at).label("step"), days, func.count()).where(days >= 0).group_by(days))
    spreads: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for step, value, count in session.execute(union_all(*counts).order_by("step", "value")):
        spreads[step].append((value, count))
    return spreads
