"""What the customer registration says: a line for each person at the customer whom the deal may need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, CustomerTag, Deal
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import (
    playbook_of,
    position_of,
    reach_of,
    size_of,
    source_text,
    stage_name,
)
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Registered(InternalOnly):
    """One person with the deal they are registered for."""

    customer: str
    industry: str = ""
    contact: str = ""
    position: str = ""
    reach: str = ""
    need: str = ""
    stage: str = ""
    owner: str = ""
    next_due: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerRegistration(InternalOnly):
    """The data of `customer_registration`."""

    deal: Subject
    source: str = ""
    acquired_on: date | None = None
    size: str = ""
    tags: str = ""
    present_supplier: str = ""
    website: str = ""
    rows: tuple[Registered, ...] = ()
    note: str = ""


def customer_registration(session: Session, deal_id: str) -> CustomerRegistration:
    """Return what is registered of a deal's customer, its own contact first; five statements."""
    about = subject(session, deal_id)
    deal = session.get_one(Deal, deal_id)
    customer = session.get(Customer, deal.customer_id) if deal.customer_id else None
    people = _people(session, deal)
    return CustomerRegistration(
        deal=about,
        source=source_text(deal),
        acquired_on=deal.acquired_on,
        size=size_of(customer) if customer else "",
        tags=_tags(session, deal.customer_id),
        present_supplier=customer.present_supplier if customer else "",
        website=customer.website if customer else "",
        rows=tuple(_rows(session, about, deal, people or [None])),
        note=customer.note if customer else "",
    )


def _people(session: Session, deal: Deal) -> list[Contact]:
    own = [person] if deal.contact_id and (person := session.get(Contact, deal.contact_id)) else []
    if deal.customer_id is None:
        return own
    found = session.scalars(
        select(Contact).where(Contact.customer_id == deal.customer_id).order_by(Contact.name, Contact.id)
    )
    return own + [person for person in found if person not in own]


def _rows(session: Session, about: Subject, deal: Deal, people: Sequence[Contact | None]) -> Iterator[Registered]:
    """Yield a row for each person; the need, which may be long, is written out in the first."""
    stage = stage_name(playbook_of(session, deal), deal.stage)
    for place, person in enumerate(people):
        yield Registered(
            customer=about.customer.name,
            industry=about.customer.industry,
            contact=person.name if person else "",
            position=position_of(person) if person else "",
            reach=reach_of(person),
            need=tr("同上") if place and deal.need else deal.need,
            stage=stage,
            owner=about.us.contact,
            next_due=deal.next_due,
        )


def _tags(session: Session, customer_id: str | None) -> str:
    found = session.scalars(
        select(CustomerTag.tag).where(CustomerTag.customer_id == customer_id).order_by(CustomerTag.tag)
    )
    return "、".join(found)
