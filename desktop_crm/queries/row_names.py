"""What stored rows are called in a sentence, and the names behind the keys that other rows hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import String, bindparam, func, literal, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    AcceptanceCheck,
    AcceptanceClause,
    Activity,
    Assignment,
    Attachment,
    ChangeItem,
    ChangeOrder,
    ChecklistTick,
    Contact,
    Contract,
    ContractClause,
    Customer,
    Improvement,
    IntentClause,
    InterviewQuestion,
    IssuedDocument,
    LetterOfIntent,
    Member,
    Memo,
    MemoClause,
    Milestone,
    Objection,
    Payment,
    PresentationPoint,
    Problem,
    Product,
    ProgressReport,
    ProjectMember,
    Proposal,
    ProposalItem,
    ProposalPoint,
    Receipt,
    Requirement,
    RequirementItem,
    RowChange,
    Stakeholder,
    Visit,
    metadata,
)

_NAMES: dict[str, Any] = {  # what a row is called in a sentence
    "activity": func.iif(Activity.goal != "", Activity.goal, Activity.feedback),
    "checklist_tick": ChecklistTick.item,
    "interview_question": InterviewQuestion.question,
    "requirement": literal("v").concat(Requirement.version.cast(String)),
    "requirement_item": RequirementItem.text,
    "objection": Objection.text,
    "memo": literal("v").concat(Memo.version.cast(String)),
    "memo_clause": MemoClause.title,
    "acceptance_clause": AcceptanceClause.text,
    "acceptance_check": select(AcceptanceClause.text)
    .where(AcceptanceClause.id == AcceptanceCheck.clause_id)
    .scalar_subquery(),
    "proposal": literal("v").concat(Proposal.version.cast(String)),
    "proposal_point": ProposalPoint.pain,
    "proposal_item": ProposalItem.name,
    "presentation_point": PresentationPoint.text,
    "letter_of_intent": literal("v").concat(LetterOfIntent.version.cast(String)),
    "intent_clause": IntentClause.title,
    "contract": literal("v").concat(Contract.version.cast(String)),
    "contract_clause": ContractClause.title,
    "attachment": Attachment.name,
    "payment": Payment.name,
    "receipt": select(Payment.name).where(Payment.id == Receipt.payment_id).scalar_subquery(),
    "project_member": ProjectMember.name,
    "milestone": Milestone.name,
    "problem": Problem.text,
    "progress_report": literal("No.").concat(ProgressReport.serial.cast(String)),
    "change_order": ChangeOrder.title,
    "change_item": ChangeItem.text,
    "visit": Visit.occasion,
    "improvement": Improvement.action,
    "issued_document": IssuedDocument.title,
    "stakeholder": select(Contact.name).where(Contact.id == Stakeholder.contact_id).scalar_subquery(),
    "assignment": select(Member.name).where(Member.id == Assignment.member_id).scalar_subquery(),
}
OWN_NAMES: dict[str, tuple[str, ...]] = {  # the columns that hold it: a new row is told by its first name
    "activity": ("goal", "feedback"),
    "interview_question": ("question",),
    "requirement_item": ("text",),
    "objection": ("text",),
    "memo_clause": ("title",),
    "acceptance_clause": ("text",),
    "proposal_point": ("pain", "function"),
    "proposal_item": ("name",),
    "presentation_point": ("text",),
    "intent_clause": ("title",),
    "contract_clause": ("title",),
    "attachment": ("name",),
    "payment": ("name",),
    "project_member": ("name",),
    "milestone": ("name",),
    "problem": ("text",),
    "change_order": ("title",),
    "change_item": ("text",),
    "visit": ("occasion",),
    "improvement": ("action",),
}
REFERENCES: dict[str, Any] = {  # columns that hold a key → the name people know
    "customer_id": Customer,
    "contact_id": Contact,
    "owner_id": Member,
    "first_responder_id": Member,
    "by_id": Member,
    "covered_by_id": Member,
    "issued_by_id": Member,
    "product_id": Product,
    "next_owner_id": Member,
    "reviewer_id": Member,
    "receiver_id": Member,
    "visitor_id": Member,
    "archived_by_id": Member,
}


def row_names(session: Session, changes: Sequence[RowChange]) -> dict[str, str]:
    """Return what the rows are called, one statement for each kind of row there is."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        if change.table in _NAMES:
            wanted[change.table].add(change.row_id)
    found: dict[str, str] = {}
    for table, ids in wanted.items():
        key = metadata().tables[table].c.id
        rows = session.execute(
            select(key, _NAMES[table]).where(key.in_(bindparam("ids", list(ids), expanding=True))),
            execution_options={"include_deleted": True},
        )
        found.update((row[0], row[1] or "") for row in rows)
    return found


def names_behind(session: Session, values: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the names behind the keys that stand in old and new values, one statement for each kind."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for row in values:
        for column, value in row.items():
            if value and column in REFERENCES:
                wanted[REFERENCES[column]].add(value)
    found: dict[str, str] = {}
    for model, ids in wanted.items():
        rows = session.execute(
            select(model.id, model.name).where(model.id.in_(ids)), execution_options={"include_deleted": True}
        )
        found.update((row.id, row.name) for row in rows)
    return found
