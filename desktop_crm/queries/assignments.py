"""Who should get a lead, who was given it, who still has to answer, and what waits for the manager (L7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Assignment, AssignmentState, Customer, Deal, Member, Outcome, Role
from desktop_crm.queries.lead_matching import RETURNED, playbook_of_lead
from desktop_crm.rules.working_time import deadline

_OWN: Final = (Role.SALES_REP, Role.SALES_MANAGER)  # who keeps a lead they took down themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLead:
    """A lead on the manager's list: `why` is new, refused or expired, with who answered so and what they said."""

    id: str
    number: str
    title: str
    customer: str
    region: str
    industry: str
    grade: str
    need: str
    source: str
    why: str
    by: str
    reason: str
    since: datetime | None
    late: bool = False  # refused past the playbook's time for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A lead given to a member who has not answered yet."""

    deal_id: str
    number: str
    title: str
    customer: str
    need: str
    grade: str
    member_id: str
    by: str
    at: datetime
    confirm_by: datetime | None


@dataclass(frozen=True, slots=True)
class AssignmentRecord:
    """One giving of a lead, for the command line."""

    deal: str
    customer: str
    member: str
    by: str
    at: datetime | None
    points: int
    reasons: tuple[str, ...]
    override_reason: str
    state: str
    confirm_by: datetime | None
    answered_at: datetime | None
    refuse_reason: str


def waiting_for_assignment(session: Session, limit: int = 50, offset: int = 0) -> list[WaitingLead]:
    """Return the manager's list: what came back first, then by grade and by how long it has waited."""
    latest = _latest_answer()
    by = aliased(Member)
    query = (
        select(
            Deal.id, Deal.number, Deal.title, Deal.grade, Deal.need, Deal.source, Deal.playbook, Deal.verified_at,
            _word(Customer.name).label("customer"), _word(Customer.region).label("region"),
            _word(Customer.industry).label("industry"), Assignment.state, Assignment.at, Assignment.answered_at,
            _word(Assignment.refuse_reason).label("refuse_reason"), _word(by.name).label("by"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Assignment, Assignment.id == latest, isouter=True)
        .join(by, by.id == Assignment.member_id, isouter=True)
        .where(_waiting())
        .order_by(Assignment.state.in_(RETURNED).desc(), func.nullif(Deal.grade, "").nulls_last(), Deal.verified_at, Deal.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [_waiting_lead(session, row) for row in session.execute(query)]


def count_waiting(session: Session) -> int:
    """Return how many leads wait for the manager."""
    return session.scalar(select(func.count(Deal.id)).where(_waiting())) or 0


def waiting_ids(session: Session) -> list[str]:
    """Return the ids of all leads that wait for the manager."""
    return list(session.scalars(select(Deal.id).where(_waiting()).order_by(Deal.id)))


def to_confirm(session: Session, member_id: str) -> list[Pending]:
    """Return the leads this member was given and has not answered yet, the most urgent first."""
    return [_pending(row) for row in session.execute(_pendings().where(Assignment.member_id == member_id))]


def pending_assignment(session: Session, deal_id: str, member_id: str) -> Pending | None:
    """Return the assignment of a deal that this member still has to answer, if there is one."""
    asked = _pendings().where(Assignment.deal_id == deal_id, Assignment.member_id == member_id)
    found = session.execute(asked.limit(1)).first()
    return _pending(found) if found else None


def assignment_records(session: Session, number: str = "") -> list[AssignmentRecord]:
    """Return all assignments from the first on, or those of the deal with that number."""
    to, by = aliased(Member), aliased(Member)
    query = (
        select(
            _word(Deal.number).label("deal"), _word(Customer.name).label("customer"), _word(to.name).label("member"),
            _word(by.name).label("by"), Assignment.at, Assignment.points, Assignment.reasons, Assignment.override_reason,
            Assignment.state, Assignment.confirm_by, Assignment.answered_at, Assignment.refuse_reason,
        )
        .join(Deal, Deal.id == Assignment.deal_id, isouter=True)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(to, to.id == Assignment.member_id, isouter=True)
        .join(by, by.id == Assignment.by_id, isouter=True)
        .order_by(Assignment.at, Assignment.id)
    )  # fmt: skip
    rows = session.execute(query.where(Deal.number == number) if number else query)
    return [_record(dict(row)) for row in rows.mappings()]


def _record(values: dict[Any, Any]) -> AssignmentRecord:
    values["reasons"] = tuple(values["reasons"])
    return AssignmentRecord(**values)


def _waiting() -> ColumnElement[bool]:
    """Return the test of a waiting lead: verified, open, not nurtured, and with nobody.

    One that is only with the person who took it down, and who does not sell, is with nobody.
    """
    others = select(Member.id).where(Member.role.not_in(_OWN)).scalar_subquery()
    nobody = or_(Deal.owner_id.is_(None), and_(Deal.owner_id.in_(others), Deal.assigned_at.is_(None)))
    return and_(nobody, Deal.verified_at.is_not(None), Deal.outcome == Outcome.OPEN, Deal.nurture.is_(False))


def _latest_answer() -> Any:
    later = aliased(Assignment)
    return (
        select(later.id)
        .where(later.deal_id == Deal.id)
        .order_by(later.at.desc(), later.id.desc())
        .limit(1)
        .correlate(Deal)
        .scalar_subquery()
    )


@cache  # the deal pane asks for it each time a deal is shown; to put it together takes longer than to run it
def _pendings() -> Select[*tuple[Any, ...]]:
    by = aliased(Member)
    return (
        select(
            Assignment.deal_id, Deal.number, Deal.title, Deal.need, Deal.grade, Assignment.member_id, Assignment.at,
            Assignment.confirm_by, _word(Customer.name).label("customer"), _word(by.name).label("by"),
        )
        .join(Deal, Deal.id == Assignment.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(by, by.id == Assignment.by_id, isouter=True)
        .where(
            Assignment.state == AssignmentState.PENDING,
            Deal.owner_id == Assignment.member_id,
            Deal.outcome == Outcome.OPEN,
        )
        .order_by(Assignment.confirm_by.nulls_last(), Assignment.at, Assignment.id)
    )  # fmt: skip


def _pending(row: Any) -> Pending:
    return Pending(**row._mapping)


def _waiting_lead(session: Session, row: Any) -> WaitingLead:
    returned = row.state in RETURNED
    limit = playbook_of_lead(session, row.playbook).clocks.refuse_assignment if row.state == "refused" else None
    return WaitingLead(
        id=row.id,
        number=row.number,
        title=row.title,
        customer=row.customer,
        region=row.region,
        industry=row.industry,
        grade=row.grade,
        need=row.need,
        source=row.source,
        why=row.state if returned else "new",
        by=row.by if returned else "",
        reason=row.refuse_reason if returned else "",
        since=row.answered_at if returned else row.verified_at,
        late=bool(limit and row.answered_at and row.at and row.answered_at > deadline(row.at, limit)),
    )


def _word(column: Any) -> Any:
    return func.coalesce(column, "")
