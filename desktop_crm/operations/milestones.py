"""Milestones of the delivery (K4, D1): planned, moved, done; one that is done makes its instalment due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Milestone, Payment, Project, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.payment_days import due_from_milestone, tie
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.queries.agreed_delivery import agreed
from desktop_crm.queries.projects import milestones
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.plan_lines import Step, parse_step, spread_steps
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({"name", "deliverable", "owner", "due_on"})


@operation("添加里程碑")
def add_milestones(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a milestone for each text (`上线 5月10日 交付：上线报告`) below the milestone `after` and return their ids."""
    deal = existing(session, Deal, deal_id)
    return _insert(session, deal.id, [parse_step(text, clock.today()) for text in filled(texts)], after)


@operation("按惯例排里程碑")
def suggest_milestones(session: Session, deal_id: str) -> tuple[str, ...]:
    """Add the usual steps between the first and the last day of the project."""
    deal = existing(session, Deal, deal_id)
    project = session.scalars(select(Project).where(Project.deal_id == deal.id).limit(1)).first()
    first = (project.kickoff_on or project.starts_on if project else None) or clock.today()
    last = (project.ends_on if project else None) or agreed(session, deal.id).deliver_by
    if last is None or last < first:
        raise Refused(tr("先写下项目从哪天到哪天，才能排里程碑。"), Remedy(tr("填写完成日期"), "delivery.plan.ends_on"))
    there = {step.name for step in milestones(session, deal.id)}
    fresh = [Step(tr(name), day) for name, day in spread_steps(first, last) if tr(name) not in there]
    if not fresh:
        raise Refused(tr("惯例的里程碑都已经在计划里了。"))
    return _insert(session, deal.id, fresh, "")


@operation("修改里程碑")
def edit_milestone(session: Session, milestone_id: str, **values: Any) -> str:
    """Change a milestone; the day first agreed stays beside the one agreed now."""
    step = existing(session, Milestone, milestone_id)
    edit(step, values, fields=FIELDS)
    step.planned_on = step.planned_on or step.due_on
    if "name" in values:
        session.flush()
        tie(session, step.deal_id)
    return step.id


@operation("调整里程碑顺序")
def move_milestone(session: Session, milestone_id: str, *, place: int) -> str:
    """Put a milestone at a place, counted from 0."""
    step = existing(session, Milestone, milestone_id)
    place_at(milestones(session, step.deal_id), step, place)
    return step.id


@operation("删除里程碑")
def remove_milestone(session: Session, milestone_id: str) -> str:
    """Take a milestone out of the plan; what would fall due with it waits for a day of its own."""
    step = existing(session, Milestone, milestone_id)
    mark_deleted(step)
    for payment in session.scalars(select(Payment).where(Payment.milestone_id == step.id)):
        payment.milestone_id = ""
    return step.id


@operation("完成里程碑")
def finish_milestone(session: Session, milestone_id: str, *, done_on: date | None = None) -> str:
    """Note that a milestone was reached; the instalments that wait for it fall due."""
    step = existing(session, Milestone, milestone_id)
    day = done_on or clock.today()
    if day > clock.today():
        raise Refused(tr("完成日期还没有到。"))
    step.done_on = day
    due_from_milestone(session, step)
    return step.id


@operation("重新打开里程碑")
def reopen_milestone(session: Session, milestone_id: str) -> str:
    """Take back that a milestone was reached; its instalments wait again."""
    step = existing(session, Milestone, milestone_id)
    step.done_on = None
    due_from_milestone(session, step)
    return step.id


def _insert(session: Session, deal_id: str, steps: Sequence[Step], after: str) -> tuple[str, ...]:
    there = milestones(session, deal_id)
    made = [
        Milestone(
            id=new_id(), deal_id=deal_id, name=step.name, deliverable=step.deliverable, planned_on=step.day,
            due_on=step.day,
        )
        for step in steps
    ]  # fmt: skip
    session.add_all(made)
    ids = place_after(there, made, after)
    session.flush()
    tie(session, deal_id)
    return ids
