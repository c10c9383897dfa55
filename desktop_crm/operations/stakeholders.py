"""The decision chain of a deal: who belongs to it, in which part, and who reports to whom (C2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Customer, Deal, Member, Stakeholder, link_id
from desktop_crm.operations.activities import edit_activity, plan_activity
from desktop_crm.operations.completeness import settle_customer
from desktop_crm.operations.contacts import change_contact, find_contact, leave_chain
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt, edit, existing
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.decision_chain import INFLUENCES, ROLE_NAMES, STANCES, would_circle
from desktop_crm.system.translations import tr

FIELDS = frozenset({"role", "stance", "influence", "met", "covered_by_id", "note"})


@operation("加入决策链")
def add_stakeholder(session: Session, deal_id: str, *, contact_id: str, **values: Any) -> str:
    """Add a contact to the decision chain of a deal and return the link's id; adding twice is one link."""
    existing(session, Deal, deal_id)
    existing(session, Contact, contact_id)
    return _join(session, deal_id, contact_id, values).id


@operation("加入决策链")
def add_person_to_chain(
    session: Session,
    deal_id: str,
    *,
    name: str,
    department: str = "",
    title: str = "",
    phone: str = "",
    reports_to: str = "",
    **values: Any,
) -> str:
    """Add a person by name: the customer's known contact, completed, or a new one; return the link's id."""
    customer_id = existing(session, Deal, deal_id).customer_id
    if customer_id is None:
        raise Refused(tr("请先填写客户，再往决策链里加人。"), Remedy(tr("填写客户"), "overview.customer"))
    existing(session, Customer, customer_id)
    contact = find_contact(session, customer_id, name=name, phone=phone) or Contact(customer_id=customer_id)
    _refuse_twice(session, deal_id, contact)
    said = {"name": name, "department": department, "title": title, "phone": phone}
    change_contact(contact, {key: text for key, text in said.items() if text.strip() or key == "name"})
    session.add(contact)
    session.flush()
    settle_customer(session, customer_id)
    person = _join(session, deal_id, contact.id, values)
    if reports_to:
        _subordinate(session, person, reports_to)
    return person.id


@operation("修改决策链成员")
def edit_stakeholder(session: Session, stakeholder_id: str, **values: Any) -> None:
    """Change part, stance, influence, whether met, who covers the person, or the note."""
    _change(session, existing(session, Stakeholder, stakeholder_id), values)


@operation("调整汇报关系")
def set_reports_to(session: Session, stakeholder_id: str, *, superior_id: str | None) -> None:
    """Let a person report to another of the same chain, or to nobody (None); a circle is refused."""
    person = existing(session, Stakeholder, stakeholder_id)
    if superior_id:
        _subordinate(session, person, superior_id)
    else:
        person.reports_to_id = None


@operation("移出决策链")
def remove_stakeholder(session: Session, stakeholder_id: str) -> None:
    """Take a person out of the chain; the contact stays, and who reported to them moves up."""
    leave_chain(session, existing(session, Stakeholder, stakeholder_id))


@operation("安排接触")
def plan_contact(session: Session, stakeholder_id: str, *, due_on: date) -> str:
    """Plan a visit to a person of the chain and return the plan's id."""
    person = existing(session, Stakeholder, stakeholder_id)
    contact = existing(session, Contact, person.contact_id)
    goal = tr("拜访{name}{title}", name=contact.name, title=f"（{contact.title}）" if contact.title else "")
    plan = plan_activity(session, person.deal_id, goal=goal, due_on=due_on, method="visit")
    edit_activity(session, plan, contact_id=contact.id)
    return plan


def _join(session: Session, deal_id: str, contact_id: str, values: dict[str, Any]) -> Stakeholder:
    """Return the link of a contact to a deal; a new one counts as met when there is a record with the contact."""
    person = adopt(session, Stakeholder, link_id(deal_id, contact_id))
    person.deal_id, person.contact_id = deal_id, contact_id
    session.flush()
    _change(session, person, {"met": person.met or _was_reached(session, contact_id), **values})
    session.flush()
    return person


def _change(session: Session, person: Stakeholder, values: dict[str, Any]) -> None:
    for name, known in (("role", ROLE_NAMES), ("stance", STANCES), ("influence", INFLUENCES)):
        if name in values and values[name] not in known:
            raise ValueError(f"{name}: {values[name]!r}")
    if values.get("covered_by_id"):
        existing(session, Member, values["covered_by_id"])
    edit(person, values, fields=FIELDS)
    person.covered_by_id = person.covered_by_id or None


def _subordinate(session: Session, person: Stakeholder, superior_id: str) -> None:
    superior = existing(session, Stakeholder, superior_id)
    if superior.deal_id != person.deal_id:
        raise ValueError("the superior belongs to another deal")
    chain = select(Stakeholder.id, Stakeholder.reports_to_id).where(Stakeholder.deal_id == person.deal_id)
    superiors = {key: above for key, above in session.execute(chain)}  # noqa: C416 - rows are no pairs to the types
    if would_circle(superiors, person.id, superior.id):
        raise Refused(_circle(session, person, superior))
    person.reports_to_id = superior.id


def _circle(session: Session, person: Stakeholder, superior: Stakeholder) -> str:
    below, above = existing(session, Contact, person.contact_id), existing(session, Contact, superior.contact_id)
    if person.id == superior.id:
        return tr("{name}不能向自己汇报。", name=below.name)
    return tr(
        "{above}在{below}的汇报线之下，不能反过来当上级；请先调整{above}的上级。", above=above.name, below=below.name
    )


def _refuse_twice(session: Session, deal_id: str, contact: Contact) -> None:
    """Refuse a name that is in the chain already: it is either the same person or needs telling apart."""
    person = session.get(Stakeholder, link_id(deal_id, contact.id)) if contact.id else None
    if person is not None and person.deleted_at is None:
        raise Refused(tr("“{name}”已经在决策链里；若是同名的另一个人，请加上电话以便区分。", name=contact.name))


def _was_reached(session: Session, contact_id: str) -> bool:
    records = select(Activity.id).where(Activity.contact_id == contact_id, Activity.status == ActivityStatus.DONE)
    return session.scalar(records.limit(1)) is not None
