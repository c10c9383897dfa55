"""Festivals and yearly days, against the almanac."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.rules.festivals import anniversary_days, festivals, lunar_text

# From the announcements of the State Council and the almanac, written down by hand.
KNOWN = {
    2024: {
        "春节": "02-10",
        "元宵节": "02-24",
        "端午节": "06-10",
        "中秋节": "09-17",
        "清明节": "04-04",
        "除夕": "02-09",
    },
    2025: {
        "春节": "01-29",
        "元宵节": "02-12",
        "端午节": "05-31",
        "中秋节": "10-06",
        "重阳节": "10-29",
        "冬至": "12-21",
    },
    2026: {
        "春节": "02-17",
        "元宵节": "03-03",
        "端午节": "06-19",
        "中秋节": "09-25",
        "国庆节": "10-01",
        "元旦": "01-01",
    },
    2027: {"春节": "02-06", "端午节": "06-09", "中秋节": "09-15", "腊八节": "01-15"},
}


@pytest.mark.parametrize("year", KNOWN)
def test_festivals_stand_on_their_days(year: int):
    found = {each.name: f"{each.day:%m-%d}" for each in festivals(year)}
    assert {name: found[name] for name in KNOWN[year]} == KNOWN[year]


@pytest.mark.parametrize("year", range(1990, 2060))
def test_every_festival_is_in_its_year_and_comes_once_or_twice(year: int):
    found = festivals(year)
    assert all(each.day.year == year for each in found)
    assert [each.day for each in found] == sorted(each.day for each in found)
    keys = [each.key for each in found]
    assert all(keys.count(key) == 1 for key in set(keys) if key != "laba"), "only 腊八 may come twice, or not at all"


def test_a_birthday_in_a_leap_month_is_kept_in_the_first_of_the_two():
    assert anniversary_days(2025, 6, 10, lunar=True) == (date(2025, 7, 4),)  # 2025 has two sixth months


def test_the_thirtieth_of_a_short_month_is_kept_on_its_last_day():
    assert anniversary_days(2025, 12, 30, lunar=True) == (date(2025, 1, 28),)
    assert anniversary_days(2023, 2, 29) == (date(2023, 2, 28),)
    assert anniversary_days(2024, 2, 29) == (date(2024, 2, 29),)


def test_lunar_days_are_said_as_people_say_them():
    said = [lunar_text(*day) for day in ((1, 1), (8, 15), (12, 23), (11, 20), (10, 30), (5, 10), (2, 19))]
    assert said == ["正月初一", "八月十五", "腊月廿三", "冬月二十", "十月三十", "五月初十", "二月十九"]
