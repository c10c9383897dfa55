"""Win chances: what the closed deals teach, read once, and what follows for the open ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome, StageChange
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.win_traits import NAMES, with_traits
from desktop_crm.rules.win_chance import Chance, Experience, Stage, Tally, experience

_CLOSED = (Outcome.WON, Outcome.LOST)
_Token = tuple[tuple[Any, ...], ...]
_learnt: dict[str, tuple[_Token, Experience]] = {}  # by data file, for as long as the program runs


@dataclass(frozen=True, slots=True)
class DealChance:
    """The chance of a deal in percent: what the figures say and, if somebody set it, what counts instead."""

    deal: str
    figured: Chance
    by_hand: int | None = None
    closed_deals: int = 0  # on which the figure rests

    @property
    def percent(self) -> int:
        """Return the chance that counts."""
        return self.figured.percent if self.by_hand is None else self.by_hand


def learnt(session: Session) -> Experience:
    """Return what the closed deals teach; they are read again when others have closed."""
    known, token = _learnt.get(_file(session)), _token(session)
    if known is None or known[0] != token:
        known = _learnt[_file(session)] = token, _read(session)
    return known[1]


def remembered(session: Session) -> Experience | None:
    """Return what was learnt before, however long ago: for an operation that must not wait."""
    known = _learnt.get(_file(session))
    return known[1] if known else None


def deal_chance(session: Session, deal_id: str, today: date, *, taught: Experience | None = None) -> DealChance | None:
    """Return the chance of an open deal with its reasons, None when it is not open."""
    row = session.execute(
        with_traits(today)
        .add_columns(Deal.playbook, Deal.stage, Deal.chance)
        .where(Deal.id == deal_id, Deal.outcome == Outcome.OPEN)
    ).first()
    if row is None:
        return None
    taught = taught or learnt(session)
    stage = row.playbook, row.stage
    said = taught.explained(traits_of(row), stage, stage_percents(playbooks_in(session)).get(stage, 0))
    return DealChance(deal_id, said, row.chance, taught.total.deals)


def chances(session: Session, deal_ids: Sequence[str], today: date) -> dict[str, int]:
    """Return the chance that counts of each of these open deals, by what was learnt last."""
    taught, percents = remembered(session) or learnt(session), stage_percents(playbooks_in(session))
    rows = session.execute(
        with_traits(today)
        .add_columns(Deal.id, Deal.playbook, Deal.stage, Deal.chance, Deal.outcome)
        .where(Deal.id.in_(deal_ids))
    )
    return {row.id: percent_of(taught, row, percents) for row in rows if row.outcome == Outcome.OPEN}


def percent_of(taught: Experience, row: Any, percents: Mapping[Stage, float]) -> int:
    """Return the chance that counts for a row of `with_traits` that has playbook, stage and chance besides."""
    if row.chance is not None:
        return row.chance
    stage = row.playbook, row.stage
    return taught.chance(traits_of(row), stage, percents.get(stage, 0))


def traits_of(row: Any) -> dict[str, str]:
    """Return the traits in a row of `with_traits`."""
    return dict(zip(NAMES, row, strict=False))


def stage_percents(playbooks: Playbooks) -> dict[Stage, float]:
    """Return what the playbooks say of each stage."""
    return {(book.key, stage.key): stage.win_percent for book in playbooks.values() for stage in book.stages}


# Inside


def _file(session: Session) -> str:
    return str(session.connection().engine.url.database)


def _token(session: Session) -> _Token:
    query = select(Deal.outcome, func.count(), func.max(Deal.closed_on)).where(Deal.outcome.in_(_CLOSED))
    return tuple(tuple(row) for row in session.execute(query.group_by(Deal.outcome)))


def _read(session: Session) -> Experience:
    won, lost = _sum(Outcome.WON), _sum(Outcome.LOST)
    query = with_traits(None).add_columns(won.label("won"), lost.label("lost")).where(Deal.outcome.in_(_CLOSED))
    rows = session.execute(query.group_by(*NAMES))
    return experience(((traits_of(row), row.won, row.lost) for row in rows), _stages(session))


def _sum(outcome: Outcome) -> ColumnElement[int]:
    return func.sum(case((Deal.outcome == outcome, 1), else_=0))


def _stages(session: Session) -> dict[Stage, Tally]:
    """Return how those deals ended that came to each stage: a deal that came far passed what lies before."""
    playbooks = playbooks_in(session)
    tallies: dict[Stage, Tally] = {}
    for row in session.execute(_furthest(playbooks)):
        book = playbooks.get(row.playbook)
        stages = book.stages if book else ()
        passed = stages if row.outcome == Outcome.WON else stages[: row.furthest + 1]
        for stage in passed:
            tally = tallies.get((row.playbook, stage.key), Tally())
            won = row.deals if row.outcome == Outcome.WON else 0
            tallies[row.playbook, stage.key] = tally.plus(won, row.deals - won)
    return tallies


def _furthest(playbooks: Playbooks) -> Select[*tuple[Any, ...]]:
    """Count the closed deals by playbook, outcome and the furthest stage they came to."""
    seen = (
        select(
            StageChange.deal_id, func.max(_place(StageChange.to_stage, playbooks, StageChange.to_playbook)).label("at")
        )
        .join(Deal, and_(Deal.id == StageChange.deal_id, Deal.playbook == StageChange.to_playbook))
        .where(Deal.outcome == Outcome.LOST)
        .group_by(StageChange.deal_id)
        .subquery()
    )
    here = _place(Deal.stage, playbooks, Deal.playbook)
    furthest = func.max(here, func.coalesce(seen.c.at, -1)).label("furthest")
    return (
        select(Deal.playbook, Deal.outcome, furthest, func.count().label("deals"))
        .join(seen, seen.c.deal_id == Deal.id, isouter=True)
        .where(Deal.outcome.in_(_CLOSED))
        .group_by(Deal.playbook, Deal.outcome, furthest)
    )


def _place(stage: Any, playbooks: Playbooks, playbook: Any) -> ColumnElement[int]:
    """Return the place of a stage in its playbook, -1 when it is none of its."""
    places = {
        book.key: case({each.key: at for at, each in enumerate(book.stages)}, value=stage, else_=-1)
        for book in playbooks.values()
    }
    return case(places, value=playbook, else_=-1)
