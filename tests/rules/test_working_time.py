"""Working days with holidays and make-up weekends, by hand and by law."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.playbooks.playbook import Duration
from desktop_crm.rules.working_time import (
    add_working_days,
    calendar_note,
    deadline,
    holiday_name,
    is_make_up_day,
    is_working_day,
    known_years,
    last_day,
    next_working_day,
    passed_for_starts_before,
    working_days_between,
)
from desktop_crm.system.clock import local_day

CHINA = ZoneInfo("Asia/Shanghai")

days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
counts = st.integers(1, 400)
moments = st.integers(0, 13 * 366 * 86_400).map(lambda on: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(seconds=on))
spans = st.builds(Duration, st.integers(1, 60), st.sampled_from(["hours", "days", "working_days", "weeks", "months"]))


@pytest.fixture(autouse=True, scope="module")
def _in_china() -> Iterator[None]:
    """Let the laptop stand in Shanghai."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


# By hand. 2026: 15 February (Sunday) to 23 February (Monday) are off; Saturdays 14 and 28 February are worked.


def test_the_spring_festival_of_2026_and_its_make_up_saturdays() -> None:
    assert is_working_day(date(2026, 2, 13))
    assert is_working_day(date(2026, 2, 14))  # a Saturday
    assert is_make_up_day(date(2026, 2, 14))
    assert not any(is_working_day(date(2026, 2, day)) for day in range(15, 24))
    assert is_working_day(date(2026, 2, 28))  # a Saturday again
    assert not is_working_day(date(2026, 3, 1))  # an ordinary Sunday
    assert holiday_name(date(2026, 2, 17)) == "春节"
    assert holiday_name(date(2026, 2, 14)) == ""


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        # 2026: from Thursday 12 February: Friday 13, Saturday 14 (make-up), then Tuesday 24.
        (date(2026, 2, 12), 3, date(2026, 2, 24)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 2, 17), 1, date(2026, 2, 24)),
        # Friday 27, then Saturday 28 (make-up), then Monday 2 March.
        (date(2026, 2, 26), 3, date(2026, 3, 2)),
        # 2025: 28 January to 4 February are off; Sunday 26 January and Saturday 8 February are worked.
        (date(2025, 1, 24), 3, date(2025, 2, 5)),  # Sunday 26, Monday 27, Wednesday 5
        (date(2025, 2, 6), 2, date(2025, 2, 8)),  # Friday 7, Saturday 8
        # Backwards over the same days, and across the turn of a year (1 to 3 January off, Sunday 4 worked).
        (date(2026, 2, 24), -3, date(2026, 2, 12)),
        (date(2025, 12, 31), 1, date(2026, 1, 4)),
        (date(2026, 1, 4), -1, date(2025, 12, 31)),
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
    ],
)
def test_counted_by_hand(start: date, count: int, end: date) -> None:
    assert add_working_days(start, count) == end


def test_a_working_day_stays_and_a_holiday_moves_on() -> None:
    assert next_working_day(date(2026, 2, 28)) == date(2026, 2, 28)
    assert next_working_day(date(2026, 2, 15)) == date(2026, 2, 24)


def test_a_day_is_a_day_of_the_laptop() -> None:
    # 16:30 UTC on Friday 13 March is already Saturday in Shanghai: the next working day is Monday 16.
    late = datetime(2026, 3, 13, 16, 30, tzinfo=UTC)
    assert deadline(late, Duration(1, "working_days")) == datetime(2026, 3, 16, 23, 59, 59, tzinfo=CHINA)
    assert deadline(late - timedelta(hours=1), Duration(1, "days")) == datetime(2026, 3, 14, 23, 59, 59, tzinfo=CHINA)


def test_an_unknown_unit_is_a_fault() -> None:
    class Moons:
        amount, unit = 1, "moons"

    with pytest.raises(ValueError, match="moons"):
        last_day(date(2026, 1, 1), Moons())


def test_a_year_without_announced_holidays_falls_back_to_weekends_and_says_so() -> None:
    unknown = max(known_years()) + 1
    new_year = date(unknown, 1, 1)
    assert all(is_working_day(day) == (day.weekday() < 5) for day in (new_year + timedelta(on) for on in range(60)))
    assert calendar_note({unknown, 2026}) == f"{unknown}年的放假安排尚未收录，工作日暂按周末推算。"
    assert calendar_note({2025, 2026}) == ""


# By law


@given(days, st.integers(-400, 400))
def test_adding_then_counting_gives_what_was_added(day: date, count: int) -> None:
    day = next_working_day(day)
    there = add_working_days(day, count)
    assert working_days_between(day, there) == count
    assert add_working_days(there, -count) == day


@given(days, counts)
def test_adding_from_any_day_ends_on_a_working_day_and_counts_back(day: date, count: int) -> None:
    there = add_working_days(day, count)
    assert is_working_day(there)
    assert working_days_between(day, there) == count


@given(days, days)
def test_counting_agrees_with_looking_at_each_day(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    end = min(end, start + timedelta(500))
    each = sum(is_working_day(start + timedelta(on + 1)) for on in range((end - start).days))
    assert working_days_between(start, end) == each
    assert working_days_between(end, start) == -each


@given(days, days, st.integers(-60, 60))
def test_later_days_never_lead_to_earlier_ones(one: date, other: date, count: int) -> None:
    start, end = min(one, other), max(one, other)
    assert add_working_days(start, count) <= add_working_days(end, count)
    assert working_days_between(start, end) >= 0


@given(moments, moments, spans)
def test_deadlines_are_monotone_and_lie_ahead(one: datetime, other: datetime, span: Duration) -> None:
    start, end = min(one, other), max(one, other)
    assert start < deadline(start, span) <= deadline(end, span)


@given(moments, counts)
def test_no_deadline_in_working_days_falls_on_a_holiday(start: datetime, count: int) -> None:
    assert is_working_day(local_day(deadline(start, Duration(count, "working_days"))))


@given(moments, spans, st.integers(-90 * 86_400, 90 * 86_400))
def test_what_is_over_is_told_by_the_start_alone(start: datetime, span: Duration, seconds: int) -> None:
    """The exact inverse of the deadline, looked at from around it."""
    now = deadline(start, span) + timedelta(seconds=seconds)
    assert (deadline(start, span) < now) == (start < passed_for_starts_before(now, span))


@given(moments, st.integers(1, 24), st.sampled_from([0, 1, 86_399, 86_400, 86_401]))
def test_what_is_over_is_told_at_the_turn_of_the_day(start: datetime, months: int, seconds: int) -> None:
    span = Duration(months, "months")
    now = deadline(start, span) + timedelta(seconds=seconds)
    assert (deadline(start, span) < now) == (start < passed_for_starts_before(now, span))
