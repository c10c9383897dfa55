"""Customers and their tags."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, CustomerTag, Deal, link_id
from desktop_crm.operations.completeness import settle_customer
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.names import name_key
from desktop_crm.system.translations import tr

FIELDS = frozenset({
    "name", "industry", "region", "address", "website", "headcount", "revenue_fen", "founded_year", "parent_id",
    "organisation", "competitors", "present_supplier", "owner_id", "note",
})  # fmt: skip


def find_or_add_customer(session: Session, name: str, **values: Any) -> Customer:
    """Return the customer of that name, however it is written, or a new one with `values`."""
    name = name.strip()
    found = session.scalars(select(Customer).where(Customer.name_key == name_key(name)).limit(1)).first()
    if found is not None:
        return found
    customer = Customer(name=name, name_key=name_key(name))
    edit(customer, values, fields=FIELDS)
    session.add(customer)
    session.flush()
    return customer


@operation("新建客户")
def add_customer(session: Session, *, name: str, **values: Any) -> str:
    """Add a customer and return its id; a name already known is refused, pointing at the customer."""
    if not name.strip():
        raise Refused(tr("请填写客户名称。"), Remedy(tr("填写"), "name"))
    known = session.scalar(select(Customer.id).where(Customer.name_key == name_key(name)).limit(1))
    if known is not None:
        raise Refused(tr("已经有客户“{name}”。", name=name.strip()), Remedy(tr("打开"), f"customer:{known}"))
    return find_or_add_customer(session, name, **values).id


@operation("修改客户")
def edit_customer(session: Session, customer_id: str, **values: Any) -> None:
    """Change fields of a customer; its name cannot be emptied."""
    customer = existing(session, Customer, customer_id)
    if "name" in values and not str(values["name"]).strip():
        raise Refused(tr("客户名称不能为空。"))
    edit(customer, values, fields=FIELDS)
    customer.name_key = name_key(customer.name)
    settle_customer(session, customer_id)


@operation("添加标签")
def add_tag(session: Session, customer_id: str, *, tag: str) -> None:
    """Tag a customer; the same tag twice is one tag."""
    tag = tag.strip()
    if not tag:
        raise Refused(tr("标签不能为空。"))
    row = adopt(session, CustomerTag, link_id(customer_id, tag))
    row.customer_id, row.tag = customer_id, tag


@operation("移除标签")
def remove_tag(session: Session, customer_id: str, *, tag: str) -> None:
    """Take a tag from a customer."""
    mark_deleted(existing(session, CustomerTag, link_id(customer_id, tag)))


@operation("删除客户")
def delete_customer(session: Session, customer_id: str) -> None:
    """Mark a customer and its contacts deleted; refused while deals hang on it."""
    customer = existing(session, Customer, customer_id)
    deals = session.scalar(select(func.count(Deal.id)).where(Deal.customer_id == customer_id))
    if deals:
        raise Refused(tr("“{name}”还有 {deals} 条商机，不能删除。", name=customer.name, deals=deals))
    for contact in session.scalars(select(Contact).where(Contact.customer_id == customer_id)):
        mark_deleted(contact)
    mark_deleted(customer)
