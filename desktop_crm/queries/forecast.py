"""The forecast: what the open deals promise by month and person, what moved since a week, how true it was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import ClosedEstimate, Deal, DealSnapshot, Outcome
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.company import member_names
from desktop_crm.queries.win_chance import learnt, percent_of, stage_percents
from desktop_crm.queries.win_traits import NAMES, with_traits
from desktop_crm.rules.bridge import Bridge, Standing, bridge
from desktop_crm.rules.brier import Estimate, Tenth, brier_score, reliability
from desktop_crm.rules.months import month_of

COMMITTED: Final = 90  # percent set by hand from which somebody stands for a deal
OVERDUE: Final = date.min  # in the place of a month: expected before this one and still open
NOT_KNOWN: Final = date.max  # no day is expected
_Group = tuple[date, str]


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """What is expected of a person in a month, in fen; `weighted` is every open amount times its chance."""

    month: date  # its first day, or OVERDUE, or NOT_KNOWN
    owner_id: str
    owner: str
    deals: int
    total_fen: int
    weighted_fen: int
    committed_fen: int  # whole amounts of deals somebody stands for by hand
    won_fen: int  # won in this month already


@dataclass(frozen=True, slots=True)
class WeekBridge:
    """What led from the open deals of a week to later ones, for deals expected from `first` to `last`."""

    week: date
    until: date | None  # None: now
    first: date
    last: date
    steps: Bridge


@dataclass(frozen=True, slots=True)
class Reliability:
    """How true the estimates of closed deals were; without any there is no score."""

    deals: int
    by_hand: int
    score: float | None
    tenths: tuple[Tenth, ...]


@dataclass(slots=True)
class _Sums:
    deals: int = 0
    total: int = 0
    percents: int = 0  # fen times percent
    committed: int = 0
    won: int = 0


def forecast(session: Session, today: date, conditions: Sequence[ColumnElement[bool]] = ()) -> tuple[ForecastLine, ...]:
    """Return the lines by month and person, months in their order; `conditions` narrow the deals."""
    sums: defaultdict[_Group, _Sums] = defaultdict(_Sums)
    taught, percents = learnt(session), stage_percents(playbooks_in(session))
    for row in session.execute(_open(today, conditions)):
        chance = percent_of(taught, row, percents)
        sums_of = sums[_month(row.month, today), row.owner_id or ""]
        sums_of.deals += row.deals
        sums_of.total += row.amount
        sums_of.percents += row.amount * chance
        sums_of.committed += row.amount if row.chance is not None and row.chance >= COMMITTED else 0
    for row in session.execute(_won(today, conditions)):
        sums[_month(row.month, today), row.owner_id or ""].won += row.amount
    names = member_names(session)
    lines = [_line(group, names.get(group[1], ""), found) for group, found in sums.items()]
    return tuple(sorted(lines, key=lambda line: (line.month, -line.weighted_fen, line.owner, line.owner_id)))


def deals_of(
    session: Session, month: date, owner_id: str | None, today: date, conditions: Sequence[ColumnElement[bool]] = ()
) -> tuple[str, ...]:
    """Return the open deals behind a line, the largest first; without an owner (None) those of everybody."""
    text = func.coalesce(func.substr(type_coerce(Deal.expected_close, String), 1, 7), "")
    this = f"{today:%Y-%m}"
    within = {
        OVERDUE: (text != "") & (text < this),
        NOT_KNOWN: text == "",
    }.get(month, text == f"{month:%Y-%m}")
    whose = () if owner_id is None else (func.coalesce(Deal.owner_id, "") == owner_id,)
    query = select(Deal.id).where(Deal.outcome == Outcome.OPEN, within, *whose, *conditions)
    return tuple(session.scalars(query.order_by(func.coalesce(Deal.amount_fen, 0).desc(), Deal.id)))


def bridge_weeks(session: Session) -> tuple[date, ...]:
    """Return the weeks of which snapshots are kept, the latest first."""
    weeks = select(DealSnapshot.week).where(DealSnapshot.week.is_not(None)).distinct()
    return tuple(week for week in session.scalars(weeks.order_by(DealSnapshot.week.desc())) if week)


def week_bridge(
    session: Session,
    week: date,
    first: date,
    last: date,
    *,
    until: date | None = None,
    conditions: Sequence[ColumnElement[bool]] = (),
) -> WeekBridge:
    """Return the bridge from the snapshots of a week to those of `until`, or to now.

    How a deal ended in between is known from the deal itself.
    """
    before = _snapshots(session, week, conditions)
    after = _now(session, week, conditions)
    if until is not None:
        ended = {deal: each for deal, each in after.items() if each.outcome != Outcome.OPEN and _before(each, until)}
        after = ended | _snapshots(session, until, conditions)
    return WeekBridge(week, until, first, last, bridge(before, after, first, last))


def estimates_kept(session: Session, conditions: Sequence[ColumnElement[bool]] = ()) -> Reliability:
    """Return how true the estimates were that were kept when deals closed."""
    rows = session.execute(
        select(ClosedEstimate.chance, ClosedEstimate.won, ClosedEstimate.by_hand)
        .join(Deal, Deal.id == ClosedEstimate.deal_id)
        .where(ClosedEstimate.chance.is_not(None), *conditions)
    ).all()
    estimates = [Estimate(row.chance, row.won) for row in rows]
    by_hand = sum(row.by_hand for row in rows)
    return Reliability(len(rows), by_hand, brier_score(estimates), reliability(estimates))


# Inside


def _open(today: date, conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Group the open deals by all that decides on their chance, month and person: a fraction of their number."""
    month = _month_of(Deal.expected_close)
    keys = (month, Deal.owner_id, Deal.playbook, Deal.stage, Deal.chance)
    amount = func.coalesce(func.sum(Deal.amount_fen), 0).label("amount")
    return (
        with_traits(today)
        .add_columns(*keys, func.count().label("deals"), amount)
        .where(Deal.outcome == Outcome.OPEN, *conditions)
        .group_by(*NAMES, *keys)
    )


def _won(today: date, conditions: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    month = _month_of(Deal.closed_on)
    return (
        select(month, Deal.owner_id, func.coalesce(func.sum(Deal.amount_fen), 0).label("amount"))
        .where(Deal.outcome == Outcome.WON, Deal.closed_on >= month_of(today), *conditions)
        .group_by(month, Deal.owner_id)
    )


def _month_of(column: Any) -> ColumnElement[str]:
    return func.coalesce(func.substr(type_coerce(column, String), 1, 7), "").label("month")


def _month(text: str, today: date) -> date:
    if not text:
        return NOT_KNOWN
    month = date.fromisoformat(f"{text}-01")
    return month if month >= month_of(today) else OVERDUE


def _line(group: _Group, owner: str, sums: _Sums) -> ForecastLine:
    return ForecastLine(
        month=group[0],
        owner_id=group[1],
        owner=owner,
        deals=sums.deals,
        total_fen=sums.total,
        weighted_fen=(sums.percents + 50) // 100,
        committed_fen=sums.committed,
        won_fen=sums.won,
    )


def _snapshots(session: Session, week: date, conditions: Sequence[ColumnElement[bool]]) -> dict[str, Standing]:
    query = select(DealSnapshot.deal_id, DealSnapshot.amount_fen, DealSnapshot.expected_close)
    query = query.where(DealSnapshot.week == week)
    if conditions:
        query = query.join(Deal, Deal.id == DealSnapshot.deal_id).where(*conditions)
    rows = session.execute(query, execution_options={"include_deleted": True})
    return {row.deal_id: Standing(row.amount_fen or 0, row.expected_close) for row in rows}


def _now(session: Session, week: date, conditions: Sequence[ColumnElement[bool]]) -> dict[str, Standing]:
    """Return the deals that are open, and what became of those that were, or that came and closed since.

    A won deal stands on the day it was won.
    """
    known = select(DealSnapshot.deal_id).where(DealSnapshot.week == week)
    concerned = or_(Deal.outcome == Outcome.OPEN, Deal.closed_on >= week, Deal.id.in_(known))
    rows = session.execute(
        select(Deal.id, Deal.amount_fen, Deal.expected_close, Deal.outcome, Deal.closed_on).where(
            concerned, *conditions
        )
    )
    return {
        row.id: Standing(
            row.amount_fen or 0, row.closed_on if row.outcome == Outcome.WON else row.expected_close, row.outcome
        )
        for row in rows
    }


def _before(standing: Standing, until: date) -> bool:
    """Tell whether a deal that ended did so before `until`; when a lost one did makes no difference."""
    return standing.outcome != Outcome.WON or standing.day is None or standing.day < until
