"""The contract clause by clause against the memo (K1): the same, changed, new or left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractClause, ContractRisk, Memo, MemoClause, VersionStatus
from desktop_crm.queries.versions import origins
from desktop_crm.rules.differences import says_the_same
from desktop_crm.system.translations import tr

STANDARD = tr("标准条款，纪要没有谈到")  # the reason of a standard clause, written when it is drafted
OMITTED = "omitted:"  # begins the key of the row that says why the contract leaves a clause of the memo out


class Match(StrEnum):
    """How a clause stands against the memo."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A clause of the contract with the wording of the memo that it writes out; `reason` says why it differs."""

    id: str
    kind: str
    title: str
    text: str
    match: Match = Match.NEW
    reason: str = ""
    memo_title: str = ""
    memo_text: str = ""

    @property
    def unexplained(self) -> bool:
        """Return whether it differs and nobody said why."""
        return self.match != Match.SAME and not self.reason

    @property
    def standard(self) -> bool:
        """Return whether it is a standard clause that nobody had to explain."""
        return self.match == Match.NEW and self.reason == STANDARD


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An agreed clause of the memo that the contract does not have; `id` is the memo clause's, `reason` says why."""

    id: str
    title: str
    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ComparedMemo:
    """The memo that a contract is compared with; `newer` is the number of a later version, if there is one."""

    id: str
    version: int
    confirmed: bool
    newer: int | None = None
    open_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A contract held against its memo; without a memo its clauses stand for themselves."""

    clauses: tuple[ComparedClause, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    memo: ComparedMemo | None = None

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Return the titles of the differences that want a reason."""
        if self.memo is None:
            return ()
        titles = [clause.title for clause in self.clauses if clause.unexplained]
        titles += [clause.title for clause in self.left_out if not clause.reason]
        return tuple(title or tr("未命名") for title in titles)


def contract_comparison(session: Session, contract: Contract) -> Comparison:
    """Return a contract against the memo it is compared with; four statements."""
    clauses = session.scalars(
        select(ContractClause)
        .where(ContractClause.contract_id == contract.id)
        .order_by(ContractClause.position, ContractClause.id)
    ).all()
    memos = session.scalars(select(Memo).where(Memo.deal_id == contract.deal_id).order_by(Memo.version, Memo.id)).all()
    memo = next((found for found in memos if found.id == contract.memo_id), None)
    if memo is None:
        return Comparison(tuple(_compared(clause, None) for clause in clauses))
    lines = session.scalars(
        select(MemoClause)
        .where(MemoClause.memo_id.in_([found.id for found in memos]))
        .order_by(MemoClause.position, MemoClause.id)
    ).all()
    roots = origins([found.id for found in memos], [(line.memo_id, line.id) for line in lines])
    shown = [line for line in lines if line.memo_id == memo.id]
    agreed = {roots[line.id]: line for line in shown if line.agreed}
    written = {roots.get(clause.memo_clause_id, "") for clause in clauses}
    left = [line for root, line in agreed.items() if root not in written]
    return Comparison(
        tuple(_compared(clause, agreed.get(roots.get(clause.memo_clause_id, ""))) for clause in clauses),
        tuple(_left_out(left, roots, _reasons(session, contract.deal_id))) if left else (),
        _memo(memo, memos[-1], [line.title for line in shown if not line.agreed]),
    )


def memo_root(session: Session, deal_id: str, memo_clause_id: str) -> str:
    """Return what a clause of a memo is known by through all versions."""
    versions = session.scalars(select(Memo.id).where(Memo.deal_id == deal_id).order_by(Memo.version, Memo.id)).all()
    lines = session.execute(select(MemoClause.memo_id, MemoClause.id).where(MemoClause.memo_id.in_(versions)))
    return origins(versions, [(memo, line) for memo, line in lines]).get(memo_clause_id, memo_clause_id)


def _compared(clause: ContractClause, agreed: MemoClause | None) -> ComparedClause:
    match = Match.NEW if agreed is None else Match.SAME if says_the_same(agreed.text, clause.text) else Match.CHANGED
    return ComparedClause(
        id=clause.id,
        kind=clause.kind,
        title=clause.title,
        text=clause.text,
        match=match,
        reason=clause.difference,
        memo_title=agreed.title if agreed else "",
        memo_text=agreed.text if agreed else "",
    )


def _left_out(left: Sequence[MemoClause], roots: Mapping[str, str], reasons: Mapping[str, str]) -> Iterable[LeftOut]:
    return (LeftOut(line.id, line.title, line.text, reasons.get(OMITTED + roots[line.id], "")) for line in left)


def _reasons(session: Session, deal_id: str) -> dict[str, str]:
    rows = session.execute(
        select(ContractRisk.key, ContractRisk.note).where(
            ContractRisk.deal_id == deal_id, ContractRisk.key.startswith(OMITTED)
        )
    )
    return {key: note for key, note in rows}  # noqa: C416 - dict() cannot be typed over rows


def _memo(memo: Memo, latest: Memo, open_points: Sequence[str]) -> ComparedMemo:
    newer = latest.version if latest.id != memo.id else None
    confirmed = memo.status == VersionStatus.CONFIRMED
    return ComparedMemo(memo.id, memo.version, confirmed, newer, tuple(title or tr("未命名") for title in open_points))
