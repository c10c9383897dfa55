"""The data of each document as frozen classes, and the queries that fill them.

`DATA_CLASSES` names what the `data` key of a file in `resources/documents` may say. Every query in `_QUERIES` takes a
deal and the id of an item, which matters to the data in `ITEMS` only: they are about one of several things of a deal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.acceptance_form import AcceptanceForm, acceptance_form
from desktop_crm.queries.document_data.audience import AudienceError, CustomerFacing, Internal, InternalOnly
from desktop_crm.queries.document_data.deal_pack import DealPack, deal_pack
from desktop_crm.queries.document_data.deal_summary import DealSummary, deal_summary
from desktop_crm.queries.document_data.items import Item
from desktop_crm.queries.document_data.negotiation_memo import NegotiationMemo, negotiation_memo
from desktop_crm.queries.document_data.requirement_report import RequirementReport, requirement_report

DATA_CLASSES: dict[str, type[Any]] = {
    found.__name__: found for found in (RequirementReport, NegotiationMemo, AcceptanceForm, DealPack, DealSummary)
}

Query: TypeAlias = Callable[[Session, str, str], object]
ItemsQuery: TypeAlias = Callable[[Session, str], tuple[Item, ...]]


def _whole(query: Callable[[Session, str], object]) -> Query:
    """Return a query about a deal as a whole as one that is told an item, too."""
    return lambda session, deal_id, _item_id: query(session, deal_id)


# How the data about one deal is read.
_QUERIES: Final[dict[str, Query]] = {
    "RequirementReport": _whole(requirement_report),
    "NegotiationMemo": _whole(negotiation_memo),
    "AcceptanceForm": _whole(acceptance_form),
    "DealSummary": _whole(deal_summary),
    "DealPack": _whole(lambda session, deal_id: deal_pack(session, [deal_id])),
}
# Data about one of several things of a deal, and how these are listed, the newest last.
ITEMS: Final[dict[str, ItemsQuery]] = {}


def about_deal(session: Session, data: str, deal_id: str, item_id: str = "") -> object:
    """Return the data named `data` about a deal (one of its items: the given one, else the newest) as it stands now."""
    return _QUERIES[data](session, deal_id, item_id)


def items_of(session: Session, data: str, deal_id: str) -> tuple[Item, ...] | None:
    """Return the items of a deal that `data` can be about, the newest last; None when it is about the deal as a whole."""
    query = ITEMS.get(data)
    return query(session, deal_id) if query else None


__all__ = [
    "DATA_CLASSES",
    "ITEMS",
    "AcceptanceForm",
    "AudienceError",
    "CustomerFacing",
    "DealPack",
    "DealSummary",
    "Internal",
    "InternalOnly",
    "Item",
    "NegotiationMemo",
    "RequirementReport",
    "about_deal",
    "acceptance_form",
    "deal_pack",
    "deal_summary",
    "items_of",
    "negotiation_memo",
    "requirement_report",
]
