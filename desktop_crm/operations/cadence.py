"""Planned follow-ups made from grade and playbook (F1): always the next of each rhythm, never two for the same.

`replan` may be called any number of times. It only touches plans the program made (`automatic`); one that a person
changed, called off or deleted is theirs: it stands, or its turn is skipped.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal, Method, Outcome, Purpose, StageStatus, new_id
from desktop_crm.operations.follow_ups import RHYTHMIC, FollowUps, read_follow_ups
from desktop_crm.operations.next_step import keep_deals
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rhythms import RE_EVALUATE_AFTER, Rhythm, place_and_beat, rhythms
from desktop_crm.operations.turns import Turn, belongs_to, turns
from desktop_crm.playbooks.playbook import Grade, Playbook
from desktop_crm.rules.cadence import add_span, first_contact_day, planned_day
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system import clock
from desktop_crm.system.progress import Progress, silent
from desktop_crm.system.translations import tr

_WAITING: Final = "deals to be planned together"  # in the session, while it waits for the last of them
_AT_ONCE: Final = 500  # deals that one set of statements asks for


def replan(session: Session, deal: Deal) -> None:
    """Bring the planned follow-ups of a deal in line with its grade, its playbook and what was done."""
    waiting: dict[str, Deal] | None = session.info.get(_WAITING)
    if waiting is None:
        _plan(session, [deal])
    else:
        waiting[deal.id] = deal


@contextmanager
def planned_together(session: Session, progress: Progress = silent) -> Generator[None]:
    """Let every `replan` inside wait for the end, where a few statements serve for all the deals; it reports how many.

    The plans are the same: they follow from how a deal stands in the end, and not from any other deal.
    """
    if _WAITING in session.info:
        yield
        return
    waiting: dict[str, Deal] = {}
    session.info[_WAITING] = waiting
    try:
        yield
    finally:
        del session.info[_WAITING]
    deals = list(waiting.values())
    for begin in range(0, len(deals), _AT_ONCE):
        progress(begin, len(deals))
        _plan(session, deals[begin : begin + _AT_ONCE])


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


def _plan(session: Session, deals: Sequence[Deal]) -> None:
    known = read_follow_ups(session, deals)
    for deal in deals:
        book = _Book(session, deal, known[deal.id])
        book.plan_first_contact()
        book.plan_rhythms()
        book.plan_re_evaluation()
    keep_deals(session, deals)


class _Book:
    """The follow-ups of one deal, read before."""

    def __init__(self, session: Session, deal: Deal, known: FollowUps) -> None:
        self.session, self.deal, self.known = session, deal, known
        self.playbook: Playbook = playbook_of(session, deal)
        self.grade: Grade | None = self.playbook.grade(deal.grade)
        self.today = clock.today()
        self.begin = max(self.today, known.paused_until or self.today)  # new plans stand from here on

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
        if self.known.contacts or assigned is None or within is None or not self._may_be_contacted():
            return
        day, hour = first_contact_day(assigned, within)
        for method in self._channels():
            self._put_first_contact(method, day, hour)

    def _put_first_contact(self, method: str, day: date, hour: str) -> None:
        if any(row.occasion == method for row in self.known.skipped if row.purpose == Purpose.FIRST_CONTACT):
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
        return any(not several or contact.method == plan.method for contact in self.known.contacts)

    def _may_be_contacted(self) -> bool:
        deal = self.deal
        return deal.outcome == Outcome.OPEN and not deal.nurture and deal.stage_status != StageStatus.PAUSED

    # The rhythms

    def plan_rhythms(self) -> None:
        """Keep one plan for each rhythm that runs, and call off the program's others."""
        running = turns(self._running(), self.known)
        taken = {contact.day for contact in self.known.contacts if contact.purpose in RHYTHMIC}
        kept: set[str] = set()
        for turn in running:
            plan = self._plan_of(turn) or self._stand_in(running, turn)
            if plan is None or (plan.automatic and plan.purpose == turn.rhythm.purpose):
                plan = self._align(turn, plan, taken)
            kept.add(plan.id)
            if plan.due_on:
                taken.add(plan.due_on)
        for plan in self._automatic(*RHYTHMIC):
            if plan.id not in kept:
                _call_off(plan)

    def _running(self) -> tuple[Rhythm, ...]:
        return rhythms(self.deal, self.playbook) if self.known.contacts or self.deal.nurture else ()

    def _plan_of(self, turn: Turn) -> Activity | None:
        found = [row for row in self._open(turn.rhythm.purpose) if place_and_beat(row.occasion)[0] == turn.place]
        return min(found, key=lambda row: row.automatic, default=None)  # a person's before the program's

    def _stand_in(self, running: Sequence[Turn], turn: Turn) -> Activity | None:
        """Return a plan a person made that takes the place of the rhythm's next contact: it is due before the one after."""
        if turn.rhythm.purpose != Purpose.CADENCE:
            return None
        every = [each.rhythm for each in running]
        latest = add_span(turn.following(self.today)[0], turn.rhythm.every)
        return next(
            (
                row
                for row in self._open("")
                if row.due_on
                and row.due_on <= latest
                and belongs_to(row.purpose, row.method, row.occasion, every) == turn.place
            ),
            None,
        )

    def _align(self, turn: Turn, plan: Activity | None, taken: set[date]) -> Activity:
        """Put the rhythm's next contact on its day; a plan that is overdue or was put off rightly stays."""
        rhythm, made = turn.rhythm, turn.goals_used
        beat, earliest, latest = turn.following(self.today)
        there = None
        if plan is not None and plan.occasion.startswith(rhythm.key + " "):
            there = place_and_beat(plan.occasion)[1]
        if there is not None and self._stands(there, beat if turn.last else there):
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
        return [row for row in self.known.plans if row.purpose in purposes and row.status == ActivityStatus.PLANNED]

    def _automatic(self, *purposes: str) -> list[Activity]:
        return [row for row in self._open(*purposes) if row.automatic]

    def _add(self, purpose: Purpose, occasion: str, goal: str, method: str) -> Activity:
        deal = self.deal
        plan = Activity(
            id=new_id(), deal_id=deal.id, customer_id=deal.customer_id, contact_id=deal.contact_id, owner_id=deal.owner_id,
            status=ActivityStatus.PLANNED, purpose=purpose, occasion=occasion, goal=goal, method=method, automatic=True,
        )  # fmt: skip
        self.session.add(plan)
        self.known.plans.append(plan)
        return plan


def _call_off(plan: Activity) -> None:
    plan.status = ActivityStatus.CANCELLED
