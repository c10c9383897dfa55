"""Clocks that have run out, over the whole file: candidates by index, then reckoned exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, exists, func, literal_column, or_, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    Activity,
    ActivityStatus,
    Assignment,
    AssignmentState,
    ChecklistTick,
    Contract,
    ContractFiling,
    Customer,
    Deal,
    IssuedDocument,
    Member,
    Outcome,
    Project,
    Requirement,
    VersionStatus,
)
from desktop_crm.playbooks.playbook import Duration, Playbook
from desktop_crm.playbooks.vocabulary import PHASES
from desktop_crm.queries.clock_facts import ARCHIVED, MEETINGS, SIGNED
from desktop_crm.queries.clocks import clocks_of, first_contact_span, playbooks_in, stages_of
from desktop_crm.rules.clocks import ClockKind, ClockState, state_at
from desktop_crm.rules.working_time import passed_for_starts_before
from desktop_crm.system.clock import local_day

LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class OverdueClock:
    """A clock that has run out, with the deal it belongs to."""

    deal_id: str
    number: str
    customer: str
    title: str
    owner_id: str
    owner: str
    state: ClockState


def overdue_clocks(
    session: Session, now: datetime, member: str | None = None, limit: int = LIMIT
) -> tuple[OverdueClock, ...]:
    """Return the clocks that have run out, of one member or of all, the longest overdue first; at most `limit`."""
    found = [
        pair
        for playbook in playbooks_in(session).values()
        for kind, candidates in _candidates(playbook, now)
        for pair in islice(_overdue(session, kind, _of_member(candidates, kind, member), now, limit), limit)
    ]
    found.sort(key=lambda pair: (pair[1].due, pair[0]))
    return tuple(_named(session, found[:limit]))


Found = tuple[str, ClockState]


def _overdue(session: Session, kind: ClockKind, candidates: Select[Any], now: datetime, page: int) -> Iterator[Found]:
    """Give the clocks of this kind that have run out, a page of candidates at a time."""
    offset = 0
    while ids := session.scalars(candidates.limit(page).offset(offset)).all():
        clocks = clocks_of(session, ids, now, only={kind})
        states = ((deal, state_at(clock, now)) for deal in ids for clock in clocks.get(deal, ()))
        yield from (pair for pair in states if pair[1].phase == "overdue")
        offset += len(ids)


def _named(session: Session, found: Iterable[Found]) -> Iterator[OverdueClock]:
    pairs = list(found)
    rows = session.execute(
        select(
            Deal.id,
            Deal.number,
            Deal.title,
            Deal.owner_id,
            func.coalesce(Customer.name, "").label("customer"),
            func.coalesce(Member.name, "").label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.id.in_({deal for deal, _ in pairs}))
    )
    named = {row.id: row for row in rows}
    for deal, state in pairs:
        row = named[deal]
        yield OverdueClock(deal, row.number, row.customer, row.title, row.owner_id or "", row.owner, state)


# Candidates: deals whose clock of a kind may have run out, the oldest first. They may be too many, never too few.


def _candidates(playbook: Playbook, now: datetime) -> Iterator[tuple[ClockKind, Select[Any]]]:
    rules = playbook.clocks
    leads = [Deal.nurture.is_(False), Deal.outcome == Outcome.OPEN]
    if rules.grade_lead:
        passed = Deal.created_at < passed_for_starts_before(now, rules.grade_lead)
        lead = _on_board(playbook, "lead").where(*leads, Deal.grade == "", passed)
        yield "grade", lead.order_by(Deal.created_at, Deal.id)
    if graded := list(_uncontacted(playbook, now)):
        lead = _on_board(playbook, "lead").where(*leads, Deal.last_contact_at.is_(None), or_(*graded))
        yield "first_contact", lead.order_by(_ASSIGNED, Deal.id)
    if rules.confirm_assignment:
        yield "confirm", _unconfirmed(playbook, rules.confirm_assignment, now)
    if rules.write_record:
        yield "record", _unwritten(playbook, now)
    if rules.requirement_report:
        yield "report", _unreported(playbook, rules.requirement_report, now)
    if rules.archive_contract:
        yield "archive", _unarchived(playbook)
    if rules.progress_report:
        held = select(Project.deal_id).where(Project.kickoff_held < local_day(now))
        yield "progress", _on_board(playbook, "contract", "delivery").where(Deal.id.in_(held)).order_by(Deal.id)
    if rules.first_visits:
        accepted = select(Acceptance.deal_id).where(Acceptance.accepted_on < local_day(now))
        yield "visit", _on_board(playbook, "delivery", "aftersales").where(Deal.id.in_(accepted)).order_by(Deal.id)


_ASSIGNED: Final = func.coalesce(Deal.assigned_at, Deal.created_at)
_NEXT_DUE: Final = func.coalesce(Deal.next_due, literal_column("'9999-12-31'", String), type_=String)


def _on_board(playbook: Playbook, *phases: str) -> Select[Any]:
    stages = stages_of(playbook, *phases)
    return select(Deal.id).where(Deal.playbook == playbook.key, Deal.on_board == true(), Deal.stage.in_(stages))


def _uncontacted(playbook: Playbook, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Give a condition for each grade that has a time for the first contact; the last one is for ungraded leads."""
    known = [grade.key for grade in playbook.grades]
    for grade in (*known, ""):
        span = first_contact_span(playbook, grade)
        if span is not None:
            of_grade = Deal.grade == grade if grade else Deal.grade.not_in(known)
            yield and_(of_grade, passed_for_starts_before(now, span) > _ASSIGNED)


def _unconfirmed(playbook: Playbook, span: Duration, now: datetime) -> Select[Any]:
    told = and_(Assignment.confirm_by.is_not(None), Assignment.confirm_by < now)
    untold = and_(Assignment.confirm_by.is_(None), Assignment.at < passed_for_starts_before(now, span))
    return (
        select(Deal.id)
        .join(Assignment, Assignment.deal_id == Deal.id)
        .where(Deal.playbook == playbook.key, Deal.outcome == Outcome.OPEN)
        .where(Assignment.state == AssignmentState.PENDING, or_(told, untold))
        .group_by(Deal.id)
        .order_by(func.min(Assignment.at), Deal.id)
    )


def _unwritten(playbook: Playbook, now: datetime) -> Select[Any]:
    """Look at deals whose earliest plan is today or past, which the board's index gives at once."""
    today = local_day(now).isoformat()
    timed = (
        select(func.min(Activity.due_on))
        # Compared bare, the status would lead the file through everybody's plans instead of the deal's few.
        .where(Activity.deal_id == Deal.id, Activity.status + "" == ActivityStatus.PLANNED, Activity.due_at != "")
        .scalar_subquery()
    )
    deals = _on_board(playbook, *PHASES).where(today >= _NEXT_DUE, timed <= local_day(now))
    return deals.order_by(_NEXT_DUE, Deal.id)


def _unreported(playbook: Playbook, span: Duration, now: datetime) -> Select[Any]:
    # A later day, since the day of the talk as the file has it may begin earlier than the laptop's.
    sent = exists().where(
        Requirement.deal_id == Deal.id, Requirement.sent_on > func.substr(Activity.happened_at, 1, 10)
    )
    met = (
        select(func.min(Activity.happened_at))
        .where(Activity.deal_id == Deal.id, Activity.status == ActivityStatus.DONE, Activity.method.in_(MEETINGS))
        .where(Activity.happened_at < passed_for_starts_before(now, span), ~sent)
        .scalar_subquery()
    )
    return _on_board(playbook, "discovery").where(met.is_not(None)).order_by(met, Deal.id)


def _unarchived(playbook: Playbook) -> Select[Any]:
    def ticked(item: str) -> ColumnElement[bool]:
        return exists().where(ChecklistTick.deal_id == Deal.id, ChecklistTick.item == item)

    paper = exists().where(
        IssuedDocument.deal_id == Deal.id, IssuedDocument.key == "contract", IssuedDocument.signed_on.is_not(None)
    )
    contract = exists().where(Contract.deal_id == Deal.id, Contract.status == VersionStatus.CONFIRMED)
    filed = exists().where(ContractFiling.deal_id == Deal.id, ContractFiling.archived_at.is_not(None))
    signed = _on_board(playbook, "contract", "delivery").where(or_(contract, paper, ticked(SIGNED)), ~filed)
    signed = signed.where(~ticked(ARCHIVED))
    return signed.order_by(Deal.id)


def _of_member(candidates: Select[Any], kind: ClockKind, member: str | None) -> Select[Any]:
    """Return the candidates of one member: who has to confirm is who was asked, else it is the owner's business."""
    if not member:
        return candidates
    return candidates.where(Assignment.member_id == member if kind == "confirm" else Deal.owner_id == member)
