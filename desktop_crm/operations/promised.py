"""What was promised before there was an acceptance: in the signed contract, else in the memo, and in the requirement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import ClauseKind, Contract, ContractClause, ItemKind, MemoClause, VersionStatus
from desktop_crm.operations.papers import CONTRACT, MEMO, REQUIREMENT

_KINDS: Final = (ClauseKind.DELIVERY, ClauseKind.ACCEPTANCE, ClauseKind.SERVICE)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to be checked and by which standard; a need of the requirement is known by its text alone."""

    text: str
    standard: str = ""
    contract_clause_id: str = ""
    is_need: bool = False


def promises(session: Session, deal_id: str) -> tuple[Promise, ...]:
    """Return what was promised, each once: what was signed or agreed first, then needs and measured goals."""
    contract = signed_contract(session, deal_id)
    terms = _contract_terms(session, contract) if contract else []
    return tuple(dict.fromkeys([*(terms or _memo_terms(session, deal_id)), *_needs(session, deal_id)]))


def signed_contract(session: Session, deal_id: str) -> Contract | None:
    """Return the contract that both sides signed, or None."""
    return CONTRACT.latest(session, deal_id, status=VersionStatus.CONFIRMED)


def _contract_terms(session: Session, contract: Contract) -> list[Promise]:
    """Return what the contract says of delivery, then of acceptance, then of service."""
    found = [clause for clause in CONTRACT.lines(session, contract) if _is_term(clause)]
    found.sort(key=lambda clause: _KINDS.index(ClauseKind(clause.kind)))
    return [Promise(clause.title or clause.text, clause.text, clause.id) for clause in found]


def _memo_terms(session: Session, deal_id: str) -> list[Promise]:
    """Return what the memo says of them: of the latest confirmed version, else of the latest."""
    memo = MEMO.latest(session, deal_id, status=VersionStatus.CONFIRMED) or MEMO.latest(session, deal_id)
    lines = MEMO.lines(session, memo) if memo else []
    return [Promise(clause.title, clause.text) for clause in lines if _is_term(clause)]


def _is_term(clause: ContractClause | MemoClause) -> bool:
    return clause.kind in _KINDS and bool(clause.text)


def _needs(session: Session, deal_id: str) -> Iterator[Promise]:
    """Yield needs and measured goals with their measure: of the latest confirmed version, else of the latest."""
    confirmed = REQUIREMENT.latest(session, deal_id, status=VersionStatus.CONFIRMED)
    version = confirmed or REQUIREMENT.latest(session, deal_id)
    found: dict[str, str] = {}
    for item in REQUIREMENT.lines(session, version) if version else ():
        judged = item.measure and item.kind == ItemKind.GOAL
        if item.text and (judged or item.kind == ItemKind.NEED):
            found[item.text] = found.get(item.text) or item.measure
    for text, measure in found.items():
        yield Promise(text, measure, is_need=True)
