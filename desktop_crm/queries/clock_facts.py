"""What the clocks of deals are reckoned from: one statement for each question, for any number of deals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    Activity,
    ActivityStatus,
    Assignment,
    AssignmentState,
    ChecklistTick,
    ClockPause,
    Contract,
    ContractFiling,
    Deal,
    IssuedDocument,
    Method,
    Milestone,
    Payment,
    ProgressReport,
    Project,
    Purpose,
    Requirement,
    VersionStatus,
)
from desktop_crm.queries.payment_list import unpaid
from desktop_crm.rules.clocks import Pause
from desktop_crm.rules.working_time import start_of_day
from desktop_crm.system.clock import local_day

# Items of the checklists.
SIGNED: Final = "contract_signed"
ARCHIVED: Final = "contract_archived"
VISITED: Final = ("first_visit_done", "second_visit_done")

MEETINGS: Final = (Method.MEETING, Method.VISIT)

Ids = Collection[str]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Offer:
    """The latest giving of a lead that was not refused or withdrawn."""

    at: datetime
    confirm_by: datetime | None
    answered_at: datetime | None


def pauses(session: Session, ids: Ids) -> dict[str, list[Pause]]:
    """Return the pauses of each deal."""
    rows = session.execute(
        select(ClockPause.deal_id, ClockPause.begins_at, ClockPause.ends_at, ClockPause.reason).where(
            ClockPause.deal_id.in_(ids)
        )
    )
    return _grouped((row.deal_id, Pause(row.begins_at, row.ends_at, row.reason)) for row in rows)


def first_contacts(session: Session, ids: Ids) -> dict[str, datetime]:
    """Return when each deal's customer was first spoken with."""
    rows = session.execute(
        select(Activity.deal_id, func.min(Activity.happened_at))
        .where(Activity.deal_id.in_(ids), Activity.status == ActivityStatus.DONE, Activity.happened_at.is_not(None))
        .group_by(Activity.deal_id)
    )
    return {deal: at for deal, at in rows if deal and at}


def offers(session: Session, ids: Ids) -> dict[str, Offer]:
    """Return the latest assignment of each deal that waits for an answer or was taken."""
    rows = session.execute(
        select(Assignment.deal_id, Assignment.at, Assignment.confirm_by, Assignment.answered_at)
        .where(Assignment.deal_id.in_(ids), Assignment.state.in_((AssignmentState.PENDING, AssignmentState.CONFIRMED)))
        .order_by(Assignment.at, Assignment.id)
    )
    return {row.deal_id: Offer(row.at, row.confirm_by, row.answered_at) for row in rows if row.at}


def talks_to_record(session: Session, ids: Ids, now: datetime) -> dict[str, list[datetime]]:
    """Return when the appointments ended that are over and still stand as planned."""
    rows = session.execute(
        select(Activity.deal_id, Activity.due_on, Activity.due_at, Activity.minutes).where(
            Activity.deal_id.in_(ids),
            Activity.status == ActivityStatus.PLANNED,
            Activity.due_at != "",
        )
    )
    # Days to come are left out here: said to the file, it would look through everybody's plans by their day.
    today = local_day(now)
    past = (row for row in rows if row.due_on and row.due_on <= today)
    ended = ((row.deal_id, _moment(row.due_on, row.due_at) + timedelta(minutes=row.minutes)) for row in past)
    return _grouped((deal, end) for deal, end in ended if end <= now)


def first_meetings(session: Session, ids: Ids) -> dict[str, datetime]:
    """Return the first meeting or visit of each deal since the day it came into its stage."""
    rows = session.execute(
        select(Activity.deal_id, func.min(Activity.happened_at))
        .join(Deal, Deal.id == Activity.deal_id)
        .where(
            Activity.deal_id.in_(ids),
            Activity.status == ActivityStatus.DONE,
            Activity.method.in_(MEETINGS),
            Activity.happened_at >= func.substr(func.coalesce(Deal.stage_since, ""), 1, 10),
        )
        .group_by(Activity.deal_id)
    )
    return {deal: at for deal, at in rows if deal and at}


def reports(session: Session, ids: Ids) -> dict[str, list[date]]:
    """Return the days on which each deal's requirement report was issued or sent, in order."""
    sent = session.execute(
        select(Requirement.deal_id, Requirement.sent_on).where(
            Requirement.deal_id.in_(ids), Requirement.sent_on.is_not(None)
        )
    )
    issued = session.execute(
        select(IssuedDocument.deal_id, IssuedDocument.issued_at).where(
            IssuedDocument.deal_id.in_(ids), IssuedDocument.key == "requirement_report"
        )
    )
    days = [*((deal, day) for deal, day in sent), *((deal, local_day(at)) for deal, at in issued if at)]
    return _grouped(sorted((deal, day) for deal, day in days if day))


def signatures(session: Session, ids: Ids) -> dict[str, datetime]:
    """Return when each deal's contract was signed: the contract says so, else its paper, else its tick."""
    issued = session.execute(
        select(IssuedDocument.deal_id, func.min(IssuedDocument.signed_on))
        .where(IssuedDocument.deal_id.in_(ids), IssuedDocument.key == "contract", IssuedDocument.signed_on.is_not(None))
        .group_by(IssuedDocument.deal_id)
    )
    signed = session.execute(
        select(Contract.deal_id, func.max(Contract.confirmed_on))
        .where(Contract.deal_id.in_(ids), Contract.status == VersionStatus.CONFIRMED)
        .group_by(Contract.deal_id)
    )
    days = {deal: day for rows in (issued, signed) for deal, day in rows if day}
    return ticks(session, ids, SIGNED) | {deal: start_of_day(day) for deal, day in days.items()}


def archivings(session: Session, ids: Ids) -> dict[str, datetime]:
    """Return when each deal's contract was archived: its filing says so, else its tick."""
    filed = session.execute(
        select(ContractFiling.deal_id, func.min(ContractFiling.archived_at))
        .where(ContractFiling.deal_id.in_(ids), ContractFiling.archived_at.is_not(None))
        .group_by(ContractFiling.deal_id)
    )
    return ticks(session, ids, ARCHIVED) | {deal: at for deal, at in filed if at}


def ticks(session: Session, ids: Ids, item: str) -> dict[str, datetime]:
    """Return when this item of the checklist was ticked."""
    rows = session.execute(
        select(ChecklistTick.deal_id, ChecklistTick.created_at).where(
            ChecklistTick.deal_id.in_(ids), ChecklistTick.item == item
        )
    )
    return {deal: at for deal, at in rows if deal}


def acceptances(session: Session, ids: Ids) -> dict[str, date]:
    """Return the day on which the customer accepted."""
    rows = session.execute(
        select(Acceptance.deal_id, Acceptance.accepted_on).where(
            Acceptance.deal_id.in_(ids), Acceptance.accepted_on.is_not(None)
        )
    )
    return {deal: day for deal, day in rows if day}


def visits(session: Session, ids: Ids) -> dict[str, list[datetime]]:
    """Return when each deal's customer was visited after the acceptance, in order; ticks stand for visits nobody recorded."""
    rows = session.execute(
        select(Activity.deal_id, Activity.happened_at)
        .join(Acceptance, and_(Acceptance.deal_id == Activity.deal_id, Acceptance.deleted_at.is_(None)))
        .where(
            Activity.deal_id.in_(ids),
            Activity.status == ActivityStatus.DONE,
            Activity.happened_at >= Acceptance.accepted_on,
            or_(Activity.purpose == Purpose.VISIT, and_(Activity.purpose == "", Activity.method == Method.VISIT)),
        )
        .order_by(Activity.happened_at)
    )
    made = _grouped((deal, at) for deal, at in rows if deal and at)
    ticked = _grouped((deal, at) for item in VISITED for deal, at in ticks(session, ids, item).items())
    return {deal: max(made.get(deal, []), ticked.get(deal, []), key=len) for deal in made.keys() | ticked.keys()}


def last_reports(session: Session, ids: Ids) -> dict[str, date]:
    """Return when the customer of each delivery going on last read of its progress, at first at the kick-off."""
    held = session.execute(
        select(Project.deal_id, Project.kickoff_held).where(Project.deal_id.in_(ids), Project.kickoff_held.is_not(None))
    )
    sent = session.execute(
        select(ProgressReport.deal_id, func.max(ProgressReport.sent_on))
        .where(ProgressReport.deal_id.in_(ids), ProgressReport.sent_on.is_not(None))
        .group_by(ProgressReport.deal_id)
    )
    reported, over = {deal: day for deal, day in sent if day}, acceptances(session, ids)
    return {deal: max(day, reported.get(deal, day)) for deal, day in held if deal and day and deal not in over}


def payments_due(session: Session, ids: Ids) -> dict[str, date]:
    """Return when the first unpaid instalment of each deal is due, as far as one has a day."""
    rows = session.execute(
        select(Payment.deal_id, func.min(Payment.due_on))
        .where(Payment.deal_id.in_(ids), unpaid())
        .group_by(Payment.deal_id)
    )
    return {deal: day for deal, day in rows if deal and day}


def milestones_due(session: Session, ids: Ids) -> dict[str, date]:
    """Return when the first milestone of each deal that is not reached is due, as far as one has a day."""
    rows = session.execute(
        select(Milestone.deal_id, func.min(Milestone.due_on))
        .where(Milestone.deal_id.in_(ids), Milestone.done_on.is_(None))
        .group_by(Milestone.deal_id)
    )
    return {deal: day for deal, day in rows if deal and day}


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for deal, value in pairs:
        found[deal].append(value)
    return found


def _moment(day: date, clock_time: str) -> datetime:
    """Return a local day and time of day, such as 14:30, as a moment."""
    return datetime.combine(day, time.fromisoformat(clock_time)).astimezone(UTC)
