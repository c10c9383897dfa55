"""What a deal repeats of its follow-ups: the earliest plan and the latest record, which the board shows."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal


def keep_deal(session: Session, deal: Deal) -> None:
    """Let the deal repeat its earliest plan and its latest record, which the board shows."""
    session.flush()
    plan = session.execute(
        select(Activity.goal, Activity.due_on)
        .where(Activity.deal_id == deal.id, Activity.status == ActivityStatus.PLANNED)
        .order_by(func.coalesce(Activity.due_on, "9999"), Activity.due_at, Activity.id)
        .limit(1)
    ).first()
    deal.next_step, deal.next_due = (plan.goal, plan.due_on) if plan else ("", None)
    deal.last_contact_at = session.scalar(
        select(Activity.happened_at)
        .where(Activity.deal_id == deal.id, Activity.status == ActivityStatus.DONE)
        .order_by(Activity.happened_at.desc())
        .limit(1)
    )
