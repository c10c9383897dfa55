"""One deal as the pane shows it: the facts of its head, and its overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    ChecklistTick,
    Contact,
    Customer,
    CustomerTag,
    Deal,
    Member,
    Product,
    StageChange,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The earliest planned follow-up."""

    id: str
    goal: str
    due_on: date | None
    method: str


@dataclass(frozen=True, slots=True)
class DealHead:
    """What stands over every tab: who, what, how much, how far, what next."""

    id: str
    number: str
    title: str
    customer_id: str
    customer: str
    owner: str
    amount_fen: int | None
    grade: str
    playbook: str
    stage: str
    stage_status: str
    stage_since: datetime | None
    outcome: str
    outcome_reason: str
    closed_on: date | None
    missing: tuple[str, ...]
    nurture: bool
    next_step: NextStep | None


@dataclass(frozen=True, slots=True)
class Person:
    """The contact a deal is discussed with."""

    id: str
    name: str
    department: str
    title: str
    phone: str
    email: str
    wechat: str


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """The customer of a deal, as far as the overview shows it."""

    id: str
    name: str
    industry: str
    region: str
    address: str
    headcount: int | None
    revenue_fen: int | None
    present_supplier: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose by its id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class DealOverview:
    """All a deal's overview shows; what is not known is empty."""

    id: str
    number: str
    playbook: str
    stage: str
    outcome: str
    grade: str
    amount_fen: int | None
    need: str
    product_id: str
    product_name: str
    owner_id: str
    first_responder_id: str
    source: str
    sub_source: str
    acquired_on: date | None
    external_id: str
    budget_low_fen: int | None
    budget_high_fen: int | None
    purchase_time: str
    expected_close: date | None
    note: str
    customer: CustomerCard | None
    contact: Person | None
    ticked: frozenset[str]
    members: tuple[Choice, ...]
    products: tuple[Choice, ...]
    known_tags: tuple[str, ...]


def deal_head(session: Session, deal_id: str) -> DealHead | None:
    """Return the head of a deal, or None when it is gone; two statements."""
    found = session.execute(
        select(
            Deal,
            func.coalesce(Customer.name, "").label("customer"),
            func.coalesce(Member.name, "").label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.id == deal_id)
    ).first()
    if found is None:
        return None
    deal = found.Deal
    return DealHead(
        id=deal.id,
        number=deal.number,
        title=deal.title,
        customer_id=deal.customer_id or "",
        customer=found.customer,
        owner=found.owner,
        amount_fen=deal.amount_fen,
        grade=deal.grade,
        playbook=deal.playbook,
        stage=deal.stage,
        stage_status=deal.stage_status,
        stage_since=deal.stage_since,
        outcome=deal.outcome,
        outcome_reason=deal.outcome_reason,
        closed_on=deal.closed_on,
        missing=tuple(deal.missing),
        nurture=deal.nurture,
        next_step=_next_step(session, deal_id),
    )


def deal_overview(session: Session, deal_id: str) -> DealOverview | None:
    """Return the overview of a deal, or None when it is gone; six statements."""
    found = session.execute(_overview_row(deal_id)).first()
    if found is None:
        return None
    deal = found.Deal
    tags = select(CustomerTag.tag).where(CustomerTag.customer_id == deal.customer_id).order_by(CustomerTag.created_at)
    own_tags = tuple(session.scalars(tags.order_by(CustomerTag.tag)))
    return DealOverview(
        id=deal.id,
        number=deal.number,
        playbook=deal.playbook,
        stage=deal.stage,
        outcome=deal.outcome,
        grade=deal.grade,
        amount_fen=deal.amount_fen,
        need=deal.need,
        product_id=deal.product_id or "",
        product_name=found.product or deal.product_name,
        owner_id=deal.owner_id or "",
        first_responder_id=deal.first_responder_id or "",
        source=deal.source,
        sub_source=deal.sub_source,
        acquired_on=deal.acquired_on,
        external_id=deal.external_id,
        budget_low_fen=deal.budget_low_fen,
        budget_high_fen=deal.budget_high_fen,
        purchase_time=deal.purchase_time,
        expected_close=deal.expected_close,
        note=deal.note,
        customer=_customer(found.Customer, own_tags),
        contact=_person(found.Contact),
        ticked=frozenset(session.scalars(select(ChecklistTick.item).where(ChecklistTick.deal_id == deal_id))),
        members=members(session, deal.owner_id, deal.first_responder_id),
        products=_choices(session, select(Product.id, Product.name).order_by(Product.name)),
        known_tags=tuple(session.scalars(select(CustomerTag.tag).distinct().order_by(CustomerTag.tag).limit(500))),
    )


def members(session: Session, *kept: str | None) -> tuple[Choice, ...]:
    """Return the colleagues to choose from: who is still here, and those of `kept` who have left."""
    still_here = Member.left.is_(False) | Member.id.in_([one for one in kept if one])
    return _choices(session, select(Member.id, Member.name).where(still_here).order_by(Member.name, Member.id))


def contacts_of_deal(session: Session, deal_id: str) -> tuple[Choice, ...]:
    """Return the people a follow-up can be with: those of the customer, the deal's own first."""
    query = (
        select(Contact.id, Contact.name)
        .join(Deal, (Deal.customer_id == Contact.customer_id) | (Deal.contact_id == Contact.id))
        .where(Deal.id == deal_id)
        .order_by((Deal.contact_id == Contact.id).desc(), Contact.name)
    )
    return _choices(session, query)


def latest_evidence(session: Session, deal_id: str) -> str:
    """Return the fact the latest stage change rests on."""
    return (
        session.scalar(
            select(StageChange.evidence).where(StageChange.deal_id == deal_id).order_by(StageChange.id.desc()).limit(1)
        )
        or ""
    )


def _next_step(session: Session, deal_id: str) -> NextStep | None:
    plan = session.execute(
        select(Activity.id, Activity.goal, Activity.due_on, Activity.method)
        .where(Activity.deal_id == deal_id, Activity.status == ActivityStatus.PLANNED)
        .order_by(func.coalesce(Activity.due_on, "9999"), Activity.due_at, Activity.id)
        .limit(1)
    ).first()
    return NextStep(plan.id, plan.goal, plan.due_on, plan.method) if plan else None


def _overview_row(deal_id: str) -> Select[*tuple[Any, ...]]:
    return (
        select(Deal, Customer, Contact, Product.name.label("product"))
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Product, Product.id == Deal.product_id, isouter=True)
        .where(Deal.id == deal_id)
    )


def _customer(customer: Customer | None, tags: tuple[str, ...]) -> CustomerCard | None:
    if customer is None:
        return None
    return CustomerCard(
        id=customer.id,
        name=customer.name,
        industry=customer.industry,
        region=customer.region,
        address=customer.address,
        headcount=customer.headcount,
        revenue_fen=customer.revenue_fen,
        present_supplier=customer.present_supplier,
        tags=tags,
    )


def _person(contact: Contact | None) -> Person | None:
    if contact is None:
        return None
    return Person(
        contact.id,
        contact.name,
        contact.department,
        contact.title,
        contact.phone,
        contact.email,
        contact.wechat,
    )


def _choices(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[Choice, ...]:
    rows: list[Row[*tuple[Any, ...]]] = list(session.execute(query).all())
    return tuple(Choice(row.id, row.name) for row in rows)
