"""The lead inbox for the command line: one flat record for each lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop_crm.queries.lead_line import LeadLine
from desktop_crm.queries.leads import leads_by_number


@dataclass(frozen=True, slots=True)
class LeadRecord:
    """A lead with its step; `reasons` speak against it, `missing` names the required fields it lacks."""

    number: str
    customer: str
    contact: str
    phone: str
    email: str
    industry: str
    need: str
    source: str
    sub_source: str
    acquired_on: date | None
    playbook: str
    stage: str
    state: str
    grade: str
    grade_reason: str
    score: Decimal | None
    owner: str
    due: datetime | None
    overdue: bool
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


def lead_records(session: Session, number: str = "") -> list[LeadRecord]:
    """Return the leads of the inbox, or the one with this number."""
    return [_record(line) for line in leads_by_number(session, number)]


def _record(line: LeadLine) -> LeadRecord:
    return LeadRecord(
        number=line.number,
        customer=line.customer,
        contact=line.contact,
        phone=line.phone,
        email=line.email,
        industry=line.industry,
        need=line.need,
        source=line.source,
        sub_source=line.sub_source,
        acquired_on=line.acquired_on,
        playbook=line.playbook,
        stage=line.stage,
        state=line.state,
        grade=line.grade,
        grade_reason=line.grade_reason,
        score=line.score,
        owner=line.owner,
        due=line.clock.due if line.clock else None,
        overdue=line.clock is not None and line.clock.phase == "overdue",
        reasons=tuple(reason.text for reason in line.reasons),
        missing=line.missing,
    )
