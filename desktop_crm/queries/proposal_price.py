"""The lines of a proposal and what they cost; nothing of what stays inside, so that paper for a customer may use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Proposal, ProposalItem, ProposalPoint
from desktop_crm.rules.pricing import PricedLine, Totals, line_amount, totals

LineT = TypeVar("LineT", ProposalPoint, ProposalItem)


def is_priced(items: Sequence[ProposalItem]) -> bool:
    """Return whether there are lines and each has its price, so that their total says something."""
    return bool(items) and all(item.price_fen is not None for item in items)


def totals_of(proposal: Proposal, items: Iterable[ProposalItem]) -> Totals:
    """Return what a version costs, given its lines."""
    return totals(
        map(_priced, items),
        prices_include_tax=proposal.prices_include_tax,
        reduction_fen=proposal.reduction_fen or 0,
    )


def rows_of(session: Session, model: type[LineT], version_id: str) -> Sequence[LineT]:
    """Return the lines of a version from top to bottom."""
    wanted = select(model).where(model.proposal_id == version_id).order_by(model.position, model.id)
    return session.scalars(wanted).all()


def amount_of(item: ProposalItem) -> int | None:
    """Return the amount of a line, None while it has no price."""
    return None if item.price_fen is None else line_amount(_priced(item))


def _priced(item: ProposalItem) -> PricedLine:
    return PricedLine(item.quantity, item.price_fen, item.discount, item.tax_rate)
