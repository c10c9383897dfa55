"""What the order notice tells delivery: what is to be done for whom until when, and how the customer pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, OrderNotice, VersionStatus
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import member_name
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.payments import Instalment, payment_plan
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.instalments import format_share
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class NoticedPayment(InternalOnly):
    """An instalment as delivery has to know it: what it waits for, and whether it came in."""

    name: str
    share: str = ""
    condition: str = ""
    amount: int | None = None
    due_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryOrder(InternalOnly):
    """The data of `order_notice`."""

    deal: Subject
    contract_number: str = ""
    signed_on: date | None = None
    amount: int | None = None
    content: str = ""
    deliver_by: date | None = None
    deliver_to: str = ""
    standard: str = ""
    attention: str = ""
    receiver: str = ""
    sent_on: date | None = None
    accepted_on: date | None = None
    payments: tuple[NoticedPayment, ...] = ()
    planned: int = 0


def order_notice(session: Session, deal_id: str) -> DeliveryOrder:
    """Return the order notice of a deal; a fixed number of statements."""
    notice = session.scalars(select(OrderNotice).where(OrderNotice.deal_id == deal_id).limit(1)).first()
    if notice is None:
        raise Refused(tr("还没有订单执行通知。"), Remedy(tr("启动交付"), "delivery.plan.content"))
    contract = signed_contract(session, deal_id)
    plan = payment_plan(session, deal_id)
    return DeliveryOrder(
        deal=subject(session, deal_id),
        contract_number=contract.number if contract else "",
        signed_on=contract.confirmed_on if contract else None,
        amount=plan.price.total_fen,
        content=notice.content,
        deliver_by=notice.deliver_by,
        deliver_to=notice.deliver_to,
        standard=notice.standard,
        attention=notice.attention,
        receiver=member_name(session, notice.receiver_id),
        sent_on=notice.sent_on,
        accepted_on=notice.accepted_on,
        payments=tuple(_payment(one) for one in plan.instalments),
        planned=plan.planned_fen,
    )


def signed_contract(session: Session, deal_id: str) -> Contract | None:
    """Return the contract that both sides signed, None as long as there is none."""
    return session.scalars(
        select(Contract)
        .where(Contract.deal_id == deal_id, Contract.status == VersionStatus.CONFIRMED)
        .order_by(Contract.version.desc())
        .limit(1)
    ).first()


def _payment(one: Instalment) -> NoticedPayment:
    state = tr("已收齐") if one.paid else tr("部分到账") if one.received_fen else tr("未到账")
    share = "" if one.share is None else format_share(one.share)
    return NoticedPayment(one.name, share, one.condition, one.amount_fen, one.due_on, state)
