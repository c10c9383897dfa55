"""A lead as a row of the inbox, and the step it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal, Member, Role
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.lead_clocks import lead_clocks
from desktop_crm.queries.lead_facts import facts_of, scale_of, target_industries
from desktop_crm.rules.clocks import ClockState
from desktop_crm.rules.score import CRITERIA, score
from desktop_crm.rules.screening import Reason, lacking, screen
from desktop_crm.system import clock


class LeadState(StrEnum):
    """The step a lead waits for, in the order of the steps."""

    SCREEN = "screen"
    VERIFY = "verify"
    GRADE = "grade"
    ASSIGN = "assign"
    CONTACT = "contact"
    DONE = "done"
    NURTURE = "nurture"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadLine:
    """A lead as a row of the inbox; `reasons` speak against it, `missing` names the required fields it lacks."""

    id: str
    number: str
    customer: str
    customer_id: str
    contact: str
    contact_title: str
    phone: str
    email: str
    industry: str
    region: str
    need: str
    source: str
    sub_source: str
    acquired_on: date | None
    playbook: str
    stage: str
    grade: str
    grade_reason: str
    score: Decimal | None
    marks: Mapping[str, int | None]
    state: LeadState
    owner: str
    owner_id: str
    amount_fen: int | None
    screened_at: datetime | None
    verified_at: datetime | None
    verified_by: str
    assigned_at: datetime | None
    graded_at: datetime | None
    last_contact_at: datetime | None
    created_at: datetime
    clock: ClockState | None
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


def lead_lines(session: Session, *conditions: ColumnElement[bool]) -> list[LeadLine]:
    """Return the leads that meet the conditions, by age."""
    targets, playbooks = target_industries(session), playbooks_in(session)
    rows = session.execute(_rows(session).where(*conditions).order_by(Deal.id)).all()
    names = _names(session, {row.verified_by_id for row in rows if row.verified_by_id})
    clocks = lead_clocks(session, [row.id for row in rows], clock.now())
    return [_line(row, targets, playbooks, names, clocks.get(row.id)) for row in rows]


def step_of(session: Session) -> ColumnElement[str]:
    """Return the step a lead waits for. Somebody talked with the customer: then it was valid and could be reached."""
    others = select(Member.id).where(Member.role.not_in((Role.SALES_REP, Role.SALES_MANAGER)))
    support = set(session.scalars(others))  # what they took down is still to be given to somebody who sells
    contacted = Deal.last_contact_at.is_not(None)
    unassigned = Deal.owner_id.is_(None)
    if support:
        unassigned = or_(unassigned, and_(Deal.owner_id.in_(support), Deal.assigned_at.is_(None)))
    return case(
        (and_(Deal.screened_at.is_(None), Deal.verified_at.is_(None), ~contacted), LeadState.SCREEN),
        (and_(Deal.verified_at.is_(None), ~contacted), LeadState.VERIFY),
        (Deal.grade == "", LeadState.GRADE),
        (Deal.nurture, LeadState.NURTURE),
        (unassigned, LeadState.ASSIGN),
        (~contacted, LeadState.CONTACT),
        else_=LeadState.DONE,
    )


def _rows(session: Session) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.number, Deal.customer_id, Deal.need, Deal.source, Deal.sub_source, Deal.acquired_on,
            Deal.playbook, Deal.stage, Deal.grade, Deal.grade_reason, Deal.owner_id, Deal.amount_fen, Deal.screened_at,
            Deal.verified_at, Deal.verified_by_id, Deal.assigned_at, Deal.graded_at, Deal.last_contact_at,
            Deal.created_at, Deal.score_budget, Deal.score_need, Deal.score_decision, Deal.score_urgency,
            step_of(session).label("state"), Customer.name.label("customer"), Customer.industry.label("industry"),
            Customer.region.label("region"), Contact.name.label("contact"), Contact.title.label("contact_title"),
            Contact.phone.label("phone"), Contact.email.label("email"), Member.name.label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _names(session: Session, ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(select(Member.id, Member.name).where(Member.id.in_(ids)))}


def _line(
    row: Any, targets: tuple[str, ...], playbooks: Playbooks, names: Mapping[str, str], urgent: ClockState | None
) -> LeadLine:
    known = facts_of(row)
    marks: dict[str, int | None] = {key: getattr(row, f"score_{key}") for key in CRITERIA}
    return LeadLine(
        id=row.id,
        number=row.number,
        customer=known.customer,
        customer_id=row.customer_id or "",
        contact=known.contact,
        contact_title=row.contact_title or "",
        phone=known.phone,
        email=known.email,
        industry=known.industry,
        region=row.region or "",
        need=row.need,
        source=row.source,
        sub_source=row.sub_source,
        acquired_on=row.acquired_on,
        playbook=row.playbook,
        stage=row.stage,
        grade=row.grade,
        grade_reason=row.grade_reason,
        score=_total(marks, playbooks, row.playbook),
        marks=marks,
        state=LeadState(row.state),
        owner=row.owner or "",
        owner_id=row.owner_id or "",
        amount_fen=row.amount_fen,
        screened_at=row.screened_at,
        verified_at=row.verified_at,
        verified_by=names.get(row.verified_by_id, ""),
        assigned_at=row.assigned_at,
        graded_at=row.graded_at,
        last_contact_at=row.last_contact_at,
        created_at=row.created_at,
        clock=urgent,
        reasons=screen(known, targets) if row.state == LeadState.SCREEN else (),
        missing=lacking(known),
    )


def _total(marks: Mapping[str, int | None], playbooks: Playbooks, playbook: str) -> Decimal | None:
    """Return the sum of a lead that was scored; None where its playbook does not score or nobody has."""
    if all(mark is None for mark in marks.values()):
        return None
    rule = playbooks.find(playbook).score
    return score(marks, scale_of(rule)).total if rule else None
