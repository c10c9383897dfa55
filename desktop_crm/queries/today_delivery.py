"""The sections of what contracts bring: money that is due or late, and milestones to be reached."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal, Member, Milestone
from desktop_crm.queries.payment_list import PaymentsWanted, due_payments, live_deal, payment_sum
from desktop_crm.queries.today import MOST, Item, Part, Wanted
from desktop_crm.rules.due import SOON_DAYS
from desktop_crm.system.translations import tr


def payments(session: Session, wanted: Wanted) -> Part:
    """Return what customers owe now or in the next days, the longest overdue first."""
    asked, limit = PaymentsWanted(wanted.day, "soon", wanted.member), wanted.limit("payment")
    items = tuple(
        Item(
            kind="payment", id=row.id, what=tr("收{name}", name=row.name), deal_id=row.deal_id, deal=row.deal,
            customer_id=row.customer_id, customer=row.customer, contact=row.contact, owner=row.owner, grade=row.grade,
            amount_fen=row.left_fen, due_on=row.due_on,
        )
        for row in due_payments(session, asked, limit=limit)
    )  # fmt: skip
    return Part("payment", items, len(items) if len(items) < limit else payment_sum(session, asked, MOST).count)


def milestones(session: Session, wanted: Wanted) -> Part:
    """Return the milestones that are late or near, the longest overdue first."""
    conditions = [
        Milestone.due_on <= wanted.day + timedelta(days=SOON_DAYS),
        Milestone.done_on.is_(None),
        Milestone.deleted_at.is_(None),
        live_deal(),
        *([Deal.owner_id == wanted.member] if wanted.member else []),
    ]
    ids = select(Milestone.id).join(Deal, Deal.id == Milestone.deal_id).where(*conditions)
    limit = wanted.limit("milestone")
    rows = session.execute(_with_names().where(*conditions).order_by(Milestone.due_on, Milestone.id).limit(limit))
    items = tuple(_step(row) for row in rows)
    if len(items) < limit:
        return Part("milestone", items, len(items))
    count = session.scalar(select(func.count()).select_from(ids.limit(MOST).subquery()))
    return Part("milestone", items, count or 0)


def _with_names() -> Any:
    return (
        select(
            Milestone.id, Milestone.name, Milestone.due_on, Milestone.owner.label("by"), Milestone.deal_id, Deal.title,
            Deal.grade, Deal.customer_id, Customer.name.label("customer"), Contact.name.label("contact"),
            Member.name.label("owner"),
        )
        .join(Deal, Deal.id == Milestone.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _step(row: Any) -> Item:
    return Item(
        kind="milestone", id=row.id, what=row.name, deal_id=row.deal_id, deal=row.title,
        customer_id=row.customer_id or "", customer=row.customer or "", contact=row.contact or "",
        owner=row.by or row.owner or "", grade=row.grade, due_on=row.due_on,
    )  # fmt: skip
