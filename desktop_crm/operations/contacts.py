"""People at a customer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Stakeholder
from desktop_crm.operations.completeness import settle_customer
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.phones import BadPhone, parse_phone
from desktop_crm.system.translations import tr

FIELDS = frozenset({"name", "department", "title", "phone", "email", "wechat", "birthday", "note"})


@operation("添加联系人")
def add_contact(session: Session, customer_id: str, *, name: str, **values: Any) -> str:
    """Add a person to a customer and return their id."""
    existing(session, Customer, customer_id)
    contact = Contact(customer_id=customer_id)
    change_contact(contact, {"name": name, **values})
    session.add(contact)
    session.flush()
    settle_customer(session, customer_id)
    return contact.id


@operation("修改联系人")
def edit_contact(session: Session, contact_id: str, **values: Any) -> None:
    """Change fields of a person; the name cannot be emptied."""
    contact = existing(session, Contact, contact_id)
    change_contact(contact, values)
    settle_customer(session, contact.customer_id)


@operation("删除联系人")
def delete_contact(session: Session, contact_id: str) -> None:
    """Mark a person deleted and take them out of every decision chain."""
    contact = existing(session, Contact, contact_id)
    for stakeholder in session.scalars(select(Stakeholder).where(Stakeholder.contact_id == contact_id)):
        leave_chain(session, stakeholder)
    mark_deleted(contact)
    session.flush()
    settle_customer(session, contact.customer_id)


def change_contact(contact: Contact, values: dict[str, Any]) -> None:
    """Set fields of a person; a phone number gets its normal form, one that is none stays as it was written."""
    if "name" in values and not str(values["name"]).strip():
        raise Refused(tr("请填写联系人的姓名。"), Remedy(tr("填写"), "name"))
    edit(contact, values, fields=FIELDS)
    if contact.phone:
        contact.phone = _normal_phone(contact.phone)


def leave_chain(session: Session, stakeholder: Stakeholder) -> None:
    """Take a person out of a decision chain; who reported to them now reports to their superior."""
    reports = select(Stakeholder).where(Stakeholder.reports_to_id == stakeholder.id)
    for report in session.scalars(reports):
        report.reports_to_id = stakeholder.reports_to_id
    stakeholder.reports_to_id = None
    mark_deleted(stakeholder)
    session.flush()


def find_contact(session: Session, customer_id: str, *, name: str, phone: str) -> Contact | None:
    """Return the customer's person of that name; one with another phone number is somebody else."""
    number = _normal_phone(phone.strip()) if phone.strip() else ""
    same_name = select(Contact).where(Contact.customer_id == customer_id, Contact.name == name.strip())
    for contact in session.scalars(same_name.order_by(Contact.id)):
        if not number or not contact.phone or _normal_phone(contact.phone) == number:
            return contact
    return None


def _normal_phone(text: str) -> str:
    try:
        return parse_phone(text)
    except BadPhone:
        return text
