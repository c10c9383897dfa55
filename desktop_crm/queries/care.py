"""Care for customers who have bought (D5): what is planned, and the words that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    COMPANY_ID,
    Activity,
    ActivityStatus,
    Anniversary,
    Company,
    Contact,
    Customer,
    Deal,
    Greeting,
    Member,
    Purpose,
    context,
)
from desktop_crm.rules.greetings import fill, wordings

PURPOSES: Final = (Purpose.GREETING, Purpose.SURVEY, Purpose.REPORT, Purpose.VISIT)


@dataclass(frozen=True, slots=True)
class CarePlan:
    """A planned greeting, survey, report or visit."""

    id: str
    purpose: str
    occasion: str
    goal: str
    method: str
    due_on: date | None
    customer_id: str
    customer: str
    contact: str
    deal_id: str
    owner: str


@dataclass(frozen=True, slots=True)
class GreetingText:
    """The words for an occasion; `own` when the company changed them."""

    key: str
    name: str
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class RememberedDay:
    """A day of every year that belongs to a customer, or to one of its people."""

    id: str
    name: str
    contact_id: str
    contact: str
    month: int
    day: int
    lunar: bool


def care_plans(
    session: Session,
    *,
    purpose: str = "",
    order: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = 50,
) -> list[CarePlan]:
    """Return a page of what is planned, the next first."""
    key = _ORDERS.get(order, Activity.due_on)
    place = key.desc().nulls_last() if descending else key.asc().nulls_last()
    query = (
        select(
            Activity.id, Activity.purpose, Activity.occasion, Activity.goal, Activity.method, Activity.due_on,
            func.coalesce(Activity.customer_id, "").label("customer_id"),
            func.coalesce(Customer.name, "").label("customer"), func.coalesce(Contact.name, "").label("contact"),
            func.coalesce(Activity.deal_id, "").label("deal_id"), func.coalesce(Member.name, "").label("owner"),
        )
        .join(Customer, Customer.id == Activity.customer_id, isouter=True)
        .join(Contact, Contact.id == Activity.contact_id, isouter=True)
        .join(Member, Member.id == Activity.owner_id, isouter=True)
        .where(*_planned((purpose,) if purpose else PURPOSES))
        .order_by(place, Activity.id)
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    return [CarePlan(**row) for row in session.execute(query).mappings()]


def care_counts(session: Session) -> dict[str, int]:
    """Return how much of each kind is planned, in the order of the kinds."""
    query = (
        select(Activity.purpose, func.count().label("planned")).where(*_planned(PURPOSES)).group_by(Activity.purpose)
    )
    counts = {row.purpose: row.planned for row in session.execute(query)}
    return {purpose: counts[purpose] for purpose in PURPOSES if purpose in counts}


def greeting_texts(session: Session) -> tuple[GreetingText, ...]:
    """Return the words for every occasion, the company's own before the shipped ones."""
    own = {row.occasion: row.text for row in session.execute(select(Greeting.occasion, Greeting.text))}
    return tuple(
        GreetingText(each.key, each.name, own.get(each.key, each.text), each.key in own) for each in wordings().values()
    )


def words_for(session: Session, activity_id: str) -> str:
    """Return the words for a plan, filled in for its customer; "" when there are none for its kind."""
    plan = session.get(Activity, activity_id)
    key = _wording(plan) if plan is not None else ""
    if plan is None or not key:
        return ""
    text = next(each.text for each in greeting_texts(session) if each.key == key)
    return fill(text, _values(session, plan))


def remembered_days(session: Session, customer_id: str) -> tuple[RememberedDay, ...]:
    """Return the days to remember of a customer, its own before those of its people."""
    query = (
        select(Anniversary, func.coalesce(Contact.name, "").label("contact"))
        .join(Contact, Contact.id == Anniversary.contact_id, isouter=True)
        .where(Anniversary.customer_id == customer_id)
        .order_by(Anniversary.contact_id.is_not(None), Anniversary.id)
    )
    rows: Sequence[Any] = session.execute(query).all()
    return tuple(
        RememberedDay(
            row.Anniversary.id, row.Anniversary.name, row.Anniversary.contact_id or "", row.contact,
            row.Anniversary.month, row.Anniversary.day, row.Anniversary.lunar,
        )
        for row in rows
    )  # fmt: skip


_ORDERS: dict[str, Any] = {
    "due_on": Activity.due_on,
    "customer": Customer.name,
    "goal": Activity.goal,
    "contact": Contact.name,
    "method": Activity.method,
    "owner": Member.name,
}


def _planned(purposes: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.status == ActivityStatus.PLANNED,
        Activity.purpose.in_(purposes),
        Activity.deleted_at.is_(None),
    )


def _wording(plan: Activity) -> str:
    """Return the key of the words for a plan."""
    if plan.purpose != Purpose.GREETING:
        return plan.purpose if plan.purpose in wordings() else ""
    name = plan.occasion.partition("-")[2]
    festival = next((each.key for each in wordings().values() if each.festival and each.name == name), "")
    return festival or ("birthday" if name.endswith(wordings()["birthday"].name) else "anniversary")


def _values(session: Session, plan: Activity) -> dict[str, str]:
    customer = session.get(Customer, plan.customer_id) if plan.customer_id else None
    deal = session.get(Deal, plan.deal_id) if plan.deal_id else None
    contact_id = plan.contact_id or (deal.contact_id if deal else None)
    contact = session.get(Contact, contact_id) if contact_id else None
    me = session.get(Member, context(session).me or plan.owner_id or "")
    company = session.get(Company, COMPANY_ID)
    return {
        "客户": customer.name if customer else "",
        "联系人": contact.name if contact else "",
        "我": me.name if me else "",
        "公司": company.name if company else "",
    }
