"""What the section of the letter of intent shows, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, IntentClause, LetterOfIntent, Memo
from desktop_crm.queries.versions import (
    NO_VERSIONS,
    Difference,
    PaperState,
    all_line_ids,
    field_differences,
    line_differences,
    origins,
    paper_state,
)
from desktop_crm.rules.amounts import format_full


@dataclass(frozen=True, slots=True)
class IntentRow:
    """A clause of the letter; `origin` stays the same through all versions."""

    id: str
    origin: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """One version of the letter; `memo_agreed` says whether a memo has anything to begin it with."""

    state: PaperState = NO_VERSIONS
    project: str = ""
    amount_fen: int | None = None
    sign_contract_by: date | None = None
    valid_until: date | None = None
    next_step: str = ""
    clauses: tuple[IntentRow, ...] = ()
    contact: str = ""  # who would sign it
    has_memo: bool = False


def letter_sheet(session: Session, deal_id: str, *, version_id: str = "") -> LetterSheet:
    """Return a deal's letter of intent: the latest version unless another is asked for; a fixed number of statements."""
    contact = session.scalar(select(Contact.name).join(Deal, Deal.contact_id == Contact.id).where(Deal.id == deal_id))
    state = paper_state(session, LetterOfIntent, deal_id, version_id)
    if state.shown is None:
        memo = session.scalar(select(Memo.id).where(Memo.deal_id == deal_id).limit(1))
        return LetterSheet(contact=contact or "", has_memo=memo is not None)
    row = session.get_one(LetterOfIntent, state.shown.id)
    roots = _origins(session, state)
    return LetterSheet(
        state=state,
        project=row.project,
        amount_fen=row.amount_fen,
        sign_contract_by=row.sign_contract_by,
        valid_until=row.valid_until,
        next_step=row.next_step,
        clauses=tuple(
            IntentRow(line.id, roots.get(line.id, line.id), line.title, line.text) for line in _rows(session, row.id)
        ),
        contact=contact or "",
        has_memo=True,
    )


def letter_differences(session: Session, old_id: str, new_id: str) -> tuple[Difference, ...]:
    """Return what changed from one version of a letter to a later one: facts, then clauses."""
    old, new = session.get_one(LetterOfIntent, old_id), session.get_one(LetterOfIntent, new_id)
    roots = _origins(session, paper_state(session, LetterOfIntent, new.deal_id))
    found = field_differences(_fields(old), _fields(new))
    lines = line_differences(_rows(session, old_id), _rows(session, new_id), roots, _words, lambda _: "clause")
    return (*found, *lines)


def _rows(session: Session, letter_id: str) -> Sequence[IntentClause]:
    return session.scalars(
        select(IntentClause).where(IntentClause.letter_id == letter_id).order_by(IntentClause.position, IntentClause.id)
    ).all()


def _origins(session: Session, state: PaperState) -> dict[str, str]:
    versions = [version.id for version in state.versions]
    return origins(versions, all_line_ids(session, IntentClause, IntentClause.letter_id, versions))


def _fields(row: LetterOfIntent) -> dict[str, str]:
    return {
        "project": row.project,
        "amount_fen": "" if row.amount_fen is None else format_full(row.amount_fen),
        "sign_contract_by": row.sign_contract_by.isoformat() if row.sign_contract_by else "",
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "next_step": row.next_step,
    }


def _words(clause: IntentClause) -> str:
    return f"{clause.title}：{clause.text}" if clause.text else clause.title
