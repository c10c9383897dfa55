"""The lead inbox: what is still in the lead stages of the playbooks, and which step each lead waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, case, false, func, literal_column, or_, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Customer, Deal, Member, Role
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.lead_clocks import late_leads, lead_clocks
from desktop_crm.queries.lead_facts import facts_of, scale_of, target_industries
from desktop_crm.queries.search import deals_matching
from desktop_crm.rules.clocks import ClockState
from desktop_crm.rules.score import CRITERIA, score
from desktop_crm.rules.screening import Reason, lacking, screen
from desktop_crm.system import clock

_MOST_CHOICES: Final = 200
UNGRADED, NOBODY = "-", "-"  # in a filter: those that have none


class LeadState(StrEnum):
    """The step a lead waits for, in the order of the steps."""

    SCREEN = "screen"
    VERIFY = "verify"
    GRADE = "grade"
    ASSIGN = "assign"
    CONTACT = "contact"
    DONE = "done"
    NURTURE = "nurture"


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads are wanted; what is empty leaves nothing out."""

    state: str = ""
    source: str = ""
    grade: str = ""
    owner: str = ""
    text: str = ""
    late: bool = False

    @property
    def narrow(self) -> bool:
        """Return whether the filter leaves out anything."""
        return any(getattr(self, each.name) for each in fields(self))


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


def lead_counts(session: Session, wanted: LeadFilter = LeadFilter()) -> dict[LeadState, int]:
    """Return how many leads wait for each step; the filter's own state narrows nothing here."""
    state = _state(session)
    query = (
        select(state, func.count()).select_from(Deal).where(*_narrowing(session, wanted, state=False)).group_by(state)
    )
    counts = {LeadState(row[0]): row[1] for row in session.execute(query, execution_options=_LIVE_ALREADY)}
    return {each: counts.get(each, 0) for each in LeadState}


def lead_lines(
    session: Session,
    wanted: LeadFilter = LeadFilter(),
    *,
    order: str = "",
    descending: bool = False,
    offset: int = 0,
    limit: int = 50,
) -> list[LeadLine]:
    """Return a page of the inbox, the newest first unless another order is asked for."""
    key = _orders(session).get(order)
    ordered = (Deal.id.desc(),) if key is None else (key.desc() if descending else key, Deal.id.desc())
    ids = select(Deal.id).where(*_narrowing(session, wanted)).order_by(*ordered).offset(offset).limit(limit)
    if order in _JOINED:
        ids = ids.join(_JOINED[order][0], _JOINED[order][1], isouter=True)
    places = {deal_id: place for place, deal_id in enumerate(session.scalars(ids, execution_options=_LIVE_ALREADY))}
    lines = _lines(session, _rows(session).where(Deal.id.in_(places)))
    return sorted(lines, key=lambda line: places[line.id])


def lead(session: Session, deal_id: str) -> LeadLine | None:
    """Return one lead, wherever it stands by now; None when it is gone."""
    return next(iter(_lines(session, _rows(session).where(Deal.id == deal_id))), None)


def leads_by_number(session: Session, number: str = "") -> list[LeadLine]:
    """Return all leads of the inbox, or the one with this number."""
    only = (Deal.number == number,) if number else ()
    return _lines(session, _rows(session).where(*_narrowing(session, LeadFilter()), *only).order_by(Deal.id))


def lead_sources(session: Session) -> list[str]:
    """Return the channels leads came from, the most frequent first."""
    query = select(Deal.source).where(Deal.source != "", in_lead_stage(playbooks_in(session)))
    return list(session.scalars(query.group_by(Deal.source).order_by(func.count().desc()).limit(_MOST_CHOICES)))


def in_lead_stage(playbooks: Playbooks) -> ColumnElement[bool]:
    """Return the condition that a deal is open and in a stage of the lead phase of its playbook."""
    # Written with a plus so that no index is taken: those of the board give its order, in which 100,000 rows are looked
    # up one by one (130 ms measured), while going through the table takes 40 ms and by its key nothing to speak of.
    followed: ColumnElement[str] = literal_column("+deal.playbook", String)
    each = [
        and_(
            followed == playbook.key,
            Deal.on_board == true(),
            Deal.stage.in_([stage.key for stage in playbook.stages if stage.phase == "lead"]),
        )
        for playbook in playbooks.values()
    ]
    return or_(false(), *each)


# `on_board` leaves out what is deleted already.
_LIVE_ALREADY: Final = {"include_deleted": True}


def _state(session: Session) -> ColumnElement[str]:
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


def _narrowing(session: Session, wanted: LeadFilter, *, state: bool = True) -> list[ColumnElement[bool]]:
    conditions = [in_lead_stage(playbooks_in(session))]
    if wanted.state and state:
        conditions.append(_state(session) == wanted.state)
    if wanted.source:
        conditions.append(Deal.source == wanted.source)
    if wanted.grade:
        conditions.append(Deal.grade == wanted.grade.removeprefix(UNGRADED))
    if wanted.owner:
        conditions.append(Deal.owner_id.is_(None) if wanted.owner == NOBODY else Deal.owner_id == wanted.owner)
    if wanted.late:
        conditions.append(late_leads(session, clock.now()))
    if wanted.text.strip():
        conditions.append(deals_matching(wanted.text))
    return conditions


_JOINED: Final = {
    "customer": (Customer, Customer.id == Deal.customer_id),
    "contact": (Contact, Contact.id == Deal.contact_id),
    "owner": (Member, Member.id == Deal.owner_id),
}


def _orders(session: Session) -> dict[str, Any]:
    return {
        "number": Deal.number,
        "customer": Customer.name,
        "contact": Contact.name,
        "source": Deal.source,
        "acquired_on": Deal.acquired_on,
        "grade": func.nullif(Deal.grade, "").nulls_last(),
        "owner": Member.name,
        "state": _state(session),
        "clock": func.coalesce(Deal.assigned_at, Deal.created_at),  # who has waited longest
        "score": Deal.score_budget + Deal.score_need + Deal.score_decision + Deal.score_urgency,
    }


def _rows(session: Session) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.number, Deal.customer_id, Deal.need, Deal.source, Deal.sub_source, Deal.acquired_on,
            Deal.playbook, Deal.stage, Deal.grade, Deal.grade_reason, Deal.owner_id, Deal.amount_fen, Deal.screened_at,
            Deal.verified_at, Deal.verified_by_id, Deal.assigned_at, Deal.graded_at, Deal.last_contact_at,
            Deal.created_at, Deal.score_budget, Deal.score_need, Deal.score_decision, Deal.score_urgency,
            _state(session).label("state"), Customer.name.label("customer"), Customer.industry.label("industry"),
            Customer.region.label("region"), Contact.name.label("contact"), Contact.title.label("contact_title"),
            Contact.phone.label("phone"), Contact.email.label("email"), Member.name.label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _lines(session: Session, query: Select[*tuple[Any, ...]]) -> list[LeadLine]:
    targets, playbooks = target_industries(session), playbooks_in(session)
    rows = session.execute(query).all()
    names = _names(session, {row.verified_by_id for row in rows if row.verified_by_id})
    clocks = lead_clocks(session, [row.id for row in rows], clock.now())
    return [_line(row, targets, playbooks, names, clocks.get(row.id)) for row in rows]


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
