"""Visits after acceptance (D4): written once, they are the follow-up record, the next plan and the training plan too."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Method, Purpose, Visit, context, new_id
from desktop_crm.operations.activities import delete_activity, edit_activity, plan_activity, record_activity
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.operations.visit_plans import visit_id
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.visits import SATISFACTION, Told
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({
    "visited_on", "method", "contact_id", "usage", "satisfaction", "complaint", "training", "second_need", "referral",
    "follow_up",
})  # fmt: skip
PLACE: Final = "delivery.visits"
_TRAINING_WITHIN: Final = timedelta(weeks=1)  # a training without a day agreed: soon enough not to be forgotten
_NOON: Final = time(12)  # of a visit whose day alone is known


@operation("记录回访")
def record_visit(
    session: Session,
    deal_id: str,
    *,
    satisfaction: int | None = None,
    usage: str = "",
    complaint: str = "",
    training: str = "",
    second_need: str = "",
    referral: str = "",
    follow_up: str = "",
    next_due: date | None = None,
    training_due: date | None = None,
    happened_at: datetime | None = None,
    method: str = Method.CALL,
    contact_id: str = "",
    fulfils: str = "",
) -> str:
    """Write down a visit; in the same step its follow-up record, the plan of what comes next, and a training's plan.

    `fulfils` names the planned visit that this carries out, "" for one that nobody planned. Returns the visit's id.
    """
    told = Told(satisfaction, usage, complaint, training, second_need, referral)
    _refuse_unclear(told)
    if next_due and not follow_up.strip():
        raise Refused(tr("请写下一步要做什么。"), Remedy(tr("填写"), f"{PLACE}.follow_up"))
    deal = existing(session, Deal, deal_id)
    plan = _planned(session, deal, fulfils)
    values = {"contact_id": contact_id} if contact_id else {}
    record_activity(
        session, deal.id, feedback=told.text, happened_at=happened_at, method=Method(method), next_step=follow_up,
        next_due=next_due, fulfils=plan.id, **values,
    )  # fmt: skip
    visit = existing(session, Visit, visit_id(plan.id))
    edit(visit, {**_columns(told), "follow_up": follow_up}, fields=FIELDS)
    if training.strip():
        day = training_due or next_working_day(clock.today() + _TRAINING_WITHIN)
        plan_activity(session, deal.id, goal=tr("安排培训：{what}", what=training.strip()), due_on=day)
    return visit.id


@operation("修改回访")
def edit_visit(session: Session, visit_id: str, **values: Any) -> str:
    """Change what was written down; its follow-up record, and the plan that still stands, follow."""
    visit = existing(session, Visit, visit_id)
    if "visited_on" in values and values["visited_on"] is None:
        raise Refused(tr("回访日期不能为空。"), Remedy(tr("填写日期"), PLACE))
    before, planned = _told(visit).text, _plan_of(session, visit)
    edit(visit, values, fields=FIELDS)
    _refuse_unclear(_told(visit))
    if visit.visited_on and visit.visited_on > clock.today():
        raise Refused(tr("回访的日期还没有到，请检查。"), Remedy(tr("修改日期"), f"{PLACE}.when"))
    if planned is not None and visit.follow_up:
        edit_activity(session, planned.id, goal=visit.follow_up)
    _keep_record(session, visit, before, values)
    return visit.id


@operation("删除回访")
def delete_visit(session: Session, visit_id: str) -> str:
    """Strike a visit out with its follow-up record; what was planned from it, and the deals it led to, stay."""
    visit = existing(session, Visit, visit_id)
    record = _record_of(session, visit)
    if record is not None:
        delete_activity(session, record.id)
    if visit.deleted_at is None:
        mark_deleted(visit)
    return visit.id


# Inside


def _planned(session: Session, deal: Deal, fulfils: str) -> Activity:
    """Return the plan that a visit carries out; one that nobody planned gets its own, so that it counts as a visit."""
    if fulfils:
        return existing(session, Activity, fulfils)
    plan = Activity(
        id=new_id(), deal_id=deal.id, customer_id=deal.customer_id, contact_id=deal.contact_id,
        owner_id=context(session).me or deal.owner_id, status=ActivityStatus.PLANNED, purpose=Purpose.VISIT,
    )  # fmt: skip
    session.add(plan)
    session.flush()
    return plan


def _columns(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Told.__slots__}


def _told(visit: Visit) -> Told:
    return Told(**{name: getattr(visit, name) for name in Told.__slots__})


def _record_of(session: Session, visit: Visit) -> Activity | None:
    record = session.get(Activity, visit.activity_id) if visit.activity_id else None
    return record if record is not None and record.deleted_at is None else None


def _keep_record(session: Session, visit: Visit, before: str, values: dict[str, Any]) -> None:
    """Let the follow-up record say what the visit says now; words that somebody changed there are left alone."""
    record = _record_of(session, visit)
    if record is None:
        return
    changed: dict[str, Any] = {name: values[name] for name in ("method", "contact_id") if name in values}
    if record.feedback == before:
        changed["feedback"] = _told(visit).text
    if "visited_on" in values and visit.visited_on:
        changed["happened_at"] = datetime.combine(visit.visited_on, _NOON).astimezone()
    if changed:
        edit_activity(session, record.id, **changed)


def _plan_of(session: Session, visit: Visit) -> Activity | None:
    """Return the plan that was made from what was to follow, while it stands as it was made."""
    if not visit.follow_up:
        return None
    planned = select(Activity).where(
        Activity.deal_id == visit.deal_id,
        Activity.status == ActivityStatus.PLANNED,
        Activity.goal == visit.follow_up,
    )
    return session.scalars(planned.limit(1)).first()


def _refuse_unclear(told: Told) -> None:
    if told.satisfaction is not None and told.satisfaction not in SATISFACTION:
        raise Refused(tr("满意度是 1 到 5。"), Remedy(tr("修改"), f"{PLACE}.satisfaction"))
    if not told.text:
        raise Refused(tr("请写下客户用得怎样，或者满意度。"), Remedy(tr("填写"), f"{PLACE}.usage"))
