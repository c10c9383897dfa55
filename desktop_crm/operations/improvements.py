"""Improvements (A8): an action on a finding, by somebody until a day, and what came of it on the same chart."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.models import Improvement
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.improvement_view import View, read_view
from desktop_crm.refusal import Refused
from desktop_crm.rules.improvements import Figure, Period, ready_on
from desktop_crm.system.translations import tr

FIELDS = ("finding", "action", "owner_id", "due_on")


@operation("提出改进")
def propose_improvement(
    session: Session,
    *,
    finding: str,
    action: str,
    owner_id: str | None,
    due_on: date | None,
    chart: str = "",
    view: View | None = None,
    before: int | None = None,
    deal_id: str | None = None,
) -> str:
    """Keep what is to be done about a finding, with the figure as it is now; return its id."""
    made = Improvement(chart=chart, view=(view or View()).written(), before=before, deal_id=deal_id)
    edit(made, {"finding": finding, "action": action, "owner_id": owner_id, "due_on": due_on}, fields=FIELDS)
    _refuse_unless_whole(made)
    session.add(made)
    session.flush()
    return made.id


@operation("修改改进")
def change_improvement(session: Session, improvement_id: str, **values: Any) -> None:
    """Change finding, action, owner or day; what was measured stays."""
    found = existing(session, Improvement, improvement_id)
    edit(found, values, fields=FIELDS)
    _refuse_unless_whole(found)


@operation("完成改进")
def finish_improvement(session: Session, improvement_id: str, *, done_on: date) -> date:
    """Note that the action was carried out; return the day from which its effect can be looked at."""
    found = existing(session, Improvement, improvement_id)
    if found.done_on is not None:
        raise Refused(tr("这项改进已经完成。"))
    found.done_on = done_on
    return ready_on(read_view(found.view).found, done_on)


@operation("记下改进的效果")
def measure_improvement(
    session: Session, improvement_id: str, *, period: Period, figure: Figure, effect: str, today: date
) -> None:
    """Keep the figure as it is after the improvement, and the days it is of."""
    found = existing(session, Improvement, improvement_id)
    view = read_view(found.view)
    if found.done_on is None:
        raise Refused(tr("改进还没有完成，完成以后才能看效果。"))
    ready = ready_on(view.found, found.done_on)
    if today < ready:
        raise Refused(tr("要到 {day} 才过了同样长的时间，到时再看效果。", day=ready.isoformat()))
    found.view = view.with_after(period, figure).written()
    found.after, found.measured_on, found.effect = figure.value, today, effect


@operation("写下改进的效果")
def note_effect(session: Session, improvement_id: str, *, effect: str, today: date) -> None:
    """Keep in words what came of an improvement that no figure shows."""
    found = existing(session, Improvement, improvement_id)
    if found.done_on is None:
        raise Refused(tr("改进还没有完成，完成以后才能看效果。"))
    if not effect.strip():
        raise Refused(tr("请写下看到了什么效果。"))
    found.measured_on, found.effect = today, effect.strip()


@operation("重开改进")
def reopen_improvement(session: Session, improvement_id: str) -> None:
    """Take back that it was done, and with it what was measured."""
    found = existing(session, Improvement, improvement_id)
    found.done_on = found.measured_on = found.after = None
    found.effect = ""
    found.view = read_view(found.view).with_after(None).written()


@operation("删除改进")
def remove_improvement(session: Session, improvement_id: str) -> None:
    """Mark an improvement deleted."""
    mark_deleted(existing(session, Improvement, improvement_id))


def _refuse_unless_whole(improvement: Improvement) -> None:
    if not improvement.finding:
        raise Refused(tr("请写下发现了什么。"))
    if not improvement.action:
        raise Refused(tr("请写下要做什么。"))
    if not improvement.owner_id or improvement.due_on is None:
        raise Refused(tr("改进要有负责人和日期，才不会不了了之。"))
