"""What is stored: one file per noun. A noun is loaded when it is first asked for; `metadata()` knows all of them.

Mapping a class takes milliseconds, and the window opens with a few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from desktop_crm.models.base import Base, Context, Row, context, link_id, new_id

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from desktop_crm.models.acceptance import Acceptance, AcceptanceCheck, AcceptanceClause, Result
    from desktop_crm.models.activity import Activity, ActivityStatus, Method, Purpose
    from desktop_crm.models.assignment import Assignment, AssignmentState
    from desktop_crm.models.attachment import Attachment, AttachmentKind
    from desktop_crm.models.change import ChangeSet, RowChange
    from desktop_crm.models.clock_pause import ClockPause
    from desktop_crm.models.company import COMPANY_ID, Company
    from desktop_crm.models.contact import Contact
    from desktop_crm.models.contract import (
        Contract,
        ContractClause,
        ContractFiling,
        ContractRisk,
        IntentClause,
        LetterOfIntent,
        SigningMethod,
    )
    from desktop_crm.models.customer import Anniversary, Customer, CustomerTag
    from desktop_crm.models.deal import Deal, Outcome, StageStatus
    from desktop_crm.models.forecast import ClosedEstimate, DealSnapshot
    from desktop_crm.models.greeting import Greeting
    from desktop_crm.models.improvement import DealReview, Improvement
    from desktop_crm.models.issued_document import IssuedDocument
    from desktop_crm.models.member import Member, Role
    from desktop_crm.models.negotiation import Memo, MemoClause, NegotiationFloor, Objection, ReusableAnswer
    from desktop_crm.models.paper import ClauseKind, VersionStatus
    from desktop_crm.models.payment import Payment, Receipt
    from desktop_crm.models.product import Product
    from desktop_crm.models.project import (
        ChangeItem,
        ChangeOrder,
        Milestone,
        OrderNotice,
        Problem,
        ProgressReport,
        Project,
        ProjectMember,
        ScopeChange,
        SideOf,
    )
    from desktop_crm.models.proposal import (
        WHOLE,
        Presentation,
        PresentationPoint,
        Proposal,
        ProposalItem,
        ProposalPoint,
    )
    from desktop_crm.models.requirement import (
        Interview,
        InterviewQuestion,
        ItemKind,
        Priority,
        QuestionKind,
        Requirement,
        RequirementItem,
    )
    from desktop_crm.models.review import Review, Reviewed, Verdict
    from desktop_crm.models.stage_change import ChecklistTick, StageChange
    from desktop_crm.models.stakeholder import ChainRole, Stakeholder
    from desktop_crm.models.target import Measure, Target
    from desktop_crm.models.visit import Visit

__all__ = [
    "COMPANY_ID",
    "WHOLE",
    "Acceptance",
    "AcceptanceCheck",
    "AcceptanceClause",
    "Activity",
    "ActivityStatus",
    "Anniversary",
    "Assignment",
    "AssignmentState",
    "Attachment",
    "AttachmentKind",
    "Base",
    "ChainRole",
    "ChangeItem",
    "ChangeOrder",
    "ChangeSet",
    "ChecklistTick",
    "ClauseKind",
    "ClockPause",
    "ClosedEstimate",
    "Company",
    "Contact",
    "Context",
    "Contract",
    "ContractClause",
    "ContractFiling",
    "ContractRisk",
    "Customer",
    "CustomerTag",
    "Deal",
    "DealReview",
    "DealSnapshot",
    "Greeting",
    "Improvement",
    "IntentClause",
    "Interview",
    "InterviewQuestion",
    "IssuedDocument",
    "ItemKind",
    "LetterOfIntent",
    "Measure",
    "Member",
    "Memo",
    "MemoClause",
    "Method",
    "Milestone",
    "NegotiationFloor",
    "Objection",
    "OrderNotice",
    "Outcome",
    "Payment",
    "Presentation",
    "PresentationPoint",
    "Priority",
    "Problem",
    "Product",
    "ProgressReport",
    "Project",
    "ProjectMember",
    "Proposal",
    "ProposalItem",
    "ProposalPoint",
    "Purpose",
    "QuestionKind",
    "Receipt",
    "Requirement",
    "RequirementItem",
    "Result",
    "ReusableAnswer",
    "Review",
    "Reviewed",
    "Role",
    "Row",
    "RowChange",
    "ScopeChange",
    "SideOf",
    "SigningMethod",
    "StageChange",
    "StageStatus",
    "Stakeholder",
    "Target",
    "Verdict",
    "VersionStatus",
    "Visit",
    "context",
    "link_id",
    "metadata",
    "new_id",
]

_NOUNS = {
    "acceptance": "Acceptance AcceptanceCheck AcceptanceClause Result",
    "activity": "Activity ActivityStatus Method Purpose",
    "assignment": "Assignment AssignmentState",
    "attachment": "Attachment AttachmentKind",
    "change": "ChangeSet RowChange",
    "clock_pause": "ClockPause",
    "company": "COMPANY_ID Company",
    "contact": "Contact",
    "contract": "Contract ContractClause ContractFiling ContractRisk IntentClause LetterOfIntent SigningMethod",
    "customer": "Anniversary Customer CustomerTag",
    "deal": "Deal Outcome StageStatus",
    "greeting": "Greeting",
    "issued_document": "IssuedDocument",
    "member": "Member Role",
    "negotiation": "Memo MemoClause NegotiationFloor Objection ReusableAnswer",
    "paper": "ClauseKind VersionStatus",
    "payment": "Payment Receipt",
    "product": "Product",
    "project": "ChangeItem ChangeOrder Milestone OrderNotice Problem ProgressReport Project ProjectMember ScopeChange SideOf",
    "proposal": "WHOLE Presentation PresentationPoint Proposal ProposalItem ProposalPoint",
    "requirement": "Interview InterviewQuestion ItemKind Priority QuestionKind Requirement RequirementItem",
    "review": "Review Reviewed Verdict",
    "stage_change": "ChecklistTick StageChange",
    "stakeholder": "ChainRole Stakeholder",
    "visit": "Visit",
    "forecast": "ClosedEstimate DealSnapshot",
    "improvement": "DealReview Improvement",
    "target": "Measure Target",
}
_HOMES = {name: module for module, names in _NOUNS.items() for name in names.split()}


def metadata() -> MetaData:
    """Return the schema, with every table there is."""
    for module in _NOUNS:
        import_module(f"{__name__}.{module}")
    return Base.metadata


if not TYPE_CHECKING:  # a type checker knows the names from above, and a wrong one is to be an error

    def __getattr__(name: str) -> Any:
        """Load the noun that `name` belongs to."""
        if name not in _HOMES:
            raise AttributeError(f"{__name__} has no {name}")
        module = import_module(f"{__name__}.{_HOMES[name]}")
        for found in _NOUNS[_HOMES[name]].split():
            globals()[found] = getattr(module, found)
        return globals()[name]
