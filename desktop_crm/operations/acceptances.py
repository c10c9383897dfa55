"""Acceptance (D3): its facts and the clauses that are checked, taken over from what was signed and promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    Deal,
    Result,
    link_id,
    new_id,
)
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.promised import Promise, promises, signed_contract
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr

FIELDS = frozenset({"project", "contract_number", "place", "our_side", "their_side", "conclusion"})
CLAUSE_FIELDS = frozenset({"text", "standard"})


@operation("修改验收信息")
def edit_acceptance(session: Session, deal_id: str, **values: Any) -> str:
    """Change the facts of the acceptance."""
    acceptance = open_acceptance(session, deal_id)
    edit(acceptance, values, fields=FIELDS)
    return acceptance.id


# Clauses


@operation("添加验收条款")
def add_acceptance_clauses(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a clause for each text below the clause `after` and return their ids."""
    acceptance = open_acceptance(session, deal_id)
    return _insert(session, acceptance, [AcceptanceClause(text=text) for text in filled(texts)], after)


@operation("带入验收条款")
def take_over_clauses(session: Session, deal_id: str) -> tuple[str, ...]:
    """Add what the signed contract, the memo and the requirement promise and is not in the list yet.

    A signed contract takes the memo's place; what a signed change brought is in the list since it was signed.
    """
    acceptance = open_acceptance(session, deal_id)
    promised = promises(session, deal_id)
    if not promised:
        raise Refused(
            tr("合同、纪要里没有写明交付和验收，需求里也没有功能需求和带衡量标准的目标，没有可带入的条款。"),
            Remedy(tr("补充需求"), "requirement.goals"),
            Remedy(tr("补充纪要"), "negotiation.memo"),
        )
    contract = signed_contract(session, deal_id)
    acceptance.contract_number = acceptance.contract_number or (contract.number if contract else "")
    there = clauses_of(session, acceptance.id)
    fresh = [promise for promise in promised if not any(_says(clause, promise) for clause in there)]
    if not fresh:
        raise Refused(tr("合同、纪要和需求里的条款都已经在清单里了。"))
    made = [
        AcceptanceClause(text=each.text, standard=each.standard, contract_clause_id=each.contract_clause_id)
        for each in fresh
    ]
    return _insert(session, acceptance, made, "")


@operation("修改验收条款")
def edit_acceptance_clause(session: Session, clause_id: str, **values: Any) -> str:
    """Change a clause that has not passed."""
    clause = open_clause(session, clause_id)
    last = last_check(session, clause.id)
    if last is not None and last.result == Result.PASSED:
        raise Refused(tr("这一条已经按原来的标准通过，不能再改。"))
    edit(clause, values, fields=CLAUSE_FIELDS)
    return clause.id


@operation("调整验收条款顺序")
def move_acceptance_clause(session: Session, clause_id: str, *, place: int) -> str:
    """Put a clause at a place, counted from 0."""
    clause = open_clause(session, clause_id)
    place_at(clauses_of(session, clause.acceptance_id), clause, place)
    return clause.id


@operation("删除验收条款")
def remove_acceptance_clause(session: Session, clause_id: str) -> str:
    """Take a clause out of the list as long as it was not checked."""
    clause = open_clause(session, clause_id)
    last = last_check(session, clause.id)
    if last is not None and (last.round > 1 or last.result != Result.PENDING):
        raise Refused(tr("这一条已经检查过，检查记录要保留，不能删除。"))
    mark_deleted(clause)
    return clause.id


# What checks, and changes of the contract, need too


def acceptance_of(session: Session, deal_id: str) -> Acceptance:
    """Return the acceptance of a deal, begun when it was not."""
    deal = existing(session, Deal, deal_id)
    row_id = link_id(Acceptance.__tablename__, deal.id)
    acceptance = session.get(Acceptance, row_id)
    if acceptance is None:
        acceptance = adopt(session, Acceptance, row_id)
        acceptance.deal_id, acceptance.project = deal.id, deal.title
    return acceptance


def clauses_of(session: Session, acceptance_id: str) -> list[AcceptanceClause]:
    """Return the clauses of an acceptance in their order."""
    return list(
        session.scalars(
            select(AcceptanceClause)
            .where(AcceptanceClause.acceptance_id == acceptance_id)
            .order_by(AcceptanceClause.position, AcceptanceClause.id)
        )
    )


def refuse_if_accepted(acceptance: Acceptance) -> None:
    """Refuse: what was accepted is not worked on any more."""
    if acceptance.accepted_on is not None:
        raise Refused(
            tr("验收已于 {day} 完成，内容不再改动。", day=acceptance.accepted_on),
            Remedy(tr("查看验收结论"), "acceptance.accept"),
        )


def open_acceptance(session: Session, deal_id: str) -> Acceptance:
    """Return the acceptance of a deal to work on."""
    acceptance = acceptance_of(session, deal_id)
    refuse_if_accepted(acceptance)
    return acceptance


def open_clause(session: Session, clause_id: str) -> AcceptanceClause:
    """Return a clause to work on."""
    clause = existing(session, AcceptanceClause, clause_id)
    refuse_if_accepted(existing(session, Acceptance, clause.acceptance_id))
    return clause


def last_check(session: Session, clause_id: str) -> AcceptanceCheck | None:
    """Return the latest round of a clause."""
    return session.scalars(
        select(AcceptanceCheck)
        .where(AcceptanceCheck.clause_id == clause_id)
        .order_by(AcceptanceCheck.round.desc(), AcceptanceCheck.id.desc())
        .limit(1)
    ).first()


# Inside


def _insert(session: Session, acceptance: Acceptance, made: Sequence[AcceptanceClause], after: str) -> tuple[str, ...]:
    there = clauses_of(session, acceptance.id)
    for clause in made:
        clause.id, clause.acceptance_id = new_id(), acceptance.id
    session.add_all(made)
    return place_after(there, made, after)


def _says(clause: AcceptanceClause, promise: Promise) -> bool:
    """Tell whether a clause is a promise already: a need is known by its text, for its standard may be written here."""
    if promise.contract_clause_id:
        return clause.contract_clause_id == promise.contract_clause_id or (
            (clause.text, clause.standard) == (promise.text, promise.standard)
        )
    return clause.text == promise.text and (promise.is_need or clause.standard == promise.standard)
