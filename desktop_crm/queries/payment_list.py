"""Instalments of all deals that are not paid: for finance, for today, for the command line; the first due comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal, Member, Milestone, Outcome, Payment, Receipt
from desktop_crm.rules.due import SOON_DAYS
from desktop_crm.system import clock

PAGE: Final = 50
MOST: Final = 1_000  # counted no further, as everywhere: a longer list is said to be longer

Standing = Literal["late", "soon", "dated", "waiting"]  # overdue; due by SOON_DAYS from now; with any day; without one
State = Literal["paid", "late", "due", "planned", "waiting"]

RECEIVED: Final = (
    select(func.coalesce(func.sum(Receipt.amount_fen), 0))
    .where(Receipt.payment_id == Payment.id, Receipt.deleted_at.is_(None))
    .correlate(Payment)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class PaymentsWanted:
    """Which of the unpaid instalments: how they stand, of whose deals ("" for all), as seen from `today`."""

    today: date
    standing: Standing = "late"
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuePayment:
    """An unpaid instalment with what finance asks for; `after` is where the page that follows begins."""

    id: str
    name: str
    condition: str
    amount_fen: int
    left_fen: int
    due_on: date | None
    invoiced_on: date | None
    deal_id: str
    number: str
    deal: str
    grade: str
    customer_id: str
    customer: str
    contact: str
    owner: str
    after: tuple[str, str]


@dataclass(frozen=True, slots=True)
class PaymentSum:
    """How many unpaid instalments (`MOST` stands for that many or more), and what is left of these."""

    count: int
    left_fen: int


def due_payments(
    session: Session, wanted: PaymentsWanted, *, after: tuple[str, str] | None = None, limit: int = PAGE
) -> list[DuePayment]:
    """Return the next `limit` unpaid instalments from the place `after` on, the first due first; one statement."""
    key = (func.coalesce(Payment.due_on, "9999-12-31"), Payment.id)
    query = _with_names().where(*_conditions(wanted))
    if after is not None:
        query = query.where(tuple_(*key) > tuple_(*after))
    order = (Payment.due_on, Payment.id) if wanted.standing != "waiting" else (Payment.id,)
    return [_row(row) for row in session.execute(query.order_by(*order).limit(limit))]


def payment_sum(session: Session, wanted: PaymentsWanted, most: int = MOST) -> PaymentSum:
    """Return how many instalments stand like this, counted to `most`, and what is left of them."""
    found = (
        select((Payment.amount_fen - RECEIVED).label("left"))
        .join(Deal, Deal.id == Payment.deal_id)
        .where(*_conditions(wanted))
        .limit(most)
        .subquery()
    )
    count, left = session.execute(select(func.count(), func.coalesce(func.sum(found.c.left), 0))).one()
    return PaymentSum(count, left or 0)


def unpaid() -> ColumnElement[bool]:
    """Tell of an instalment that something of it is still to come."""
    return and_(Payment.amount_fen > RECEIVED, Payment.deleted_at.is_(None))


def live_deal() -> ColumnElement[bool]:
    """Tell of a deal that it is open or won; said so that no index on it is begun with, for nearly all deals are."""
    return and_(Deal.outcome.concat("").in_((Outcome.OPEN, Outcome.WON)), Deal.deleted_at.is_(None))


# For the command line


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """An instalment; amounts in yuan, `state` one of `State`."""

    deal: str
    customer: str
    title: str
    instalment: str
    condition: str
    share: Decimal | None
    amount: Decimal | None
    received: Decimal
    outstanding: Decimal
    due: date | None
    overdue_days: int
    state: State
    milestone: str
    invoiced_on: date | None
    owner: str


def payment_records(session: Session, number: str = "") -> list[PaymentRecord]:
    """Return the instalments of all deals, or of the one with this number, the first due first; the paid ones, too."""
    query = (
        select(
            Payment, RECEIVED.label("received"), Deal.number, Deal.title, Customer.name.label("customer"),
            Member.name.label("owner"), Milestone.name.label("milestone"),
        )
        .join(Deal, Deal.id == Payment.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .join(Milestone, and_(Milestone.id == Payment.milestone_id, Milestone.deleted_at.is_(None)), isouter=True)
        .order_by(Payment.due_on.nulls_last(), Deal.number, Payment.position, Payment.id)
    )  # fmt: skip
    if number:
        query = query.where(Deal.number == number)
    today = clock.today()
    return [_record(row, today) for row in session.execute(query)]


# Inside


def _conditions(wanted: PaymentsWanted) -> list[ColumnElement[bool]]:
    conditions = [unpaid(), live_deal()]
    if wanted.owner:
        conditions.append(Deal.owner_id == wanted.owner)
    match wanted.standing:
        case "late":
            conditions.append(Payment.due_on < wanted.today)
        case "soon":
            conditions.append(Payment.due_on <= wanted.today + timedelta(days=SOON_DAYS))
        case "dated":
            conditions.append(Payment.due_on.is_not(None))
        case "waiting":
            conditions.append(Payment.due_on.is_(None))
    return conditions


def _with_names() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Payment.id, Payment.name, Payment.condition, Payment.amount_fen, Payment.due_on, Payment.invoiced_on,
            Payment.deal_id, RECEIVED.label("received"), Deal.number, Deal.title, Deal.grade,
            func.coalesce(Deal.customer_id, "").label("customer_id"),
            func.coalesce(Customer.name, "").label("customer"), func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(Member.name, "").label("owner"),
        )
        .join(Deal, Deal.id == Payment.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _row(row: Any) -> DuePayment:
    return DuePayment(
        id=row.id, name=row.name, condition=row.condition, amount_fen=row.amount_fen,
        left_fen=row.amount_fen - row.received, due_on=row.due_on, invoiced_on=row.invoiced_on, deal_id=row.deal_id,
        number=row.number, deal=row.title, grade=row.grade, customer_id=row.customer_id, customer=row.customer,
        contact=row.contact, owner=row.owner,
        after=(row.due_on.isoformat() if row.due_on else "9999-12-31", row.id),
    )  # fmt: skip


def _record(row: Any, today: date) -> PaymentRecord:
    payment: Payment = row.Payment
    amount, received = payment.amount_fen, row.received
    left = max(0, (amount or 0) - received)
    paid = amount is not None and received >= amount
    late = (today - payment.due_on).days if payment.due_on and not paid and payment.due_on < today else 0
    return PaymentRecord(
        deal=row.number,
        customer=row.customer or "",
        title=row.title,
        instalment=payment.name,
        condition=payment.condition,
        share=None if payment.share is None else Decimal(payment.share) / 1000,
        amount=None if amount is None else Decimal(amount) / 100,
        received=Decimal(received) / 100,
        outstanding=Decimal(left) / 100,
        due=payment.due_on,
        overdue_days=late,
        state=_state(payment.due_on, today, paid=paid),
        milestone=row.milestone or "",
        invoiced_on=payment.invoiced_on,
        owner=row.owner or "",
    )


def _state(due_on: date | None, today: date, *, paid: bool) -> State:
    if paid:
        return "paid"
    if due_on is None:
        return "waiting"
    if due_on < today:
        return "late"
    return "due" if due_on <= today + timedelta(days=SOON_DAYS) else "planned"
