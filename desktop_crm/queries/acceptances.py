"""What the acceptance tab shows: clauses with every round of checking, where each comes from, and how far the whole is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Acceptance, AcceptanceCheck, AcceptanceClause, ChangeOrder, ContractClause, Result
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Check:
    """One round of checking a clause."""

    id: str
    round: int
    result: str
    checked_on: date | None
    checked_by: str
    cause: str
    rectification: str
    rectify_by: date | None


@dataclass(frozen=True, slots=True)
class CheckedClause:
    """A clause with its standard, its rounds (the first one first), and the paper it comes from."""

    id: str
    text: str
    standard: str
    checks: tuple[Check, ...] = ()
    origin: str = ""

    @property
    def last(self) -> Check | None:
        """Return the latest round."""
        return self.checks[-1] if self.checks else None

    @property
    def result(self) -> str:
        """Return the result of the latest round."""
        return self.last.result if self.last else Result.PENDING

    @property
    def round(self) -> int:
        """Return which round the clause is in."""
        return self.last.round if self.last else 1

    @property
    def history(self) -> tuple[Check, ...]:
        """Return the rounds that gave a result."""
        return tuple(check for check in self.checks if check.result != Result.PENDING)


@dataclass(frozen=True, slots=True)
class AcceptanceSheet:
    """The acceptance of a deal as the tab shows it."""

    project: str = ""
    contract_number: str = ""
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    conclusion: str = ""
    accepted_on: date | None = None
    clauses: tuple[CheckedClause, ...] = ()

    def count(self, result: str) -> int:
        """Return how many clauses stand at a result."""
        return sum(clause.result == result for clause in self.clauses)


def acceptance_sheet(session: Session, deal_id: str) -> AcceptanceSheet:
    """Return the acceptance of a deal."""
    row = session.scalars(select(Acceptance).where(Acceptance.deal_id == deal_id).limit(1)).first()
    if row is None:
        return AcceptanceSheet()
    return AcceptanceSheet(
        project=row.project,
        contract_number=row.contract_number,
        place=row.place,
        our_side=row.our_side,
        their_side=row.their_side,
        conclusion=row.conclusion,
        accepted_on=row.accepted_on,
        clauses=_clauses(session, row.id),
    )


def _clauses(session: Session, acceptance_id: str) -> tuple[CheckedClause, ...]:
    rows = session.scalars(
        select(AcceptanceClause)
        .where(AcceptanceClause.acceptance_id == acceptance_id)
        .order_by(AcceptanceClause.position, AcceptanceClause.id)
    ).all()
    checks: dict[str, list[Check]] = defaultdict(list)
    for found in session.scalars(
        select(AcceptanceCheck)
        .where(AcceptanceCheck.clause_id.in_([row.id for row in rows]))
        .order_by(AcceptanceCheck.round, AcceptanceCheck.id)
    ):
        checks[found.clause_id].append(
            Check(
                found.id,
                found.round,
                found.result,
                found.checked_on,
                found.checked_by,
                found.cause,
                found.rectification,
                found.rectify_by,
            )
        )
    origins = _origins(session, rows)
    return tuple(
        CheckedClause(row.id, row.text, row.standard, tuple(checks[row.id]), origins.get(row.id, "")) for row in rows
    )


def _origins(session: Session, rows: Sequence[AcceptanceClause]) -> dict[str, str]:
    """Return which article of the contract, or which signed change, each clause comes from; at most two statements."""
    articles = _articles(session, {row.contract_clause_id for row in rows} - {""})
    wanted = {row.change_order_id for row in rows} - {""}
    serials = {
        order.id: order.serial
        for order in (session.scalars(select(ChangeOrder).where(ChangeOrder.id.in_(wanted))) if wanted else ())
    }
    found: dict[str, str] = {}
    for row in rows:
        if row.change_order_id in serials:
            found[row.id] = tr("变更单 {serial}", serial=serials[row.change_order_id])
        elif row.contract_clause_id in articles:
            number, title = articles[row.contract_clause_id]
            found[row.id] = tr("合同第 {number} 条 {title}", number=number, title=title).strip()
    return found


def _articles(session: Session, ids: set[str]) -> dict[str, tuple[int, str]]:
    """Return number and title of clauses of a contract, as it is printed."""
    if not ids:
        return {}
    contracts = select(ContractClause.contract_id).where(ContractClause.id.in_(ids))
    rows = session.execute(
        select(ContractClause.id, ContractClause.contract_id, ContractClause.title)
        .where(ContractClause.contract_id.in_(contracts))
        .order_by(ContractClause.contract_id, ContractClause.position, ContractClause.id)
    )
    found: dict[str, tuple[int, str]] = {}
    contract, number = "", 0
    for row in rows:
        number = number + 1 if row.contract_id == contract else 1
        contract = row.contract_id
        found[row.id] = number, row.title
    return found
