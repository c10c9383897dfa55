"""One customer in full: profile, tags, people, deals and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Activity, ActivityStatus, Contact, Customer, CustomerTag, Deal, Member
from desktop_crm.queries.customer_deals import DealSums, deal_sums

_MOST_RECORDS = 50


@dataclass(frozen=True, slots=True)
class ContactCard:
    """A person at the customer."""

    id: str
    name: str
    department: str
    title: str
    phone: str
    email: str
    wechat: str
    birthday: date | None
    note: str


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A follow-up with the customer, over all its deals."""

    id: str
    deal_id: str | None
    at: datetime
    method: str
    feedback: str
    deal: str
    contact: str
    owner: str


@dataclass(frozen=True, slots=True)
class CustomerProfile:
    """What is known of a customer (C1)."""

    id: str
    name: str
    industry: str
    region: str
    address: str
    website: str
    headcount: int | None
    revenue_fen: int | None
    founded_year: int | None
    parent: str
    organisation: str
    competitors: str
    present_supplier: str
    owner_id: str
    note: str
    tags: tuple[str, ...]
    contacts: tuple[ContactCard, ...]
    deals: DealSums
    records: tuple[CustomerRecord, ...]
    record_count: int


def customer_profile(session: Session, customer_id: str) -> CustomerProfile | None:
    """Return the customer, None when it was deleted; the newest records only, with their count."""
    parent = aliased(Customer)
    row = session.execute(
        select(Customer, parent.name.label("parent"))
        .join(parent, parent.id == Customer.parent_id, isouter=True)
        .where(Customer.id == customer_id)
    ).first()
    if row is None:
        return None
    customer: Customer = row.Customer
    records = _records(session, customer_id)
    return CustomerProfile(
        id=customer.id,
        name=customer.name,
        industry=customer.industry,
        region=customer.region,
        address=customer.address,
        website=customer.website,
        headcount=customer.headcount,
        revenue_fen=customer.revenue_fen,
        founded_year=customer.founded_year,
        parent=row.parent or "",
        organisation=customer.organisation,
        competitors=customer.competitors,
        present_supplier=customer.present_supplier,
        owner_id=customer.owner_id or "",
        note=customer.note,
        tags=_tags(session, customer_id),
        contacts=_contacts(session, customer_id),
        deals=deal_sums(session, customer_id),
        records=records,
        record_count=len(records) if len(records) < _MOST_RECORDS else _count_records(session, customer_id),
    )


def _tags(session: Session, customer_id: str) -> tuple[str, ...]:
    query = select(CustomerTag.tag).where(CustomerTag.customer_id == customer_id)
    return tuple(session.scalars(query.order_by(CustomerTag.created_at, CustomerTag.tag)))


def _contacts(session: Session, customer_id: str) -> tuple[ContactCard, ...]:
    query = select(Contact).where(Contact.customer_id == customer_id).order_by(Contact.created_at, Contact.id)
    return tuple(
        ContactCard(
            each.id,
            each.name,
            each.department,
            each.title,
            each.phone,
            each.email,
            each.wechat,
            each.birthday,
            each.note,
        )
        for each in session.scalars(query)
    )


def _done(customer_id: str) -> tuple[Any, ...]:
    """Return the condition; written so that the index on the status, which nearly every row shares, is not taken."""
    return Activity.customer_id == customer_id, Activity.status.concat("") == ActivityStatus.DONE


def _count_records(session: Session, customer_id: str) -> int:
    return session.scalar(select(func.count(Activity.id)).where(*_done(customer_id))) or 0


def _records(session: Session, customer_id: str) -> tuple[CustomerRecord, ...]:
    query = (
        select(
            Activity.id, Activity.deal_id, Activity.happened_at, Activity.created_at, Activity.method,
            Activity.feedback, Deal.title.label("deal"), Contact.name.label("contact"), Member.name.label("owner"),
        )
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(*_done(customer_id))
        .order_by(Activity.happened_at.desc(), Activity.id.desc())
        .limit(_MOST_RECORDS)
    )  # fmt: skip
    return tuple(
        CustomerRecord(
            id=row.id,
            deal_id=row.deal_id,
            at=row.happened_at or row.created_at,
            method=row.method,
            feedback=row.feedback,
            deal=row.deal or "",
            contact=row.contact or "",
            owner=row.owner or "",
        )
        for row in session.execute(query)
    )
