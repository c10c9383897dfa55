"""The data of each document as frozen classes, and the queries that fill them.

`DATA_CLASSES` names what the `data` key of a file in `resources/documents` may say.
"""

from __future__ import annotations

from desktop_crm.queries.document_data.acceptance_form import AcceptanceForm
from desktop_crm.queries.document_data.audience import AudienceError, CustomerFacing, Internal, InternalOnly
from desktop_crm.queries.document_data.deal_pack import DealPack
from desktop_crm.queries.document_data.deal_summary import DealSummary
from desktop_crm.queries.document_data.negotiation_memo import NegotiationMemo
from desktop_crm.queries.document_data.requirement_report import RequirementReport

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
]
