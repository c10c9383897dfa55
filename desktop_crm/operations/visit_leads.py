"""What comes out of a visit (D4): a second need becomes a deal of the same customer, a referral becomes a lead."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Visit
from desktop_crm.operations.deals import add_deal
from desktop_crm.operations.leads import capture_lead
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import existing
from desktop_crm.operations.visits import PLACE
from desktop_crm.queries.customers import industries
from desktop_crm.queries.lead_facts import known_customers
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.capture import Captured, parse_capture, words
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

CUSTOMER: Final = "老客户"  # the channel of a second need
REFERRAL: Final = "老客户推荐"


@operation("二次需求转商机")
def open_second_deal(session: Session, visit_id: str) -> str:
    """Make a deal of the same customer, contact and owner from a visit's second need; return its id."""
    visit, parent = _visit(session, visit_id)
    _refuse_if_made(session, visit.second_deal_id)
    if not visit.second_need:
        raise Refused(tr("这次回访没有写新需求。"), Remedy(tr("填写新需求"), f"{PLACE}.{visit.id}"))
    customer = session.get(Customer, parent.customer_id) if parent.customer_id else None
    if customer is None or not customer.name:
        raise Refused(tr("这条商机还没有客户，新商机不知道是谁的。"), Remedy(tr("填写客户"), "overview.customer"))
    made = add_deal(
        session, customer=customer.name, playbook=parent.playbook, source=CUSTOMER, need=visit.second_need,
        owner_id=parent.owner_id, contact_id=parent.contact_id,
    )  # fmt: skip
    deal = existing(session, Deal, made)
    deal.customer_id = customer.id  # of two customers with the same name it is this one's
    deal.screened_at = clock.now()  # we know the customer: there is nothing to screen
    visit.second_deal_id, deal.parent_id = deal.id, parent.id
    return deal.id


@operation("转介绍转线索")
def take_referral(session: Session, visit_id: str) -> str:
    """Make a lead from who was recommended, as it was jotted down (“张总 苏州华业 13900001111 想上MES”); return its id."""
    visit, parent = _visit(session, visit_id)
    _refuse_if_made(session, visit.referral_deal_id)
    said = parse_capture(
        visit.referral, (), customers=known_customers(session, words(visit.referral)), industries=industries(session)
    )
    if not said.customer:
        raise Refused(
            tr("看不出推荐的是谁，请写上公司或姓名，如：张总 苏州华业 13900001111 想上MES。"),
            Remedy(tr("修改转介绍"), f"{PLACE}.{visit.id}"),
        )
    customer = session.get(Customer, parent.customer_id) if parent.customer_id else None
    made = capture_lead(
        session, playbook=parent.playbook, source=REFERRAL, sub_source=customer.name if customer else "",
        owner_id=parent.owner_id, **_lead(said),
    )  # fmt: skip
    deal = existing(session, Deal, made)
    visit.referral_deal_id, deal.parent_id = deal.id, parent.id
    return deal.id


def _visit(session: Session, visit_id: str) -> tuple[Visit, Deal]:
    visit = existing(session, Visit, visit_id)
    return visit, existing(session, Deal, str(visit.deal_id))


def _refuse_if_made(session: Session, deal_id: str) -> None:
    made = session.get(Deal, deal_id) if deal_id else None
    if made is not None and made.deleted_at is None:
        raise Refused(tr("已经转过了，是 {number}“{title}”。", number=made.number, title=made.title))


def _lead(said: Captured) -> dict[str, Any]:
    budget = said.budget
    return {
        "customer": said.customer, "contact": said.contact, "title": said.title, "phone": said.phone,
        "email": said.email, "industry": said.industry, "need": said.need, "amount_fen": said.amount_fen,
        "budget_low_fen": budget.low if budget else None, "budget_high_fen": budget.high if budget else None,
    }  # fmt: skip
