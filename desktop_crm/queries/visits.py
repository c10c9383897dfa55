"""Visits after acceptance: what is planned, what was said in each, how satisfied the customer was over time (D4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Acceptance, Activity, ActivityStatus, Contact, Deal, Member, Purpose, Visit
from desktop_crm.queries.deal import Choice
from desktop_crm.queries.linked_deals import LinkedDeal, LinkedDeals, linked_deals


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit that is to be made; `occasion` is "" for one that a person planned."""

    id: str  # of the plan
    occasion: str
    goal: str
    due_on: date | None
    method: str
    contact_id: str
    contact: str
    owner: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit that was made, and the deals it led to."""

    id: str
    deal_id: str
    occasion: str
    due_on: date | None
    visited_on: date | None
    method: str
    contact_id: str
    contact: str
    visitor: str
    satisfaction: int | None
    usage: str
    complaint: str
    training: str
    second_need: str
    referral: str
    follow_up: str
    second_deal_id: str
    referral_deal_id: str


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """The visits of a deal, the newest first; the rest is what the entry of the next one offers."""

    accepted_on: date | None = None
    planned: tuple[PlannedVisit, ...] = ()
    visits: tuple[VisitLine, ...] = ()
    linked: LinkedDeals = field(default_factory=LinkedDeals)
    contacts: tuple[Choice, ...] = ()
    contact_id: str = ""

    @property
    def marks(self) -> tuple[tuple[date, int], ...]:
        """Return when the customer was how satisfied, the oldest first."""
        return marks_of(self.visits)

    def deal(self, deal_id: str) -> LinkedDeal | None:
        """Return a deal that a visit led to, None when it is gone."""
        return next((child for child in self.linked.children if child.id == deal_id), None)


def visit_sheet(session: Session, deal_id: str) -> VisitSheet:
    """Return the visits of a deal, planned and made; a fixed number of statements."""
    deal = session.execute(
        select(Deal.customer_id, Deal.contact_id, Acceptance.accepted_on)
        .join(Acceptance, Acceptance.deal_id == Deal.id, isouter=True)
        .where(Deal.id == deal_id)
    ).first()
    if deal is None:
        return VisitSheet()
    people = select(Contact.id, Contact.name).where(Contact.customer_id == deal.customer_id).order_by(Contact.id)
    return VisitSheet(
        deal.accepted_on,
        planned_visits(session, deal_id),
        visits_of(session, deal_id),
        linked_deals(session, deal_id),
        tuple(Choice(row.id, row.name) for row in session.execute(people)) if deal.customer_id else (),
        deal.contact_id or "",
    )


def planned_visits(session: Session, deal_id: str) -> tuple[PlannedVisit, ...]:
    """Return the visits that are to be made, the next first."""
    rows = session.execute(
        select(
            Activity.id, Activity.occasion, Activity.goal, Activity.due_on, Activity.method,
            func.coalesce(Activity.contact_id, "").label("contact_id"),
            func.coalesce(Contact.name, "").label("contact"), func.coalesce(Member.name, "").label("owner"),
        )
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        # Written so that the index of the deal is taken, and not that of the status, which thousands of plans share.
        .where(
            Activity.deal_id == deal_id,
            Activity.purpose == Purpose.VISIT,
            Activity.status.concat("") == ActivityStatus.PLANNED,
        )
        .order_by(Activity.due_on.asc().nulls_last(), Activity.id)
    )  # fmt: skip
    return tuple(PlannedVisit(**row) for row in rows.mappings())


def visits_of(session: Session, deal_id: str) -> tuple[VisitLine, ...]:
    """Return the visits of a deal that were made, the newest first."""
    return _lines(session, _visits().where(Visit.deal_id == deal_id))


def customer_visits(session: Session, customer_id: str) -> tuple[VisitLine, ...]:
    """Return the visits of all deals of a customer, the newest first."""
    return _lines(session, _visits().join(Deal, Deal.id == Visit.deal_id).where(Deal.customer_id == customer_id))


def marks_of(visits: tuple[VisitLine, ...]) -> tuple[tuple[date, int], ...]:
    """Return when somebody was how satisfied, the oldest first."""
    return tuple(
        (visit.visited_on, visit.satisfaction)
        for visit in reversed(visits)
        if visit.visited_on is not None and visit.satisfaction is not None
    )


def _visits() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Visit.id, Visit.deal_id, Visit.occasion, Visit.due_on, Visit.visited_on, Visit.method,
            func.coalesce(Visit.contact_id, "").label("contact_id"),
            func.coalesce(Contact.name, "").label("contact"), func.coalesce(Member.name, "").label("visitor"),
            Visit.satisfaction, Visit.usage, Visit.complaint, Visit.training, Visit.second_need, Visit.referral,
            Visit.follow_up, Visit.second_deal_id, Visit.referral_deal_id,
        )
        .join(Contact, Contact.id == Visit.contact_id, isouter=True)
        .join(Member, Member.id == Visit.visitor_id, isouter=True)
        .where(Visit.visited_on.is_not(None))
    )  # fmt: skip


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[VisitLine, ...]:
    query = query.join(Activity, Activity.id == Visit.activity_id, isouter=True)  # which knows the hour
    rows = session.execute(query.order_by(Visit.visited_on.desc(), Activity.happened_at.desc(), Visit.id.desc()))
    return tuple(VisitLine(**row) for row in rows.mappings())
