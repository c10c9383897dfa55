"""What a deal repeats of its follow-ups: the earliest plan and the latest record, which the board shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Activity, ActivityStatus, Deal


def keep_deal(session: Session, deal: Deal) -> None:
    """Let the deal repeat its earliest plan and its latest record, which the board shows."""
    keep_deals(session, [deal])


def keep_deals(session: Session, deals: Sequence[Deal]) -> None:
    """Let each of these deals repeat its earliest plan and its latest record; each is one step in an index."""
    session.flush()
    by_id = {deal.id: deal for deal in deals}
    for deal_id, goal, due_on, contacted in session.execute(_repeated(), {"ids": list(by_id)}):
        deal = by_id[deal_id]
        deal.next_step, deal.next_due, deal.last_contact_at = goal or "", due_on, contacted


@cache  # to make it takes longer than to run it
def _repeated() -> Select[str, str, date | None, datetime | None]:
    one, plan = aliased(Activity), aliased(Activity)
    earliest = (
        select(one.id)
        .where(one.deal_id == Deal.id, one.status == ActivityStatus.PLANNED)
        .order_by(func.coalesce(one.due_on, "9999"), one.due_at, one.id)
        .limit(1)
        .scalar_subquery()
    )
    latest = (
        select(Activity.happened_at)
        .where(Activity.deal_id == Deal.id, Activity.status == ActivityStatus.DONE)
        .order_by(Activity.happened_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(Deal.id, plan.goal, plan.due_on, latest)
        .join(plan, plan.id == earliest, isouter=True)
        .where(Deal.id.in_(bindparam("ids", expanding=True)))
    )
