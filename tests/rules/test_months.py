"""Where months and quarters begin and end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.months import last_of, month_name, month_of, months_on, quarter

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(day=DAYS)
def test_a_day_lies_in_its_month_and_its_quarter(day: date) -> None:
    month, (first, last) = month_of(day), quarter(day)
    assert month <= day <= last_of(month)
    assert first <= month <= last_of(month) <= last
    assert (first.month - 1) % 3 == 0
    assert months_on(first, 3) == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_month_that_is_too_short_ends_on_its_last_day(day: date, months: int, end: date) -> None:
    assert months_on(day, months) == end


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 30), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 5), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters(day: date, first: date, last: date) -> None:
    assert quarter(day) == (first, last)


def test_a_month_is_called_by_its_year_and_number() -> None:
    assert month_name(date(2026, 3, 1)) == "2026年3月"
