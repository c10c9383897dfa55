"""The first draft of a contract: agreed clauses among the standard ones, the price as it was proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import (
    COMPANY_ID,
    Company,
    Contract,
    ContractClause,
    Customer,
    Deal,
    IntentClause,
    MemoClause,
    VersionStatus,
    context,
    new_id,
)
from desktop_crm.operations.papers import CONTRACT, LETTER, MEMO, PROPOSAL_ITEMS
from desktop_crm.queries.contract_comparison import STANDARD
from desktop_crm.rules.amounts import capital_amount, format_full
from desktop_crm.rules.contract_terms import StandardClause, arranged, fill, terms
from desktop_crm.rules.price_figures import format_tax
from desktop_crm.rules.pricing import PricedLine, totals
from desktop_crm.system.translations import tr

CODE: Final = "HT"  # stands in the number of a contract
_USUAL_TAX: Final = 1300


def begin(session: Session, deal: Deal) -> Contract:
    """Add the first draft of a deal's contract, from the latest memo or else the letter of intent."""
    memo = MEMO.latest(session, deal.id)
    amount, tax = _price(session, deal)
    contract = Contract(
        id=new_id(),
        deal_id=deal.id,
        version=1,
        status=VersionStatus.DRAFT,
        memo_id=memo.id if memo else None,
        number=f"{deal.number}-{CODE}" if deal.number else "",
        title=deal.title or deal.need,
        amount_fen=amount,
        tax_rate=tax,
        copies=2,
    )
    session.add(contract)
    session.flush()
    agreed: Sequence[MemoClause | IntentClause]
    if memo is not None:
        agreed = [clause for clause in MEMO.lines(session, memo) if clause.agreed]
    else:
        letter = LETTER.latest(session, deal.id)
        agreed = LETTER.lines(session, letter) if letter else []
    values = draft_values(session, contract)
    pairs = arranged(terms(context(session).folder).clauses, [(clause.kind, clause.title) for clause in agreed])
    made = [_agreed(agreed[at]) if at is not None else _standard(own, values) for own, at in pairs]
    CONTRACT.insert(session, contract, made, "")
    return contract


def draft_values(session: Session, contract: Contract) -> dict[str, str]:
    """Return what the places of the standard clauses stand for in a contract."""
    deal = session.get_one(Deal, contract.deal_id)
    customer = session.get(Customer, deal.customer_id) if deal.customer_id else None
    company = session.get(Company, COMPANY_ID)
    day, amount = contract.deliver_by, contract.amount_fen
    return {
        "项目": contract.title,
        "客户": customer.name if customer else "",
        "公司": company.name if company else "",
        "金额": "" if amount is None else format_full(amount),
        "大写": "" if amount is None else tr("人民币{amount}", amount=capital_amount(amount)),
        "税率": format_tax(contract.tax_rate),
        "交付日期": tr("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day) if day else "",
    }


def _agreed(clause: MemoClause | IntentClause) -> ContractClause:
    origin = clause.id if isinstance(clause, MemoClause) else ""
    return ContractClause(memo_clause_id=origin, kind=clause.kind, title=clause.title, text=clause.text)


def _standard(clause: StandardClause | None, values: dict[str, str]) -> ContractClause:
    assert clause is not None
    return ContractClause(kind=clause.kind, title=clause.title, text=fill(clause.text, values), difference=STANDARD)


def _price(session: Session, deal: Deal) -> tuple[int | None, int]:
    """Return amount and tax rate: of the confirmed proposal, else what the deal is thought to bring."""
    proposal = PROPOSAL_ITEMS.latest(session, deal.id, status=VersionStatus.CONFIRMED)
    items = PROPOSAL_ITEMS.lines(session, proposal) if proposal else []
    if proposal is None or not items:
        return deal.amount_fen, _USUAL_TAX
    lines = [PricedLine(item.quantity, item.price_fen, item.discount, item.tax_rate) for item in items]
    included = proposal.prices_include_tax
    sums = totals(lines, prices_include_tax=included, reduction_fen=proposal.reduction_fen or 0)
    most = max(sums.parts, key=lambda part: part.gross_fen)
    return sums.gross_fen, most.rate
