"""The nurture pool (L9): leads that are not ready, kept warm with content and looked at again on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome
from desktop_crm.operations.cadence import enter_pool, leave_pool, planned_together, replan
from desktop_crm.operations.grading import set_grade
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import existing
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


@operation("放入培育池")
def move_to_nurture(session: Session, deal_id: str, *, re_evaluate_on: date | None = None) -> None:
    """Put a lead, or a lost deal that may come back, into the pool until it is looked at again."""
    deal = existing(session, Deal, deal_id)
    if deal.outcome not in (Outcome.OPEN, Outcome.LOST):
        raise Refused(tr("只有进行中或已流失的商机可以放入培育池。"))
    _refuse_past(re_evaluate_on)
    enter_pool(deal, re_evaluate_on)
    replan(session, deal)


@operation("移出培育池")
def leave_nurture(session: Session, deal_id: str) -> None:
    """Take a deal out of the pool; an open one goes on in the rhythm of its grade."""
    deal = existing(session, Deal, deal_id)
    leave_pool(deal)
    replan(session, deal)


@operation("重新评估")
def re_evaluate(
    session: Session, deal_ids: Sequence[str], *, grade: str = "", re_evaluate_on: date | None = None
) -> int:
    """Look at deals of the pool again: a new grade may take them out, the others wait for the next day.

    Returns how many left the pool.
    """
    if not deal_ids:
        raise Refused(tr("请先选择要评估的线索。"))
    _refuse_past(re_evaluate_on)
    with planned_together(session):
        deals = (existing(session, Deal, deal_id) for deal_id in deal_ids)
        return sum(_re_evaluate(session, deal, grade, re_evaluate_on) for deal in deals)


def _re_evaluate(session: Session, deal: Deal, grade: str, re_evaluate_on: date | None) -> bool:
    if grade and grade != deal.grade:
        set_grade(session, deal, grade, tr("培育池重新评估"))
    if deal.nurture:
        enter_pool(deal, re_evaluate_on)
        replan(session, deal)
    return not deal.nurture


def _refuse_past(day: date | None) -> None:
    if day is not None and day < clock.today():
        raise Refused(tr("重新评估的日期已经过去。"), Remedy(tr("修改日期"), "re_evaluate_on"))
