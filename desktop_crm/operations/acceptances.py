"""Acceptance (D3): clauses, the rounds in which they are checked, and the conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    Deal,
    Member,
    Result,
    context,
    link_id,
    new_id,
)
from desktop_crm.operations.care import call_off_visits, plan_visits
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.payment_days import due_from
from desktop_crm.operations.promised import needs_promised, terms_promised
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS = frozenset({"project", "contract_number", "place", "our_side", "their_side", "conclusion"})
CLAUSE_FIELDS = frozenset({"text", "standard"})
_NAMED = 3  # clauses a refusal names before it only counts them


@operation("修改验收信息")
def edit_acceptance(session: Session, deal_id: str, **values: Any) -> str:
    """Change the facts of the acceptance."""
    acceptance = _open(session, deal_id)
    edit(acceptance, values, fields=FIELDS)
    return acceptance.id


# Clauses


@operation("添加验收条款")
def add_acceptance_clauses(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a clause for each text below the clause `after` and return their ids."""
    acceptance = _open(session, deal_id)
    return _insert(session, acceptance, [AcceptanceClause(text=text) for text in filled(texts)], after)


@operation("带入验收条款")
def take_over_clauses(session: Session, deal_id: str) -> tuple[str, ...]:
    """Add what was promised in requirement and memo and is not in the list yet."""
    acceptance = _open(session, deal_id)
    promised, terms = needs_promised(session, deal_id), list(terms_promised(session, deal_id))
    if not promised and not terms:
        raise Refused(
            tr("需求里没有功能需求和带衡量标准的目标，纪要里也没有写明交付和验收，没有可带入的条款。"),
            Remedy(tr("补充需求"), "requirement.goals"),
            Remedy(tr("补充纪要"), "negotiation.memo"),
        )
    there = clauses_of(session, acceptance.id)
    texts, whole = {clause.text for clause in there}, {(clause.text, clause.standard) for clause in there}
    # A need is known by its text, for its standard may be written here; terms of the memo share their titles.
    fresh = [
        AcceptanceClause(text=text, standard=standard)
        for text, standard in (
            *((text, measure) for text, measure in promised.items() if text not in texts),
            *(term for term in dict.fromkeys(terms) if term not in whole),
        )
    ]
    if not fresh:
        raise Refused(tr("需求和纪要里的条款都已经在清单里了。"))
    return _insert(session, acceptance, fresh, "")


@operation("修改验收条款")
def edit_acceptance_clause(session: Session, clause_id: str, **values: Any) -> str:
    """Change a clause that has not passed."""
    clause = _open_clause(session, clause_id)
    last = _last(session, clause.id)
    if last is not None and last.result == Result.PASSED:
        raise Refused(tr("这一条已经按原来的标准通过，不能再改。"))
    edit(clause, values, fields=CLAUSE_FIELDS)
    return clause.id


@operation("调整验收条款顺序")
def move_acceptance_clause(session: Session, clause_id: str, *, place: int) -> str:
    """Put a clause at a place, counted from 0."""
    clause = _open_clause(session, clause_id)
    place_at(clauses_of(session, clause.acceptance_id), clause, place)
    return clause.id


@operation("删除验收条款")
def remove_acceptance_clause(session: Session, clause_id: str) -> str:
    """Take a clause out of the list as long as it was not checked."""
    clause = _open_clause(session, clause_id)
    last = _last(session, clause.id)
    if last is not None and (last.round > 1 or last.result != Result.PENDING):
        raise Refused(tr("这一条已经检查过，检查记录要保留，不能删除。"))
    mark_deleted(clause)
    return clause.id


# Checks


@operation("记录验收结果")
def record_check(
    session: Session,
    clause_id: str,
    *,
    result: str,
    cause: str = "",
    rectification: str = "",
    rectify_by: date | None = None,
    checked_by: str = "",
    checked_on: date | None = None,
) -> str:
    """Note what the present round gave; a failure says why and what is done, and can be told better later on."""
    clause = _open_clause(session, clause_id)
    given = Result(result)
    if given == Result.PENDING:
        raise ValueError(result)
    if given == Result.FAILED and not (cause.strip() and rectification.strip()):
        raise Refused(
            tr("不通过要写明原因和整改措施，客户才知道接下来怎么办。"), Remedy(tr("填写原因"), "acceptance.failed")
        )
    check = _round_for(session, clause, given)
    check.result = given
    check.checked_on = checked_on or check.checked_on or clock.today()
    check.checked_by = checked_by.strip() or check.checked_by or _my_name(session)
    failed = given == Result.FAILED
    check.cause = cause.strip() if failed else ""
    check.rectification = rectification.strip() if failed else ""
    check.rectify_by = rectify_by if failed else None
    return check.id


@operation("开始复验")
def recheck(session: Session, clause_id: str) -> str:
    """Open the next round for a clause that failed."""
    clause = _open_clause(session, clause_id)
    last = _last(session, clause.id)
    if last is None or last.result != Result.FAILED:
        raise Refused(tr("只有不通过的条款才需要复验。"))
    following = AcceptanceCheck(id=new_id(), clause_id=clause.id, round=last.round + 1)
    session.add(following)
    return following.id


# The conclusion


@operation("完成验收")
def accept(session: Session, deal_id: str, *, accepted_on: date | None = None, conclusion: str = "") -> str:
    """Conclude the acceptance once every clause has passed."""
    acceptance = _open(session, deal_id)
    clauses = clauses_of(session, acceptance.id)
    if not clauses:
        raise Refused(tr("还没有验收条款。"), Remedy(tr("添加条款"), "acceptance.clauses"))
    waiting = [clause.text for clause in clauses if not _passed(session, clause.id)]
    if waiting:
        names = "、".join(f"“{text}”" for text in waiting[:_NAMED])
        more = tr("等") if len(waiting) > _NAMED else ""
        raise Refused(
            tr("还有 {count} 条没有通过：{names}{more}。", count=len(waiting), names=names, more=more),
            Remedy(tr("去检查"), "acceptance.open"),
        )
    day = accepted_on or clock.today()
    if day > clock.today():
        raise Refused(tr("验收日期还没有到。"), Remedy(tr("修改日期"), "acceptance.accept"))
    acceptance.accepted_on = day
    acceptance.conclusion = conclusion.strip() or acceptance.conclusion
    plan_visits(session, existing(session, Deal, deal_id), day)
    due_from(session, deal_id, "acceptance", day)
    return acceptance.id


@operation("重新打开验收")
def reopen_acceptance(session: Session, deal_id: str) -> str:
    """Take the conclusion back, so that the acceptance can be worked on again."""
    acceptance = acceptance_of(session, deal_id)
    acceptance.accepted_on = None
    call_off_visits(session, existing(session, Deal, deal_id))
    due_from(session, deal_id, "acceptance", None)
    return acceptance.id


# What changes of the contract need, too


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


# Inside


def _open(session: Session, deal_id: str) -> Acceptance:
    acceptance = acceptance_of(session, deal_id)
    refuse_if_accepted(acceptance)
    return acceptance


def _open_clause(session: Session, clause_id: str) -> AcceptanceClause:
    clause = existing(session, AcceptanceClause, clause_id)
    refuse_if_accepted(existing(session, Acceptance, clause.acceptance_id))
    return clause


def _insert(session: Session, acceptance: Acceptance, made: Sequence[AcceptanceClause], after: str) -> tuple[str, ...]:
    there = clauses_of(session, acceptance.id)
    for clause in made:
        clause.id, clause.acceptance_id = new_id(), acceptance.id
    session.add_all(made)
    return place_after(there, made, after)


def _last(session: Session, clause_id: str) -> AcceptanceCheck | None:
    return session.scalars(
        select(AcceptanceCheck)
        .where(AcceptanceCheck.clause_id == clause_id)
        .order_by(AcceptanceCheck.round.desc(), AcceptanceCheck.id.desc())
        .limit(1)
    ).first()


def _passed(session: Session, clause_id: str) -> bool:
    last = _last(session, clause_id)
    return last is not None and last.result == Result.PASSED


def _round_for(session: Session, clause: AcceptanceClause, given: Result) -> AcceptanceCheck:
    """Return the round a result belongs to: the first, the one waiting, or a failed one that is told better."""
    last = _last(session, clause.id)
    if last is None:
        last = AcceptanceCheck(id=new_id(), clause_id=clause.id, round=1)
        session.add(last)
    elif last.result == Result.PASSED:
        raise Refused(tr("“{text}”已经通过，不用再检查。", text=clause.text))
    elif last.result == Result.FAILED and given != Result.FAILED:
        raise Refused(
            tr("第 {round} 轮没有通过，整改之后请先开始复验。", round=last.round),
            Remedy(tr("去复验"), "acceptance.failed"),
        )
    return last


def _my_name(session: Session) -> str:
    me = session.get(Member, context(session).me)
    return me.name if me else ""
