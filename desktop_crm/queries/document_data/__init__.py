"""The data of each document as frozen classes, and the queries that fill them.

`DATA_CLASSES` names what the `data` key of a file in `resources/documents` may say.
"""

from __future__ import annotations

from desktop_crm.queries.document_data.acceptance_form import AcceptanceForm, acceptance_form
from desktop_crm.queries.document_data.audience import AudienceError, CustomerFacing, Internal, InternalOnly
from desktop_crm.queries.document_data.deal_pack import DealPack, deal_pack
from desktop_crm.queries.document_data.deal_summary import DealSummary, deal_summary
from desktop_crm.queries.document_data.negotiation_memo import NegotiationMemo, negotiation_memo
from desktop_crm.queries.document_data.requirement_report import RequirementReport, requirement_report

DATA_CLASSES: dict[str, type] = {
    found.__name__: found for found in (RequirementReport, NegotiationMemo, AcceptanceForm, DealPack, DealSummary)
}

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
    "acceptance_form",
    "deal_pack",
    "deal_summary",
    "negotiation_memo",
    "requirement_report",
]
