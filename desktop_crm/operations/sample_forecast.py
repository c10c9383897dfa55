"""What the sample company expects of its deals: days and chances, weeks that were kept, estimates of closed ones."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop_crm.models import ClosedEstimate, Deal, DealSnapshot, Outcome, StageChange, link_id
from desktop_crm.operations.forecast import monday, snapshot_row
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.win_chance import learnt, stage_percents, traits_of
from desktop_crm.queries.win_traits import with_traits
from desktop_crm.rules.amounts import parse_amount
from desktop_crm.rules.months import quarter
from desktop_crm.rules.working_time import add_working_days, is_working_day, next_working_day
from desktop_crm.system import clock
from desktop_crm.system.paths import resources

_WEEKS: Final = 6
_Day = Literal["", "this", "next"]


class Earlier(Struct, frozen=True, forbid_unknown_fields=True):
    """How a deal stood until so many days ago."""

    until: int
    closes: int
    quarter: _Day = ""
    amount: str = ""


class SampleOutlook(Struct, frozen=True, forbid_unknown_fields=True):
    """What is expected of the deal with this title; `closes` in days from today."""

    deal: str
    closes: int
    quarter: _Day = ""
    chance: int | None = None
    by_hand: bool = False  # matters for a closed deal: the chance of an open one is always set by hand
    was: tuple[Earlier, ...] = ()  # the earliest first


Outlooks = Mapping[str, SampleOutlook]


class _Forecast(Struct, frozen=True, forbid_unknown_fields=True):
    deals: tuple[SampleOutlook, ...]


@dataclass(frozen=True, slots=True)
class _Stood:
    """A deal as it stood at the start of a week."""

    id: str
    playbook: str
    stage: str
    owner_id: str | None
    amount_fen: int | None
    expected_close: date | None


def outlooks() -> Outlooks:
    """Return what is expected of each deal, by its title."""
    file = resources() / "sample" / "forecast.toml"
    read = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _Forecast)
    return {outlook.deal: outlook for outlook in read.deals}


def expect(deal: Deal, outlook: SampleOutlook | None) -> None:
    """Write into a new deal when it is expected to close, how often that was put off, what somebody believes."""
    if outlook is None:
        return
    days = [_day(each) for each in (*outlook.was, outlook)]
    deal.expected_close = days[-1]
    deal.close_pushes = sum(later > earlier for earlier, later in pairwise(days))
    if deal.outcome == Outcome.OPEN or outlook.by_hand:
        deal.chance = outlook.chance


def keep(session: Session, expected: Outlooks) -> None:
    """Keep what was expected of the closed deals, and how all stood at the start of the last weeks."""
    deals = session.scalars(select(Deal).order_by(Deal.id)).all()
    session.add_all(_estimates(deals, expected))
    session.flush()
    session.execute(insert(DealSnapshot), list(_snapshots(session, deals, expected)))


def _estimates(deals: Sequence[Deal], expected: Outlooks) -> Iterator[ClosedEstimate]:
    for deal in deals:
        outlook = expected.get(deal.title)
        if outlook and deal.outcome in {Outcome.WON, Outcome.LOST}:
            yield ClosedEstimate(
                id=link_id("closed_estimate", deal.id), deal_id=deal.id, playbook=deal.playbook,
                closed_on=deal.closed_on, chance=outlook.chance, by_hand=outlook.by_hand,
                won=deal.outcome == Outcome.WON,
            )  # fmt: skip


def _snapshots(session: Session, deals: Sequence[Deal], expected: Outlooks) -> Iterator[dict[str, object]]:
    """Yield the deals that were open at the start of each week, with the chance that the figures give them there."""
    taught, percents = learnt(session), stage_percents(playbooks_in(session))
    traits = {row.id: traits_of(row) for row in session.execute(with_traits(clock.today()).add_columns(Deal.id))}
    moves = _moves(session)
    for back in range(_WEEKS):
        week = monday(clock.today()) - timedelta(weeks=back)
        for deal in deals:
            if deal.acquired_on is None or deal.acquired_on >= week or (deal.closed_on and deal.closed_on < week):
                continue
            stood = _stood(deal, week, moves[deal.id], expected.get(deal.title))
            stage = stood.playbook, stood.stage
            chance = deal.chance if stood.stage == deal.stage else None  # set where it stands now
            yield snapshot_row(week, stood, chance or taught.chance(traits[deal.id], stage, percents.get(stage, 0)))


def _moves(session: Session) -> Mapping[str, list[tuple[date, str]]]:
    """Return by deal the days on which it came to a stage, in their order."""
    moves: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    query = select(StageChange.deal_id, StageChange.at, StageChange.to_stage).order_by(StageChange.at, StageChange.id)
    for row in session.execute(query):
        moves[row.deal_id].append((clock.local_day(row.at), row.to_stage))
    return moves


def _stood(deal: Deal, week: date, moves: Sequence[tuple[date, str]], outlook: SampleOutlook | None) -> _Stood:
    """Return a deal as it was in the morning of a Monday."""
    stage = [stage for day, stage in moves if day < week][-1]
    ago = (clock.today() - week).days
    then = next((was for was in outlook.was if ago >= was.until), outlook) if outlook else None
    amount = parse_amount(then.amount) if isinstance(then, Earlier) and then.amount else deal.amount_fen
    return _Stood(deal.id, deal.playbook, stage, deal.owner_id, amount, _day(then) if then else None)


def _day(when: SampleOutlook | Earlier) -> date:
    """Return a working day, of the quarter that is asked for: this one, or the first weeks of the next."""
    today = clock.today()
    day = today + timedelta(days=when.closes)
    first, last = quarter(today)
    if when.quarter == "next":
        first, last = quarter(last + timedelta(days=1))
        day = max(day, first + timedelta(days=when.closes % 25))
    elif not when.quarter:
        first, last = quarter(day)
    day = min(max(day, first), last)
    if is_working_day(day):
        return day
    before = add_working_days(day, -1)
    return before if before >= first else next_working_day(day)
