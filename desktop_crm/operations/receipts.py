"""Money that came in (K5): for one instalment, in parts, or for several at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Payment, Receipt, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.payments import received_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_full
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({"received_on", "amount_fen", "method", "note"})
METHODS: Final = (tr("银行转账"), tr("承兑汇票"), tr("支票"), tr("现金"))


@operation("记录到账")
def receive_payment(
    session: Session,
    payment_id: str,
    *,
    amount_fen: int | None = None,
    received_on: date | None = None,
    method: str = METHODS[0],
    note: str = "",
) -> tuple[str, ...]:
    """Note what came in, all that is left unless told, and return the ids of the receipts.

    More than is left counts for the instalments that follow, then for those before; more than the whole plan is refused.
    """
    payment = existing(session, Payment, payment_id)
    plan = _from(payment, _payments(session, payment.deal_id))
    left = _left(session, plan)
    amount = _amount(payment, left, amount_fen)
    day = _past(received_on)
    if amount > sum(left.values()):
        raise Refused(
            tr(
                "整份计划只剩 {left} 未收，这笔多出 {over}；确有多付请先加一期。",
                left=format_full(sum(left.values())),
                over=format_full(amount - sum(left.values())),
            ),
            Remedy(tr("加一期"), "contract.payments.add"),
            Remedy(tr("改金额"), f"contract.payments.receive:{payment.id}"),
        )
    made = [
        Receipt(
            id=new_id(), deal_id=payment.deal_id, payment_id=paid.id, amount_fen=part, received_on=day,
            method=method.strip(), note=note.strip() or _along(payment, paid),
        )
        for paid, part in _spread(plan, left, amount)
    ]  # fmt: skip
    session.add_all(made)
    return tuple(receipt.id for receipt in made)


@operation("修改到账记录")
def edit_receipt(session: Session, receipt_id: str, **values: Any) -> str:
    """Correct a receipt; it never makes more of an instalment than is due for it."""
    receipt = existing(session, Receipt, receipt_id)
    edit(receipt, values, fields=FIELDS)
    payment = existing(session, Payment, receipt.payment_id)
    _past(receipt.received_on)
    session.flush()
    over = received_of(session, [payment.id]).get(payment.id, 0) - (payment.amount_fen or 0)
    if not receipt.amount_fen or receipt.amount_fen <= 0:
        raise Refused(tr("到账金额要大于 0。"))
    if over > 0:
        raise Refused(tr("“{name}”会多出 {over}；多出的请记到别的期次。", name=payment.name, over=format_full(over)))
    return receipt.id


@operation("删除到账记录")
def remove_receipt(session: Session, receipt_id: str) -> str:
    """Take a receipt back that was noted by mistake."""
    receipt = existing(session, Receipt, receipt_id)
    mark_deleted(receipt)
    return receipt.id


# Inside


def _payments(session: Session, deal_id: str) -> list[Payment]:
    found = select(Payment).where(Payment.deal_id == deal_id).order_by(Payment.position, Payment.id)
    return list(session.scalars(found))


def _from(payment: Payment, plan: Sequence[Payment]) -> list[Payment]:
    """Return the plan in the order in which money is counted: from this instalment on, then from the start."""
    at = [each.id for each in plan].index(payment.id)
    return [*plan[at:], *plan[:at]]


def _left(session: Session, plan: Sequence[Payment]) -> dict[str, int]:
    received = received_of(session, [payment.id for payment in plan])
    return {payment.id: max(0, (payment.amount_fen or 0) - received.get(payment.id, 0)) for payment in plan}


def _amount(payment: Payment, left: dict[str, int], said: int | None) -> int:
    if payment.amount_fen is None:
        raise Refused(
            tr("“{name}”还没有金额，先填写金额再记到账。", name=payment.name),
            Remedy(tr("填写金额"), "contract.payments.share"),
        )
    if not left[payment.id]:
        raise Refused(tr("“{name}”已经收齐。", name=payment.name))
    amount = left[payment.id] if said is None else said
    if amount <= 0:
        raise Refused(tr("到账金额要大于 0。"), Remedy(tr("改金额"), f"contract.payments.receive:{payment.id}"))
    return amount


def _past(said: date | None) -> date:
    day = said or clock.today()
    if day > clock.today():
        raise Refused(tr("到账日期还没有到。"))
    return day


def _spread(plan: Sequence[Payment], left: dict[str, int], amount: int) -> Iterator[tuple[Payment, int]]:
    for payment in plan:
        part = min(amount, left[payment.id])
        if part:
            yield payment, part
            amount -= part


def _along(payment: Payment, paid: Payment) -> str:
    return "" if paid is payment else tr("随“{name}”一并到账", name=payment.name)
