"""The rounds in which an acceptance is checked, and its conclusion (D3)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.models import AcceptanceCheck, AcceptanceClause, Deal, Member, Result, context, new_id
from desktop_crm.operations.acceptances import acceptance_of, clauses_of, last_check, open_acceptance, open_clause
from desktop_crm.operations.care import call_off_visits, plan_visits
from desktop_crm.operations.operation import operation
from desktop_crm.operations.payment_days import due_from
from desktop_crm.operations.rows import existing
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_NAMED = 3  # clauses a refusal names before it only counts them


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
    clause = open_clause(session, clause_id)
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
    clause = open_clause(session, clause_id)
    last = last_check(session, clause.id)
    if last is None or last.result != Result.FAILED:
        raise Refused(tr("只有不通过的条款才需要复验。"))
    following = AcceptanceCheck(id=new_id(), clause_id=clause.id, round=last.round + 1)
    session.add(following)
    return following.id


# The conclusion


@operation("完成验收")
def accept(session: Session, deal_id: str, *, accepted_on: date | None = None, conclusion: str = "") -> str:
    """Conclude the acceptance once every clause has passed."""
    acceptance = open_acceptance(session, deal_id)
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


# Inside


def _passed(session: Session, clause_id: str) -> bool:
    last = last_check(session, clause_id)
    return last is not None and last.result == Result.PASSED


def _round_for(session: Session, clause: AcceptanceClause, given: Result) -> AcceptanceCheck:
    """Return the round a result belongs to: the first, the one waiting, or a failed one that is told better."""
    last = last_check(session, clause.id)
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
