"""The data of each document as frozen classes, and the queries that fill them.

`DATA_CLASSES` names what the `data` key of a file in `resources/documents` may say. Every query in `_QUERIES` takes a
deal and the id of an item, which matters to the data in `ITEMS` only: they are about one of several things of a deal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy.orm import Session

from desktop_crm.queries.document_data.acceptance_form import AcceptanceForm, acceptance_form
from desktop_crm.queries.document_data.audience import AudienceError, CustomerFacing, Internal, InternalOnly
from desktop_crm.queries.document_data.care_sheet import CareSheet, care_sheet
from desktop_crm.queries.document_data.change_order import ContractChangeForm, change_order, change_order_items
from desktop_crm.queries.document_data.contract import CustomerContract, contract
from desktop_crm.queries.document_data.contract_review import ContractReview, contract_review
from desktop_crm.queries.document_data.customer_registration import CustomerRegistration, customer_registration
from desktop_crm.queries.document_data.deal_pack import DealPack, deal_pack
from desktop_crm.queries.document_data.deal_summary import DealSummary, deal_summary
from desktop_crm.queries.document_data.followup_sheet import FollowupSheet, followup_sheet
from desktop_crm.queries.document_data.interview_outline import InterviewOutline, interview_outline
from desktop_crm.queries.document_data.items import Item
from desktop_crm.queries.document_data.kickoff_plan import KickoffPlan, kickoff_plan
from desktop_crm.queries.document_data.lead_assessment import LeadAssessment, lead_assessment
from desktop_crm.queries.document_data.letter_of_intent import IntentLetter, letter_of_intent
from desktop_crm.queries.document_data.negotiation_memo import NegotiationMemo, negotiation_memo
from desktop_crm.queries.document_data.order_notice import DeliveryOrder, order_notice
from desktop_crm.queries.document_data.pack_overview import PackOverview, pack_overview
from desktop_crm.queries.document_data.pack_summary import PackSummary, pack_summary
from desktop_crm.queries.document_data.progress_report import DeliveryProgress, progress_items, progress_report
from desktop_crm.queries.document_data.proposal import CustomerProposal, proposal
from desktop_crm.queries.document_data.proposal_review import ProposalReview, proposal_review
from desktop_crm.queries.document_data.proposal_talk_record import (
    ProposalTalkRecord,
    proposal_talk_record,
    talk_items,
)
from desktop_crm.queries.document_data.requirement_list import RequirementList, requirement_list
from desktop_crm.queries.document_data.requirement_record import RequirementRecord, requirement_record
from desktop_crm.queries.document_data.requirement_report import RequirementReport, requirement_report
from desktop_crm.queries.document_data.visit_record import VisitRecord, visit_items, visit_record
from desktop_crm.queries.document_data.weekly_report import WeeklyReport, weekly_report

_CLASSES: Final[tuple[type[Any], ...]] = (
    LeadAssessment,
    CustomerRegistration,
    RequirementRecord,
    InterviewOutline,
    RequirementReport,
    RequirementList,
    CustomerProposal,
    ProposalTalkRecord,
    ProposalReview,
    NegotiationMemo,
    IntentLetter,
    CustomerContract,
    ContractReview,
    DeliveryOrder,
    KickoffPlan,
    DeliveryProgress,
    ContractChangeForm,
    AcceptanceForm,
    VisitRecord,
    DealPack,
    DealSummary,
    PackSummary,
    PackOverview,
    FollowupSheet,
    CareSheet,
    WeeklyReport,
)
DATA_CLASSES: dict[str, type[Any]] = {found.__name__: found for found in _CLASSES}

Query: TypeAlias = Callable[[Session, str, str], object]
ItemsQuery: TypeAlias = Callable[[Session, str], tuple[Item, ...]]
SheetQuery: TypeAlias = Callable[[Session, Sequence[str]], object]


def _whole(query: Callable[[Session, str], object]) -> Query:
    """Return a query about a deal as a whole as one that is told an item, too."""
    return lambda session, deal_id, _item_id: query(session, deal_id)


# How the data about one deal is read.
_QUERIES: Final[dict[str, Query]] = {
    "LeadAssessment": _whole(lead_assessment),
    "CustomerRegistration": _whole(customer_registration),
    "RequirementRecord": _whole(requirement_record),
    "InterviewOutline": _whole(interview_outline),
    "RequirementReport": _whole(requirement_report),
    "RequirementList": _whole(requirement_list),
    "CustomerProposal": _whole(proposal),
    "ProposalTalkRecord": proposal_talk_record,
    "ProposalReview": _whole(proposal_review),
    "ContractReview": _whole(contract_review),
    "NegotiationMemo": _whole(negotiation_memo),
    "IntentLetter": _whole(letter_of_intent),
    "CustomerContract": _whole(contract),
    "DeliveryOrder": _whole(order_notice),
    "KickoffPlan": _whole(kickoff_plan),
    "DeliveryProgress": progress_report,
    "ContractChangeForm": change_order,
    "AcceptanceForm": _whole(acceptance_form),
    "VisitRecord": visit_record,
    "DealSummary": _whole(deal_summary),
    "DealPack": _whole(lambda session, deal_id: deal_pack(session, [deal_id])),
    "PackSummary": _whole(pack_summary),
    "PackOverview": _whole(pack_overview),
    "FollowupSheet": _whole(lambda session, deal_id: followup_sheet(session, [deal_id])),
    "CareSheet": _whole(lambda session, deal_id: care_sheet(session, [deal_id])),
}
# Data that lists deals, one a row: about one like any other, or about many at once.
SHEETS: Final[dict[str, SheetQuery]] = {"FollowupSheet": followup_sheet, "CareSheet": care_sheet}
# Data about the company in a period of time.
REPORTS: Final = frozenset({"WeeklyReport"})
# Data about one of several things of a deal, and how these are listed, the newest last.
ITEMS: Final[dict[str, ItemsQuery]] = {
    "ProposalTalkRecord": talk_items,
    "DeliveryProgress": progress_items,
    "ContractChangeForm": change_order_items,
    "VisitRecord": visit_items,
}


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
    "REPORTS",
    "SHEETS",
    "AcceptanceForm",
    "AudienceError",
    "CareSheet",
    "CustomerContract",
    "CustomerFacing",
    "CustomerProposal",
    "CustomerRegistration",
    "DealPack",
    "DealSummary",
    "DeliveryOrder",
    "FollowupSheet",
    "Internal",
    "InternalOnly",
    "InterviewOutline",
    "Item",
    "KickoffPlan",
    "LeadAssessment",
    "NegotiationMemo",
    "RequirementList",
    "RequirementRecord",
    "RequirementReport",
    "VisitRecord",
    "WeeklyReport",
    "about_deal",
    "acceptance_form",
    "care_sheet",
    "contract",
    "customer_registration",
    "deal_pack",
    "deal_summary",
    "followup_sheet",
    "interview_outline",
    "items_of",
    "kickoff_plan",
    "lead_assessment",
    "negotiation_memo",
    "order_notice",
    "proposal",
    "requirement_list",
    "requirement_record",
    "requirement_report",
    "visit_record",
    "weekly_report",
]
