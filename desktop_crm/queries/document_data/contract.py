"""What the contract says: both parties, the price in figures and capitals, the clauses, and how it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractClause, Payment, SigningMethod, VersionStatus
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.pricing import WHOLE, PricedLine, totals
from desktop_crm.rules.shares import half_up
from desktop_crm.system.translations import tr

_METHODS: Final[dict[str, str]] = {SigningMethod.PAPER: "纸质签字盖章", SigningMethod.ELECTRONIC: "电子签署"}


@dataclass(frozen=True, slots=True)
class Article(CustomerFacing):
    """A clause."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ContractPrice(CustomerFacing):
    """The price in fen, with the tax it contains (hundredths of a percent)."""

    gross: int
    net: int
    tax: int
    tax_rate: int


@dataclass(frozen=True, slots=True)
class AgreedPayment(CustomerFacing):
    """An instalment: its share in words, its amount in fen, and what it waits for."""

    name: str
    condition: str = ""
    share: str = ""
    amount: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CustomerContract(CustomerFacing):
    """The data of `contract`; without `price` the amount is not settled yet."""

    deal: Subject
    version: int
    number: str = ""
    title: str = ""
    price: ContractPrice | None = None
    deliver_by: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    copies: str = ""
    method: str = ""
    articles: tuple[Article, ...] = ()
    payments: tuple[AgreedPayment, ...] = ()
    payments_total: int | None = None
    signed_on: date | None = None


def contract(session: Session, deal_id: str) -> CustomerContract:
    """Return the latest contract of a deal; four statements."""
    wanted = select(Contract).where(Contract.deal_id == deal_id).order_by(Contract.version.desc()).limit(1)
    row = session.scalars(wanted).first()
    if row is None:
        raise Refused(tr("还没有可以印出的合同。"), Remedy(tr("起草合同"), "contract.contract"))
    clauses = session.scalars(
        select(ContractClause)
        .where(ContractClause.contract_id == row.id)
        .order_by(ContractClause.position, ContractClause.id)
    )
    payments = _payments(session, row)
    amounts = [payment.amount for payment in payments if payment.amount is not None]
    signed = row.status == VersionStatus.CONFIRMED
    return CustomerContract(
        deal=subject(session, deal_id),
        version=row.version,
        number=row.number,
        title=row.title,
        price=None if row.amount_fen is None else _price(row.amount_fen, row.tax_rate),
        deliver_by=row.deliver_by,
        effective_on=row.effective_on,
        ends_on=row.ends_on,
        place=row.place,
        copies=tr("一式 {count} 份", count=row.copies),
        method=tr(_METHODS.get(row.signing, row.signing)) if signed else "",
        articles=tuple(Article(clause.title or tr("其他约定"), clause.text) for clause in clauses),
        payments=payments,
        payments_total=sum(amounts) if amounts and len(amounts) == len(payments) else None,
        signed_on=row.confirmed_on if signed else None,
    )


def _price(amount: int, rate: int) -> ContractPrice:
    sums = totals([PricedLine(WHOLE, amount, tax_rate=rate)], prices_include_tax=True)
    return ContractPrice(sums.gross_fen, sums.net_fen, sums.tax_fen, rate)


def _payments(session: Session, row: Contract) -> tuple[AgreedPayment, ...]:
    """Return the instalments of the contract itself, without those that a signed change brought."""
    found = session.scalars(
        select(Payment)
        .where(Payment.deal_id == row.deal_id, Payment.change_order_id == "")
        .order_by(Payment.position, Payment.id)
    )
    return tuple(
        AgreedPayment(
            name=payment.name,
            condition=payment.condition,
            share="" if payment.share is None else f"{payment.share / 10:g}%",
            amount=_amount(payment, row.amount_fen),
            due_on=payment.due_on,
        )
        for payment in found
    )


def _amount(payment: Payment, whole: int | None) -> int | None:
    """Return what an instalment amounts to: as planned, else its share of the price, rounded to the fen."""
    if payment.amount_fen is not None or payment.share is None or whole is None:
        return payment.amount_fen
    return half_up(whole * payment.share, WHOLE)
