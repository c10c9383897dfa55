"""What a signed change order does: to the contract's amount and the instalments, to the dates, to what is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    AcceptanceClause,
    ChangeItem,
    ChangeOrder,
    Deal,
    Payment,
    Project,
    ScopeChange,
    new_id,
)
from desktop_crm.operations.acceptances import acceptance_of, clauses_of, refuse_if_accepted
from desktop_crm.operations.completeness import settle_deal
from desktop_crm.operations.ordering import number
from desktop_crm.operations.rows import existing, mark_deleted
from desktop_crm.queries.payments import contract_price, received_of
from desktop_crm.queries.projects import milestones
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.changes import shifted
from desktop_crm.system.translations import tr

_CHANGES: Final = "delivery.changes"


def take_effect(session: Session, order: ChangeOrder, items: Sequence[ChangeItem]) -> None:
    """Change the deal as a change order says; it is about to be signed, and not counted as signed yet."""
    deal = existing(session, Deal, str(order.deal_id))
    if order.price_fen:
        _change_price(session, deal, order, order.price_fen)
    if order.days:
        _move_dates(session, deal, order.days)
    if items:
        _change_scope(session, deal, order, items)


# Price


def _change_price(session: Session, deal: Deal, order: ChangeOrder, fen: int) -> None:
    price = contract_price(session, deal.id)
    if price.source != "signed" or price.total_fen is None:
        raise Refused(
            tr("还没有已签署并写明金额的合同，价格无从变更。"),
            Remedy(tr("记录合同签署"), "contract.signing.sign"),
            Remedy(tr("去掉价格变更"), f"{_CHANGES}.price_fen"),
        )
    total = price.total_fen + fen
    if total < 0:
        raise Refused(
            tr("合同现在是 {total}，减不了这么多。", total=format_yuan(price.total_fen)),
            Remedy(tr("修改金额"), f"{_CHANGES}.price_fen"),
        )
    deal.amount_fen = total
    settle_deal(session, deal)
    payments = _payments(session, deal.id)
    if fen < 0:
        _lower(session, payments, fen=-fen, total=total)
    elif payments:
        session.add(_instalment(order, fen, payments[-1].position + 1))


def _instalment(order: ChangeOrder, fen: int, position: int) -> Payment:
    name = tr("变更款（变更 {serial}）", serial=order.serial)
    return Payment(
        id=new_id(), deal_id=order.deal_id, name=name, amount_fen=fen, change_order_id=order.id, position=position
    )


def _lower(session: Session, payments: Sequence[Payment], *, fen: int, total: int) -> None:
    """Lower the last instalments that are open, as far as the plan exceeds the new total.

    From here on the plan stands in amounts: a share of the contract as it was signed would say another figure.
    """
    received = received_of(session, [payment.id for payment in payments])
    planned = sum(payment.amount_fen or 0 for payment in payments)
    left = min(fen, max(0, planned - total))
    _refuse_beyond_open(payments, received, left)
    for payment in payments:
        payment.share = None
    for payment in reversed(payments):
        part = min(left, _open(payment, received))
        if part:
            payment.amount_fen = (payment.amount_fen or 0) - part
            left -= part
        if part and not payment.amount_fen:
            mark_deleted(payment)


def _refuse_beyond_open(payments: Sequence[Payment], received: dict[str, int], left: int) -> None:
    most = sum(_open(payment, received) for payment in payments)
    if left > most:
        raise Refused(
            tr(
                "客户已付 {received}，还没付的只有 {most}，减不了 {left}；要退款请先改到账记录。",
                received=format_yuan(sum(received.values())),
                most=format_yuan(most),
                left=format_yuan(left),
            ),
            Remedy(tr("修改金额"), f"{_CHANGES}.price_fen"),
            Remedy(tr("查看到账"), "contract.payments.due"),
        )


def _open(payment: Payment, received: dict[str, int]) -> int:
    return max(0, (payment.amount_fen or 0) - received.get(payment.id, 0))


def _payments(session: Session, deal_id: str) -> list[Payment]:
    found = select(Payment).where(Payment.deal_id == deal_id).order_by(Payment.position, Payment.id)
    return list(session.scalars(found))


# Dates


def _move_dates(session: Session, deal: Deal, days: int) -> None:
    """Move the milestones that are open, and the end of the project, from where they stand now."""
    for step in milestones(session, deal.id):
        if step.due_on is not None and step.done_on is None:
            step.planned_on = step.planned_on or step.due_on
            step.due_on = shifted(step.due_on, days)
    project = session.scalars(select(Project).where(Project.deal_id == deal.id).limit(1)).first()
    if project is None or project.ends_on is None:
        return
    ends_on = shifted(project.ends_on, days)
    if project.starts_on and ends_on < project.starts_on:
        raise Refused(
            tr("提前 {days} 天，项目的完成日期就早于开始日期了。", days=-days),
            Remedy(tr("修改天数"), f"{_CHANGES}.days"),
        )
    project.ends_on = ends_on


# Scope


def _change_scope(session: Session, deal: Deal, order: ChangeOrder, items: Sequence[ChangeItem]) -> None:
    """Bring, replace and take out clauses of the acceptance; a clause that is replaced is judged anew."""
    acceptance = acceptance_of(session, deal.id)
    refuse_if_accepted(acceptance)
    clauses = clauses_of(session, acceptance.id)
    for item in items:
        at = len(clauses)
        if item.acceptance_clause_id and item.kind != ScopeChange.ADD:
            at = _place_of(clauses, item)
            mark_deleted(clauses.pop(at))
        if item.kind != ScopeChange.REMOVE:
            made = AcceptanceClause(
                id=new_id(),
                acceptance_id=acceptance.id,
                text=item.text,
                standard=item.standard,
                change_order_id=order.id,
            )
            session.add(made)
            clauses.insert(at, made)
    number(clauses)


def _place_of(clauses: Sequence[AcceptanceClause], item: ChangeItem) -> int:
    for place, clause in enumerate(clauses):
        if clause.id == item.acceptance_clause_id:
            return place
    raise Refused(
        tr("“{text}”要改的验收条款已经不在了；请删掉这一条，或改为增加。", text=item.text),
        Remedy(tr("去修改"), f"{_CHANGES}.items"),
    )
