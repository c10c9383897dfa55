"""What the contract section shows: the contract, how it stands against the memo, and which risks were looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractRisk, Deal, Memo, context
from desktop_crm.queries.contract_comparison import ComparedClause, ComparedMemo, LeftOut, contract_comparison
from desktop_crm.queries.floor_warnings import contract_warnings
from desktop_crm.queries.versions import NO_VERSIONS, PaperState, paper_state
from desktop_crm.rules.contract_terms import BLANK, Risk, Terms, terms


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A point of the risk checklist and what was found."""

    key: str
    title: str
    hint: str
    checked: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContractSheet:
    """The latest contract of a deal; `fault` says why the company's own terms are not used."""

    state: PaperState = NO_VERSIONS
    number: str = ""
    title: str = ""
    amount_fen: int | None = None
    tax_rate: int = 0
    deliver_by: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    copies: int = 2
    clauses: tuple[ComparedClause, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    memo: ComparedMemo | None = None
    unexplained: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    deal_amount_fen: int | None = None
    has_memo: bool = False
    fault: str = ""
    warnings: tuple[str, ...] = ()  # where it goes below our floor; internal

    @property
    def open_risks(self) -> tuple[str, ...]:
        """Return the titles of the risks nobody has looked at."""
        return tuple(risk.title for risk in self.risks if not risk.checked)


def contract_sheet(session: Session, deal_id: str) -> ContractSheet:
    """Return a deal's contract; a fixed number of statements."""
    state = paper_state(session, Contract, deal_id)
    if state.shown is None:
        memo = session.scalar(select(Memo.id).where(Memo.deal_id == deal_id).limit(1))
        return ContractSheet(has_memo=memo is not None)
    row = session.get_one(Contract, state.shown.id)
    found = contract_comparison(session, row)
    known = terms(context(session).folder)
    return ContractSheet(
        state=state,
        number=row.number,
        title=row.title,
        amount_fen=row.amount_fen,
        tax_rate=row.tax_rate,
        deliver_by=row.deliver_by,
        effective_on=row.effective_on,
        ends_on=row.ends_on,
        place=row.place,
        copies=row.copies,
        clauses=found.clauses,
        left_out=found.left_out,
        memo=found.memo,
        unexplained=found.unexplained,
        unwritten=tuple(clause.title for clause in found.clauses if is_unwritten(clause.text)),
        risks=risk_rows(session, deal_id, known),
        deal_amount_fen=session.scalar(select(Deal.amount_fen).where(Deal.id == deal_id)),
        has_memo=found.memo is not None,
        fault=known.fault,
        warnings=contract_warnings(session, row, [(clause.title, clause.text) for clause in found.clauses]),
    )


def is_unwritten(text: str) -> bool:
    """Tell whether a clause says nothing or still has a blank to fill."""
    return not text.strip() or BLANK in text


def risk_rows(session: Session, deal_id: str, known: Terms) -> tuple[RiskRow, ...]:
    """Return the risk checklist as it was looked at for one deal."""
    rows = session.scalars(select(ContractRisk).where(ContractRisk.deal_id == deal_id)).all()
    return tuple(_risk(risk, {row.key: row for row in rows}) for risk in known.risks)


def open_risks(session: Session, deal_id: str) -> Sequence[str]:
    """Return the titles of the risks nobody has looked at for a deal."""
    return [risk.title for risk in risk_rows(session, deal_id, terms(context(session).folder)) if not risk.checked]


def _risk(risk: Risk, rows: Mapping[str, ContractRisk]) -> RiskRow:
    row = rows.get(risk.key)
    return RiskRow(risk.key, risk.title, risk.hint, bool(row and row.checked), row.note if row else "")
