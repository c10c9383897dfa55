"""Days of every year as people type them."""

from __future__ import annotations

import pytest

from desktop_crm.rules.month_day import MonthDay, parse_month_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("6-18", MonthDay(6, 18)),
        ("6/18", MonthDay(6, 18)),
        ("６月１８日", MonthDay(6, 18)),
        ("12月3号", MonthDay(12, 3)),
        ("1988-06-18", MonthDay(6, 18)),
        ("2-29", MonthDay(2, 29)),
        ("八月十五", MonthDay(8, 15, lunar=True)),
        ("农历腊月廿三", MonthDay(12, 23, lunar=True)),
        ("阴历十二月二十三", MonthDay(12, 23, lunar=True)),
        ("一月初五", MonthDay(1, 5, lunar=True)),
        ("十一月二十", MonthDay(11, 20, lunar=True)),
        ("农历8-15", MonthDay(8, 15, lunar=True)),
    ],
)
def test_days_are_understood(typed: str, day: MonthDay):
    assert parse_month_day(typed) == day


@pytest.mark.parametrize("typed", ["", "明年", "13-1", "2-30", "6-31", "0-5", "农历8-31", "农历"])
def test_what_is_no_day_is_refused(typed: str):
    with pytest.raises(ValueError, match="不是一年里的某一天"):
        parse_month_day(typed)


def test_a_day_reads_back_as_it_is_said():
    for month in range(1, 13):
        for day in range(1, 29):
            for lunar in (False, True):
                made = MonthDay(month, day, lunar)
                assert parse_month_day(made.text) == made
