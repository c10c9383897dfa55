"""Stopping the clocks of a deal and letting them run again (L8)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ClockPause, Deal
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import existing
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.working_time import end_of_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


@operation("暂停计时")
def pause_clocks(session: Session, deal_id: str, *, until: date | None, reason: str) -> str:
    """Let the clocks of a deal stand still from now to the end of a day; return the id of the pause.

    Clocks that stand still already go on doing so until that day, for the new reason.
    """
    existing(session, Deal, deal_id)
    if not reason.strip():
        raise Refused(tr("请写明为什么暂停计时。"), Remedy(tr("填写"), "clocks.reason"))
    if until is None:
        raise Refused(tr("请写明暂停到哪一天。"), Remedy(tr("填写"), "clocks.until"))
    if until < clock.today():
        raise Refused(tr("暂停的截止日已经过去。"), Remedy(tr("修改"), "clocks.until"))
    _end_pauses(session, deal_id)
    pause = ClockPause(deal_id=deal_id, begins_at=clock.now(), ends_at=end_of_day(until), reason=reason.strip())
    session.add(pause)
    session.flush()
    return pause.id


@operation("恢复计时")
def resume_clocks(session: Session, deal_id: str) -> None:
    """Let the clocks of a deal run again; the time paused so far stays added."""
    existing(session, Deal, deal_id)
    if not _end_pauses(session, deal_id):
        raise Refused(tr("计时没有暂停。"))


def _end_pauses(session: Session, deal_id: str) -> int:
    """End the pauses that last now, and return how many there were."""
    now = clock.now()
    lasting = session.scalars(select(ClockPause).where(ClockPause.deal_id == deal_id, ClockPause.ends_at > now)).all()
    for pause in lasting:
        pause.ends_at = now
    return len(lasting)
