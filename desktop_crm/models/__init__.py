"""What is stored: one file per noun. `Base.metadata` is the schema."""

from desktop_crm.models.acceptance import Acceptance, AcceptanceCheck, AcceptanceClause, Result
from desktop_crm.models.activity import Activity, ActivityStatus, Method, Purpose
from desktop_crm.models.assignment import Assignment, AssignmentState
from desktop_crm.models.base import Base, Context, Row, context, link_id, new_id
from desktop_crm.models.change import ChangeSet, RowChange
from desktop_crm.models.clock_pause import ClockPause
from desktop_crm.models.company import COMPANY_ID, Company
from desktop_crm.models.contact import Contact
from desktop_crm.models.customer import Anniversary, Customer, CustomerTag
from desktop_crm.models.deal import Deal, Outcome, StageStatus
from desktop_crm.models.greeting import Greeting
from desktop_crm.models.issued_document import IssuedDocument
from desktop_crm.models.member import Member, Role
from desktop_crm.models.negotiation import ClauseKind, Memo, MemoClause, NegotiationFloor, Objection
from desktop_crm.models.product import Product
from desktop_crm.models.requirement import (
    Interview,
    InterviewQuestion,
    ItemKind,
    Priority,
    QuestionKind,
    Requirement,
    RequirementItem,
    VersionStatus,
)
from desktop_crm.models.stage_change import ChecklistTick, StageChange
from desktop_crm.models.stakeholder import ChainRole, Stakeholder

__all__ = [
    "COMPANY_ID",
    "Acceptance",
    "AcceptanceCheck",
    "AcceptanceClause",
    "Activity",
    "ActivityStatus",
    "Anniversary",
    "Assignment",
    "AssignmentState",
    "Base",
    "ChainRole",
    "ChangeSet",
    "ChecklistTick",
    "ClauseKind",
    "ClockPause",
    "Company",
    "Contact",
    "Context",
    "Customer",
    "CustomerTag",
    "Deal",
    "Greeting",
    "Interview",
    "InterviewQuestion",
    "IssuedDocument",
    "ItemKind",
    "Member",
    "Memo",
    "MemoClause",
    "Method",
    "NegotiationFloor",
    "Objection",
    "Outcome",
    "Priority",
    "Product",
    "Purpose",
    "QuestionKind",
    "Requirement",
    "RequirementItem",
    "Result",
    "Role",
    "Row",
    "RowChange",
    "StageChange",
    "StageStatus",
    "Stakeholder",
    "VersionStatus",
    "context",
    "link_id",
    "new_id",
]
