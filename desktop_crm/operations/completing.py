"""Filling in what an import left open: one deal in one step, or several with the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal
from desktop_crm.operations.completeness import settle_customer
from desktop_crm.operations.deals import edit_deal, edit_deal_contact, set_contact, set_customer
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import existing
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.emails import BadEmail, parse_email
from desktop_crm.rules.phones import BadPhone, parse_phone
from desktop_crm.system.translations import tr


@operation("补全商机")
def complete_deal(
    session: Session,
    deal_id: str,
    *,
    customer: str = "",
    contact: str = "",
    reach: str = "",
    industry: str = "",
    **values: Any,
) -> tuple[str, ...]:
    """Fill in what was typed (`reach` is a phone number or an e-mail address); return what is still missing."""
    if customer.strip():
        set_customer(session, deal_id, name=customer)
    if industry.strip():
        _set_industry(session, existing(session, Deal, deal_id), industry.strip())
    if reach.strip() or contact.strip():
        _set_person(session, existing(session, Deal, deal_id), contact, _reach(reach.strip()))
    if values:
        edit_deal(session, deal_id, **values)
    return tuple(existing(session, Deal, deal_id).missing)


@operation("批量补全")
def complete_deals(session: Session, deal_ids: Sequence[str], *, customer: str = "", industry: str = "") -> int:
    """Give several deals the same customer and their customers the same industry; return how many are complete now."""
    lacking = [deal_id for deal_id in deal_ids if existing(session, Deal, deal_id).missing]
    return sum(not complete_deal(session, deal_id, customer=customer, industry=industry) for deal_id in lacking)


def _set_person(session: Session, deal: Deal, name: str, reach: dict[str, str]) -> None:
    """Name the contact; a way to reach them alone belongs to the contact who is known already."""
    if deal.contact_id and not name.strip():
        edit_deal_contact(session, deal.id, **reach)
    else:
        set_contact(session, deal.id, name=name, **reach)


def _set_industry(session: Session, deal: Deal, industry: str) -> None:
    if deal.customer_id is None:
        raise Refused(tr("行业属于客户，请先填写客户名称。"), Remedy(tr("填写"), "customer"))
    existing(session, Customer, deal.customer_id).industry = industry
    settle_customer(session, deal.customer_id)


def _reach(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        return {"email": parse_email(text)} if "@" in text else {"phone": parse_phone(text)}
    except (BadEmail, BadPhone) as problem:
        raise Refused(str(problem), Remedy(tr("修改"), "reach")) from problem
