"""Planned follow-ups made from grade and playbook (F1): always the next of each rhythm, never two for the same.

`replan` may be called any number of times. It only touches plans the program made (`automatic`); one that a person
changed, called off or deleted is theirs: it stands, or its turn is skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, ClockPause, Deal, Method, Outcome, Purpose, StageStatus
from desktop_crm.operations.next_step import keep_deal
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rhythms import RE_EVALUATE_AFTER, Rhythm, place_and_beat, rhythms
from desktop_crm.playbooks.playbook import Grade, Playbook
from desktop_crm.rules.cadence import add_span, first_contact_day, least_gap, next_beat, planned_day
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_RHYTHMIC: Final = (Purpose.CADENCE, Purpose.NURTURE)
_OURS: Final = (*_RHYTHMIC, Purpose.FIRST_CONTACT, Purpose.RE_EVALUATE)


def replan(session: Session, deal: Deal) -> None:
    """Bring the planned follow-ups of a deal in line with its grade, its playbook and what was done."""
    book = _Book(session, deal)
    book.plan_first_contact()
    book.plan_rhythms()
    book.plan_re_evaluation()
    keep_deal(session, deal)


def regraded(session: Session, deal: Deal) -> None:
    """Follow a new grade or playbook: into the nurture pool or out of it where the playbook says so, and replan."""
    if deal.outcome == Outcome.OPEN:
        grade = playbook_of(session, deal).grade(deal.grade)
        belongs = grade is not None and grade.nurture
        if belongs != deal.nurture:
            enter_pool(deal) if belongs else leave_pool(deal)
    replan(session, deal)


def enter_pool(deal: Deal, re_evaluate_on: date | None = None) -> None:
    """Put a deal into the nurture pool until the day it is looked at again."""
    deal.nurture = True
    deal.re_evaluate_on = re_evaluate_on or next_working_day(add_span(clock.today(), RE_EVALUATE_AFTER))


def leave_pool(deal: Deal) -> None:
    """Take a deal out of the nurture pool."""
    deal.nurture, deal.re_evaluate_on = False, None


@dataclass(frozen=True, slots=True)
class _Contact:
    """A contact that was made (or skipped), and the beat it was made for."""

    day: date
    beat: date


class _Book:
    """The follow-ups of one deal, read once."""

    def __init__(self, session: Session, deal: Deal) -> None:
        self.session, self.deal = session, deal
        self.playbook: Playbook = playbook_of(session, deal)
        self.grade: Grade | None = self.playbook.grade(deal.grade)
        self.today = clock.today()
        self.begin = max(self.today, _end_of_pause(session, deal) or self.today)  # new plans stand from here on
        rows = session.scalars(
            select(Activity).where(Activity.deal_id == deal.id).order_by(Activity.id),
            execution_options={"include_deleted": True},
        ).all()
        live = [row for row in rows if row.deleted_at is None]
        self.open = [row for row in live if row.status == ActivityStatus.PLANNED]
        self.done = [row for row in live if row.status == ActivityStatus.DONE and row.happened_at is not None]
        # Called off or deleted by a person; what the program called off, or an undo took back, may be made again.
        self.skipped = [
            row
            for row in rows
            if row.purpose in _OURS
            and not row.automatic
            and (row.status == ActivityStatus.CANCELLED or (row.deleted_at and row.status == ActivityStatus.PLANNED))
        ]

    # The first contact

    def plan_first_contact(self) -> None:
        """Plan the first contact of an assigned lead, one for each channel; call off what was done otherwise."""
        assigned = self.deal.assigned_at
        for plan in self._automatic(Purpose.FIRST_CONTACT):
            if assigned is None or not self._may_be_contacted() or self._was_contacted(plan):
                _call_off(plan)
        within = self.grade and (
            self.grade.first_contact or (self.grade.cadence[0].every if self.grade.cadence else None)
        )
        if self.done or assigned is None or within is None or not self._may_be_contacted():
            return
        day, hour = first_contact_day(assigned, within)
        for method in self._channels():
            self._put_first_contact(method, day, hour)

    def _put_first_contact(self, method: str, day: date, hour: str) -> None:
        if any(row.occasion == method for row in self.skipped if row.purpose == Purpose.FIRST_CONTACT):
            return
        plan = next((row for row in self._open(Purpose.FIRST_CONTACT) if row.occasion == method), None)
        if plan is None:
            goals = self.playbook.contact_goals
            goal = goals[0] if goals else tr("首次联系：确认需求，约好下一次")
            plan = self._add(Purpose.FIRST_CONTACT, method, goal, method)
        if plan.automatic:
            plan.due_on, plan.due_at, plan.owner_id = day, hour, self.deal.owner_id

    def _channels(self) -> tuple[str, ...]:
        if self.playbook.first_contact_methods:
            return self.playbook.first_contact_methods
        cadence = self.grade.cadence if self.grade else ()
        return (cadence[0].methods[0] if cadence else Method.CALL,)

    def _was_contacted(self, plan: Activity) -> bool:
        """Tell whether a first contact was made by another way than this plan; a second channel stays to be used."""
        several = len(self.playbook.first_contact_methods) > 1
        return any(not several or record.method == plan.method for record in self.done)

    def _may_be_contacted(self) -> bool:
        deal = self.deal
        return deal.outcome == Outcome.OPEN and not deal.nurture and deal.stage_status != StageStatus.PAUSED

    # The rhythms

    def plan_rhythms(self) -> None:
        """Keep one plan for each rhythm that runs, and call off the program's others."""
        running = rhythms(self.deal, self.playbook) if self.done or self.deal.nurture else ()
        kept: set[str] = set()
        taken = {clock.local_day(row.happened_at) for row in self.done if row.happened_at and row.purpose in _RHYTHMIC}
        for place, rhythm in enumerate(running):
            plan = self._plan_of(rhythm, place) or self._stand_in(running, place)
            if plan is None or (plan.automatic and plan.purpose == rhythm.purpose):
                plan = self._align(rhythm, place, running, plan, taken)
            kept.add(plan.id)
            if plan.due_on:
                taken.add(plan.due_on)
        for plan in self._automatic(*_RHYTHMIC):
            if plan.id not in kept:
                _call_off(plan)

    def _plan_of(self, rhythm: Rhythm, place: int) -> Activity | None:
        found = [row for row in self._open(rhythm.purpose) if place_and_beat(row)[0] == place]
        return min(found, key=lambda row: row.automatic, default=None)  # a person's before the program's

    def _stand_in(self, running: tuple[Rhythm, ...], place: int) -> Activity | None:
        """Return a plan a person made that takes the place of the rhythm's next contact: it is due before the one after."""
        if running[place].purpose != Purpose.CADENCE:
            return None
        latest = add_span(self._next(running, place)[0], running[place].every)
        return next(
            (
                row
                for row in self._open("")
                if row.due_on and row.due_on <= latest and self._counts_for(row, running) == place
            ),
            None,
        )

    def _align(
        self, rhythm: Rhythm, place: int, running: tuple[Rhythm, ...], plan: Activity | None, taken: set[date]
    ) -> Activity:
        """Put the rhythm's next contact on its day; a plan that is overdue or was put off rightly stays."""
        contacts = self._contacts(running, place)
        beat, earliest, latest = self._next(running, place)
        made = len({each.day for each in contacts}) - (1 if place == 0 and rhythm.purpose == Purpose.CADENCE else 0)
        there = place_and_beat(plan)[1] if plan is not None and plan.occasion.startswith(rhythm.key + " ") else None
        if there is not None and self._stands(there, beat if contacts else there):
            beat = there
        else:
            beat = max(beat, self.begin)
        if plan is None or plan.occasion != rhythm.occasion(beat):
            plan = plan or self._add(rhythm.purpose, "", "", "")
            plan.occasion, plan.goal, plan.method = rhythm.occasion(beat), rhythm.goal(made), rhythm.method(made)
            plan.due_on, plan.due_at = None, ""
        if plan.due_on is None or plan.due_on >= self.today:
            plan.due_on = planned_day(max(beat, earliest), taken, latest)
        plan.owner_id = self.deal.owner_id
        return plan

    def _stands(self, there: date, beat: date) -> bool:
        """Tell whether a plan's beat is right: the one expected, or a later one since that had passed already."""
        in_pause = self.today <= there < self.begin
        return there >= beat and (there == beat or beat < self.begin) and not in_pause

    def _next(self, running: tuple[Rhythm, ...], place: int) -> tuple[date, date, date | None]:
        """Return the next beat of a rhythm, the day before which the customer is left in peace, and the latest day."""
        rhythm, contacts = running[place], self._contacts(running, place)
        if not contacts:
            beat = add_span(self.today, rhythm.every)
            return beat, beat, None
        last = max(contacts, key=lambda each: (each.day, each.beat))
        if rhythm.at_most is not None:  # a rhythm with some play counts from the contact itself
            return add_span(last.day, rhythm.every), last.day, add_span(last.day, rhythm.at_most)
        beat = next_beat(last.beat, last.day, rhythm.every)
        return beat, last.day + least_gap(last.day, rhythm.every), None

    def _contacts(self, running: tuple[Rhythm, ...], place: int) -> list[_Contact]:
        """Return what was done (or skipped) of a rhythm; the others begin with the first contact."""
        nurture = running[place].purpose == Purpose.NURTURE
        mine = [row for row in self.done if (row.purpose == Purpose.NURTURE) == nurture]
        found = [_contact(row) for row in mine if nurture or self._counts_for(row, running) == place]
        for row in self.skipped:
            at, beat = place_and_beat(row)
            if row.purpose == running[place].purpose and at == place and beat is not None:
                found.append(_Contact(beat, beat))
        if not found and mine and not nurture:
            first = min(clock.local_day(row.happened_at) for row in mine if row.happened_at)
            return [_Contact(first, first)]
        return found

    def _counts_for(self, row: Activity, running: tuple[Rhythm, ...]) -> int:
        """Return the rhythm a record or plan belongs to: its own, else the first that uses its method, else the main one."""
        if row.purpose == Purpose.CADENCE and place_and_beat(row)[0] < len(running):
            return place_and_beat(row)[0]
        if row.purpose == Purpose.FIRST_CONTACT:
            return 0
        return next((place for place, each in enumerate(running) if row.method in each.methods), 0)

    # The nurture pool

    def plan_re_evaluation(self) -> None:
        """Keep one plan to look at a deal of the pool again."""
        day = self.deal.re_evaluate_on
        plans = self._open(Purpose.RE_EVALUATE)
        if not self.deal.nurture or day is None:
            for plan in self._automatic(Purpose.RE_EVALUATE):
                _call_off(plan)
            return
        plan = plans[0] if plans else self._add(Purpose.RE_EVALUATE, "", tr("重新评估：需求、时机、等级"), Method.OTHER)
        if plan.automatic:
            plan.occasion, plan.due_on, plan.owner_id = day.isoformat(), day, self.deal.owner_id

    # Inside

    def _open(self, *purposes: str) -> list[Activity]:
        return [row for row in self.open if row.purpose in purposes and row.status == ActivityStatus.PLANNED]

    def _automatic(self, *purposes: str) -> list[Activity]:
        return [row for row in self._open(*purposes) if row.automatic]

    def _add(self, purpose: Purpose, occasion: str, goal: str, method: str) -> Activity:
        deal = self.deal
        plan = Activity(
            deal_id=deal.id, customer_id=deal.customer_id, contact_id=deal.contact_id, owner_id=deal.owner_id,
            status=ActivityStatus.PLANNED, purpose=purpose, occasion=occasion, goal=goal, method=method, automatic=True,
        )  # fmt: skip
        self.session.add(plan)
        self.session.flush()
        self.open.append(plan)
        return plan


def _contact(row: Activity) -> _Contact:
    """Return when a contact was made; made on its planned day it keeps its beat, else the rhythm goes on from the day."""
    assert row.happened_at is not None
    day, beat = clock.local_day(row.happened_at), place_and_beat(row)[1]
    return _Contact(day, beat if beat is not None and day == row.due_on else day)


def _end_of_pause(session: Session, deal: Deal) -> date | None:
    now = clock.now()
    ends = session.scalar(
        select(func.max(ClockPause.ends_at)).where(
            ClockPause.deal_id == deal.id,
            ClockPause.deleted_at.is_(None),
            ClockPause.begins_at <= now,
            ClockPause.ends_at > now,
        )
    )
    return clock.local_day(ends) if ends else None


def _call_off(plan: Activity) -> None:
    plan.status = ActivityStatus.CANCELLED
