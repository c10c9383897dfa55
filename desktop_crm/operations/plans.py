"""Settling a plan in one keystroke, where there is nothing to write down that the plan does not say already."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus
from desktop_crm.models.activity import SENT
from desktop_crm.operations.activities import record_activity
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import existing
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


@operation("完成计划")
def finish_plan(session: Session, activity_id: str) -> None:
    """Count a plan as done now; its goal is the record, which can be completed later."""
    plan = existing(session, Activity, activity_id)
    if plan.status != ActivityStatus.PLANNED:
        raise Refused(tr("这条计划已经处理过了。"))
    said = tr("已发送：{goal}" if plan.purpose in SENT else "已完成：{goal}", goal=plan.goal or tr("按计划联系"))
    if plan.deal_id:
        record_activity(session, plan.deal_id, feedback=said, fulfils=plan.id)
        return
    plan.status, plan.feedback = ActivityStatus.DONE, said
    plan.happened_at = plan.written_at = clock.now()
