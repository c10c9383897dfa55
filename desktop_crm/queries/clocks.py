"""The clocks of deals (L8): which run, from when, until when. What is overdue stands in `overdue_clocks`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Outcome
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Duration, Playbook
from desktop_crm.queries import clock_facts as facts
from desktop_crm.rules.clocks import Clock, ClockKind, ClockState, Pause, fixed_clock, start_clock, state_at
from desktop_crm.rules.due import SOON_DAYS
from desktop_crm.rules.working_time import end_of_day, start_of_day
from desktop_crm.system.clock import local_day


def deal_clocks(session: Session, deal_id: str, now: datetime) -> tuple[ClockState, ...]:
    """Return how each clock of a deal stands at `now`, the one due first at the front."""
    return tuple(state_at(clock, now) for clock in clocks_of(session, [deal_id], now).get(deal_id, ()))


def clocks_of(
    session: Session, deal_ids: Iterable[str], now: datetime, only: Collection[ClockKind] | None = None
) -> dict[str, tuple[Clock, ...]]:
    """Return the clocks of each deal that has any, due first at the front, in a fixed number of statements."""
    deals: Sequence[Any] = session.execute(_DEALS.where(Deal.id.in_(list(deal_ids)))).all()
    playbooks = playbooks_in(session)
    by_kind: dict[ClockKind, list[_Lead]] = {}
    for deal in deals:
        playbook = playbooks.find(deal.playbook)
        for kind in _kinds(playbook, deal):
            if only is None or kind in only:
                by_kind.setdefault(kind, []).append(_Lead(deal, playbook))
    running = {lead.id for leads in by_kind.values() for lead in leads}
    pauses = facts.pauses(session, running) if running else {}
    found: dict[str, list[Clock]] = {}
    for kind, leads in by_kind.items():
        for deal_id, clock in _MAKERS[kind](_Work(session, leads, pauses, now)):
            found.setdefault(deal_id, []).append(clock)
    return {deal_id: tuple(sorted(clocks, key=lambda clock: clock.due)) for deal_id, clocks in found.items()}


def playbooks_in(session: Session) -> Playbooks:
    """Return the playbooks of the company open in `session`."""
    found = session.info.get("playbooks")
    return found if isinstance(found, Playbooks) else Playbooks()


def stages_of(playbook: Playbook, *phases: str) -> list[str]:
    """Return the keys of the stages in these phases."""
    return [stage.key for stage in playbook.stages if stage.phase in phases]


def first_contact_span(playbook: Playbook, grade: str) -> Duration | None:
    """Return how soon the first contact has to follow; an ungraded lead has the time that every grade states alike."""
    found = playbook.grade(grade)
    if found is not None:
        return found.first_contact
    stated = {one.first_contact for one in playbook.grades}
    return stated.pop() if len(stated) == 1 else None


_DEALS: Final = select(
    Deal.id, Deal.playbook, Deal.stage, Deal.outcome, Deal.on_board, Deal.grade, Deal.graded_at, Deal.created_at,
    Deal.assigned_at, Deal.nurture, Deal.last_contact_at,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Lead:
    """A deal and the playbook it follows."""

    deal: Any  # the row of `_DEALS`
    playbook: Playbook

    @property
    def id(self) -> str:
        return self.deal.id


@dataclass(frozen=True, slots=True)
class _Work:
    """The deals for which clocks of one kind are wanted."""

    session: Session
    leads: Sequence[_Lead]
    pauses: Mapping[str, list[Pause]]
    now: datetime

    @property
    def ids(self) -> list[str]:
        return [lead.id for lead in self.leads]

    def start(
        self, lead: _Lead, kind: ClockKind, begins: datetime, span: Duration | None, met_at: datetime | None = None
    ) -> Iterator[tuple[str, Clock]]:
        """Give the clock, if there is a span for it."""
        if span is not None:
            yield lead.id, start_clock(kind, begins, span, self.pauses.get(lead.id, ()), met_at=met_at)


Made = Iterator[tuple[str, Clock]]


def _kinds(playbook: Playbook, deal: Any) -> Iterator[ClockKind]:
    """Give the clocks that may run for a deal where it stands now.

    Grading and the first contact belong to the phase of the lead: a deal that is further along has had both.
    """
    stage = playbook.find_stage(deal.stage) or playbook.first_stage
    rules = playbook.clocks
    if deal.outcome == Outcome.OPEN and stage.phase == "lead" and not deal.nurture:
        if rules.grade_lead:
            yield "grade"
        yield "first_contact"
    if deal.outcome == Outcome.OPEN and rules.confirm_assignment:
        yield "confirm"
    if deal.on_board:
        yield from _kinds_on_board(playbook, stage.phase)
    if deal.on_board and (deal.outcome == Outcome.WON or stage.phase in {"contract", "delivery", "aftersales"}):
        yield "payment"
        yield "milestone"


def _kinds_on_board(playbook: Playbook, phase: str) -> Iterator[ClockKind]:
    """Give the clocks that the playbook states for a phase."""
    rules = playbook.clocks
    if rules.write_record:
        yield "record"
    if rules.requirement_report and phase == "discovery":
        yield "report"
    if rules.archive_contract and phase in {"contract", "delivery"}:
        yield "archive"
    if rules.progress_report and phase in {"contract", "delivery"}:
        yield "progress"
    if rules.first_visits and phase in {"delivery", "aftersales"}:
        yield "visit"


def _grades(work: _Work) -> Made:
    for lead in work.leads:
        begins = lead.deal.created_at
        # A grade whose day nobody wrote down counts as given in time.
        met = (lead.deal.graded_at or begins) if lead.deal.grade else None
        yield from work.start(lead, "grade", begins, lead.playbook.clocks.grade_lead, met)


def _first_contacts(work: _Work) -> Made:
    spoken = [lead.id for lead in work.leads if lead.deal.last_contact_at]
    met = facts.first_contacts(work.session, spoken) if spoken else {}
    for lead in work.leads:
        begins = lead.deal.assigned_at or lead.deal.created_at
        span = first_contact_span(lead.playbook, lead.deal.grade)
        yield from work.start(lead, "first_contact", begins, span, met.get(lead.id))


def _confirmations(work: _Work) -> Made:
    offers = facts.offers(work.session, work.ids)
    for lead in work.leads:
        offer = offers.get(lead.id)
        if offer is None:
            continue
        if offer.confirm_by and not offer.answered_at:  # the deadline the representative was told
            yield lead.id, fixed_clock("confirm", offer.at, offer.confirm_by, work.pauses.get(lead.id, ()))
        else:
            span = lead.playbook.clocks.confirm_assignment
            yield from work.start(lead, "confirm", offer.at, span, offer.answered_at)


def _records(work: _Work) -> Made:
    talks = facts.talks_to_record(work.session, work.ids, work.now)
    for lead in work.leads:
        for ended in talks.get(lead.id, ()):
            yield from work.start(lead, "record", ended, lead.playbook.clocks.write_record)


def _reports(work: _Work) -> Made:
    meetings = facts.first_meetings(work.session, work.ids)
    reports = facts.reports(work.session, list(meetings)) if meetings else {}
    for lead in work.leads:
        met = meetings.get(lead.id)
        if met is None:
            continue
        given = next((day for day in reports.get(lead.id, ()) if day >= local_day(met)), None)
        done = max(met, start_of_day(given)) if given else None
        yield from work.start(lead, "report", met, lead.playbook.clocks.requirement_report, done)


def _archivings(work: _Work) -> Made:
    signed = facts.signatures(work.session, work.ids)
    archived = facts.archivings(work.session, list(signed)) if signed else {}
    for lead in work.leads:
        if lead.id in signed:
            span = lead.playbook.clocks.archive_contract
            yield from work.start(lead, "archive", signed[lead.id], span, archived.get(lead.id))


def _progress(work: _Work) -> Made:
    """Give the clock that runs from the kick-off, and anew from each report, until the delivery is accepted."""
    told = facts.last_reports(work.session, work.ids)
    for lead in work.leads:
        if lead.id in told:
            yield from work.start(lead, "progress", end_of_day(told[lead.id]), lead.playbook.clocks.progress_report)


def _visits(work: _Work) -> Made:
    accepted = facts.acceptances(work.session, work.ids)
    visits = facts.visits(work.session, list(accepted)) if accepted else {}
    for lead in work.leads:
        day = accepted.get(lead.id)
        made = visits.get(lead.id, [])
        for place, span in enumerate(lead.playbook.clocks.first_visits if day else ()):
            assert day is not None
            met = made[place] if place < len(made) else None
            yield from work.start(lead, "visit", end_of_day(day), span, met)


def _dues(work: _Work, kind: ClockKind, dues: Mapping[str, date]) -> Made:
    """Give what is late or due in a few days: a day agreed with the customer, which no pause of ours moves."""
    last = local_day(work.now) + timedelta(days=SOON_DAYS)
    for lead in work.leads:
        day = dues.get(lead.id)
        if day is not None and day <= last:
            due = end_of_day(day)
            yield lead.id, Clock(kind, due - timedelta(days=4 * SOON_DAYS), due, "days")


def _payments(work: _Work) -> Made:
    return _dues(work, "payment", facts.payments_due(work.session, work.ids))


def _milestones(work: _Work) -> Made:
    return _dues(work, "milestone", facts.milestones_due(work.session, work.ids))


_MAKERS: Final[Mapping[ClockKind, Callable[[_Work], Made]]] = {
    "grade": _grades,
    "first_contact": _first_contacts,
    "confirm": _confirmations,
    "record": _records,
    "report": _reports,
    "archive": _archivings,
    "progress": _progress,
    "visit": _visits,
    "payment": _payments,
    "milestone": _milestones,
}
