"""The data of each document as frozen classes, and the queries that fill them.

`DATA_CLASSES` names what the `data` key of a file in `resources/documents` may say.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.acceptance_form import AcceptanceForm, acceptance_form
from desktop_crm.queries.document_data.audience import AudienceError, CustomerFacing, Internal, InternalOnly
from desktop_crm.queries.document_data.deal_pack import DealPack, deal_pack
from desktop_crm.queries.document_data.deal_summary import DealSummary, deal_summary
from desktop_crm.queries.document_data.negotiation_memo import NegotiationMemo, negotiation_memo
from desktop_crm.queries.document_data.requirement_report import RequirementReport, requirement_report

DATA_CLASSES: dict[str, type] = {
    found.__name__: found for found in (RequirementReport, NegotiationMemo, AcceptanceForm, DealPack, DealSummary)
}

# How the data about one deal is read.
_QUERIES: dict[str, Callable[[Session, str], object]] = {
    "RequirementReport": requirement_report,
    "NegotiationMemo": negotiation_memo,
    "AcceptanceForm": acceptance_form,
    "DealSummary": deal_summary,
    "DealPack": lambda session, deal_id: deal_pack(session, [deal_id]),
}


def about_deal(session: Session, data: str, deal_id: str) -> object:
    """Return the data named `data` about a deal as it stands now."""
    return _QUERIES[data](session, deal_id)


__all__ = [
    "DATA_CLASSES",
    "AcceptanceForm",
    "AudienceError",
    "CustomerFacing",
    "DealPack",
    "DealSummary",
    "Internal",
    "InternalOnly",
    "NegotiationMemo",
    "RequirementReport",
    "about_deal",
    "acceptance_form",
    "deal_pack",
    "deal_summary",
    "negotiation_memo",
    "requirement_report",
]
