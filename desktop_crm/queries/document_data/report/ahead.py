"""What lies ahead of a report's period: money that is due, days that matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Milestone, Outcome, Payment
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.report.naming import named_deals
from desktop_crm.queries.figures.filters import Filters, deals_in, owned_in
from desktop_crm.queries.payment_list import RECEIVED, live_deal, unpaid
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.report_period import ReportPeriod
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

MOST: Final = 20
SOON: Final = 14  # days ahead in which a payment is named


@dataclass(frozen=True, slots=True)
class Money(InternalOnly):
    """An instalment that is overdue or soon due, and what is left of it."""

    customer: str
    title: str
    name: str
    due_on: date | None
    left: int
    owner: str
    state: str


@dataclass(frozen=True, slots=True)
class Moneys(InternalOnly):
    """The first of them, and how many are overdue with what is left of these."""

    rows: tuple[Money, ...] = ()
    count: int = 0
    late: int = 0
    late_fen: int = 0


@dataclass(frozen=True, slots=True)
class KeyDate(InternalOnly):
    """A day that matters in the next period."""

    day: date
    what: str
    customer: str
    title: str
    owner: str


def moneys(session: Session, filters: Filters) -> Moneys:
    """Return what is overdue or due within two weeks of today, the first due first; two statements."""
    today = clock.today()
    due = (*_live(filters), Payment.due_on <= today + timedelta(days=SOON))
    left = Payment.amount_fen - RECEIVED
    late = Payment.due_on < today
    late_sum = func.coalesce(func.sum(left).filter(late), 0)
    sums = select(func.count(), func.count().filter(late), late_sum).join(Deal, Deal.id == Payment.deal_id)
    count, late_count, late_fen = session.execute(sums.where(*due)).one()
    query = named_deals(select(Payment.name, Payment.due_on, left.label("left")).join(Deal, Deal.id == Payment.deal_id))
    rows = session.execute(query.where(*due).order_by(Payment.due_on, Payment.id).limit(MOST))
    return Moneys(tuple(_money(row, today) for row in rows), count, late_count, late_fen)


def key_dates(session: Session, filters: Filters, period: ReportPeriod) -> tuple[KeyDate, ...]:
    """Return the days of the period after this one: closings expected, payments due, milestones; by their days."""
    span = period.after().first, period.after().last
    found = [*_closings(session, filters, span), *_due(session, filters, span), *_milestones(session, filters, span)]
    return tuple(sorted(found, key=lambda one: (one.day, one.what, one.customer))[:MOST])


def planned(session: Session, filters: Filters, period: ReportPeriod) -> int:
    """Return how many follow-ups are planned for the period after this one."""
    days = Activity.due_on.between(period.after().first, period.after().last)
    mine = owned_in(Activity.owner_id, filters)
    query = select(func.count()).select_from(Activity).where(Activity.status == ActivityStatus.PLANNED, days, *mine)
    return session.scalar(query) or 0


# Inside

_Span = tuple[date, date]


def _live(filters: Filters) -> tuple[ColumnElement[bool], ...]:
    return unpaid(), live_deal(), *deals_in(filters)


def _money(row: Any, today: date) -> Money:
    late = (today - row.due_on).days
    state = tr("逾期 {days} 天", days=late) if late > 0 else tr("今天到期") if not late else tr("将到期")
    return Money(row.customer, row.title, row.name, row.due_on, row.left, row.owner, state)


def _closings(session: Session, filters: Filters, span: _Span) -> Iterator[KeyDate]:
    query = named_deals(select(Deal.expected_close.label("day"), Deal.amount_fen))
    query = query.where(*deals_in(filters), Deal.outcome == Outcome.OPEN, Deal.expected_close.between(*span))
    for row in session.execute(query.order_by(func.coalesce(Deal.amount_fen, 0).desc(), Deal.id).limit(MOST)):
        amount = f" {format_yuan(row.amount_fen)}" if row.amount_fen else ""
        yield KeyDate(row.day, tr("预计成交{amount}", amount=amount), row.customer, row.title, row.owner)


def _due(session: Session, filters: Filters, span: _Span) -> Iterator[KeyDate]:
    left = Payment.amount_fen - RECEIVED
    query = named_deals(select(Payment.due_on.label("day"), left.label("left")).join(Deal, Deal.id == Payment.deal_id))
    query = query.where(*_live(filters), Payment.due_on.between(*span)).order_by(Payment.due_on, Payment.id)
    for row in session.execute(query.limit(MOST)):
        yield KeyDate(row.day, tr("回款到期 {left}", left=format_yuan(row.left)), row.customer, row.title, row.owner)


def _milestones(session: Session, filters: Filters, span: _Span) -> Iterator[KeyDate]:
    query = named_deals(select(Milestone.due_on.label("day"), Milestone.name).join(Deal, Deal.id == Milestone.deal_id))
    open_ones = (Milestone.done_on.is_(None), Milestone.due_on.between(*span))
    query = query.where(*open_ones, live_deal(), *deals_in(filters)).order_by(Milestone.due_on, Milestone.id)
    for row in session.execute(query.limit(MOST)):
        yield KeyDate(row.day, tr("交付：{name}", name=row.name), row.customer, row.title, row.owner)
