"""F1: the rhythm of each playbook and grade over a simulated year, and what a person's hand changes about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, ClockPause, Deal, Purpose
from desktop_crm.operations import activities, deals
from desktop_crm.operations.cadence import replan
from desktop_crm.operations.operation import operation
from desktop_crm.rules.working_time import is_working_day
from desktop_crm.store import undo
from tests.make import File

# The year ahead holds every holiday with its make-up weekends, the Spring Festival first.
START = datetime(2025, 1, 3, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@operation("计划")
def plan_again(session: Session, deal_id: str) -> None:
    deal = session.get(Deal, deal_id)
    assert deal is not None
    replan(session, deal)


def rows(file: File, deal: str, *status: ActivityStatus) -> list[Activity]:
    def read(session: Session) -> list[Activity]:
        query = select(Activity).where(Activity.deal_id == deal, Activity.status.in_(status or list(ActivityStatus)))
        found = list(session.scalars(query.order_by(Activity.due_on, Activity.id)))
        session.expunge_all()
        return found

    return file.ask(read)


def planned(file: File, deal: str) -> list[Activity]:
    return rows(file, deal, ActivityStatus.PLANNED)


def the_deal(file: File, deal: str) -> Deal:
    def read(session: Session) -> Deal:
        found = session.get(Deal, deal)
        assert found is not None
        session.expunge_all()
        return found

    return file.ask(read)


def stage(file: File, playbook: str) -> str:
    return file.playbooks[playbook].first_stage.key


def contacted(file: File, playbook: str, grade: str) -> str:
    """Return a deal that was contacted for the first time today."""
    deal = file.deal(playbook=playbook, grade=grade, stage=stage(file, playbook))
    file.do(activities.record_activity, deal, feedback="确认了需求", method="call")
    return deal


def live_a_year(file: File, deal: str, clock: time_machine.Traveller) -> None:
    """Do every plan on its day, for a year."""
    for _ in range(365):
        clock.shift(timedelta(days=1))
        for plan in planned(file, deal):
            if plan.due_on == date.today():
                file.do(activities.record_activity, deal, feedback="谈过了", fulfils=plan.id, method=plan.method)


WORKING_DAYS = sum(is_working_day(START.date() + timedelta(days=on)) for on in range(1, 366))


@pytest.mark.parametrize(
    ("playbook", "grade", "expected"),
    [
        ("care", "A", {"A1": (51, 53), "A2": (25, 27)}),
        ("care", "B", {"B1": (25, 27), "B2": (11, 13)}),
        ("care", "C", {"C1": (11, 13)}),
        ("handbook", "A", {"A1": (WORKING_DAYS - 1, WORKING_DAYS + 1)}),
        ("handbook", "B", {"B1": (365 // 3 - 1, 365 // 2 + 1)}),
        ("handbook", "C", {"C1": (51, 53)}),
    ],
)
def test_a_year_has_the_stated_number_of_contacts(
    file: File, clock: time_machine.Traveller, playbook: str, grade: str, expected: dict[str, tuple[int, int]]
):
    deal = contacted(file, playbook, grade)
    live_a_year(file, deal, clock)
    done = [row for row in rows(file, deal, ActivityStatus.DONE) if row.purpose == Purpose.CADENCE]
    made = Counter(row.occasion.partition(" ")[0].rpartition(".")[2] for row in done)
    assert made.keys() == expected.keys()
    for key, (least, most) in expected.items():
        assert least <= made[key] <= most, (key, made)
    days = [row.due_on for row in done if row.due_on]
    assert all(is_working_day(day) for day in days)
    assert len(set(days)) == len(days), "two contacts of the rhythm on one day"
    assert not [row for row in rows(file, deal) if row.status == ActivityStatus.CANCELLED], "no plan was thrown away"


def test_two_to_three_days_are_kept_between_contacts(file: File, clock: time_machine.Traveller):
    deal = contacted(file, "handbook", "B")
    live_a_year(file, deal, clock)
    days = [row.due_on for row in rows(file, deal, ActivityStatus.DONE) if row.due_on]
    gaps = [(after - before).days for before, after in pairwise(days)]
    assert min(gaps) >= 2
    free = [gap for gap, day in zip(gaps, days, strict=False) if gap > 3 and _all_work(day, gap)]
    assert not free, "more than three days only across days off"


def _all_work(day: date, gap: int) -> bool:
    return all(is_working_day(day + timedelta(days=on)) for on in range(2, min(gap, 3) + 1))


def test_the_rhythm_goes_round_the_spring_festival(file: File, clock: time_machine.Traveller):
    clock.move_to(datetime(2026, 2, 12, 2, tzinfo=UTC))
    deal = contacted(file, "care", "A")
    call = planned(file, deal)[0]
    assert call.due_on == date(
        2026, 2, 24
    )  # a week on is the 19th, the third day of the year; people are back on the 24th
    clock.move_to(datetime(2026, 2, 24, 2, tzinfo=UTC))
    file.do(activities.record_activity, deal, feedback="复工后通了话", fulfils=call.id)
    following = next(row for row in planned(file, deal) if "A1" in row.occasion)
    assert following.due_on == date(2026, 2, 27), "the beat of Thursdays is kept, with half a week's peace in between"
    assert following.occasion == "care.A1 2026-02-26"


@pytest.mark.parametrize("playbook", ["full-cycle", "care", "guide", "funnel", "handbook"])
@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_an_assigned_lead_has_its_first_contact_planned_within_the_deadline(
    file: File, clock: time_machine.Traveller, playbook: str, grade: str
):
    clock.move_to(datetime(2025, 3, 3, 1, tzinfo=UTC))  # a Monday morning
    deal = file.deal(playbook=playbook, grade=grade, stage=stage(file, playbook), assigned_at=datetime.now(UTC))
    file.do(plan_again, deal)
    stated = file.playbooks[playbook].grade(grade)
    assert stated is not None
    plans = [row for row in planned(file, deal) if row.purpose == Purpose.FIRST_CONTACT]
    if stated.nurture:
        assert not plans
        return
    channels = file.playbooks[playbook].first_contact_methods
    assert [row.method for row in plans] == list(channels or (plans[0].method,))
    days = {("funnel", "A"): 5, ("funnel", "B"): 6, ("guide", "B"): 5, ("care", "B"): 17, ("handbook", "C"): 10}
    due = {("handbook", "A"): 3, ("care", "C"): date(2025, 4, 3)}.get((playbook, grade), days.get((playbook, grade), 4))
    assert {row.due_on for row in plans} == {due if isinstance(due, date) else date(2025, 3, due)}


def test_a_first_contact_by_two_channels_leaves_the_second_to_be_used(file: File):
    deal = file.deal(playbook="handbook", grade="A", stage=stage(file, "handbook"), assigned_at=datetime.now(UTC))
    file.do(plan_again, deal)
    assert [row.method for row in planned(file, deal)] == ["call", "email"]
    file.do(activities.record_activity, deal, feedback="通了电话", method="call")
    left = [row.method for row in planned(file, deal) if row.purpose == Purpose.FIRST_CONTACT]
    assert left == ["email"]


def test_planning_again_changes_nothing(file: File, clock: time_machine.Traveller):
    deal = contacted(file, "care", "A")
    for _ in range(30):
        before = [(row.id, row.due_on, row.goal, row.occasion) for row in rows(file, deal)]
        file.do(plan_again, deal)
        assert [(row.id, row.due_on, row.goal, row.occasion) for row in rows(file, deal)] == before
        clock.shift(timedelta(days=1))  # also when nobody does anything and plans become overdue


def test_the_first_contacts_have_the_goals_the_playbook_states(file: File, clock: time_machine.Traveller):
    deal = file.deal(playbook="care", grade="A", stage=stage(file, "care"), assigned_at=datetime.now(UTC))
    file.do(plan_again, deal)
    goals: list[str] = []
    for _ in range(4):
        plan = next(row for row in planned(file, deal) if row.purpose == Purpose.FIRST_CONTACT or "A1" in row.occasion)
        goals.append(plan.goal)
        assert plan.due_on is not None
        clock.move_to(datetime(plan.due_on.year, plan.due_on.month, plan.due_on.day, 2, tzinfo=UTC))
        file.do(activities.record_activity, deal, feedback="谈过了", fulfils=plan.id)
    stated = file.playbooks["care"]
    assert tuple(goals[:3]) == stated.contact_goals
    first = stated.grade("A")
    assert first is not None
    assert goals[3] == first.cadence[0].goal


def test_a_plan_a_person_put_off_is_theirs(file: File):
    deal = contacted(file, "care", "C")
    (plan,) = planned(file, deal)
    file.do(activities.edit_activity, plan.id, due_on=date(2025, 3, 20))
    file.do(deals.edit_deal, deal, grade="A")
    kept = next(row for row in planned(file, deal) if row.id == plan.id)
    assert (kept.due_on, kept.automatic) == (date(2025, 3, 20), False)
    assert [row.occasion.split()[0] for row in planned(file, deal) if row.automatic] == ["care.A2"]


def test_a_plan_a_person_called_off_is_skipped_not_made_again(file: File):
    deal = contacted(file, "care", "C")
    (plan,) = planned(file, deal)
    file.do(activities.cancel_activity, plan.id)
    (following,) = planned(file, deal)
    assert following.due_on == date(2025, 3, 3)  # the month after the one called off
    file.do(activities.delete_activity, following.id)
    assert [row.due_on for row in planned(file, deal)] == [date(2025, 4, 3)]


def test_a_new_grade_moves_the_open_plans_to_the_new_rhythm(file: File):
    deal = contacted(file, "care", "C")
    (before,) = planned(file, deal)
    file.do(deals.edit_deal, deal, grade="A")
    after = planned(file, deal)
    assert [row.due_on for row in after] == [date(2025, 1, 10), date(2025, 1, 17)]
    assert after[0].id == before.id
    assert (the_deal(file, deal).next_due, the_deal(file, deal).next_step) == (date(2025, 1, 10), after[0].goal)


def test_closing_calls_off_and_reopening_plans_again(file: File):
    deal = contacted(file, "care", "A")
    file.do(deals.close_deal, deal, outcome="lost", reason="price", override_reason="测试")
    assert planned(file, deal) == []
    assert the_deal(file, deal).next_due is None
    file.do(deals.reopen_deal, deal, evidence="客户回来了")
    assert [row.due_on for row in planned(file, deal)] == [date(2025, 1, 10), date(2025, 1, 17)]


def test_a_paused_stage_has_no_plans(file: File):
    deal = contacted(file, "handbook", "B")
    file.do(deals.set_stage_status, deal, status="paused")
    assert planned(file, deal) == []
    file.do(deals.set_stage_status, deal, status="in_progress")
    assert len(planned(file, deal)) == 1


def test_while_the_clocks_are_paused_contacts_wait_for_the_end(file: File):
    deal = contacted(file, "handbook", "A")
    now = datetime.now(UTC)
    file.add(ClockPause(deal_id=deal, begins_at=now, ends_at=now + timedelta(days=10), reason="客户出国"))
    file.do(plan_again, deal)
    assert [row.due_on for row in planned(file, deal)] == [date(2025, 1, 13)]


def test_another_playbook_brings_its_own_rhythm(file: File):
    deal = contacted(file, "care", "A")
    file.do(deals.change_playbook, deal, playbook="handbook")
    (plan,) = planned(file, deal)
    assert (plan.occasion.split()[0], plan.due_on) == ("handbook.A1", date(2025, 1, 6))


def test_a_plan_made_by_hand_stands_for_the_next_contact(file: File):
    deal = file.deal(playbook="care", grade="C", stage=stage(file, "care"))
    file.do(
        activities.record_activity, deal, feedback="二月再联系", next_step="问预算", next_due=date(2025, 2, 20),
        next_method="call",
    )  # fmt: skip
    assert [row.goal for row in planned(file, deal)] == ["问预算"]


def test_an_unplanned_record_continues_the_rhythm_from_its_day(file: File, clock: time_machine.Traveller):
    deal = contacted(file, "handbook", "C")
    clock.shift(timedelta(days=3))
    file.do(activities.record_activity, deal, feedback="客户自己打来了", method="email")
    (plan,) = planned(file, deal)
    assert plan.due_on == date(2025, 1, 13)


def test_one_undo_takes_back_the_record_with_what_it_planned(file: File):
    deal = contacted(file, "care", "A")
    assert len(planned(file, deal)) == 2
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write("undo", "undo", lambda session: undo.take_back(session, step.rid), undoes=step.rid)
    assert planned(file, deal) == []
    assert the_deal(file, deal).next_due is None
