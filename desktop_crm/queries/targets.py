"""The targets that stand: what each is for, and its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Measure, Target


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target is for; `member` "" is the whole team, a measure of no stage has none."""

    month: date  # its first day
    measure: Measure
    playbook: str = ""
    stage: str = ""
    member: str = ""


def targets_in(session: Session, months: Iterable[date] = ()) -> dict[Aim, int]:
    """Return the targets of these months, of all when none is named; one statement."""
    wanted = list(months)
    query = select(
        Target.month, Target.measure, Target.playbook, Target.stage, func.coalesce(Target.member_id, ""), Target.value
    ).where(Target.value.is_not(None), Target.month.is_not(None), Target.measure.in_(list(Measure)))
    if wanted:
        query = query.where(Target.month.in_(wanted))
    rows = session.execute(query.order_by(Target.month, Target.id))
    return {
        Aim(month, Measure(measure), playbook, stage, member): value
        for month, measure, playbook, stage, member, value in rows
        if month and value
    }
