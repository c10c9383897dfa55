"""Every time rule of the five playbooks, worked out by hand, and how clocks stand, pause and speak."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Duration
from desktop_crm.rules.clocks import (
    Clock,
    Pause,
    due_text,
    duration_text,
    fixed_clock,
    is_written_late,
    most_urgent,
    note_of,
    start_clock,
    state_at,
)
from desktop_crm.rules.working_time import deadline, is_working_day, known_years
from desktop_crm.system.clock import local_day

CHINA = ZoneInfo("Asia/Shanghai")
PLAYBOOKS = Playbooks()
THREE_DAYS = Duration(3, "working_days")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True, scope="module")
def _in_china() -> Iterator[None]:
    """Let the laptop stand in Shanghai."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


def at(text: str) -> datetime:
    """Return a moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


# Each rule of the table from Friday 13 February 2026, 15:00: the last day but one before the Spring Festival.
# Saturday 14 is worked, Sunday 15 to Monday 23 are off, Saturday 28 is worked.
FRIDAY = "2026-02-13 15:00:00"

FIRST_CONTACTS = [
    ("full-cycle", "A", "2026-02-14 15:00:00"),
    ("full-cycle", "B", "2026-02-14 15:00:00"),
    ("full-cycle", "C", "2026-02-14 15:00:00"),
    ("care", "A", "2026-02-14 15:00:00"),
    ("care", "B", None),
    ("care", "C", None),
    ("guide", "A", "2026-02-14 15:00:00"),
    ("guide", "B", "2026-02-15 15:00:00"),
    ("guide", "C", "nurture"),
    ("funnel", "A", "2026-02-15 15:00:00"),
    ("funnel", "B", "2026-02-25 23:59:59"),  # Saturday 14, Tuesday 24, Wednesday 25
    ("funnel", "C", "nurture"),
    ("handbook", "A", "2026-02-13 19:00:00"),
    ("handbook", "B", "2026-02-14 15:00:00"),
    ("handbook", "C", None),  # follows its weekly rhythm
]


@pytest.mark.parametrize(("playbook", "grade", "due"), FIRST_CONTACTS)
def test_first_contact(playbook: str, grade: str, due: str | None) -> None:
    found = PLAYBOOKS[playbook].grade(grade)
    assert found is not None
    assert found.nurture == (due == "nurture")
    if due in {None, "nurture"}:
        assert found.first_contact is None
        return
    assert due is not None
    assert found.first_contact is not None
    assert deadline(at(FRIDAY), found.first_contact) == at(due)


RULES = [
    ("care", "grade_lead", "2026-02-14 15:00:00"),
    ("handbook", "confirm_assignment", "2026-02-14 15:00:00"),
    ("handbook", "refuse_assignment", "2026-02-13 17:00:00"),
    ("care", "write_record", "2026-02-13 16:00:00"),
    ("handbook", "write_record", "2026-02-13 16:00:00"),
    ("guide", "requirement_report", "2026-02-14 23:59:59"),  # a Saturday that is worked
    ("guide", "archive_contract", "2026-02-14 23:59:59"),
]


@pytest.mark.parametrize(("playbook", "rule", "due"), RULES)
def test_rule(playbook: str, rule: str, due: str) -> None:
    assert deadline(at(FRIDAY), getattr(PLAYBOOKS[playbook].clocks, rule)) == at(due)


@pytest.mark.parametrize(
    "rule",
    ["grade_lead", "confirm_assignment", "refuse_assignment", "write_record", "requirement_report", "archive_contract"],
)
def test_no_other_playbook_has_the_rule(rule: str) -> None:
    stating = {key for key in PLAYBOOKS if getattr(PLAYBOOKS[key].clocks, rule) is not None}
    assert stating == {playbook for playbook, stated, _ in RULES if stated == rule}


@pytest.mark.parametrize(
    ("playbook", "dues"),
    [
        ("full-cycle", ["2026-03-13 23:59:59", "2026-05-13 23:59:59"]),
        ("guide", ["2026-02-20 23:59:59"]),
        ("care", []),
        ("funnel", []),
        ("handbook", []),
    ],
)
def test_first_visits_after_acceptance(playbook: str, dues: list[str]) -> None:
    spans = PLAYBOOKS[playbook].clocks.first_visits
    assert [deadline(at(FRIDAY), span) for span in spans] == [at(due) for due in dues]


def test_a_working_day_rule_across_the_make_up_weekend_before_the_festival() -> None:
    """From Saturday 14 February 2026, a make-up day, one working day reaches over nine days off."""
    rule = PLAYBOOKS["guide"].clocks.archive_contract
    assert rule is not None
    assert deadline(at("2026-02-14 10:00:00"), rule) == at("2026-02-24 23:59:59")
    assert deadline(at("2026-02-27 10:00:00"), rule) == at("2026-02-28 23:59:59")
    # 2025: Sunday 26 January is worked, 28 January to 4 February are off.
    assert deadline(at("2025-01-25 10:00:00"), rule) == at("2025-01-26 23:59:59")
    assert deadline(at("2025-01-27 10:00:00"), rule) == at("2025-02-05 23:59:59")


# How a clock stands


def hours(amount: int, *pauses: Pause, met_at: datetime | None = None) -> Clock:
    return start_clock("first_contact", at(FRIDAY), Duration(amount, "hours"), pauses, met_at=met_at)


@pytest.mark.parametrize(
    ("after", "phase", "text"),
    [
        (timedelta(0), "running", "首联 还剩24小时"),
        (timedelta(hours=17, minutes=59), "running", "首联 还剩6小时"),
        (timedelta(hours=18), "soon", "首联 还剩6小时"),
        (timedelta(hours=23, minutes=20), "soon", "首联 还剩40分钟"),
        (timedelta(hours=24), "soon", "首联 还剩1分钟"),
        (timedelta(hours=24, seconds=1), "overdue", "首联 逾期1分钟"),
        (timedelta(hours=26, minutes=5), "overdue", "首联 逾期2小时"),
        (timedelta(days=4), "overdue", "首联 逾期3天"),
    ],
)
def test_it_runs_soon_and_overdue(after: timedelta, phase: str, text: str) -> None:
    state = state_at(hours(24), at(FRIDAY) + after)
    assert (state.phase, state.text, state.late) == (phase, text, phase == "overdue")


@pytest.mark.parametrize(
    ("span", "before"),
    [
        (Duration(4, "hours"), timedelta(hours=2)),  # a quarter would be one hour
        (Duration(1, "hours"), timedelta(hours=2)),  # always soon
        (Duration(48, "hours"), timedelta(hours=12)),
        (Duration(3, "months"), timedelta(days=3)),  # a quarter would be three weeks
    ],
)
def test_soon_is_the_last_quarter_within_reason(span: Duration, before: timedelta) -> None:
    clock = start_clock("visit", at(FRIDAY), span)
    assert state_at(clock, clock.due - before).phase == "soon"
    assert state_at(clock, clock.due - before - timedelta(seconds=1)).phase == "running"


def test_it_is_met_in_time_or_late() -> None:
    in_time = state_at(hours(24, met_at=at(FRIDAY) + HOUR), at(FRIDAY) + timedelta(days=9))
    late = state_at(hours(24, met_at=at(FRIDAY) + 25 * HOUR), at(FRIDAY) + timedelta(days=9))
    assert (in_time.phase, in_time.late, in_time.standing) == ("met", False, "已完成")
    assert (late.phase, late.late, late.standing) == ("met", True, "已完成（逾期）")


def test_a_pause_stops_it_and_moves_its_deadline() -> None:
    pause = Pause(at(FRIDAY) + 4 * HOUR, at(FRIDAY) + 34 * HOUR, "客户放假")
    clock = hours(24, pause)
    assert clock.due == at(FRIDAY) + 54 * HOUR
    paused = state_at(clock, at(FRIDAY) + 30 * HOUR)
    assert (paused.phase, paused.pause, paused.text) == ("paused", pause, "首联 暂停中")
    assert state_at(clock, at(FRIDAY) + 34 * HOUR).standing == "还剩20小时"


def test_overlapping_pauses_count_once_and_one_after_the_deadline_not_at_all() -> None:
    start = at(FRIDAY)
    before, first = Pause(start - 9 * HOUR, start + HOUR), Pause(start + 2 * HOUR, start + 5 * HOUR)
    over, late = Pause(start + 4 * HOUR, start + 6 * HOUR), Pause(start + 40 * HOUR, start + 90 * HOUR)
    clock = hours(24, late, over, first, before)
    assert clock.due == start + (24 + 1 + 4) * HOUR
    assert state_at(clock, start + 39 * HOUR).phase == "overdue"


def test_a_pause_of_a_rule_in_working_days_leaves_the_days_that_were_left() -> None:
    # Three working days from Thursday 5 March 2026: Friday 6, Monday 9, Tuesday 10.
    begins = at("2026-03-05 10:00:00")
    assert local_day(start_clock("report", begins, THREE_DAYS).due).day == 10
    # Paused on Friday, with two left after that day, until Monday: then Tuesday 10 and Wednesday 11.
    paused = start_clock("report", begins, THREE_DAYS, [Pause(at("2026-03-06 09:00:00"), at("2026-03-09 09:00:00"))])
    assert paused.due == at("2026-03-11 23:59:59")
    # Paused on its last day until Saturday 14: it ends on the next day people work, Monday 16.
    last = start_clock("report", begins, THREE_DAYS, [Pause(at("2026-03-10 09:00:00"), at("2026-03-14 09:00:00"))])
    assert last.due == at("2026-03-16 23:59:59")


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 400)), max_size=4), st.integers(0, 2_000_000))
def test_pauses_never_bring_a_deadline_forward_nor_onto_a_holiday(spans: list[tuple[int, int]], on: int) -> None:
    begins = at(FRIDAY) + timedelta(minutes=on)
    pauses = [Pause(begins + start * HOUR, begins + (start + long) * HOUR) for start, long in spans]
    units: list[Literal["hours", "working_days", "weeks"]] = ["hours", "working_days", "weeks"]
    for unit in units:
        plain, paused = (start_clock("report", begins, Duration(3, unit), held) for held in ((), pauses))
        assert paused.due >= plain.due
        if unit == "working_days":
            assert is_working_day(local_day(paused.due))


def test_a_deadline_that_was_told_stays_but_for_pauses() -> None:
    begins = at(FRIDAY)
    assert fixed_clock("confirm", begins, begins + 5 * HOUR).due == begins + 5 * HOUR
    assert fixed_clock("confirm", begins, begins + 5 * HOUR, [Pause(begins, begins + HOUR)]).due == begins + 6 * HOUR


def test_the_most_urgent_is_due_first_and_not_met() -> None:
    met, later, sooner = hours(1, met_at=at(FRIDAY)), hours(48), hours(24)
    assert most_urgent([met, later, sooner]) is sooner
    assert most_urgent([met]) is None


def test_a_record_is_written_late_after_its_hour() -> None:
    limit = Duration(1, "hours")
    assert not is_written_late(at(FRIDAY), at(FRIDAY) + HOUR, limit)
    assert is_written_late(at(FRIDAY), at(FRIDAY) + HOUR + timedelta(seconds=1), limit)


# Words


@pytest.mark.parametrize(
    ("span", "now", "text"),
    [
        (Duration(2, "hours"), at(FRIDAY), "今天 17:00 前"),
        (Duration(24, "hours"), at(FRIDAY), "明天 15:00 前"),
        (Duration(24, "hours"), at(FRIDAY) + 40 * HOUR, "昨天 15:00 前"),
        (Duration(96, "hours"), at(FRIDAY), "2月17日 15:00 前"),
        (Duration(1, "weeks"), at(FRIDAY), "2月20日内"),
        (Duration(1, "working_days"), at(FRIDAY), "明天内"),
    ],
)
def test_deadlines_are_said_as_people_say_them(span: Duration, now: datetime, text: str) -> None:
    assert due_text(start_clock("visit", at(FRIDAY), span), now) == text


def test_lengths_are_said_in_one_unit() -> None:
    said = [duration_text(timedelta(minutes=minutes)) for minutes in (0, 59, 60, 47 * 60 + 59, 48 * 60)]
    assert said == ["1分钟", "59分钟", "1小时", "47小时", "2天"]


def test_a_year_reckoned_by_weekends_is_named_beside_its_deadline() -> None:
    unknown = max(known_years()) + 1
    begins = datetime(unknown, 3, 1, tzinfo=UTC)
    assert str(unknown) in note_of([start_clock("archive", begins, THREE_DAYS)])
    assert note_of([start_clock("visit", begins, Duration(1, "weeks")), hours(1)]) == ""
