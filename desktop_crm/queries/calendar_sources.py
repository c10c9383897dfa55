"""Calendar entries that no index finds by the day: what was done, re-evaluations, birthdays; read beside the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, bindparam, exists, func, literal, or_, select, text, true
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Anniversary, Contact, Customer, Deal, Member, Purpose
from desktop_crm.queries.calendar import (
    ALL,
    CalendarFilter,
    Days,
    Entry,
    Span,
    activity_entry,
    collected,
    found,
    merged,
    of_owner,
    planned,
    with_names,
)
from desktop_crm.queries.calendar_delivery import milestones, payments
from desktop_crm.queries.overdue_clocks import OverdueClock, overdue_clocks
from desktop_crm.queries.search import deals_matching, matching
from desktop_crm.rules.clocks import CLOCK_TASKS
from desktop_crm.rules.festivals import anniversary_days
from desktop_crm.rules.working_time import end_of_day
from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr

MOST_CLOCKS: Final = 1_000  # the longest overdue first, as everywhere

# The index holds deal, status and moment, so that the whole of it is read instead of the much wider table.
_DONE = text(
    "activity.rowid IN (SELECT rowid FROM activity INDEXED BY ix_activity_timeline"
    " WHERE status = 'done' AND happened_at >= :begin AND happened_at < :end)"
)


def calendar(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return all that stands in the calendar: at most `most` entries of each day."""
    return merged((planned(session, span, wanted, most), besides(session, span, wanted, most)), most)


def besides(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return what stands in the calendar beside the plans."""
    return merged((source(session, span, wanted, most) for source in SOURCES), most)


def done(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return the follow-ups that took place, on their day by the clock of this place."""
    if not wanted.wants("done"):
        return Days()
    begin, end = (
        datetime.combine(day, time()).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for day in (span.first, span.last + timedelta(1))
    )
    day = func.date(Activity.happened_at, "localtime", type_=Text())
    hit = found(wanted.text)
    at = func.strftime("%H:%M", Activity.happened_at, "localtime", type_=Text())
    ranked = (
        select(
            Activity.id,
            day.label("day"),
            at.label("at"),
            func.count().over(partition_by=day).label("total"),
            func.row_number().over(partition_by=day, order_by=(hit.desc(), Activity.happened_at)).label("place"),
            hit.label("hit"),
        )
        .where(_DONE.bindparams(bindparam("begin", begin), bindparam("end", end)), *of_owner(wanted.owner))
        .subquery()
    )
    query = with_names(ranked.c.day.label("on"), ranked.c.at, ranked.c.total, ranked.c.hit)
    rows = session.execute(query.join(ranked, ranked.c.id == Activity.id).where(ranked.c.place <= most)).all()
    return collected(
        (activity_entry(_OnDay(row), planned=False) for row in rows),
        {date.fromisoformat(row.on): row.total for row in rows},
        most,
    )


def re_evaluations(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return the leads of the nurture pool to look at again, unless a plan says so already."""
    if not wanted.wants("re_evaluate"):
        return Days()
    plan = exists().where(
        Activity.deal_id == Deal.id,
        Activity.purpose == Purpose.RE_EVALUATE,
        Activity.due_on == Deal.re_evaluate_on,
        Activity.deleted_at.is_(None),
    )
    query = (
        select(
            Deal.id, Deal.title, Deal.re_evaluate_on, Deal.customer_id, Customer.name, Member.name.label("owner"),
            _deal_hit(wanted.text).label("hit"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.re_evaluate_on.between(span.first, span.last), Deal.on_board == true(), ~plan)
    )  # fmt: skip
    if wanted.owner:
        query = query.where(Deal.owner_id == wanted.owner)
    return collected(
        (
            Entry(
                id=row.id, kind="re_evaluate", day=row.re_evaluate_on, title=row.title, customer=row.name or "",
                customer_id=row.customer_id or "", deal_id=row.id, owner=row.owner or "", hit=bool(row.hit),
            )
            for row in session.execute(query)
        ),
        most=most,
    )  # fmt: skip


def anniversaries(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return birthdays and the other days to remember, the lunar ones on their day of the year."""
    if not wanted.wants("anniversary"):
        return Days()
    return collected((*_remembered(session, span, wanted), *_birthdays(session, span, wanted)), most=most)


def deadlines(session: Session, span: Span, wanted: CalendarFilter, most: int = ALL) -> Days:
    """Return the clocks that run out on these days if nothing happens; a visit that is planned needs no reminder."""
    if not wanted.wants("clock"):
        return Days()
    late = overdue_clocks(session, end_of_day(span.last), wanted.owner or None, MOST_CLOCKS)
    near = [one for one in late if span.first <= local_day(one.state.due)]
    deals = [one.deal_id for one in near]
    visits = set(
        session.scalars(
            select(Activity.deal_id).where(
                Activity.deal_id.in_(deals),
                Activity.status == ActivityStatus.PLANNED,
                Activity.purpose == Purpose.VISIT,
            )
        )
    )
    hits = set(session.scalars(select(Deal.id).where(Deal.id.in_(deals), _deal_hit(wanted.text))))
    return collected(
        (
            _deadline(one, hit=one.deal_id in hits)
            for one in near
            if one.state.kind != "record" and not (one.state.kind == "visit" and one.deal_id in visits)
        ),
        most=most,
    )


SOURCES: Final[tuple[Callable[[Session, Span, CalendarFilter, int], Days], ...]] = (
    done, re_evaluations, anniversaries, deadlines, payments, milestones,
)  # fmt: skip


def _deadline(one: OverdueClock, *, hit: bool) -> Entry:
    due = one.state.due.astimezone()
    at = f"{due:%H:%M}" if one.state.clock.unit == "hours" else ""
    return Entry(
        id=f"{one.deal_id}@{one.state.kind}", kind="clock", day=due.date(), title=CLOCK_TASKS[one.state.kind], at=at,
        customer=one.customer, deal_id=one.deal_id, owner=one.owner, hit=hit,
    )  # fmt: skip


class _OnDay:
    """A row whose day came as text, since SQLite computed it."""

    def __init__(self, row: Any) -> None:
        self._row = row
        self.day = date.fromisoformat(row.on)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def _deal_hit(typed: str) -> ColumnElement[bool]:
    return deals_matching(typed) if typed.split() else literal(value=False)


def _remembered(session: Session, span: Span, wanted: CalendarFilter) -> Iterator[Entry]:
    query = (
        select(
            Anniversary.id, Anniversary.name, Anniversary.month, Anniversary.day, Anniversary.lunar,
            Anniversary.customer_id, Customer.name.label("customer"), Contact.name.label("contact"),
            _customer_hit(wanted.text, Anniversary.customer_id).label("hit"),
        )
        .join(Customer, Customer.id == Anniversary.customer_id)
        .join(Contact, Contact.id == Anniversary.contact_id, isouter=True)
        .where(or_(Anniversary.lunar, _month_in(Anniversary.month, span)), *_owned(wanted.owner))
    )  # fmt: skip
    for row in session.execute(query):
        for day in _days_of(row.month, row.day, span, lunar=row.lunar):
            title = " ".join(part for part in (row.contact, row.name) if part)
            yield _remember(row, day, tr("{name}（农历）", name=title) if row.lunar else title)


def _birthdays(session: Session, span: Span, wanted: CalendarFilter) -> Iterator[Entry]:
    months = sorted({f"{day.month:02}" for day in span.days()})
    query = (
        select(
            Contact.id, Contact.name, Contact.birthday, Contact.customer_id, Customer.name.label("customer"),
            _customer_hit(wanted.text, Contact.customer_id).label("hit"),
        )
        .join(Customer, Customer.id == Contact.customer_id)
        .where(func.strftime("%m", Contact.birthday, type_=Text()).in_(months), *_owned(wanted.owner))
    )  # fmt: skip
    for row in session.execute(query):
        for day in _days_of(row.birthday.month, row.birthday.day, span, lunar=False):
            yield _remember(row, day, tr("{name} 生日", name=row.name))


def _remember(row: Any, day: date, title: str) -> Entry:
    return Entry(
        id=f"{row.id}@{day}", kind="anniversary", day=day, title=title, customer=row.customer,
        customer_id=row.customer_id, hit=bool(row.hit),
    )  # fmt: skip


def _customer_hit(typed: str, customer: Any) -> ColumnElement[bool]:
    words = typed.split()
    if not words:
        return literal(value=False)
    conditions = [customer.in_(matching(("customer", "customer_tag"), word)) for word in words]
    return conditions[0] if len(conditions) == 1 else func.min(*conditions)


def _month_in(month: Any, span: Span) -> ColumnElement[bool]:
    return month.in_(sorted({day.month for day in span.days()}))


def _owned(owner: str) -> list[ColumnElement[bool]]:
    """Return the condition that a customer is a member's own or buys from them."""
    if not owner:
        return []
    sells = exists().where(Deal.customer_id == Customer.id, Deal.owner_id == owner, Deal.deleted_at.is_(None))
    return [or_(Customer.owner_id == owner, sells)]


def _days_of(month: int, day: int, span: Span, *, lunar: bool) -> Iterator[date]:
    for year in range(span.first.year, span.last.year + 1):
        yield from (each for each in anniversary_days(year, month, day, lunar=lunar) if span.first <= each <= span.last)
