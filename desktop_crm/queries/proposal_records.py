"""Proposals as the command line shows them: every version with what it costs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Proposal, ProposalItem
from desktop_crm.queries.proposal_price import amount_of, is_priced, totals_of
from desktop_crm.queries.records import yuan
from desktop_crm.rules.pricing import WHOLE


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """A line of the price; amounts in yuan, discount and tax rate as shares of one."""

    name: str
    specification: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    discount: Decimal
    tax_rate: Decimal
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class ProposalRecord:
    """A version of a proposal; amounts in yuan, `total` None until every line has its price."""

    deal: str
    customer: str
    title: str
    version: int
    status: str
    total: Decimal | None
    net: Decimal | None
    reduction: Decimal | None
    discount: Decimal | None
    valid_until: date | None
    sent_on: date | None
    confirmed_on: date | None
    confirmed_by: str
    items: tuple[ItemRecord, ...]


def proposal_records(session: Session, number: str = "") -> list[ProposalRecord]:
    """Return the proposals of all deals, or of the one with this number, the first version first; two statements."""
    query = (
        select(Proposal, Deal.number, Customer.name)
        .join(Deal, Deal.id == Proposal.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .order_by(Deal.number, Proposal.version, Proposal.id)
    )
    lines = (
        select(ProposalItem)
        .join(Proposal, Proposal.id == ProposalItem.proposal_id)
        .join(Deal, Deal.id == Proposal.deal_id)
        .order_by(ProposalItem.position, ProposalItem.id)
    )
    if number:
        query, lines = query.where(Deal.number == number), lines.where(Deal.number == number)
    items: dict[str, list[ProposalItem]] = defaultdict(list)
    for item in session.scalars(lines):
        items[item.proposal_id].append(item)
    return [_record(row, deal, customer or "", items[row.id]) for row, deal, customer in session.execute(query)]


def _record(row: Proposal, deal: str, customer: str, items: list[ProposalItem]) -> ProposalRecord:
    sums = totals_of(row, items)
    known = is_priced(items)
    return ProposalRecord(
        deal=deal,
        customer=customer,
        title=row.title,
        version=row.version,
        status=row.status,
        total=yuan(sums.gross_fen) if known else None,
        net=yuan(sums.net_fen) if known else None,
        reduction=yuan(row.reduction_fen),
        discount=_share(sums.discount) if known and sums.discount is not None else None,
        valid_until=row.valid_until,
        sent_on=row.sent_on,
        confirmed_on=row.confirmed_on,
        confirmed_by=row.confirmed_by,
        items=tuple(map(_item, items)),
    )


def _item(item: ProposalItem) -> ItemRecord:
    return ItemRecord(
        name=item.name,
        specification=item.specification,
        quantity=_share(item.quantity),
        unit=item.unit,
        price=yuan(item.price_fen),
        discount=_share(item.discount),
        tax_rate=Decimal(item.tax_rate) / 10_000,
        amount=yuan(amount_of(item)),
    )


def _share(thousandths: int) -> Decimal:
    return Decimal(thousandths) / WHOLE
