"""What the proposal says to the customer: what it answers, what is delivered, and the price line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Proposal, ProposalItem, ProposalPoint
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.versions import status_text, version_name
from desktop_crm.queries.proposal_price import amount_of, is_priced, rows_of, totals_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_full
from desktop_crm.rules.price_figures import format_tax
from desktop_crm.rules.pricing import Totals
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class OfferedPoint(CustomerFacing):
    """A pain point and what is set against it."""

    pain: str = ""
    function: str = ""
    value: str = ""
    case_study: str = ""


@dataclass(frozen=True, slots=True)
class OfferedItem(CustomerFacing):
    """A line of the price: thousandths, fen, tenths and hundredths of a percent, as `ProposalItem` has them."""

    name: str
    specification: str = ""
    quantity: int = 0
    unit: str = ""
    price: int | None = None
    discount: int = 0
    tax_rate: int = 0
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class OfferedTotal(CustomerFacing):
    """What the lines add up to, in fen; `before` and `reduction` are None when nothing is taken off."""

    gross: int
    net: int
    taxes: str = ""
    before: int | None = None
    reduction: int | None = None


@dataclass(frozen=True, slots=True)
class CustomerProposal(CustomerFacing):
    """The data of `proposal`; without `total` the price is not complete yet."""

    deal: Subject
    version: int
    version_name: str
    status: str
    title: str = ""
    summary: str = ""
    points: tuple[OfferedPoint, ...] = ()
    service: str = ""
    delivery_cycle: str = ""
    items: tuple[OfferedItem, ...] = ()
    price_terms: str = ""
    total: OfferedTotal | None = None
    advantage: str = ""
    benefit: str = ""
    terms: str = ""
    valid_until: date | None = None
    change_note: str = ""


def proposal(session: Session, deal_id: str, version: int | None = None) -> CustomerProposal:
    """Return one version of a deal's proposal, the latest unless told; four statements."""
    wanted = select(Proposal).where(Proposal.deal_id == deal_id).order_by(Proposal.version.desc()).limit(1)
    row = session.scalars(wanted if version is None else wanted.where(Proposal.version == version)).first()
    if row is None:
        raise Refused(tr("还没有可以印出的方案。"), Remedy(tr("起草方案"), "proposal.proposal"))
    items = rows_of(session, ProposalItem, row.id)
    about = subject(session, deal_id)
    return CustomerProposal(
        deal=about,
        version=row.version,
        version_name=version_name(row.version),
        status=status_text(row.status, row.confirmed_by, row.confirmed_on),
        title=row.title or about.title,
        summary=row.summary,
        points=tuple(
            OfferedPoint(point.pain, point.function, point.value, point.case_study)
            for point in rows_of(session, ProposalPoint, row.id)
        ),
        service=row.service,
        delivery_cycle=row.delivery_cycle,
        items=tuple(map(_item, items)),
        price_terms=tr("以上单价含税。") if row.prices_include_tax else tr("以上单价不含税，税额另计，已列入合计。"),
        total=_total(totals_of(row, items)) if is_priced(items) else None,
        advantage=row.advantage,
        benefit=row.benefit,
        terms=row.terms,
        valid_until=row.valid_until,
        change_note=row.change_note if row.version > 1 else "",
    )


def _item(item: ProposalItem) -> OfferedItem:
    return OfferedItem(
        name=item.name,
        specification=item.specification,
        quantity=item.quantity,
        unit=item.unit,
        price=item.price_fen,
        discount=item.discount,
        tax_rate=item.tax_rate,
        amount=amount_of(item),
    )


def _total(sums: Totals) -> OfferedTotal:
    taxed = [part for part in sums.parts if part.tax_fen]
    return OfferedTotal(
        gross=sums.gross_fen,
        net=sums.net_fen,
        taxes="\n".join(
            tr("{rate}：{tax}", rate=format_tax(part.rate), tax=format_full(part.tax_fen)) for part in taxed
        ),
        before=sums.subtotal_fen if sums.reduction_fen else None,
        reduction=-sums.reduction_fen or None,
    )
