"""Pace by working days: never more expected than aimed at, what is left suffices."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.months import last_of, month_of, months_on
from desktop_crm.rules.pace import days_of_month, joined_pace, pace, share_pace
from desktop_crm.rules.working_time import is_working_day

MARCH, OCTOBER = date(2026, 3, 1), date(2025, 10, 1)
months = st.dates(date(2018, 1, 1), date(2030, 12, 31)).map(month_of)
days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
figures = st.integers(0, 10**13)


@pytest.mark.parametrize(
    ("today", "passed"), [(date(2026, 2, 27), 0), (date(2026, 3, 2), 0), (date(2026, 3, 3), 1), (date(2026, 4, 1), 22)]
)
def test_working_days_that_are_over(today: date, passed: int) -> None:
    assert (days_of_month(MARCH, today).total, days_of_month(MARCH, today).passed) == (22, passed)


def test_the_national_holiday_is_no_working_time() -> None:
    assert days_of_month(OCTOBER, OCTOBER).total == 18  # 1 to 8 October off, Saturday the 11th made up
    assert pace(180, 0, OCTOBER, date(2025, 10, 9)).expected == 0
    assert pace(180, 0, OCTOBER, date(2025, 10, 13)).expected == 30


def test_behind_ahead_met_missed_and_to_come() -> None:
    today = date(2026, 3, 16)  # ten of 22 days are over
    behind = pace(22, 4, MARCH, today)
    assert (behind.state, behind.expected, behind.gap, behind.need, behind.days_left) == ("behind", 10, -6, 18, 12)
    assert (behind.per_day(), behind.per_day(10)) == (2, 15)
    assert pace(22, 10, MARCH, today).state == "ahead"
    met = pace(22, 30, MARCH, today)
    assert (met.state, met.per_day()) == ("met", None)
    april = date(2026, 4, 1)
    assert (pace(22, 21, MARCH, april).state, pace(22, 21, MARCH, april).gap) == ("missed", -1)
    assert pace(22, 22, MARCH, april).state == "met"
    coming = pace(22, 0, april, today)
    assert (coming.state, coming.expected, coming.gap, coming.days_left) == ("coming", None, None, 21)


def test_a_share_is_its_own_pace() -> None:
    today, april = date(2026, 3, 16), date(2026, 4, 1)
    assert share_pace(300, 316, MARCH, today).state == "met"
    assert (share_pace(300, 250, MARCH, today).state, share_pace(300, 250, MARCH, today).gap) == ("behind", -50)
    assert share_pace(300, 250, MARCH, april).state == "missed"
    assert share_pace(300, None, MARCH, today).state == "few"
    assert share_pace(300, None, april, today).state == "coming"


@given(figures.filter(bool), figures, months, days)
def test_what_is_expected_lies_between_nothing_and_the_target(
    target: int, actual: int, month: date, today: date
) -> None:
    found = pace(target, actual, month, today)
    assert found.expected is None or 0 <= found.expected <= target
    assert (found.state == "met") == (actual >= target)
    if month_of(today) == month and found.state == "behind":
        assert found.gap is not None
        assert found.gap < 0
        assert found.expected is not None
        assert actual < found.expected


@given(figures.filter(bool), figures, months, days, st.integers(1, 100))
def test_to_keep_the_daily_figure_is_to_reach_the_target(
    target: int, actual: int, month: date, today: date, parts: int
) -> None:
    found = pace(target, actual, month, today)
    each = found.per_day(parts)
    if each is not None:
        assert each * found.days_left >= (target - actual) * parts
        assert (each - 1) * found.days_left < (target - actual) * parts


@given(figures.filter(bool), days.filter(lambda day: day < date(2030, 12, 30)))
def test_more_is_expected_day_by_day(target: int, today: date) -> None:
    month, tomorrow = month_of(today), today + timedelta(days=1)
    if month_of(tomorrow) != month:
        return
    here, there = pace(target, 0, month, today), pace(target, 0, month, tomorrow)
    assert here.expected is not None
    assert there.expected is not None
    assert there.expected >= here.expected
    assert days_of_month(month, tomorrow).passed - days_of_month(month, today).passed == is_working_day(today)


@given(months, days)
def test_days_passed_and_left_make_the_month(month: date, today: date) -> None:
    found = days_of_month(month, today)
    every = [month + timedelta(days=on) for on in range((last_of(month) - month).days + 1)]
    assert found.total == sum(map(is_working_day, every))
    assert found.passed == sum(is_working_day(day) for day in every if day < today)
    assert found.left == found.total - found.passed


@given(figures.filter(bool), figures, months, days)
def test_one_month_joined_is_that_month(target: int, actual: int, month: date, today: date) -> None:
    one, joined = pace(target, actual, month, today), joined_pace({month: target}, actual, today)
    assert (joined.state, joined.need) == (one.state, one.need)
    if one.expected is not None:
        assert (joined.expected, joined.gap) == (one.expected, one.gap)


def test_months_together_expect_what_is_over_whole_and_what_runs_by_its_days() -> None:
    today = date(2026, 3, 16)
    targets = {date(2026, 2, 1): 100, MARCH: 22, months_on(MARCH, 1): 500}
    found = joined_pace(targets, 60, today)
    assert (found.state, found.expected, found.gap, found.need) == ("behind", 110, -50, 562)
    assert joined_pace(targets, 110, today).state == "ahead"
    assert joined_pace(targets, 622, today).state == "met"
    assert joined_pace({date(2026, 2, 1): 100}, 60, today).state == "missed"
    assert joined_pace({months_on(MARCH, 1): 100}, 60, today).state == "coming"
