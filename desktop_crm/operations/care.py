"""Looking after who has bought (D4, D5): visits after acceptance, surveys, reports, greetings; light on selling.

Plans get an id that derives from customer and occasion, so that planning again, here or on another laptop, makes no
second one. One that a person changed, called off or deleted is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Greeting, Method, Outcome, Purpose, link_id
from desktop_crm.operations.activities import record_activity
from desktop_crm.operations.care_wishes import Wish, wishes
from desktop_crm.operations.next_step import keep_deal
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rows import adopt, existing, mark_deleted
from desktop_crm.refusal import Refused
from desktop_crm.rules.cadence import add_span
from desktop_crm.rules.greetings import PLACES, unknown_places, wordings
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

POOL: Final = (Purpose.SURVEY, Purpose.REPORT, Purpose.GREETING)


@operation("安排客户维护")
def plan_care(session: Session, *, today: date | None = None, after: str = "", limit: int = 100) -> str:
    """Plan the coming weeks for some customers who have bought, in the order of their ids.

    Returns the last one's id, to go on `after` it, or "" when all were looked at.
    """
    customers = session.scalars(
        select(Deal.customer_id)
        .where(Deal.outcome == Outcome.WON, Deal.customer_id > after)
        .group_by(Deal.customer_id)
        .order_by(Deal.customer_id)
        .limit(limit)
    ).all()
    _fulfil(session, wishes(session, [str(each) for each in customers], today or clock.today()))
    return str(customers[-1]) if len(customers) == limit else ""


def plan_care_of(session: Session, deal: Deal) -> None:
    """Plan for the customer of a deal that was won; call off what was planned when it no longer is."""
    if deal.outcome != Outcome.WON:
        _call_off(session, deal, *POOL)
    elif deal.customer_id:
        session.flush()
        _fulfil(session, wishes(session, [deal.customer_id], clock.today()))


def plan_visits(session: Session, deal: Deal, accepted_on: date) -> None:
    """Plan the visits a playbook asks for after acceptance (D4)."""
    asked: list[Wish] = []
    for span in playbook_of(session, deal).clocks.first_visits:
        day = next_working_day(max(add_span(accepted_on, span), clock.today()))
        words = {"weeks": tr("{count}周"), "months": tr("{count}个月")}.get(span.unit, tr("{count}天"))
        occasion = tr("验收后{span}", span=words.format(count=span.amount))
        method = Method.VISIT if span.unit == "months" else Method.CALL
        goal = tr("{occasion}回访：使用情况、满意度、培训和新需求", occasion=occasion)
        key = (deal.id, Purpose.VISIT, occasion)
        asked.append(Wish(key, Purpose.VISIT, occasion, goal, method, day, deal.contact_id))
    _fulfil(session, [(deal, wish) for wish in asked])


def call_off_visits(session: Session, deal: Deal) -> None:
    """Call off the visits when the acceptance is opened again."""
    _call_off(session, deal, Purpose.VISIT)


@operation("记为已发送")
def mark_sent(session: Session, activity_id: str, *, text: str = "") -> str:
    """Note that a greeting, survey or report went out, with the words that were sent."""
    plan = existing(session, Activity, activity_id)
    if plan.deal_id is None:
        raise Refused(tr("这条计划没有对应的商机，不能记录。"))
    said = tr("已发送：{text}", text=text.strip()) if text.strip() else tr("已发送：{goal}", goal=plan.goal)
    return record_activity(session, plan.deal_id, feedback=said, fulfils=plan.id, method=plan.method)


@operation("修改祝福文字")
def set_greeting(session: Session, occasion: str, *, text: str) -> None:
    """Let the company have its own text for an occasion."""
    if occasion not in wordings():
        raise KeyError(occasion)
    if not text.strip():
        raise Refused(tr("文字不能为空；要用原来的文字，请按“恢复默认”。"))
    if unknown := unknown_places(text):
        known = " ".join(f"{{{name}}}" for name in PLACES)
        raise Refused(tr("不认识 {unknown}，可以用的有：{known}", unknown=" ".join(unknown), known=known))
    row = adopt(session, Greeting, link_id("greeting", occasion))
    row.occasion, row.text = occasion, text.strip()


@operation("恢复默认文字")
def reset_greeting(session: Session, occasion: str) -> None:
    """Go back to the shipped text for an occasion."""
    row = session.get(Greeting, link_id("greeting", occasion))
    if row is not None and row.deleted_at is None:
        mark_deleted(row)


def _fulfil(session: Session, asked: Sequence[tuple[Deal, Wish]]) -> None:
    """Make the plans that are not there; those the program called off, or an undo took back, are made again."""
    ids = {wish.id: (deal, wish) for deal, wish in asked}
    query = select(Activity).where(Activity.id.in_(ids))
    there = {row.id: row for row in session.scalars(query, execution_options={"include_deleted": True})}
    touched: dict[str, Deal] = {}
    for row_id, (deal, wish) in ids.items():
        plan = there.get(row_id)
        if plan is None:
            plan = Activity(id=row_id, automatic=True)
            session.add(plan)
        elif not _may_be_made_again(plan):
            continue
        _put(plan, deal, wish)
        touched[deal.id] = deal
    for deal in touched.values():
        keep_deal(session, deal)


def _may_be_made_again(plan: Activity) -> bool:
    gone = plan.deleted_at is not None or plan.status == ActivityStatus.CANCELLED
    return plan.automatic and gone and plan.status != ActivityStatus.DONE


def _put(plan: Activity, deal: Deal, wish: Wish) -> None:
    plan.deleted_at, plan.status = None, ActivityStatus.PLANNED
    plan.deal_id, plan.customer_id, plan.owner_id = deal.id, deal.customer_id, deal.owner_id
    plan.contact_id, plan.purpose, plan.occasion = wish.contact_id, wish.purpose, wish.occasion
    plan.goal, plan.method, plan.due_on = wish.goal, wish.method, wish.due_on


def _call_off(session: Session, deal: Deal, *purposes: str) -> None:
    plans = session.scalars(
        select(Activity).where(
            Activity.deal_id == deal.id,
            Activity.purpose.in_(purposes),
            Activity.status == ActivityStatus.PLANNED,
            Activity.automatic,
        )
    ).all()
    for plan in plans:
        plan.status = ActivityStatus.CANCELLED
    if plans:
        keep_deal(session, deal)
