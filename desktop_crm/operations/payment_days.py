"""What makes an instalment due: the contract is signed, the delivery accepted, a milestone done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Acceptance, Contract, Milestone, Payment, VersionStatus
from desktop_crm.rules.payment_terms import Event, names_step, read_condition
from desktop_crm.system import clock


def due_from(session: Session, deal_id: str, event: Event, day: date | None) -> None:
    """Make the instalments that wait for `event` due after `day`; None: it did not take place after all."""
    for payment in _payments(session, deal_id):
        found = read_condition(payment.condition, clock.today())
        if found.event == event and not payment.milestone_id:
            payment.due_on = found.due_after(day) if day else None


def due_from_milestone(session: Session, milestone: Milestone) -> None:
    """Make the instalments that wait for a milestone due after the day it was done; an open one leaves them waiting."""
    for payment in _payments(session, milestone.deal_id):
        if payment.milestone_id == milestone.id:
            payment.due_on = _after(payment, milestone.done_on)


def tie(session: Session, deal_id: str) -> None:
    """Tie instalments to the milestones that their conditions name, as far as they are not tied yet."""
    steps = {step.id: step for step in _milestones(session, deal_id)}
    for payment in _payments(session, deal_id):
        if payment.milestone_id in steps:
            continue
        step = _named(payment.condition, steps.values())
        payment.milestone_id = step.id if step else ""
        if step is not None and step.done_on:
            payment.due_on = _after(payment, step.done_on)


def follow_step(session: Session, payment: Payment) -> None:
    """Give an instalment the day of the milestone a person tied it to; one that was untied waits for its event again."""
    step = next((step for step in _milestones(session, payment.deal_id) if step.id == payment.milestone_id), None)
    if step is not None:
        payment.due_on = _after(payment, step.done_on)
        return
    payment.milestone_id = ""
    found = read_condition(payment.condition, clock.today())
    day = _day_of(session, payment.deal_id, found.event)
    payment.due_on = found.day or (found.due_after(day) if day else None)


def settle_day(session: Session, payment: Payment) -> None:
    """Give an instalment the day its condition says, as far as what it waits for took place; else it has none."""
    found = read_condition(payment.condition, clock.today())
    step = _named(payment.condition, _milestones(session, payment.deal_id))
    payment.milestone_id = step.id if step else ""
    if found.day:
        payment.due_on = found.day
    elif step is not None:
        payment.due_on = _after(payment, step.done_on)
    else:
        day = _day_of(session, payment.deal_id, found.event)
        payment.due_on = found.due_after(day) if day else None


def _after(payment: Payment, day: date | None) -> date | None:
    return read_condition(payment.condition, clock.today()).due_after(day) if day else None


def _day_of(session: Session, deal_id: str, event: Event) -> date | None:
    if event == "signing":
        return session.scalar(
            select(Contract.confirmed_on)
            .where(Contract.deal_id == deal_id, Contract.status == VersionStatus.CONFIRMED)
            .order_by(Contract.version.desc())
            .limit(1)
        )
    if event == "acceptance":
        return session.scalar(select(Acceptance.accepted_on).where(Acceptance.deal_id == deal_id).limit(1))
    return None


def _named(condition: str, steps: Iterable[Milestone]) -> Milestone | None:
    today = clock.today()
    if read_condition(condition, today).event != "other":
        return None
    return next((step for step in steps if names_step(condition, step.name, today)), None)


def _payments(session: Session, deal_id: str) -> list[Payment]:
    return list(session.scalars(select(Payment).where(Payment.deal_id == deal_id)))


def _milestones(session: Session, deal_id: str) -> list[Milestone]:
    found = select(Milestone).where(Milestone.deal_id == deal_id).order_by(Milestone.position, Milestone.id)
    return list(session.scalars(found))
