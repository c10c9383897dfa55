"""Which clocks run for a deal, when they are met, and what has run out in the whole file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from desktop_crm.models import (
    Acceptance,
    Activity,
    ActivityStatus,
    Assignment,
    AssignmentState,
    ChecklistTick,
    ClockPause,
    IssuedDocument,
    Member,
    Method,
    Outcome,
    Purpose,
    Requirement,
    link_id,
)
from desktop_crm.queries.clocks import clocks_of, deal_clocks
from desktop_crm.queries.overdue_clocks import overdue_clocks
from desktop_crm.rules.clocks import ClockState
from desktop_crm.system.clock import local_day
from tests.make import File

NOW = datetime(2026, 3, 11, 4, tzinfo=UTC)  # a Wednesday, noon in China
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def lead(file: File, playbook: str, **values: Any) -> str:
    """Store a lead of a playbook in its first stage, two hours old."""
    stage = file.playbooks[playbook].first_stage.key
    made: dict[str, Any] = {"playbook": playbook, "stage": stage, "created_at": NOW - 2 * HOUR, **values}
    return file.deal(**made)


def talk(file: File, deal: str, at: datetime, **values: Any) -> str:
    """Store a record of a talk."""
    return file.add(Activity(deal_id=deal, status=ActivityStatus.DONE, happened_at=at, **values))


def states(file: File, deal: str, now: datetime = NOW) -> dict[str, ClockState]:
    """Return how the clocks of a deal stand, by kind."""
    return {state.kind: state for state in file.ask(deal_clocks, deal, now)}


def texts(file: File, deal: str, now: datetime = NOW) -> list[str]:
    return [state.text for state in file.ask(deal_clocks, deal, now)]


# Each clock


@pytest.mark.parametrize(
    ("playbook", "grade", "expected"),
    [
        ("full-cycle", "A", ["首联 还剩22小时"]),
        ("full-cycle", "", ["首联 还剩22小时"]),  # every grade states the same
        ("care", "A", ["首联 还剩22小时"]),
        ("care", "B", []),
        ("care", "", ["评级 还剩22小时"]),
        ("guide", "C", []),
        ("funnel", "A", ["首联 还剩46小时"]),
        ("funnel", "", []),
        ("handbook", "A", ["首联 还剩2小时"]),
        ("handbook", "C", []),
    ],
)
def test_a_new_lead_has_the_clock_of_its_playbook_and_grade(
    file: File, playbook: str, grade: str, expected: list[str]
) -> None:
    deal = lead(file, playbook, grade=grade)
    assert [state.text for state in file.ask(deal_clocks, deal, NOW) if state.phase != "met"] == expected


def test_the_first_contact_runs_from_the_assignment_and_is_met_by_the_first_record(file: File) -> None:
    deal = lead(file, "handbook", created_at=NOW - 9 * DAY, assigned_at=NOW - HOUR, grade="A")
    assert texts(file, deal) == ["首联 还剩3小时"]
    assert states(file, deal, NOW + 4 * HOUR)["first_contact"].phase == "overdue"
    reached = lead(file, "handbook", assigned_at=NOW - 9 * HOUR, last_contact_at=NOW, grade="A")
    talk(file, reached, NOW - 6 * HOUR)
    talk(file, reached, NOW)
    assert states(file, reached)["first_contact"].clock.met_at == NOW - 6 * HOUR
    assert not states(file, reached)["first_contact"].late


def test_grading_is_met_with_the_grade(file: File) -> None:
    late = lead(file, "care", created_at=NOW - 3 * DAY, graded_at=NOW - DAY)
    assert states(file, late)["grade"].late
    unknown = lead(file, "care", created_at=NOW - 3 * DAY, graded_at=None)
    assert states(file, unknown)["grade"].standing == "已完成"


@pytest.mark.parametrize(
    "values", [{"stage": "discovery"}, {"nurture": True}, {"outcome": Outcome.LOST}, {"outcome": Outcome.INVALID}]
)
def test_no_first_contact_is_due_past_the_lead_in_the_pool_or_after_the_end(file: File, values: dict[str, Any]) -> None:
    assert states(file, lead(file, "full-cycle", **values)) == {}


def test_an_assignment_waits_until_the_time_that_was_told_or_the_playbooks(file: File) -> None:
    told, ruled, refused = (lead(file, "handbook", grade="C") for _ in range(3))
    at = NOW - 3 * HOUR
    file.add(Assignment(deal_id=told, member_id=file.me, at=at, confirm_by=at + 4 * HOUR))
    file.add(Assignment(deal_id=ruled, member_id=file.me, at=at))
    file.add(Assignment(deal_id=refused, member_id=file.me, at=at, state=AssignmentState.REFUSED))
    assert texts(file, told) == ["确认 还剩1小时"]
    assert texts(file, ruled) == ["确认 还剩21小时"]
    assert texts(file, refused) == []
    taken = lead(file, "handbook", grade="C")
    file.add(
        Assignment(deal_id=taken, member_id=file.me, at=at, state=AssignmentState.CONFIRMED, answered_at=at + 25 * HOUR)
    )
    assert states(file, taken)["confirm"].late


@pytest.mark.parametrize(
    ("playbook", "expected"), [("care", ["写记录 还剩30分钟"]), ("handbook", ["写记录 还剩30分钟"]), ("guide", [])]
)
def test_an_appointment_that_is_over_waits_for_its_record(file: File, playbook: str, expected: list[str]) -> None:
    deal = lead(file, playbook, grade="C")
    begins = (NOW - HOUR).astimezone()
    plan = {"deal_id": deal, "due_on": begins.date(), "due_at": f"{begins:%H:%M}"}
    file.add(Activity(**plan, minutes=30))
    file.add(Activity(**plan, minutes=90))  # still going on
    file.add(Activity(**plan | {"due_at": ""}))  # any time of the day
    file.add(Activity(**plan, status=ActivityStatus.CANCELLED))
    found = [state.text for state in file.ask(deal_clocks, deal, NOW) if state.kind == "record"]
    assert found == expected


def test_a_meeting_asks_for_the_requirement_report(file: File) -> None:
    deal = file.deal(playbook="guide", stage="analysis", stage_since=NOW - 9 * DAY, grade="A")
    talk(file, deal, NOW - 30 * DAY, method=Method.VISIT)  # before this stage
    talk(file, deal, NOW - 2 * DAY, method=Method.CALL)
    assert states(file, deal) == {}
    talk(file, deal, NOW - 2 * DAY, method=Method.MEETING)  # Monday: due on Tuesday
    state = states(file, deal)["report"]
    assert (state.phase, local_day(state.due)) == ("overdue", local_day(NOW - DAY))
    file.add(Requirement(deal_id=deal, sent_on=local_day(NOW - 5 * DAY)))  # an earlier version
    assert states(file, deal)["report"].phase == "overdue"
    file.add(IssuedDocument(deal_id=deal, key="requirement_report", issued_at=NOW - DAY))
    assert (states(file, deal)["report"].phase, states(file, deal)["report"].late) == ("met", False)


def test_a_signed_contract_is_to_be_archived(file: File) -> None:
    by_paper = file.deal(playbook="guide", stage="contract", grade="A")
    by_tick = file.deal(playbook="guide", stage="contract", grade="A")
    file.add(IssuedDocument(deal_id=by_paper, key="contract", signed_on=local_day(NOW)))
    file.add(ChecklistTick(id=link_id(by_tick, "a"), deal_id=by_tick, item="contract_signed", created_at=NOW))
    for deal in (by_paper, by_tick):
        assert local_day(states(file, deal)["archive"].due) == local_day(NOW + DAY)
        file.add(ChecklistTick(id=link_id(deal, "b"), deal_id=deal, item="contract_archived", created_at=NOW + 2 * DAY))
        assert states(file, deal)["archive"].late


def test_each_visit_after_the_acceptance_has_its_clock(file: File) -> None:
    deal = file.deal(stage="aftersales", outcome=Outcome.WON)
    file.add(Acceptance(deal_id=deal, accepted_on=local_day(NOW - 40 * DAY)))
    talk(file, deal, NOW - 50 * DAY, method=Method.VISIT)  # before the acceptance
    first, second = file.ask(deal_clocks, deal, NOW)
    assert (first.phase, second.phase) == ("overdue", "running")
    talk(file, deal, NOW - 20 * DAY, method=Method.CALL, purpose=Purpose.VISIT)
    first, second = file.ask(deal_clocks, deal, NOW)
    assert (first.phase, first.late, second.phase) == ("met", False, "running")
    file.add(ChecklistTick(id="tick", deal_id=deal, item="first_visit_done", created_at=NOW))
    assert file.ask(deal_clocks, deal, NOW)[0].clock.met_at == NOW - 20 * DAY


def test_a_pause_holds_all_clocks_of_its_deal_only(file: File) -> None:
    paused, other = lead(file, "full-cycle"), lead(file, "full-cycle")
    file.add(ClockPause(deal_id=paused, begins_at=NOW - HOUR, ends_at=NOW + DAY, reason="春节放假"))
    state = states(file, paused)["first_contact"]
    assert (state.phase, state.due) == ("paused", NOW + 47 * HOUR)
    assert state.pause is not None
    assert state.pause.reason == "春节放假"
    assert states(file, other)["first_contact"].phase == "running"


def test_a_page_of_deals_costs_as_many_statements_as_one(file: File) -> None:
    deals = [lead(file, playbook, last_contact_at=NOW) for playbook in file.playbooks for _ in range(4)]
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    with file.store.read() as session:
        event.listen(session.get_bind(), "before_cursor_execute", count)
        found = clocks_of(session, deals, NOW)
        event.remove(session.get_bind(), "before_cursor_execute", count)
    assert len(found) == len(deals)
    assert len(statements) == 5  # deals, pauses, first records, assignments, appointments


# What has run out


def test_what_is_overdue_is_found_of_all_kinds_the_oldest_first(file: File) -> None:
    graded = lead(file, "care", grade="", created_at=NOW - 30 * HOUR)
    contacted = lead(file, "funnel", grade="B", assigned_at=NOW - 6 * DAY)  # Thursday: due on Tuesday
    confirmed = lead(file, "handbook", grade="C", created_at=NOW)
    file.add(Assignment(deal_id=confirmed, member_id=file.me, at=NOW - DAY, confirm_by=NOW - HOUR))
    ended = (NOW - 3 * HOUR).astimezone()
    written = lead(file, "care", grade="C", next_due=ended.date())
    file.add(Activity(deal_id=written, due_on=ended.date(), due_at=f"{ended:%H:%M}", minutes=0))
    reported = file.deal(playbook="guide", stage="analysis", grade="A")
    talk(file, reported, NOW - 2 * DAY, method=Method.VISIT)
    archived = file.deal(playbook="guide", stage="contract", grade="A")
    file.add(IssuedDocument(deal_id=archived, key="contract", signed_on=local_day(NOW - 9 * DAY)))
    visited = file.deal(playbook="guide", stage="delivery", outcome=Outcome.WON, grade="A")
    file.add(Acceptance(deal_id=visited, accepted_on=local_day(NOW - 20 * DAY)))
    found = file.ask(overdue_clocks, NOW)
    assert {(one.deal_id, one.state.kind) for one in found} == {
        (graded, "grade"),
        (contacted, "first_contact"),
        (confirmed, "confirm"),
        (written, "record"),
        (reported, "report"),
        (archived, "archive"),
        (visited, "visit"),
    }
    assert [one.state.due for one in found] == sorted(one.state.due for one in found)
    assert (found[0].customer, found[0].owner, found[0].number) == ("苏州恒力精密有限公司", "王敏", "Z20240315001")
    assert file.ask(overdue_clocks, NOW, limit=2) == found[:2]


def test_what_is_in_time_met_paused_nurtured_or_gone_is_not_overdue(file: File) -> None:
    old = NOW - 9 * DAY
    lead(file, "full-cycle", created_at=NOW - 23 * HOUR)
    lead(file, "full-cycle", created_at=old, last_contact_at=NOW)
    lead(file, "full-cycle", created_at=old, nurture=True)
    lead(file, "full-cycle", created_at=old, deleted_at=NOW)
    lead(file, "full-cycle", created_at=old, outcome=Outcome.INVALID)
    lead(file, "funnel", grade="C", created_at=old)
    lead(file, "funnel", grade="B", assigned_at=NOW - 5 * DAY)  # Friday: due with the end of this Wednesday
    shifted = lead(file, "full-cycle", created_at=NOW - 2 * DAY)
    file.add(ClockPause(deal_id=shifted, begins_at=NOW - 40 * HOUR, ends_at=NOW - 10 * HOUR))
    waiting = lead(file, "handbook", grade="C")
    file.add(Assignment(deal_id=waiting, member_id=file.me, at=NOW - 23 * HOUR))
    assert file.ask(overdue_clocks, NOW) == ()


def test_the_limit_is_filled_past_those_that_are_paused(file: File) -> None:
    for days in range(30, 20, -1):
        paused = lead(file, "full-cycle", created_at=NOW - days * DAY)
        file.add(ClockPause(deal_id=paused, begins_at=NOW - days * DAY, ends_at=NOW + DAY))
    late = [lead(file, "full-cycle", created_at=NOW - days * DAY) for days in (5, 4)]
    assert [one.deal_id for one in file.ask(overdue_clocks, NOW, limit=2)] == late


def test_a_member_sees_what_is_theirs_to_do(file: File) -> None:
    other = file.add(Member(name="李强"))
    mine = lead(file, "full-cycle", created_at=NOW - 9 * DAY)
    asked = lead(file, "handbook", grade="C", owner_id=other)
    file.add(Assignment(deal_id=asked, member_id=file.me, at=NOW - 9 * DAY))
    lead(file, "full-cycle", created_at=NOW - 9 * DAY, owner_id=other)
    assert {one.deal_id for one in file.ask(overdue_clocks, NOW, file.me)} == {mine, asked}
    assert len(file.ask(overdue_clocks, NOW)) == 3
