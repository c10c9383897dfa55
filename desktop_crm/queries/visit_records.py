"""Visits as the command line shows them: those planned and those made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Activity, ActivityStatus, Contact, Customer, Deal, Member, Purpose, Visit


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit; `status` is planned or done, `second_deal` and `referral_deal` are the numbers of what came from it."""

    deal: str
    customer: str
    status: str
    occasion: str
    due_on: date | None
    visited_on: date | None
    method: str
    contact: str
    visitor: str
    satisfaction: int | None = None
    usage: str = ""
    complaint: str = ""
    training: str = ""
    second_need: str = ""
    second_deal: str = ""
    referral: str = ""
    referral_deal: str = ""
    follow_up: str = ""


def visit_records(session: Session, number: str = "") -> list[VisitRecord]:
    """Return the visits of all deals, or of the one with this number: made ones by their day, then planned ones."""
    return [*_made(session, number), *_planned(session, number)]


def _made(session: Session, number: str) -> list[VisitRecord]:
    second, referred = aliased(Deal), aliased(Deal)
    query = (
        select(
            Deal.number, Customer.name.label("customer"), Contact.name.label("contact"),
            Member.name.label("visitor"), Visit, second.number.label("second"), referred.number.label("referred"),
        )
        .join(Deal, Deal.id == Visit.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Visit.contact_id, isouter=True)
        .join(Member, Member.id == Visit.visitor_id, isouter=True)
        .join(second, second.id == Visit.second_deal_id, isouter=True)
        .join(referred, referred.id == Visit.referral_deal_id, isouter=True)
        .where(Visit.visited_on.is_not(None))
        .order_by(Visit.visited_on, Visit.created_at, Visit.id)
    )  # fmt: skip
    if number:
        query = query.where(Deal.number == number)
    return [_record(row) for row in session.execute(query)]


def _record(row: Any) -> VisitRecord:
    visit: Visit = row.Visit
    return VisitRecord(
        deal=row.number,
        customer=row.customer or "",
        status=ActivityStatus.DONE,
        occasion=visit.occasion,
        due_on=visit.due_on,
        visited_on=visit.visited_on,
        method=visit.method,
        contact=row.contact or "",
        visitor=row.visitor or "",
        satisfaction=visit.satisfaction,
        usage=visit.usage,
        complaint=visit.complaint,
        training=visit.training,
        second_need=visit.second_need,
        second_deal=row.second or "",
        referral=visit.referral,
        referral_deal=row.referred or "",
        follow_up=visit.follow_up,
    )


def _planned(session: Session, number: str) -> list[VisitRecord]:
    query = (
        select(
            Deal.number.label("deal"), func.coalesce(Customer.name, "").label("customer"), Activity.status,
            Activity.occasion, Activity.due_on, Activity.method, func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(Member.name, "").label("visitor"),
        )
        .join(Deal, Deal.id == Activity.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(Activity.status == ActivityStatus.PLANNED, Activity.purpose == Purpose.VISIT)
        .order_by(Activity.due_on.asc().nulls_last(), Activity.id)
    )  # fmt: skip
    if number:
        query = query.where(Deal.number == number)
    return [VisitRecord(**row, visited_on=None) for row in session.execute(query).mappings()]
