"""What the acceptance form says: clause by clause the standard, the result, and each round of checking again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Acceptance, AcceptanceCheck, AcceptanceClause, Result
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr

_RESULTS: Final[dict[str, str]] = {Result.PENDING: "待验收", Result.PASSED: "通过", Result.FAILED: "不通过"}


@dataclass(frozen=True, slots=True)
class AcceptedClause(CustomerFacing):
    """A clause with its standard and where it stands after the latest round."""

    text: str
    standard: str = ""
    result: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rectification(CustomerFacing):
    """A check that failed: why, and what is done about it until when."""

    clause: str
    round: str
    cause: str = ""
    rectification: str = ""
    rectify_by: date | None = None


@dataclass(frozen=True, slots=True)
class Recheck(CustomerFacing):
    """A check of a clause after its rectification."""

    clause: str
    round: str
    result: str = ""
    checked_on: date | None = None
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class AcceptanceForm(CustomerFacing):
    """The data of `acceptance_form`."""

    deal: Subject
    project: str = ""
    contract_number: str = ""
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    clauses: tuple[AcceptedClause, ...] = ()
    rectifications: tuple[Rectification, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    passed: int = 0
    failed: int = 0
    pending: int = 0
    conclusion: str = ""
    accepted_on: date | None = None


def acceptance_form(session: Session, deal_id: str) -> AcceptanceForm:
    """Return the acceptance of a deal with all rounds; four statements."""
    acceptance = session.scalars(select(Acceptance).where(Acceptance.deal_id == deal_id)).first()
    if acceptance is None:
        raise Refused(tr("还没有验收记录。"), Remedy(tr("列出验收条款"), "acceptance"))
    clauses = session.scalars(
        select(AcceptanceClause)
        .where(AcceptanceClause.acceptance_id == acceptance.id)
        .order_by(AcceptanceClause.position, AcceptanceClause.id)
    ).all()
    checks = _checks(session, acceptance.id)
    rows = [(f"{number}. {clause.text}", clause, checks.get(clause.id, [])) for number, clause in enumerate(clauses, 1)]
    results = [_result(rounds) for _, _, rounds in rows]
    about = subject(session, deal_id)
    return AcceptanceForm(
        deal=about,
        project=acceptance.project or about.title,
        contract_number=acceptance.contract_number,
        place=acceptance.place,
        our_side=acceptance.our_side,
        their_side=acceptance.their_side,
        clauses=tuple(_clause(clause, rounds) for _, clause, rounds in rows),
        rectifications=tuple(
            _rectification(name, check) for name, _, rounds in rows for check in rounds if check.result == Result.FAILED
        ),
        rechecks=tuple(_recheck(name, check) for name, _, rounds in rows for check in rounds[1:]),
        passed=results.count(Result.PASSED),
        failed=results.count(Result.FAILED),
        pending=results.count(Result.PENDING),
        conclusion=acceptance.conclusion,
        accepted_on=acceptance.accepted_on,
    )


def _checks(session: Session, acceptance_id: str) -> dict[str, list[AcceptanceCheck]]:
    """Return the rounds of each clause, the first round first."""
    found: dict[str, list[AcceptanceCheck]] = {}
    for check in session.scalars(
        select(AcceptanceCheck)
        .join(AcceptanceClause, AcceptanceClause.id == AcceptanceCheck.clause_id)
        .where(AcceptanceClause.acceptance_id == acceptance_id)
        .order_by(AcceptanceCheck.round, AcceptanceCheck.id)
    ):
        found.setdefault(str(check.clause_id), []).append(check)
    return found


def _result(rounds: list[AcceptanceCheck]) -> str:
    """Return where a clause stands: what its latest round gave."""
    return rounds[-1].result if rounds else Result.PENDING


def _clause(clause: AcceptanceClause, rounds: list[AcceptanceCheck]) -> AcceptedClause:
    day = rounds[-1].checked_on if rounds else None
    return AcceptedClause(clause.text, clause.standard, _result_name(_result(rounds)), day)


def _rectification(name: str, check: AcceptanceCheck) -> Rectification:
    return Rectification(name, _round(check), check.cause, check.rectification, check.rectify_by)


def _recheck(name: str, check: AcceptanceCheck) -> Recheck:
    return Recheck(name, _round(check), _result_name(check.result), check.checked_on, check.checked_by)


def _result_name(result: str) -> str:
    return tr(_RESULTS.get(result, result))


def _round(check: AcceptanceCheck) -> str:
    return tr("第 {number} 轮", number=check.round)
