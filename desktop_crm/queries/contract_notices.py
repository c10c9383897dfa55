"""What finance and delivery are told once a contract is signed: text for WeChat and a draft of an e-mail (K2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ClauseKind, Contract, ContractClause, Member, Payment, Role
from desktop_crm.queries.assignment_notices import Message, mailto
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.rules.amounts import format_full
from desktop_crm.rules.price_figures import format_tax
from desktop_crm.system.translations import tr

FINANCE: Final = "finance"
DELIVERY: Final = "delivery"
_TOLD: Final = (ClauseKind.DELIVERY, ClauseKind.ACCEPTANCE, ClauseKind.SERVICE)


@dataclass(frozen=True, slots=True)
class ContractNotice:
    """The message to one department; `who` is `finance` or `delivery`."""

    who: str
    name: str
    message: Message


def contract_notices(session: Session, deal_id: str) -> tuple[ContractNotice, ...]:
    """Return what to tell finance and delivery about a deal's latest contract; nothing while there is none."""
    latest = select(Contract).where(Contract.deal_id == deal_id).order_by(Contract.version.desc()).limit(1)
    contract = session.scalars(latest).first()
    if contract is None:
        return ()
    about = subject(session, deal_id)
    payments = select(Payment).where(Payment.deal_id == deal_id).order_by(Payment.position, Payment.id)
    clauses = (
        select(ContractClause)
        .where(ContractClause.contract_id == contract.id, ContractClause.kind.in_(_TOLD))
        .order_by(ContractClause.position, ContractClause.id)
    )
    addresses = _addresses(session)
    finance = _message(addresses[Role.FINANCE], contract, about, _finance(contract, about, session.scalars(payments)))
    delivery = _message(addresses[Role.DELIVERY], contract, about, _delivery(contract, about, session.scalars(clauses)))
    return (
        ContractNotice(FINANCE, tr("财务"), finance),
        ContractNotice(DELIVERY, tr("交付"), delivery),
    )


def _addresses(session: Session) -> dict[str, str]:
    """Return the e-mail addresses of those in each department, parted by commas."""
    rows = session.execute(
        select(Member.role, Member.email)
        .where(Member.role.in_((Role.FINANCE, Role.DELIVERY)), Member.left.is_(False), Member.email != "")
        .order_by(Member.name)
    ).all()
    return {role: ",".join(email for found, email in rows if found == role) for role in (Role.FINANCE, Role.DELIVERY)}


def _message(address: str, contract: Contract, about: Subject, parts: Iterable[str]) -> Message:
    subject_line = tr("合同已签署：{customer}（{number}）", customer=about.customer.name, number=contract.number)
    text = "\n\n".join(part for part in parts if part)
    return Message(subject_line, text, mailto(address, subject_line, text))


def _finance(contract: Contract, about: Subject, payments: Iterable[Payment]) -> tuple[str, ...]:
    them = about.customer
    facts = {
        **_known(contract, about),
        tr("金额"): "" if contract.amount_fen is None else format_full(contract.amount_fen),
        tr("税率"): format_tax(contract.tax_rate),
        tr("税号"): them.tax_number,
        tr("开户行及账号"): them.bank_account,
        tr("联系人"): " ".join(filter(None, (them.contact, them.phone))),
    }
    plan = [_instalment(payment) for payment in payments]
    return (
        tr("下面这份合同已经签署，请登记收入与开票信息，并按节点跟进回款。"),
        _listed(facts),
        "\n".join([tr("付款计划："), *plan]) if plan else "",
    )


def _delivery(contract: Contract, about: Subject, clauses: Iterable[ContractClause]) -> tuple[str, ...]:
    them = about.customer
    facts = {
        **_known(contract, about),
        tr("交付日期"): _day(contract.deliver_by),
        tr("客户联系人"): " ".join(filter(None, (them.contact, them.position, them.phone))),
        tr("客户地址"): them.address,
    }
    said = [tr("{title}：{text}", title=clause.title, text=clause.text) for clause in clauses]
    return (
        tr("下面这份合同已经签署，请安排交付，并确认实施计划。"),
        _listed(facts),
        "\n".join([tr("约定："), *said]) if said else "",
    )


def _known(contract: Contract, about: Subject) -> dict[str, str]:
    return {
        tr("合同编号"): contract.number,
        tr("合同名称"): contract.title,
        tr("客户"): about.customer.name,
        tr("签署日期"): _day(contract.confirmed_on),
        tr("销售"): about.us.contact,
    }


def _instalment(payment: Payment) -> str:
    share = "" if payment.share is None else f"{payment.share / 10:g}%"
    amount = "" if payment.amount_fen is None else format_full(payment.amount_fen)
    parts: list[Any] = [payment.name, share, amount, payment.condition, _day(payment.due_on)]
    return "· " + " ".join(part for part in parts if part)


def _listed(facts: Mapping[str, str]) -> str:
    return "\n".join(f"{name}：{value}" for name, value in facts.items() if value)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
