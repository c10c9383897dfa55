"""The nurture pool and the care for customers, for the command line: one flat record for each deal or plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from desktop_crm.queries.care import care_plans
from desktop_crm.queries.nurture import nurture_deals


@dataclass(frozen=True, slots=True)
class NurtureRecord:
    """A deal in the nurture pool, and when it is looked at again."""

    number: str
    customer: str
    title: str
    playbook: str
    grade: str
    outcome: str
    re_evaluate_on: date | None
    last_contact_at: datetime | None
    next_step: str
    next_due: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class CareRecord:
    """A greeting, survey, report or visit that is planned for a customer."""

    due_on: date | None
    customer: str
    contact: str
    purpose: str
    goal: str
    method: str
    owner: str


def nurture_records(session: Session, number: str = "") -> list[NurtureRecord]:
    """Return the nurture pool, those to be looked at first on top, or the deal in it with this number."""
    return [
        NurtureRecord(
            deal.number, deal.customer, deal.title, deal.playbook, deal.grade, deal.outcome, deal.re_evaluate_on,
            deal.last_contact_at, deal.next_step, deal.next_due, deal.owner,
        )
        for deal in nurture_deals(session, limit=None)
        if number in {"", deal.number}
    ]  # fmt: skip


def care_records(session: Session, customer: str = "") -> list[CareRecord]:
    """Return what is planned for all customers, or for the one with this name, the next first."""
    return [
        CareRecord(plan.due_on, plan.customer, plan.contact, plan.purpose, plan.goal, plan.method, plan.owner)
        for plan in care_plans(session, limit=None)
        if customer in {"", plan.customer}
    ]
