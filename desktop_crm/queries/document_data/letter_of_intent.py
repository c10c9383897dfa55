"""What the letter of intent says: the project, what both sides intend, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import IntentClause, LetterOfIntent, VersionStatus
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.versions import version_name
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Intention(CustomerFacing):
    """A clause of the letter."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class IntentLetter(CustomerFacing):
    """The data of `letter_of_intent`."""

    deal: Subject
    version: int
    version_name: str
    project: str = ""
    amount: int | None = None
    sign_contract_by: date | None = None
    valid_until: date | None = None
    clauses: tuple[Intention, ...] = ()
    next_step: str = ""
    change_note: str = ""
    signed_on: date | None = None


def letter_of_intent(session: Session, deal_id: str) -> IntentLetter:
    """Return the latest letter of intent of a deal; three statements."""
    wanted = select(LetterOfIntent).where(LetterOfIntent.deal_id == deal_id).order_by(LetterOfIntent.version.desc())
    row = session.scalars(wanted.limit(1)).first()
    if row is None:
        raise Refused(tr("还没有可以印出的合作意向书。"), Remedy(tr("起草意向书"), "negotiation.intent"))
    clauses = session.scalars(
        select(IntentClause).where(IntentClause.letter_id == row.id).order_by(IntentClause.position, IntentClause.id)
    )
    return IntentLetter(
        deal=subject(session, deal_id),
        version=row.version,
        version_name=version_name(row.version),
        project=row.project,
        amount=row.amount_fen,
        sign_contract_by=row.sign_contract_by,
        valid_until=row.valid_until,
        clauses=tuple(Intention(clause.title or tr("其他约定"), clause.text) for clause in clauses),
        next_step=row.next_step,
        change_note=row.change_note if row.version > 1 else "",
        signed_on=row.confirmed_on if row.status == VersionStatus.CONFIRMED else None,
    )
