"""What somebody may have to be reminded of: plans at a time, clocks, leads to answer for, and the morning's digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Customer, Deal, Outcome
from desktop_crm.queries.assignments import to_confirm
from desktop_crm.queries.today import FIRST, Wanted
from desktop_crm.queries.today_clocks import clocks
from desktop_crm.rules.reminders import Habits, Subject, before
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_BACK: Final = timedelta(days=10)  # a plan that came up in the longest holiday is told after it


def subjects(session: Session, member: str, now: datetime, habits: Habits) -> list[Subject]:
    """Return everything `member` may have to be told around `now` (aware); rules say what of it is said."""
    if not member:
        return []
    today = clock.local_day(now)
    return [
        *_plans(session, member, today, habits),
        *_clocks(session, member, now),
        *_assignments(session, member),
        *_digest(session, member, today, habits),
    ]


def _plans(session: Session, member: str, today: date, habits: Habits) -> Iterator[Subject]:
    query = (
        select(
            Activity.id, Activity.goal, Activity.due_on, Activity.due_at, Activity.deal_id,
            func.coalesce(Customer.name, "").label("customer"),
        )
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .join(Customer, Customer.id == func.coalesce(Activity.customer_id, Deal.customer_id), isouter=True)
        .where(
            Activity.status == ActivityStatus.PLANNED,
            Activity.due_on.between(today - _BACK, today + timedelta(days=1)),
            Activity.due_at != "",
            Activity.owner_id == member,
            or_(Activity.deal_id.is_(None), Deal.outcome.in_((Outcome.OPEN, Outcome.WON))),
        )
    )  # fmt: skip
    for row in session.execute(query):
        yield Subject(
            key=f"plan:{row.id}:{row.due_on}T{row.due_at}",
            moment=before(row.due_on, row.due_at, habits),
            text=" ".join(part for part in (row.due_at, row.customer, row.goal) if part),
            deal_id=row.deal_id or "",
        )


def _clocks(session: Session, member: str, now: datetime) -> Iterator[Subject]:
    for item in clocks(session, Wanted(member, now, member)).items:
        late = item.until is not None and item.until <= now
        yield Subject(
            key=f"clock:{item.id}:{item.until}:{'late' if late else 'soon'}",
            moment=_local(item.until if late and item.until else now),
            text=" ".join(part for part in (item.customer, item.what, item.why) if part),
            deal_id=item.deal_id,
            lasting=True,
        )


def _assignments(session: Session, member: str) -> Iterator[Subject]:
    for lead in to_confirm(session, member)[:FIRST]:
        yield Subject(
            key=f"assignment:{lead.deal_id}:{lead.at:%Y-%m-%dT%H:%M:%S}",
            moment=_local(lead.at),
            text=tr("新线索待确认：{customer} {title}", customer=lead.customer, title=lead.title),
            deal_id=lead.deal_id,
            lasting=True,
        )


def _digest(session: Session, member: str, today: date, habits: Habits) -> Iterator[Subject]:
    """Give the morning's sentence, unless there is nothing to say."""
    mine = (Activity.status == ActivityStatus.PLANNED, Activity.owner_id == member)
    count = select(func.count(Activity.id))
    due = session.scalar(count.where(*mine, Activity.due_on == today)) or 0
    late = session.scalar(count.where(*mine, Activity.due_on < today)) or 0
    said = [tr("今天 {count} 件到期", count=due)] if due else []
    said += [tr("{count} 件逾期", count=late)] if late else []
    if said:
        yield Subject(f"digest:{today}", datetime.combine(today, habits.digest_at), "，".join(said))


def _local(moment: datetime) -> datetime:
    return moment.astimezone().replace(tzinfo=None)
