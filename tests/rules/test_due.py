"""Due states: the word on every card."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.due import DueState, due_state, short_day

TODAY = date(2026, 3, 10)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (None, DueState("none", "未安排")),
        (date(2026, 3, 8), DueState("overdue", "逾期2天")),
        (date(2025, 3, 10), DueState("overdue", "逾期365天")),
        (TODAY, DueState("today", "今天")),
        (date(2026, 3, 11), DueState("soon", "明天")),
        (date(2026, 3, 13), DueState("soon", "还有3天")),
        (date(2026, 3, 14), DueState("later", "3月14日")),
        (date(2027, 1, 5), DueState("later", "2027年1月5日")),
    ],
)
def test_a_day_is_said_as_people_would(day: date | None, state: DueState) -> None:
    assert due_state(day, TODAY) == state


@given(DAYS, DAYS)
def test_a_day_is_overdue_exactly_when_it_lies_before_today(day: date, today: date) -> None:
    assert (due_state(day, today).kind == "overdue") == (day < today)


@given(DAYS, st.integers(1, 3))
def test_the_next_three_days_are_soon(today: date, ahead: int) -> None:
    assert due_state(today + timedelta(ahead), today).kind == "soon"


@given(DAYS, DAYS)
def test_the_year_is_said_only_when_it_is_another_one(day: date, today: date) -> None:
    assert ("年" in short_day(day, today)) == (day.year != today.year)
