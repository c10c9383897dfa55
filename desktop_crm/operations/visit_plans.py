"""A visit after acceptance and its follow-up record are one thing that happened: the visit follows the record."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Purpose, link_id
from desktop_crm.operations.rows import adopt, mark_deleted
from desktop_crm.system import clock


def visit_id(activity_id: str) -> str:
    """Return the id of the visit that a plan becomes; it derives from the plan, so that there is never a second one."""
    return link_id("visit", activity_id)


def keep_visit(session: Session, activity: Activity) -> None:
    """Let a visit that was planned be one that was made once its record is written, however it was written.

    Until then there is the plan alone: one thing to do, not two. A record that is struck out takes its visit along.
    """
    if activity.purpose != Purpose.VISIT or activity.deal_id is None:
        return
    from desktop_crm.models import Visit  # noqa: PLC0415 - the window opens without what comes after acceptance

    made = activity.status == ActivityStatus.DONE and activity.deleted_at is None
    row = session.get(Visit, visit_id(activity.id))
    if not made:
        if row is not None and row.deleted_at is None:
            mark_deleted(row)
        return
    if row is None or row.deleted_at is not None:
        row = adopt(session, Visit, visit_id(activity.id))
        row.usage = row.usage or activity.feedback
    row.deal_id, row.activity_id = activity.deal_id, activity.id
    row.occasion, row.due_on = activity.occasion, activity.due_on
    row.visited_on = clock.local_day(activity.happened_at) if activity.happened_at else None
    row.method, row.contact_id, row.visitor_id = activity.method, activity.contact_id, activity.owner_id
