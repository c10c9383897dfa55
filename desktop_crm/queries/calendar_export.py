"""Plans and records for a calendar file: whom, what, when; never a note, a feedback or an objection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Customer, Deal, Member
from desktop_crm.queries.calendar import CalendarFilter, kind_of
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """A plan (on `day`, `at` HH:MM or any time) or a record (`happened_at`)."""

    id: str
    day: date
    at: str
    minutes: int
    happened_at: datetime | None
    customer: str
    title: str
    description: str
    category: str


def calendar_items(session: Session, wanted: CalendarFilter) -> Iterator[CalendarItem]:
    """Yield what a filter by person and kind lets through, in the order of time."""
    query = (
        select(
            Activity.id, Activity.status, Activity.due_on, Activity.due_at, Activity.minutes, Activity.happened_at,
            Activity.goal, Activity.purpose, Customer.name.label("customer"), Deal.number, Deal.title,
            Contact.name.label("contact"), Contact.phone, Member.name.label("owner"),
        )
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .join(Customer, Customer.id == func.coalesce(Activity.customer_id, Deal.customer_id), isouter=True)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(Activity.status.in_((ActivityStatus.PLANNED, ActivityStatus.DONE)))
        .order_by(func.coalesce(Activity.happened_at, Activity.due_on), Activity.id)
    )  # fmt: skip
    if wanted.owner:
        query = query.where(Activity.owner_id == wanted.owner)
    for row in session.execute(query):
        done = row.status == ActivityStatus.DONE
        has_time = row.happened_at is not None if done else row.due_on is not None
        if has_time and wanted.wants("done" if done else kind_of(row.purpose)):
            yield _item(row, done=done)


def _item(row: Any, *, done: bool) -> CalendarItem:
    happened_at = row.happened_at if done else None
    return CalendarItem(
        id=row.id,
        day=happened_at.astimezone().date() if happened_at else row.due_on,
        at="" if done else row.due_at,
        minutes=row.minutes,
        happened_at=happened_at,
        customer=row.customer or "",
        title=row.goal or (tr("跟进记录") if done else tr("跟进")),
        description="\n".join(_about(row)),
        category=tr("已完成") if done else tr("计划"),
    )


def _about(row: Any) -> Iterator[str]:
    if row.number:
        yield tr("商机：{number} {title}", number=row.number, title=row.title)
    if row.contact:
        yield tr("联系人：{name} {phone}", name=row.contact, phone=row.phone or "").rstrip()
    if row.owner:
        yield tr("负责人：{name}", name=row.owner)
