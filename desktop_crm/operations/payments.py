"""The payment plan (K5): instalments whose shares add up to the contract's amount to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, Deal, Payment, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, number, place_after, place_at
from desktop_crm.operations.payment_days import due_from, follow_step, settle_day
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.payments import Price, contract_price, payment_terms, received_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_full
from desktop_crm.rules.instalments import WHOLE, BadInstalment, Instalment, distribute, parse_plan
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({"name", "condition", "share", "amount_fen", "due_on", "milestone_id", "invoiced_on", "note"})
PLACE: Final = "contract.payments"


@operation("制定回款计划")
def plan_payments(session: Session, deal_id: str, *, line: str) -> tuple[str, ...]:
    """Write the plan in one line (`30% 预付款 签约后5个工作日；70% 验收后`) and return the ids of its instalments.

    It takes the place of the plan before, unless money came in for that. What signed changes brought stays.
    """
    return _write(session, existing(session, Deal, deal_id), _read(line))


@operation("带入付款条款")
def take_over_terms(session: Session, deal_id: str) -> tuple[str, ...]:
    """Write the plan as the clauses on paying of contract or memo say."""
    deal = existing(session, Deal, deal_id)
    terms = payment_terms(session, deal_id)
    if not terms:
        raise Refused(
            tr("合同和纪要里都还没有写明付款条款。"), Remedy(tr("写进纪要"), "negotiation.memo"), _remedy("plan")
        )
    return _write(session, deal, _read(terms, terms=True))


@operation("添加回款期次")
def add_payments(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add the instalments that each text names below the instalment `after` and return their ids."""
    deal = existing(session, Deal, deal_id)
    there = _payments(session, deal.id)
    own = [payment for payment in there if not payment.change_order_id]
    by_amount = any(payment.share is None for payment in own)
    taken = None if by_amount else sum(payment.share or 0 for payment in own)
    read = _read("；".join(filled(texts)), taken=taken)
    made = [_payment(deal.id, one) for one in read]
    session.add_all(made)
    ids = place_after(there, made, after)
    _finish(session, [*there, *made], made)
    return ids


@operation("修改回款计划")
def edit_payment(session: Session, payment_id: str, **values: Any) -> str:
    """Change an instalment: a share gives its amount, an amount of its own takes the share away, a condition its day."""
    payment = existing(session, Payment, payment_id)
    edit(payment, values, fields=FIELDS)
    if not payment.name:
        raise Refused(tr("每一期要有名称，如“预付款”。"))
    if "amount_fen" in values:
        payment.share = None
        _refuse_nothing(payment)
    if "share" in values:
        _refuse_share(payment)
        _spread(_payments(session, payment.deal_id), contract_price(session, payment.deal_id))
    if "condition" in values and "due_on" not in values:
        settle_day(session, payment)
    if "milestone_id" in values and "due_on" not in values:
        follow_step(session, payment)
    return payment.id


@operation("调整回款期次顺序")
def move_payment(session: Session, payment_id: str, *, place: int) -> str:
    """Put an instalment at a place, counted from 0."""
    payment = existing(session, Payment, payment_id)
    place_at(_payments(session, payment.deal_id), payment, place)
    return payment.id


@operation("删除回款期次")
def remove_payment(session: Session, payment_id: str) -> str:
    """Take an instalment out of the plan as long as nothing came in for it."""
    payment = existing(session, Payment, payment_id)
    if received_of(session, [payment.id]):
        raise Refused(tr("“{name}”已有到账，不能删除；到账记错了请先删除到账记录。", name=payment.name))
    mark_deleted(payment)
    return payment.id


@operation("按合同金额重算回款")
def spread_payments(session: Session, deal_id: str) -> str:
    """Reckon the shares anew from the contract's amount, after that has changed."""
    deal = existing(session, Deal, deal_id)
    price = contract_price(session, deal.id)
    if price.base_fen is None:
        raise Refused(tr("还没有合同金额，算不出每一期的金额。"), Remedy(tr("填写金额"), "overview.amount"))
    _spread(_payments(session, deal.id), price)
    return deal.id


def follow_signing(session: Session, contract: Contract) -> None:
    """Spread the plan over the price just signed, and make due what waits for the signing."""
    session.flush()
    _spread(_payments(session, contract.deal_id), contract_price(session, contract.deal_id))
    due_from(session, contract.deal_id, "signing", contract.confirmed_on)


# Inside


def _read(line: str, *, terms: bool = False, taken: int | None = 0) -> tuple[Instalment, ...]:
    try:
        return parse_plan(line, clock.today(), terms=terms, taken=taken)
    except BadInstalment as error:
        raise Refused(str(error), _remedy("plan")) from error


def _write(session: Session, deal: Deal, read: Sequence[Instalment]) -> tuple[str, ...]:
    there = _payments(session, deal.id)
    before = [payment for payment in there if not payment.change_order_id]
    if received_of(session, [payment.id for payment in before]):
        raise Refused(tr("已有到账记录，不能整份重写；请逐期修改。"), _remedy("due"))
    for payment in before:
        mark_deleted(payment)
    made = [_payment(deal.id, one) for one in read]
    session.add_all(made)
    plan = [*made, *(payment for payment in there if payment.change_order_id)]
    number(plan)
    _finish(session, plan, made)
    return tuple(payment.id for payment in made)


def _payment(deal_id: str, one: Instalment) -> Payment:
    return Payment(
        id=new_id(),
        deal_id=deal_id,
        name=one.name,
        condition=one.condition,
        share=one.share,
        amount_fen=one.amount_fen,
        due_on=one.due_on,
    )


def _finish(session: Session, payments: Sequence[Payment], made: Sequence[Payment]) -> None:
    """Give new instalments their amounts and days."""
    price = contract_price(session, made[0].deal_id) if made else Price()
    _spread(payments, price)
    rest = [payment for payment in made if payment.share is None and payment.amount_fen is None]
    for payment in rest:
        payment.amount_fen = _rest(payments, price)
        _refuse_nothing(payment)
    session.flush()
    for payment in made:
        settle_day(session, payment)


def _spread(payments: Sequence[Payment], price: Price) -> None:
    """Give each share its amount by largest remainder, so that the whole adds up to the contract."""
    shared = [payment for payment in payments if payment.share is not None]
    whole = _to_spread(payments, price)
    if whole is None:
        for payment in shared:
            payment.amount_fen = None
        return
    for payment, amount in zip(shared, distribute(whole, [each.share or 0 for each in shared]), strict=True):
        if payment.amount_fen != amount:
            payment.amount_fen = amount


def _to_spread(payments: Sequence[Payment], price: Price) -> int | None:
    """Return what the plan itself has to bring: the price now, but for what signed changes added as instalments."""
    if price.total_fen is None:
        return None
    return price.total_fen - sum(payment.amount_fen or 0 for payment in payments if payment.change_order_id)


def _rest(payments: Sequence[Payment], price: Price) -> int:
    whole = _to_spread(payments, price)
    if whole is None:
        raise Refused(tr("还没有合同金额，余款算不出来；请写明金额或比例。"), Remedy(tr("填写金额"), "overview.amount"))
    left = whole - sum(payment.amount_fen or 0 for payment in payments if not payment.change_order_id)
    if left <= 0:
        total = format_full(whole)
        raise Refused(tr("前面各期已经达到合同金额 {total}，没有余款了。", total=total), _remedy("share"))
    return left


def _refuse_nothing(payment: Payment) -> None:
    if payment.amount_fen is not None and payment.amount_fen <= 0 and not payment.change_order_id:
        raise Refused(tr("“{name}”的金额要大于 0。", name=payment.name), _remedy("share"))


def _refuse_share(payment: Payment) -> None:
    if payment.share is not None and not 0 < payment.share <= WHOLE:
        raise Refused(tr("比例要在 0.1% 到 100% 之间。"), _remedy("share"))


def _remedy(place: str) -> Remedy:
    return Remedy(tr("修改计划"), f"{PLACE}.{place}")


def _payments(session: Session, deal_id: str) -> list[Payment]:
    found = select(Payment).where(Payment.deal_id == deal_id).order_by(Payment.position, Payment.id)
    return list(session.scalars(found))
