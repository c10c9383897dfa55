"""The weekly reports of a delivery (D1) with the problems and milestones that they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Acceptance, Milestone, Problem, ProgressReport, Project
from desktop_crm.queries.clocks import clocks_of
from desktop_crm.queries.projects import Step, milestones
from desktop_crm.rules.clocks import ClockState, state_at
from desktop_crm.rules.progress import percent_of
from desktop_crm.system import clock


@dataclass(frozen=True, slots=True)
class Report:
    """One week's report; `note` is internal."""

    id: str
    serial: int
    week_from: date | None = None
    week_to: date | None = None
    percent: int | None = None
    done: str = ""
    planned: str = ""
    help_needed: str = ""
    sent_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem of the delivery; `note` is internal."""

    id: str
    text: str
    impact: str = ""
    solution: str = ""
    owner: str = ""
    found_on: date | None = None
    due_on: date | None = None
    solved_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """All reports, the latest first, and what the next one begins with; `clock` says when that is due."""

    reports: tuple[Report, ...] = ()
    problems: tuple[Trouble, ...] = ()
    steps: tuple[Step, ...] = ()
    kickoff_held: date | None = None
    accepted_on: date | None = None
    clock: ClockState | None = None

    @property
    def latest(self) -> Report | None:
        """Return the latest report."""
        return self.reports[0] if self.reports else None

    @property
    def percent(self) -> int | None:
        """Return how much of the milestones is done."""
        return percent_of(sum(step.done_on is not None for step in self.steps), len(self.steps))


def progress_sheet(session: Session, deal_id: str) -> ProgressSheet:
    """Return what the section of reports shows; a fixed number of statements."""
    held = session.scalar(select(Project.kickoff_held).where(Project.deal_id == deal_id).limit(1))
    accepted = session.scalar(select(Acceptance.accepted_on).where(Acceptance.deal_id == deal_id).limit(1))
    return ProgressSheet(
        reports=tuple(map(_report, reversed(reports(session, deal_id)))),
        problems=tuple(map(_trouble, problems(session, deal_id))),
        steps=tuple(map(_step, milestones(session, deal_id))),
        kickoff_held=held,
        accepted_on=accepted,
        clock=_clock(session, deal_id),
    )


def reports(session: Session, deal_id: str) -> list[ProgressReport]:
    """Return the reports of a deal, the newest last."""
    found = select(ProgressReport).where(ProgressReport.deal_id == deal_id)
    return list(session.scalars(found.order_by(ProgressReport.serial, ProgressReport.id)))


def problems(session: Session, deal_id: str) -> list[Problem]:
    """Return the problems of a deal in their order, those that are solved at the end."""
    found = select(Problem).where(Problem.deal_id == deal_id)
    return list(session.scalars(found.order_by(Problem.solved_on.is_not(None), Problem.position, Problem.id)))


def _clock(session: Session, deal_id: str) -> ClockState | None:
    now = clock.now()
    found = clocks_of(session, [deal_id], now, only={"progress"}).get(deal_id, ())
    return state_at(found[0], now) if found else None


def _report(row: ProgressReport) -> Report:
    return Report(
        id=row.id,
        serial=row.serial,
        week_from=row.week_from,
        week_to=row.week_to,
        percent=row.percent,
        done=row.done,
        planned=row.planned,
        help_needed=row.help_needed,
        sent_on=row.sent_on,
        note=row.note,
    )


def _trouble(row: Problem) -> Trouble:
    return Trouble(
        id=row.id,
        text=row.text,
        impact=row.impact,
        solution=row.solution,
        owner=row.owner,
        found_on=row.found_on,
        due_on=row.due_on,
        solved_on=row.solved_on,
        note=row.note,
    )


def _step(row: Milestone) -> Step:
    return Step(row.id, row.name, row.deliverable, row.owner, row.planned_on, row.due_on, row.done_on)
