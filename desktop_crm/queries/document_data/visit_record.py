"""What the record of a visit says: how it is used, how satisfied the customer is, what they need, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import method_name
from desktop_crm.queries.document_data.items import Item
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.linked_deals import LinkedDeal, linked_deals
from desktop_crm.queries.visits import VisitLine, visits_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.visits import satisfaction_text
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class EarlierVisit(InternalOnly):
    """A visit before the one that is printed, with the mark the customer gave then."""

    visited_on: date | None
    occasion: str = ""
    satisfaction: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class VisitRecord(InternalOnly):
    """The data of `visit_record`."""

    deal: Subject
    occasion: str = ""
    due_on: date | None = None
    visited_on: date | None = None
    method: str = ""
    contact: str = ""
    visitor: str = ""
    satisfaction: str = ""
    usage: str = ""
    complaint: str = ""
    training: str = ""
    second_need: str = ""
    second_deal: str = ""
    referral: str = ""
    referral_deal: str = ""
    follow_up: str = ""
    earlier: tuple[EarlierVisit, ...] = ()


def visit_record(session: Session, deal_id: str, visit_id: str = "") -> VisitRecord:
    """Return one visit of a deal, the newest unless told; four statements."""
    visits = visits_of(session, deal_id)
    place = next((place for place, visit in enumerate(visits) if visit_id in ("", visit.id)), None)
    if place is None:
        raise Refused(tr("还没有可以印出的回访记录。"), Remedy(tr("记录回访"), "delivery.visits"))
    visit = visits[place]
    deals = {deal.id: deal for deal in linked_deals(session, deal_id).children}
    return VisitRecord(
        deal=subject(session, deal_id),
        occasion=visit.occasion or tr("计划外"),
        due_on=visit.due_on,
        visited_on=visit.visited_on,
        method=method_name(visit.method),
        contact=visit.contact,
        visitor=visit.visitor,
        satisfaction=satisfaction_text(visit.satisfaction),
        usage=visit.usage,
        complaint=visit.complaint,
        training=visit.training,
        second_need=visit.second_need,
        second_deal=_named(deals.get(visit.second_deal_id)),
        referral=visit.referral,
        referral_deal=_named(deals.get(visit.referral_deal_id)),
        follow_up=visit.follow_up,
        earlier=tuple(_earlier(before) for before in reversed(visits[place + 1 :])),
    )


def visit_items(session: Session, deal_id: str) -> tuple[Item, ...]:
    """Return the visits of a deal, the newest last."""
    visits = reversed(visits_of(session, deal_id))
    return tuple(Item(visit.id, _label(number, visit)) for number, visit in enumerate(visits, 1))


def _label(number: int, visit: VisitLine) -> str:
    day = visit.visited_on.isoformat() if visit.visited_on else ""
    return " ".join(filter(None, (visit.occasion or tr("第 {number} 次", number=number), day)))


def _earlier(visit: VisitLine) -> EarlierVisit:
    mark = satisfaction_text(visit.satisfaction)
    return EarlierVisit(visit.visited_on, visit.occasion or tr("计划外"), mark, visit.complaint)


def _named(deal: LinkedDeal | None) -> str:
    return " ".join(dict.fromkeys(filter(None, (deal.number, deal.customer, deal.title)))) if deal else ""
