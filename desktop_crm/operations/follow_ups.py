"""What planning has to know of the follow-ups of deals: read for many deals at once, in a fixed number of statements.

A deal may have thousands of records. They are taken together by day and kind in the database; only what may still be
changed, a few plans, comes as rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, ClockPause, Deal, Purpose
from desktop_crm.system import clock

RHYTHMIC: Final = (Purpose.CADENCE, Purpose.NURTURE)
PLANNED_HERE: Final = (*RHYTHMIC, Purpose.FIRST_CONTACT, Purpose.RE_EVALUATE)


@dataclass(frozen=True, slots=True)
class Contact:
    """A day with at least one record of its kind; `due_on` is the day the record was planned for."""

    day: date
    purpose: str
    method: str
    occasion: str
    due_on: date | None


@dataclass(slots=True)
class FollowUps:
    """The follow-ups of one deal: the contacts there were, what is planned, what a person called off or deleted."""

    contacts: list[Contact] = field(default_factory=list[Contact])
    plans: list[Activity] = field(default_factory=list[Activity])
    skipped: list[Activity] = field(default_factory=list[Activity])
    paused_until: date | None = None


def read_follow_ups(session: Session, deals: Sequence[Deal]) -> dict[str | None, FollowUps]:
    """Return the follow-ups of each of these deals by its id."""
    ids = [deal.id for deal in deals]
    found: dict[str | None, FollowUps] = {key: FollowUps() for key in ids}
    _read_contacts(session, ids, found)
    for row in _plans(session, ids):
        of = found[row.deal_id]
        (of.plans if row.status == ActivityStatus.PLANNED and row.deleted_at is None else of.skipped).append(row)
    for deal_id, end in _pauses(session, ids):
        found[deal_id].paused_until = clock.local_day(end)
    return found


def _read_contacts(session: Session, ids: Sequence[str], found: dict[str | None, FollowUps]) -> None:
    """Take the records together by day in UTC: such a day touches two local ones, those of its first and last record.

    The database could tell the local day itself, but takes three times as long for it.
    """
    at: ColumnElement[str | None] = type_coerce(Activity.happened_at, String)
    kind = (Activity.deal_id, Activity.purpose, Activity.method, Activity.occasion, Activity.due_on)
    query = (
        select(*kind, func.min(at), func.max(at))
        .where(Activity.deal_id.in_(ids), Activity.status == ActivityStatus.DONE)
        .group_by(func.substr(at, 1, 10), *kind)
    )
    for deal_id, purpose, method, occasion, due_on, first, last in session.execute(query):
        if first is None or last is None:  # asked for in the statement, it would be searched by time through all deals
            continue
        for day in sorted({_local_day(first), _local_day(last)}):
            found[deal_id].contacts.append(Contact(day, purpose, method, occasion, due_on))


def _local_day(moment: str) -> date:
    return clock.local_day(datetime.fromisoformat(moment))


def _plans(session: Session, ids: Sequence[str]) -> Sequence[Activity]:
    """Return what is planned, and what a person called off or deleted of what the program plans.

    What the program called off itself, or an undo took back, may be made again: it is left out.
    """
    planned = and_(Activity.status == ActivityStatus.PLANNED, Activity.deleted_at.is_(None))
    skipped = and_(Activity.purpose.in_(PLANNED_HERE), Activity.automatic.is_(False))
    query = (
        select(Activity)
        .where(
            Activity.deal_id.in_(ids),
            Activity.status.in_((ActivityStatus.PLANNED, ActivityStatus.CANCELLED)),
            or_(planned, skipped),
        )
        .order_by(Activity.id)
    )
    return session.scalars(query, execution_options={"include_deleted": True}).all()


def _pauses(session: Session, ids: Sequence[str]) -> Sequence[Any]:
    now = clock.now()
    query = (
        select(ClockPause.deal_id, func.max(ClockPause.ends_at))
        .where(ClockPause.deal_id.in_(ids), ClockPause.begins_at <= now, ClockPause.ends_at > now)
        .group_by(ClockPause.deal_id)
    )
    return session.execute(query).all()
