"""What a weekly report says to the customer: how far, what was done, what comes next, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Milestone, Problem, ProgressReport, Project
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.items import Item
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.progress import problems, reports
from desktop_crm.queries.projects import milestones
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class ReportedStep(CustomerFacing):
    """A milestone: as first agreed, as agreed now, and when it was reached."""

    name: str
    deliverable: str = ""
    planned_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReportedProblem(CustomerFacing):
    """A problem that stands, or was solved in these days."""

    text: str
    impact: str = ""
    solution: str = ""
    owner: str = ""
    due_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryProgress(CustomerFacing):
    """The data of `progress_report`."""

    deal: Subject
    project: str = ""
    serial: str = ""
    week_from: date | None = None
    week_to: date | None = None
    sent_on: date | None = None
    percent: str = ""
    done: str = ""
    planned: str = ""
    steps: tuple[ReportedStep, ...] = ()
    problems: tuple[ReportedProblem, ...] = ()
    help_needed: str = ""


def progress_report(session: Session, deal_id: str, report_id: str = "") -> DeliveryProgress:
    """Return one weekly report of a deal, the newest unless told; five statements."""
    row = next((found for found in reversed(reports(session, deal_id)) if report_id in ("", found.id)), None)
    if row is None:
        raise Refused(tr("还没有可以印出的进展周报。"), Remedy(tr("写周报"), "delivery.reports"))
    name = session.scalar(select(Project.name).where(Project.deal_id == deal_id).limit(1))
    about = subject(session, deal_id)
    return DeliveryProgress(
        deal=about,
        project=name or about.title,
        serial=_serial(row),
        week_from=row.week_from,
        week_to=row.week_to,
        sent_on=row.sent_on,
        percent="" if row.percent is None else f"{row.percent}%",
        done=row.done,
        planned=row.planned,
        steps=tuple(_step(step, row) for step in milestones(session, deal_id)),
        problems=tuple(_problem(one) for one in _told(problems(session, deal_id), row)),
        help_needed=row.help_needed,
    )


def progress_items(session: Session, deal_id: str) -> tuple[Item, ...]:
    """Return the weekly reports of a deal, the newest last."""
    return tuple(Item(row.id, _serial(row)) for row in reports(session, deal_id))


def _serial(row: ProgressReport) -> str:
    return tr("第 {serial} 期", serial=row.serial)


def _told(found: Iterable[Problem], row: ProgressReport) -> list[Problem]:
    """Return the problems of these days: found before they were over, and not solved before they began."""
    return [
        one
        for one in found
        if not (one.found_on and row.week_to and one.found_on > row.week_to)
        and not (one.solved_on and row.week_from and one.solved_on < row.week_from)
    ]


def _step(step: Milestone, row: ProgressReport) -> ReportedStep:
    return ReportedStep(
        name=step.name,
        deliverable=step.deliverable,
        planned_on=step.planned_on or step.due_on,
        due_on=step.due_on if step.due_on != step.planned_on else None,
        done_on=step.done_on,
        state=_state(step, row.week_to),
    )


def _state(step: Milestone, day: date | None) -> str:
    if step.done_on is not None:
        return tr("已完成")
    late = day is not None and step.due_on is not None and step.due_on < day
    return tr("延迟") if late else tr("进行中")


def _problem(problem: Problem) -> ReportedProblem:
    state = tr("处理中")
    if problem.solved_on is not None:
        state = tr("{day} 已解决", day=problem.solved_on)
    return ReportedProblem(problem.text, problem.impact, problem.solution, problem.owner, problem.due_on, state)
