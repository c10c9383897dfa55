"""The follow-ups of a deal: what is planned, and what was said, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Member

PAGE = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned follow-up."""

    id: str
    goal: str
    due_on: date | None
    method: str
    contact: str
    owner: str


@dataclass(frozen=True, slots=True)
class Record:
    """A follow-up that took place or was called off; `at` is when it happened, or was called off unhappened."""

    id: str
    at: datetime
    cancelled: bool
    method: str
    goal: str
    contact: str
    owner: str
    feedback: str
    objection: str
    intention: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records and how many there are in all; `after` asks for the page that follows."""

    records: tuple[Record, ...]
    total: int
    after: tuple[datetime, str] | None


def plans(session: Session, deal_id: str) -> tuple[Plan, ...]:
    """Return what is planned, the most urgent first."""
    query = (
        _with_people(Activity.id, Activity.goal, Activity.due_on, Activity.method)
        .where(Activity.deal_id == deal_id, Activity.status == ActivityStatus.PLANNED)
        .order_by(func.coalesce(Activity.due_on, "9999"), Activity.id)
    )
    return tuple(
        Plan(row.id, row.goal, row.due_on, row.method, row.contact, row.owner) for row in session.execute(query)
    )


def records(
    session: Session, deal_id: str, *, after: tuple[datetime, str] | None = None, limit: int = PAGE
) -> RecordPage:
    """Return a page of what took place, newest first; `after` is where the page before ended."""
    at = func.coalesce(Activity.happened_at, Activity.created_at, type_=Activity.created_at.type).label("at")
    past = (Activity.deal_id == deal_id, Activity.status != ActivityStatus.PLANNED)
    query = (
        _with_people(
            Activity.id, at, Activity.status, Activity.method, Activity.goal, Activity.feedback, Activity.objection,
            Activity.intention, Activity.note,
        )
        .where(*past)
        .order_by(at.desc(), Activity.id.desc())
        .limit(limit + 1)
    )  # fmt: skip
    if after is not None:
        query = query.where(tuple_(at, Activity.id) < after)
    rows = session.execute(query).all()
    found = tuple(_record(row) for row in rows[:limit])
    total = session.scalar(select(func.count(Activity.id)).where(*past)) or 0
    return RecordPage(found, total, (found[-1].at, found[-1].id) if len(rows) > limit else None)


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


def _record(row: Any) -> Record:
    return Record(
        id=row.id,
        at=row.at,
        cancelled=row.status == ActivityStatus.CANCELLED,
        method=row.method,
        goal=row.goal,
        contact=row.contact,
        owner=row.owner,
        feedback=row.feedback,
        objection=row.objection,
        intention=row.intention,
        note=row.note,
    )
