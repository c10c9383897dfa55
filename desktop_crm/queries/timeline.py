"""The follow-ups of a deal: what is planned, and what was said, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, func, select, tuple_, union_all
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Deal, Member, Objection
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Duration
from desktop_crm.rules.clocks import is_written_late

PAGE = 50
LATEST = 3  # records that tell whether the customer still answers


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned follow-up; `due_at` is a local time or empty, `automatic` tells that nobody changed it since it was made."""

    id: str
    goal: str
    due_on: date | None
    due_at: str
    method: str
    purpose: str
    automatic: bool
    contact: str
    owner: str


@dataclass(frozen=True, slots=True)
class Record:
    """A follow-up that took place or was called off; `at` is when it happened, or was called off unhappened.

    `late_by` is how long after the talk it was written, where that is longer than the playbook allows (F2).
    """

    id: str
    at: datetime
    cancelled: bool
    method: str
    purpose: str
    goal: str
    contact_id: str
    contact: str
    owner: str
    feedback: str
    objection: str
    objection_listed: bool
    intention: str
    note: str
    late_by: timedelta | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one record says, for a proposal."""

    at: datetime
    feedback: str
    intention: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records and how many there are in all; `after` asks for the page that follows."""

    records: tuple[Record, ...]
    total: int
    after: tuple[datetime, str] | None


def plans(session: Session, deal_id: str) -> tuple[Plan, ...]:
    """Return what is planned by day and time, without a day last."""
    query = (
        _with_people(
            Activity.id, Activity.goal, Activity.due_on, Activity.due_at, Activity.method, Activity.purpose,
            Activity.automatic,
        )
        .where(Activity.deal_id == deal_id, Activity.status == ActivityStatus.PLANNED)
        .order_by(func.coalesce(Activity.due_on, "9999"), Activity.due_at, Activity.id)
    )  # fmt: skip
    return tuple(Plan(**row) for row in session.execute(query).mappings())


def records(
    session: Session, deal_id: str, *, after: tuple[datetime, str] | None = None, limit: int = PAGE
) -> RecordPage:
    """Return a page of what took place, newest first; `after` is where the page before ended."""
    asked = {"deal": deal_id, "limit": limit + 1}
    asked |= {"at": after[0], "id": after[1]} if after else {}
    rows = session.execute(_page(continued=after is not None), asked).all()
    limit_of_writing = writing_limit(session, session.scalar(select(Deal.playbook).where(Deal.id == deal_id)) or "")
    listed = frozenset(session.scalars(select(Objection.text).where(Objection.deal_id == deal_id)))
    found = tuple(_record(row, limit_of_writing, listed) for row in rows[:limit])
    past = Activity.status.in_((ActivityStatus.DONE, ActivityStatus.CANCELLED))
    total = session.scalar(select(func.count()).select_from(Activity).where(Activity.deal_id == deal_id, past)) or 0
    return RecordPage(found, total, (found[-1].at, found[-1].id) if len(rows) > limit else None)


@cache  # to put it together takes longer than to run it
def _page(*, continued: bool) -> Select[*tuple[Any, ...]]:
    at = func.coalesce(Activity.happened_at, Activity.created_at, type_=Activity.created_at.type).label("at")
    return (
        _with_people(
            Activity.id, at, Activity.status, Activity.method, Activity.purpose, Activity.goal, Activity.contact_id,
            Activity.feedback, Activity.objection, Activity.intention, Activity.note, Activity.happened_at,
            Activity.written_at,
        )
        .where(Activity.id.in_(_newest(at, continued=continued)))
        .order_by(at.desc(), Activity.id.desc())
        .limit(bindparam("limit"))
    )  # fmt: skip


def _newest(at: Any, *, continued: bool) -> CompoundSelect[str]:
    """Return the ids of what a page may show: records as the index has them in their order, the few others beside them."""
    of_deal = Activity.deal_id == bindparam("deal")
    done = (of_deal, Activity.status == ActivityStatus.DONE)
    kinds = (
        (Activity.happened_at, (*done, Activity.happened_at.is_not(None))),
        (at, (*done, Activity.happened_at.is_(None))),
        (at, (of_deal, Activity.status == ActivityStatus.CANCELLED)),
    )
    page_before = bindparam("at", type_=Activity.created_at.type), bindparam("id", type_=Activity.id.type)
    found: list[Select[str]] = []
    for moment, conditions in kinds:
        query = select(Activity.id).where(*conditions).order_by(moment.desc(), Activity.id.desc())
        if continued:
            query = query.where(moment <= page_before[0], tuple_(moment, Activity.id) < tuple_(*page_before))
        found.append(select(query.limit(bindparam("limit")).subquery().c.id))
    return union_all(*found)


def latest_said(session: Session, deal_id: str) -> tuple[Said, ...]:
    """Return what the latest few records say, the newest first."""
    query = (
        select(Activity.happened_at, Activity.feedback, Activity.intention)
        .where(
            Activity.deal_id == deal_id, Activity.status == ActivityStatus.DONE, Activity.happened_at.is_not(None)
        )
        .order_by(Activity.happened_at.desc())
        .limit(LATEST)
    )  # fmt: skip
    return tuple(Said(row.happened_at, row.feedback, row.intention) for row in session.execute(query))


def writing_limit(session: Session, playbook: str) -> Duration | None:
    """Return within what time the playbook wants a talk written down; None when it does not say."""
    known = session.info.get("playbooks")
    return known.find(playbook).clocks.write_record if isinstance(known, Playbooks) else None


def late_by(happened_at: datetime | None, written_at: datetime | None, limit: Duration | None) -> timedelta | None:
    """Return how long after the talk a record was written, if that was too late; what is not known is not late."""
    if happened_at is None or written_at is None or limit is None:
        return None
    return written_at - happened_at if is_written_late(happened_at, written_at, limit) else None


def _with_people(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *columns,
            func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(Member.name, "").label("owner"),
        )
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
    )


def _record(row: Any, limit: Duration | None, listed: frozenset[str]) -> Record:
    return Record(
        id=row.id,
        at=row.at,
        cancelled=row.status == ActivityStatus.CANCELLED,
        method=row.method,
        purpose=row.purpose,
        goal=row.goal,
        contact_id=row.contact_id or "",
        contact=row.contact,
        owner=row.owner,
        feedback=row.feedback,
        objection=row.objection,
        objection_listed=row.objection in listed,
        intention=row.intention,
        note=row.note,
        late_by=late_by(row.happened_at, row.written_at, limit),
    )
