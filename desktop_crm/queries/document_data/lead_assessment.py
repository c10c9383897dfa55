"""What the lead assessment says: is the lead valid, what is it worth, who gets it, until when it is contacted first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Assignment, AssignmentState, Deal, Outcome
from desktop_crm.playbooks.playbook import Criterion, Playbook
from desktop_crm.queries.clock_facts import pauses
from desktop_crm.queries.clocks import first_contact_span
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import member_name, moment_text, playbook_of, source_text, span_text
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.lead_facts import lead_facts, scale_of, target_industries
from desktop_crm.rules.clocks import start_clock
from desktop_crm.rules.score import highest, score
from desktop_crm.rules.screening import lacking, missing_words, screen
from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr

_ANSWERS: Final[Mapping[str, str]] = {
    AssignmentState.PENDING: "待确认",
    AssignmentState.CONFIRMED: "已确认",
    AssignmentState.REFUSED: "已拒绝",
    AssignmentState.EXPIRED: "逾期未确认",
    AssignmentState.WITHDRAWN: "已改派",
}


@dataclass(frozen=True, slots=True)
class Finding(InternalOnly):
    """One thing that speaks against a lead."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark(InternalOnly):
    """One criterion with its rubric, the mark given and what it stands for."""

    name: str
    rubric: str
    weight: str = ""
    points: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Given(InternalOnly):
    """One giving of the lead to a colleague, and why."""

    member: str
    day: date | None = None
    by: str = ""
    reasons: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class LeadAssessment(InternalOnly):
    """The data of `lead_assessment`."""

    deal: Subject
    source: str = ""
    acquired_on: date | None = None
    first_responder: str = ""
    need: str = ""
    budget_time: str = ""
    screening: str = ""
    findings: tuple[Finding, ...] = ()
    lacking: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    marks: tuple[Mark, ...] = ()
    total: str = ""
    grade: str = ""
    criteria: str = ""
    grade_reason: str = ""
    graded_on: date | None = None
    given: tuple[Given, ...] = ()
    first_contact_within: str = ""
    first_contact_by: str = ""
    note: str = ""


def lead_assessment(session: Session, deal_id: str) -> LeadAssessment:
    """Return how a lead was judged, as far as that has come; a fixed number of statements."""
    about = subject(session, deal_id)
    deal = session.get_one(Deal, deal_id)
    playbook = playbook_of(session, deal)
    lead = lead_facts(session, [deal_id])[deal_id]
    grade = playbook.grade(deal.grade)
    within = first_contact_span(playbook, deal.grade)
    return LeadAssessment(
        deal=about,
        source=source_text(deal),
        acquired_on=deal.acquired_on,
        first_responder=member_name(session, deal.first_responder_id),
        need=deal.need,
        budget_time=deal.purchase_time,
        screening=_screening(deal),
        findings=tuple(Finding(reason.text) for reason in screen(lead, target_industries(session))),
        lacking=missing_words(lacking(lead)),
        verified_on=_day(deal.verified_at),
        verified_by=member_name(session, deal.verified_by_id),
        marks=tuple(_marks(playbook, deal)),
        total=_total(playbook, deal),
        grade=tr("{key}（{name}）", key=grade.key, name=grade.name) if grade else deal.grade,
        criteria=grade.criteria if grade else "",
        grade_reason=deal.grade_reason,
        graded_on=_day(deal.graded_at),
        given=_given(session, deal),
        first_contact_within=span_text(within) if within else "",
        first_contact_by=moment_text(_first_contact_by(session, playbook, deal)),
        note=deal.note,
    )


def _screening(deal: Deal) -> str:
    if deal.outcome == Outcome.INVALID:
        return tr("无效：{reason}", reason=deal.outcome_reason) if deal.outcome_reason else tr("无效")
    if deal.screened_at or deal.verified_at:
        return tr("有效")
    return tr("有效（已有跟进）") if deal.last_contact_at else tr("尚未筛选")


def _marks(playbook: Playbook, deal: Deal) -> Iterator[Mark]:
    """Yield the criteria of the playbook from top to bottom, with the marks given so far."""
    given = _points(deal)
    for criterion in playbook.score.criteria if playbook.score else ():
        points = given[criterion.key]
        yield Mark(
            name=criterion.name,
            rubric="\n".join(
                tr("{points} 分：{text}", points=level.points, text=level.text) for level in criterion.levels
            ),
            weight=f"{criterion.weight:g}",
            points="" if points is None else str(points),
            meaning="" if points is None else _meaning(criterion, points),
        )


def _meaning(criterion: Criterion, points: int) -> str:
    """Return what the rubric says of a mark; one between two steps lies between what both say."""
    exact = next((level.text for level in criterion.levels if level.points == points), "")
    if exact:
        return exact
    near = sorted(criterion.levels, key=lambda level: abs(level.points - points))[:2]
    return tr("介于“{one}”与“{other}”之间", one=near[-1].text, other=near[0].text) if len(near) == 2 else ""


def _points(deal: Deal) -> dict[str, int | None]:
    return {
        "budget": deal.score_budget,
        "need": deal.score_need,
        "decision": deal.score_decision,
        "urgency": deal.score_urgency,
    }


def _total(playbook: Playbook, deal: Deal) -> str:
    marks = _points(deal)
    if playbook.score is None or all(mark is None for mark in marks.values()):
        return ""
    scale = scale_of(playbook.score)
    return tr("{total:f} / {highest:f} 分", total=score(marks, scale).total, highest=highest(scale).normalize() + 0)


def _given(session: Session, deal: Deal) -> tuple[Given, ...]:
    """Return all givings from the first on; a lead whom its owner took down has none."""
    found = session.scalars(
        select(Assignment).where(Assignment.deal_id == deal.id).order_by(Assignment.at, Assignment.id)
    )
    return tuple(_giving(session, row) for row in found)


def _giving(session: Session, row: Assignment) -> Given:
    answer = tr(_ANSWERS.get(row.state, row.state))
    matched = "、".join(row.reasons)
    return Given(
        member=member_name(session, row.member_id),
        day=_day(row.at),
        by=member_name(session, row.by_id),
        reasons="\n".join(filter(None, (matched, row.override_reason))),
        answer=tr("{answer}：{reason}", answer=answer, reason=row.refuse_reason) if row.refuse_reason else answer,
    )


def _first_contact_by(session: Session, playbook: Playbook, deal: Deal) -> datetime | None:
    """Return until when the customer must have heard from us: counted from the assignment, else from the capture."""
    span = first_contact_span(playbook, deal.grade)
    if span is None or deal.nurture:
        return None
    begins, paused = deal.assigned_at or deal.created_at, pauses(session, [deal.id]).get(deal.id, ())
    return start_clock("first_contact", begins, span, paused).due


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment else None
