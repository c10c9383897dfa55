"""The sections of a day, one function and at most two statements each; `SOURCES` is their order on screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, exists, func, literal_column, not_, or_, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Assignment,
    AssignmentState,
    Contact,
    Customer,
    Deal,
    Member,
    Method,
    Outcome,
    Purpose,
    StageStatus,
)
from desktop_crm.queries.assignments import count_waiting, to_confirm, waiting_for_assignment
from desktop_crm.queries.calendar import CalendarFilter, Entry, Span
from desktop_crm.queries.calendar_sources import anniversaries, re_evaluations
from desktop_crm.queries.today import AHEAD, MOST, Item, Kind, Part, Source, Wanted, is_manager
from desktop_crm.queries.today_clocks import clocks
from desktop_crm.queries.today_debriefs import to_debrief
from desktop_crm.queries.today_delivery import milestones, payments
from desktop_crm.queries.today_improvements import to_improve
from desktop_crm.queries.today_reviews import to_review

_TALKS: Final = (Method.VISIT, Method.MEETING, Method.DEMO)  # once their time has passed they took place
_ELSEWHERE: Final = (Purpose.GREETING, Purpose.RE_EVALUATE)  # have sections of their own
_LATE_GREETING: Final = timedelta(days=3)  # after that a greeting is better left
_LONG_AGO: Final = date(2000, 1, 1)


def overdue(session: Session, wanted: Wanted) -> Part:
    """Return plans of earlier days, the oldest first."""
    mine = (Activity.due_on < wanted.day, *_tasks(wanted))
    return _plans(session, wanted, "overdue", mine, Activity.due_on, Activity.due_at, Activity.id)


def due_today(session: Session, wanted: Wanted) -> Part:
    """Return plans of today: by their time, then those for any time of the day."""
    mine = (Activity.due_on == wanted.day, *_tasks(wanted))
    return _plans(session, wanted, "today", mine, Activity.due_at == "", Activity.due_at, Activity.id)


def to_answer(session: Session, wanted: Wanted) -> Part:
    """Return the leads somebody was given and has not yet accepted or handed back."""
    member = wanted.member or wanted.me
    found = to_confirm(session, member) if member else []
    items = tuple(
        Item(
            kind="confirm", id=lead.deal_id, deal_id=lead.deal_id, what=lead.need or lead.title, deal=lead.title,
            customer=lead.customer, grade=lead.grade, until=lead.confirm_by, owner=lead.by,
        )
        for lead in found[: wanted.limit("confirm")]
    )  # fmt: skip
    return Part("confirm", items, len(found))


def to_record(session: Session, wanted: Wanted) -> Part:
    """Return talks whose time has passed and of which nothing was written down, the latest first."""
    mine = (Activity.due_on <= wanted.day, _has_passed(wanted), *_elsewhere())
    return _plans(session, wanted, "record", mine, Activity.due_on.desc(), Activity.due_at.desc(), Activity.id)


def unplanned(session: Session, wanted: Wanted) -> Part:
    """Return deals at work for which nothing is planned, the best grade first."""
    query = (
        select(Deal.id)
        .with_hint(Deal, "INDEXED BY ix_deal_board" if not wanted.member else "", "sqlite")
        .where(
            Deal.on_board == true(),
            func.coalesce(Deal.next_due, literal_column("'9999-12-31'")) == literal_column("'9999-12-31'"),
            Deal.next_step == "",
            Deal.outcome == Outcome.OPEN,
            Deal.nurture.is_(False),
            Deal.stage_status != StageStatus.PAUSED,
            Deal.deleted_at.is_(None),
            Deal.owner_id == wanted.member if wanted.member else Deal.owner_id.is_not(None),
            ~_unanswered(),
        )
    )
    count = _count(session, query)
    first = query.order_by(func.nullif(Deal.grade, "").nulls_last(), Deal.last_contact_at, Deal.id)
    ids: Sequence[str] = session.scalars(first.limit(wanted.limit("unplanned"))).all() if count else ()
    return Part("unplanned", tuple(_deals(session, "unplanned", ids)), count)


def to_evaluate(session: Session, wanted: Wanted) -> Part:
    """Return leads of the nurture pool whose day to be looked at again has come."""
    mine = (Activity.purpose == Purpose.RE_EVALUATE, Activity.due_on <= wanted.day)
    planned = _plans(session, wanted, "re_evaluate", mine, Activity.due_on, Activity.id)
    days = re_evaluations(session, Span(_LONG_AGO, wanted.day), CalendarFilter(owner=wanted.member), MOST)
    found = [_entry_item("re_evaluate", entry) for day in sorted(days.entries) for entry in days.of(day)]
    room = max(0, wanted.limit("re_evaluate") - len(planned.items))
    return Part("re_evaluate", (*planned.items, *found[:room]), planned.count + days.total)


def to_remember(session: Session, wanted: Wanted) -> Part:
    """Return the greetings that are planned, then birthdays and other days of the coming week."""
    last = wanted.day + timedelta(days=AHEAD - 1)
    mine = (
        Activity.purpose == Purpose.GREETING,
        Activity.due_on.between(wanted.day - _LATE_GREETING, last),
    )
    planned = _plans(session, wanted, "remember", mine, Activity.due_on, Activity.id)
    days = anniversaries(session, Span(wanted.day, last), CalendarFilter(owner=wanted.member), MOST)
    found = [_entry_item("remember", entry) for day in sorted(days.entries) for entry in days.of(day)]
    greeted = {item.customer_id for item in planned.items}  # the plan stands for the day itself
    fresh = [item for item in found if item.customer_id not in greeted]
    room = max(0, wanted.limit("remember") - len(planned.items))
    return Part("remember", (*planned.items, *fresh[:room]), planned.count + len(fresh))


def to_assign(session: Session, wanted: Wanted) -> Part:
    """Return the leads that wait for a manager to give them to somebody."""
    if not is_manager(session, wanted.me) or wanted.member not in {"", wanted.me}:
        return Part("assign", (), 0)
    items = tuple(
        Item(
            kind="assign", id=lead.id, deal_id=lead.id, deal=lead.title, what=lead.need or lead.title,
            customer=lead.customer, grade=lead.grade, owner=lead.by, why=lead.reason,
        )
        for lead in waiting_for_assignment(session, wanted.limit("assign"))
    )  # fmt: skip
    return Part("assign", items, count_waiting(session))


SOURCES: Final[tuple[Source, ...]] = (
    overdue, due_today, to_answer, to_review, to_record, clocks, payments, milestones, unplanned, to_evaluate, to_remember, to_debrief,
    to_improve, to_assign,
)  # fmt: skip


# plans


def _plans(session: Session, wanted: Wanted, kind: Kind, mine: tuple[ColumnElement[bool], ...], *order: Any) -> Part:
    """Return a section of plans that stand: of deals that are open or won, or of no deal at all."""
    ids = (
        select(Activity.id)
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .where(
            Activity.status == ActivityStatus.PLANNED,
            Activity.deleted_at.is_(None),
            or_(Activity.deal_id.is_(None), Deal.outcome.in_((Outcome.OPEN, Outcome.WON))),
            *mine,
        )
    )
    if wanted.member:
        ids = ids.where(Activity.owner_id == wanted.member)
    first = ids.order_by(*order).limit(wanted.limit(kind))
    places = {key: place for place, key in enumerate(session.scalars(first))}
    if not places:
        return Part(kind, (), 0)
    rows = session.execute(_with_names().where(Activity.id.in_(places)))
    items = sorted((_plan(kind, row) for row in rows), key=lambda item: places[item.id])
    count = len(items) if len(items) < wanted.limit(kind) else _count(session, ids)
    return Part(kind, tuple(items), count)


def _tasks(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return (*_elsewhere(), not_(_has_passed(wanted)))


def _elsewhere() -> tuple[ColumnElement[bool], ...]:
    return (Activity.purpose.not_in(_ELSEWHERE),)


def _has_passed(wanted: Wanted) -> ColumnElement[bool]:
    """Tell of a talk at a certain time that it is over."""
    hour, minute = (cast(func.substr(Activity.due_at, place, 2), Integer) for place in (1, 4))
    over = or_(Activity.due_on < wanted.day, hour * 60 + minute + Activity.minutes <= wanted.minute)
    return and_(Activity.due_at != "", Activity.method.in_(_TALKS), over)


def _with_names() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Activity.id, Activity.goal, Activity.method, Activity.purpose, Activity.due_on, Activity.due_at,
            Activity.minutes, _word(Deal.id).label("deal_id"), _word(Deal.title).label("deal"),
            _word(Deal.grade).label("grade"), Deal.amount_fen, _word(Customer.id).label("customer_id"),
            _word(Customer.name).label("customer"), _word(Contact.name).label("contact"),
            _word(Member.name).label("owner"),
        )
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .join(Customer, Customer.id == func.coalesce(Activity.customer_id, Deal.customer_id), isouter=True)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
    )  # fmt: skip


def _plan(kind: Kind, row: Any) -> Item:
    return Item(
        kind=kind, id=row.id, what=row.goal, deal_id=row.deal_id, deal=row.deal, customer_id=row.customer_id,
        customer=row.customer, contact=row.contact, owner=row.owner, grade=row.grade, amount_fen=row.amount_fen,
        method=row.method, purpose=row.purpose, due_on=row.due_on, time=row.due_at, minutes=row.minutes,
    )  # fmt: skip


# deals, and what the calendar knows


def _deals(session: Session, kind: Kind, ids: Sequence[str]) -> list[Item]:
    query = (
        select(
            Deal.id, Deal.title, Deal.grade, Deal.amount_fen, Deal.need, Deal.customer_id,
            _word(Customer.name).label("customer"), _word(Contact.name).label("contact"),
            _word(Member.name).label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.id.in_(ids))
    )  # fmt: skip
    found = {row.id: row for row in session.execute(query)}
    return [
        Item(
            kind=kind, id=row.id, deal_id=row.id, what=row.title, deal=row.title, customer_id=row.customer_id or "",
            customer=row.customer, contact=row.contact, owner=row.owner, grade=row.grade, amount_fen=row.amount_fen,
        )
        for row in (found[key] for key in ids if key in found)
    ]  # fmt: skip


def _unanswered() -> ColumnElement[bool]:
    """Tell of a deal that its owner still has to accept it."""
    return exists().where(
        Assignment.deal_id == Deal.id,
        Assignment.state == AssignmentState.PENDING,
        Assignment.deleted_at.is_(None),
    )


def _entry_item(kind: Kind, entry: Entry) -> Item:
    return Item(
        kind=kind, id=entry.id, what=entry.title, deal_id=entry.deal_id, deal=entry.title,
        customer_id=entry.customer_id, customer=entry.customer, owner=entry.owner, due_on=entry.day,
    )  # fmt: skip


def _count(session: Session, ids: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(ids.limit(MOST).subquery())) or 0


def _word(column: Any) -> Any:
    return func.coalesce(column, "")
