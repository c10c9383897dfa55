"""Follow-ups: planning them and writing down what the customer said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    CustomerTag,
    Deal,
    StageStatus,
    Stakeholder,
    context,
    link_id,
)
from desktop_crm.operations.cadence import regraded, replan
from desktop_crm.operations.customers import add_tag
from desktop_crm.operations.grading import set_grade
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.operations.visit_plans import keep_visit
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS = frozenset({
    "contact_id", "owner_id", "method", "goal", "due_on", "due_at", "minutes", "happened_at", "feedback", "objection",
    "intention", "note",
})  # fmt: skip


@operation("记录跟进")
def record_activity(
    session: Session,
    deal_id: str,
    *,
    feedback: str,
    happened_at: datetime | None = None,
    next_step: str = "",
    next_due: date | None = None,
    next_at: str = "",
    next_method: str = "call",
    next_owner_id: str = "",
    fulfils: str = "",
    grade: str = "",
    grade_reason: str = "",
    tags_add: Iterable[str] = (),
    tags_remove: Iterable[str] = (),
    **values: Any,
) -> str:
    """Write down a follow-up and, in the same step, plan the next one, grade the deal and tag its customer anew (F2, F4).

    `fulfils` names the planned activity that this record carries out; returns the record's id.
    """
    _refuse_unsaid(feedback)
    _refuse_future(happened_at)
    if next_due and not next_step.strip():
        raise Refused(tr("请写下一步要做什么。"), Remedy(tr("填写"), "followup.next_step"))
    deal = existing(session, Deal, deal_id)
    record = existing(session, Activity, fulfils) if fulfils else Activity(owner_id=context(session).me or None)
    record.deal_id, record.customer_id, record.status = deal.id, deal.customer_id, ActivityStatus.DONE
    record.feedback, record.happened_at = feedback.strip(), happened_at or clock.now()
    record.written_at = clock.now()
    edit(record, values, fields=FIELDS)
    record.contact_id = record.contact_id or deal.contact_id
    session.add(record)
    keep_visit(session, record)
    if next_step.strip():
        session.add(_plan(session, deal, next_step, next_due, next_at, next_method, next_owner_id))
    _mark_met(session, deal_id, record.contact_id)
    if deal.stage_status == StageStatus.NOT_STARTED:
        deal.stage_status = StageStatus.IN_PROGRESS
    before = deal.grade
    _grade(session, deal, grade, grade_reason)
    _tag(session, deal.customer_id, tags_add, tags_remove)
    (regraded if deal.grade != before else replan)(session, deal)
    return record.id


@operation("安排下一步")
def plan_activity(
    session: Session,
    deal_id: str,
    *,
    goal: str,
    due_on: date | None = None,
    due_at: str = "",
    method: str = "call",
    owner_id: str = "",
) -> str:
    """Plan a follow-up with its goal, day and, where it matters, local time (HH:MM); return its id."""
    if not goal.strip():
        raise Refused(tr("请写下一步要做什么。"), Remedy(tr("填写"), "followup"))
    deal = existing(session, Deal, deal_id)
    plan = _plan(session, deal, goal, due_on, due_at, method, owner_id)
    session.add(plan)
    replan(session, deal)
    return plan.id


@operation("修改跟进")
def edit_activity(session: Session, activity_id: str, **values: Any) -> None:
    """Change a plan or a record; a plan of the program that a person changed is that person's from then on."""
    activity = existing(session, Activity, activity_id)
    if activity.status == ActivityStatus.DONE:
        _refuse_unsaid(values.get("feedback", "-"))
        _refuse_future(values.get("happened_at"))
    edit(activity, values, fields=FIELDS)
    keep_visit(session, activity)
    if activity.status == ActivityStatus.PLANNED:
        activity.automatic = False
        activity.due_at = activity.due_at if activity.due_on else ""
    _replan_deal_of(session, activity)


@operation("取消计划")
def cancel_activity(session: Session, activity_id: str) -> None:
    """Call a planned follow-up off; it stays in the timeline."""
    activity = existing(session, Activity, activity_id)
    activity.status, activity.automatic = ActivityStatus.CANCELLED, False  # a person's word: it is not planned again
    _replan_deal_of(session, activity)


@operation("删除跟进")
def delete_activity(session: Session, activity_id: str) -> None:
    """Mark a follow-up deleted."""
    activity = existing(session, Activity, activity_id)
    activity.automatic = False
    mark_deleted(activity)
    keep_visit(session, activity)
    _replan_deal_of(session, activity)


def _replan_deal_of(session: Session, activity: Activity) -> None:
    if activity.deal_id:
        replan(session, existing(session, Deal, activity.deal_id))


def _plan(
    session: Session, deal: Deal, goal: str, due_on: date | None, due_at: str, method: str, owner_id: str
) -> Activity:
    return Activity(
        deal_id=deal.id,
        customer_id=deal.customer_id,
        contact_id=deal.contact_id,
        owner_id=owner_id or context(session).me or deal.owner_id,
        status=ActivityStatus.PLANNED,
        method=method,
        goal=goal.strip(),
        due_on=due_on,
        due_at=due_at if due_on else "",
    )


def _refuse_unsaid(feedback: str) -> None:
    if not feedback.strip():
        raise Refused(tr("请写下客户说了什么。"), Remedy(tr("填写"), "followup"))


def _refuse_future(happened_at: datetime | None) -> None:
    if happened_at and clock.local_day(happened_at) > clock.today():
        raise Refused(tr("跟进的日期还没有到，请检查。"), Remedy(tr("修改时间"), "followup"))


def _grade(session: Session, deal: Deal, grade: str, reason: str) -> None:
    """Grade a deal anew with its reason; the same grade without a new reason is no new grading."""
    if grade and (grade != deal.grade or reason.strip()):
        set_grade(session, deal, grade, reason)


def _tag(session: Session, customer_id: str | None, added: Iterable[str], removed: Iterable[str]) -> None:
    """Tag the customer and take tags away; one that somebody else took away before is gone already."""
    if customer_id is None:
        return
    for tag in removed:
        row = session.get(CustomerTag, link_id(customer_id, tag))
        if row is not None:
            mark_deleted(row)
    for tag in added:
        add_tag(session, customer_id, tag=tag)


def _mark_met(session: Session, deal_id: str, contact_id: str | None) -> None:
    """Count a stakeholder as met once there is a record with them."""
    person = session.get(Stakeholder, link_id(deal_id, contact_id)) if contact_id else None
    if person is not None:
        person.met = True
