"""Whole lists for files and the command line: deals, customers, contacts, activities, the history of changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import (
    Acceptance,
    Activity,
    ChangeSet,
    Contact,
    Customer,
    CustomerTag,
    Deal,
    Member,
    Product,
    RowChange,
    metadata,
)
from desktop_crm.queries.timeline import late_by, writing_limit
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class DealRecord:
    """A deal with the names of what it points at; amounts in yuan, `missing` names the fields still to be filled in."""

    number: str
    customer: str
    title: str
    playbook: str
    stage: str
    status: str
    outcome: str
    outcome_reason: str
    grade: str
    owner: str
    amount: Decimal | None
    budget_low: Decimal | None
    budget_high: Decimal | None
    source: str
    sub_source: str
    product: str
    industry: str
    region: str
    contact: str
    contact_title: str
    phone: str
    email: str
    need: str
    acquired_on: date | None
    expected_close: date | None
    closed_on: date | None
    next_step: str
    next_due: date | None
    incomplete: bool
    missing: tuple[str, ...]
    external_id: str
    note: str


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """A customer with tags and the number of its deals; revenue in yuan a year."""

    name: str
    industry: str
    region: str
    address: str
    website: str
    headcount: int | None
    revenue: Decimal | None
    founded_year: int | None
    parent: str
    owner: str
    tags: tuple[str, ...]
    deals: int
    note: str


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A person at a customer."""

    name: str
    customer: str
    department: str
    title: str
    phone: str
    email: str
    wechat: str
    birthday: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """A planned or done follow-up; `happened_at` is aware, `written_late` by the playbook's limit (F2)."""

    deal: str
    customer: str
    contact: str
    owner: str
    status: str
    method: str
    goal: str
    purpose: str
    due_on: date | None
    due_at: str
    happened_at: datetime | None
    written_late: bool
    feedback: str
    objection: str
    intention: str
    note: str


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """A change set, the latest first; `rows` counts the rows it touched."""

    number: int
    at: datetime
    by: str
    operation: str
    label: str
    rows: int
    undone: bool


def deals(session: Session, number: str = "") -> list[DealRecord]:
    """Return all deals by number, or the one with that number."""
    owner, customer = aliased(Member), aliased(Customer)
    query = (
        select(
            Deal.number, _or_empty(customer.name).label("customer"), Deal.title, Deal.playbook, Deal.stage,
            Deal.stage_status.label("status"), Deal.outcome, Deal.outcome_reason, Deal.grade,
            _or_empty(owner.name).label("owner"), Deal.amount_fen, Deal.budget_low_fen, Deal.budget_high_fen, Deal.source,
            Deal.sub_source, _or_empty(Product.name, Deal.product_name).label("product"),
            _or_empty(customer.industry).label("industry"), _or_empty(customer.region).label("region"),
            _or_empty(Contact.name).label("contact"), _or_empty(Contact.title).label("contact_title"),
            _or_empty(Contact.phone).label("phone"), _or_empty(Contact.email).label("email"), Deal.need, Deal.acquired_on,
            Deal.expected_close, Deal.closed_on, Deal.next_step, Deal.next_due, Deal.missing, Deal.external_id, Deal.note,
        )
        .join(customer, customer.id == Deal.customer_id, isouter=True)
        .join(owner, owner.id == Deal.owner_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Product, Product.id == Deal.product_id, isouter=True)
        .order_by(Deal.number, Deal.id)
    )  # fmt: skip
    return [_deal(row) for row in _rows(session, _only(query, Deal.number, number))]


def deal_id(session: Session, number: str) -> str:
    """Return the id of the deal with this number, or refuse."""
    found = session.scalar(select(Deal.id).where(Deal.number == number))
    if found is None:
        raise Refused(tr("没有编号为“{number}”的商机。", number=number))
    return found


def fullest_deal(session: Session) -> str:
    """Return the id of the deal that has come to acceptance with the most recorded around it, "" when there is none."""
    events = select(func.count(Activity.id)).where(Activity.deal_id == Deal.id).scalar_subquery()
    query = (
        select(Deal.id).join(Acceptance, Acceptance.deal_id == Deal.id).order_by(events.desc(), Deal.number).limit(1)
    )
    return session.scalar(query) or ""


def customers(session: Session, name: str = "") -> list[CustomerRecord]:
    """Return all customers by name, or those of that name."""
    parent, owner = aliased(Customer), aliased(Member)
    tags = select(func.group_concat(CustomerTag.tag, "\n")).where(CustomerTag.customer_id == Customer.id)
    count = select(func.count(Deal.id)).where(Deal.customer_id == Customer.id)
    query = (
        select(
            Customer.name, Customer.industry, Customer.region, Customer.address, Customer.website, Customer.headcount,
            Customer.revenue_fen, Customer.founded_year, _or_empty(parent.name).label("parent"),
            _or_empty(owner.name).label("owner"), tags.scalar_subquery().label("tags"),
            count.scalar_subquery().label("deals"), Customer.note,
        )
        .join(parent, parent.id == Customer.parent_id, isouter=True)
        .join(owner, owner.id == Customer.owner_id, isouter=True)
        .order_by(Customer.name, Customer.id)
    )  # fmt: skip
    return [_customer(row) for row in _rows(session, _only(query, Customer.name, name))]


def contacts(session: Session, name: str = "") -> list[ContactRecord]:
    """Return all contacts by customer and name, or those of that name."""
    query = (
        select(
            Contact.name, _or_empty(Customer.name).label("customer"), Contact.department, Contact.title, Contact.phone,
            Contact.email, Contact.wechat, Contact.birthday, Contact.note,
        )
        .join(Customer, Customer.id == Contact.customer_id, isouter=True)
        .order_by("customer", Contact.name, Contact.id)
    )  # fmt: skip
    return [ContactRecord(**row) for row in _rows(session, _only(query, Contact.name, name))]


def activities(session: Session, deal: str = "") -> list[ActivityRecord]:
    """Return all follow-ups by day, or those of the deal with that number."""
    query = (
        select(
            _or_empty(Deal.number).label("deal"), _or_empty(Customer.name).label("customer"),
            _or_empty(Contact.name).label("contact"), _or_empty(Member.name).label("owner"), Activity.status,
            Activity.method, Activity.goal, Activity.purpose, Activity.due_on, Activity.due_at, Activity.happened_at,
            Activity.written_at, _or_empty(Deal.playbook).label("playbook"), Activity.feedback, Activity.objection,
            Activity.intention, Activity.note,
        )
        .join(Deal, Deal.id == Activity.deal_id, isouter=True)
        .join(Customer, Customer.id == func.coalesce(Activity.customer_id, Deal.customer_id), isouter=True)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .order_by(func.coalesce(Activity.happened_at, Activity.due_on), Activity.id)
    )  # fmt: skip
    return [_activity(session, row) for row in _rows(session, _only(query, Deal.number, deal))]


def history(session: Session, deal: str = "") -> list[HistoryRecord]:
    """Return the change sets, the latest first; with a deal's number those that touched it or what belongs to it."""
    count = select(func.count(RowChange.rid)).where(RowChange.change_set == ChangeSet.rid).scalar_subquery()
    query = (
        select(
            ChangeSet.rid.label("number"), ChangeSet.at, _or_empty(Member.name).label("by"), ChangeSet.operation,
            ChangeSet.label, count.label("rows"), ChangeSet.undone,
        )
        .join(Member, Member.id == ChangeSet.by_id, isouter=True)
        .order_by(ChangeSet.rid.desc())
    )  # fmt: skip
    if deal:
        touched = select(RowChange.change_set).where(or_(*_belonging(deal)))
        query = query.where(ChangeSet.rid.in_(touched))
    return [HistoryRecord(**row) for row in _rows(session, query)]


def _deal(row: dict[str, Any]) -> DealRecord:
    row["missing"] = tuple(row["missing"])
    return DealRecord(**row, incomplete=bool(row["missing"]))


def _activity(session: Session, row: dict[str, Any]) -> ActivityRecord:
    limit, written_at = writing_limit(session, row.pop("playbook")), row.pop("written_at")
    return ActivityRecord(**row, written_late=late_by(row["happened_at"], written_at, limit) is not None)


def _customer(row: dict[str, Any]) -> CustomerRecord:
    row["tags"] = tuple(sorted(row["tags"].split("\n"))) if row["tags"] else ()
    return CustomerRecord(**row)


def _belonging(number: str) -> Iterator[ColumnElement[bool]]:
    """Tell of a row change that it touched the deal with this number, or a row with its id."""
    ids = select(Deal.id).where(Deal.number == number).scalar_subquery()
    yield RowChange.row_id.in_(ids)
    for table in metadata().sorted_tables:
        if "deal_id" in table.c:
            yield RowChange.row_id.in_(select(table.c.id).where(table.c.deal_id.in_(ids)).scalar_subquery())


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Yield rows as keywords of a record; amounts in fen become yuan."""
    for row in session.execute(query).mappings():
        yield {key.removesuffix("_fen"): yuan(value) if key.endswith("_fen") else value for key, value in row.items()}


def _only(query: Select[*tuple[Any, ...]], column: Any, wanted: str) -> Select[*tuple[Any, ...]]:
    return query.where(column == wanted) if wanted else query


def _or_empty(*columns: Any) -> Any:
    return func.coalesce(*columns, "")


def yuan(fen: int | None) -> Decimal | None:
    """Return an amount in fen as exact yuan."""
    return None if fen is None else Decimal(fen) / 100
