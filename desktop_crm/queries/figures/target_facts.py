"""A6: the facts that targets are measured by.

New leads count on the day they came, stages on the day they were entered or left, deals on the day they were won, money
on the day it came in; what is invalid is not counted. Who owns the deal today gets it; a contact is its maker's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Select, String, case, func, literal, or_, select, type_coerce

from desktop_crm.models import Activity, ActivityStatus, Deal, Measure, Outcome, Receipt, StageChange
from desktop_crm.models.activity import SENT
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.figures.filters import ACQUIRED, CLOSED, Filters, happened_in, within
from desktop_crm.queries.targets import Aim
from desktop_crm.rules.months import last_of, month_of, months_on
from desktop_crm.rules.working_time import start_of_day

Query: TypeAlias = Select[*tuple[Any, ...]]
_OWNER: Final = func.coalesce(Deal.owner_id, "")
_VALID: Final = Deal.outcome != Outcome.INVALID
_NONE: Final = literal("")


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months on end, and the playbooks whose stages are looked at."""

    first: date
    last: date  # the first day of the last month
    playbooks: tuple[Playbook, ...]

    @property
    def months(self) -> list[date]:
        """Return the first day of each month."""
        found = [month_of(self.first)]
        while found[-1] < self.last:
            found.append(months_on(found[-1], 1))
        return found

    @property
    def filters(self) -> Filters:
        """Return the days."""
        return Filters(self.first, last_of(self.last))

    @property
    def keys(self) -> list[str]:
        """Return the keys of the playbooks."""
        return [book.key for book in self.playbooks]


def behind_target(span: Span, aim: Aim) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals that counted for a target in these months."""
    who = [Deal.owner_id == aim.member] if aim.member else []
    match aim.measure:
        case Measure.NEW_LEADS:
            return [*who, *_new(span), Deal.playbook == aim.playbook]
        case Measure.ENTERED:
            moved = select(StageChange.deal_id).where(*_entered(span), StageChange.to_stage == aim.stage)
        case Measure.CONVERSION:
            moved = select(StageChange.deal_id).where(*_left(span), StageChange.from_stage == aim.stage)
        case Measure.CONTACTS:
            made = [Activity.owner_id == aim.member] if aim.member else []
            return [Deal.id.in_(select(Activity.deal_id).where(*_contacted(span), *made))]
        case Measure.WON_DEALS | Measure.WON_AMOUNT:
            return [*who, *_won(span)]
        case Measure.RECEIVED:
            return [*who, Deal.id.in_(select(Receipt.deal_id).where(*_received(span)))]
    return [*who, _VALID, Deal.id.in_(moved)]


# The conditions of each fact


def _new(span: Span) -> list[ColumnElement[bool]]:
    return [_VALID, Deal.playbook.in_(span.keys), *within(ACQUIRED, span.filters)]


def _entered(span: Span) -> list[ColumnElement[bool]]:
    another = or_(StageChange.from_stage != StageChange.to_stage, StageChange.from_playbook != StageChange.to_playbook)
    return [*_moved(span), StageChange.to_playbook.in_(span.keys), another]


def _left(span: Span) -> list[ColumnElement[bool]]:
    """Return the conditions on a change by which a deal left a stage: for another one, or won or lost there."""
    gone = or_(StageChange.from_stage != StageChange.to_stage, StageChange.outcome.in_((Outcome.WON, Outcome.LOST)))
    same = StageChange.from_playbook == StageChange.to_playbook
    return [*_moved(span), StageChange.from_playbook.in_(span.keys), same, StageChange.from_stage != "", gone]


def _moved(span: Span) -> list[ColumnElement[bool]]:
    return happened_in(type_coerce(StageChange.at, StageChange.at.type), span.filters)


def _contacted(span: Span) -> list[ColumnElement[bool]]:
    return [
        Activity.status == ActivityStatus.DONE,
        Activity.purpose.not_in(SENT),
        *happened_in(type_coerce(Activity.happened_at, Activity.happened_at.type), span.filters),
    ]


def _won(span: Span) -> list[ColumnElement[bool]]:
    return [Deal.outcome == Outcome.WON, *within(CLOSED, span.filters)]


def _received(span: Span) -> list[ColumnElement[bool]]:
    return within(type_coerce(Receipt.received_on, String), span.filters)


# The statements: place of the month, playbook, stage, owner, how many, then a figure for each measure


def _new_leads(span: Span, member: str) -> Query:
    place = _by_day(ACQUIRED, span)
    query = _select(place, Deal.playbook, _NONE, _OWNER, func.count(), func.count()).where(*_new(span))
    return _of(query, Deal.owner_id, member).group_by("place", Deal.playbook, _OWNER)


def _entries(span: Span, member: str) -> Query:
    place, deals = _by_moment(StageChange.at, span), func.count(StageChange.deal_id.distinct())
    book, stage = StageChange.to_playbook, StageChange.to_stage
    query = _select(place, book, stage, _OWNER, deals, deals).join(Deal, Deal.id == StageChange.deal_id)
    query = query.where(_VALID, *_entered(span))
    return _of(query, Deal.owner_id, member).group_by("place", book, stage, _OWNER)


def _conversions(span: Span, member: str) -> Query:
    """Count each deal once a month and stage: where it went when it left last."""
    places = {f"{book.key}/{stage.key}": at for book in span.playbooks for at, stage in enumerate(book.stages)}

    def order(stage: Any) -> ColumnElement[int]:
        return case(places, value=StageChange.from_playbook.concat("/").concat(stage), else_=-1)

    here, there = order(StageChange.from_stage), order(StageChange.to_stage)
    won = (StageChange.from_stage == StageChange.to_stage) & (StageChange.outcome == Outcome.WON)
    went = type_coerce(StageChange.at, String).concat(case((or_(here < there, won), "1"), else_="0"))
    month = _by_moment(StageChange.at, span)
    each = (
        select(
            month,
            StageChange.from_playbook.label("book"),
            StageChange.from_stage.label("stage"),
            StageChange.deal_id.label("deal"),
            func.max(went).label("last"),
        )
        .where(*_left(span))
        .group_by("place", "book", "stage", "deal")
        .subquery()
    )
    forward = func.sum(case((func.substr(each.c.last, -1) == "1", 1), else_=0))
    query = _select(each.c.place, each.c.book, each.c.stage, _OWNER, func.count(), forward)
    query = query.join(Deal, Deal.id == each.c.deal).where(_VALID)
    return _of(query, Deal.owner_id, member).group_by(each.c.place, each.c.book, each.c.stage, _OWNER)


def _contacts(span: Span, member: str) -> Query:
    place, owner = _by_moment(Activity.happened_at, span), func.coalesce(Activity.owner_id, "")
    query = _select(place, _NONE, _NONE, owner, func.count(), func.count()).where(*_contacted(span))
    return _of(query, Activity.owner_id, member).group_by("place", owner)


def _wins(span: Span, member: str) -> Query:
    place = _by_day(CLOSED, span)
    query = _select(place, _NONE, _NONE, _OWNER, func.count(), func.count(), func.sum(Deal.amount_fen)).where(
        *_won(span)
    )
    return _of(query, Deal.owner_id, member).group_by("place", _OWNER)


def _receipts(span: Span, member: str) -> Query:
    place = _by_day(type_coerce(Receipt.received_on, String), span)
    query = _select(place, _NONE, _NONE, _OWNER, func.count(), func.sum(Receipt.amount_fen))
    query = query.join(Deal, Deal.id == Receipt.deal_id).where(*_received(span))
    return _of(query, Deal.owner_id, member).group_by("place", _OWNER)


QUERIES: Final[Mapping[tuple[Measure, ...], Callable[[Span, str], Query]]] = {
    (Measure.NEW_LEADS,): _new_leads,
    (Measure.ENTERED,): _entries,
    (Measure.CONVERSION,): _conversions,
    (Measure.CONTACTS,): _contacts,
    (Measure.WON_DEALS, Measure.WON_AMOUNT): _wins,
    (Measure.RECEIVED,): _receipts,
}


def _of(query: Query, owner: Any, member: str) -> Query:
    return query.where(owner == member) if member else query


def _by_day(column: Any, span: Span) -> ColumnElement[int]:
    return _place(column, [month.isoformat() for month in span.months])


def _by_moment(column: Any, span: Span) -> ColumnElement[int]:
    return _place(column, [start_of_day(month) for month in span.months])


def _place(column: Any, starts: Sequence[Any]) -> ColumnElement[int]:
    """Return the place of the month, which begins with one of `starts`."""
    return case(*((column >= start, at) for at, start in reversed(list(enumerate(starts)))), else_=0).label("place")


def _select(*columns: Any) -> Query:
    return select(*columns)
