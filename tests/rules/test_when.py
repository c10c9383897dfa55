"""What people type into a date field."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.when import BadWhen, When, parse_when

TODAY = date(2023, 11, 15)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("今天", TODAY),
        ("明天", date(2023, 11, 16)),
        ("后天", date(2023, 11, 17)),
        ("大后天", date(2023, 11, 18)),
        ("昨天", date(2023, 11, 14)),
        ("三天后", date(2023, 11, 18)),
        ("3 天之后", date(2023, 11, 18)),
        ("10天后", date(2023, 11, 25)),
        ("100天后", date(2024, 2, 23)),
        ("两周后", date(2023, 11, 29)),
        ("两个星期后", date(2023, 11, 29)),
        ("半个月后", date(2023, 11, 30)),
        ("半年后", date(2024, 5, 15)),
        ("一个月后", date(2023, 12, 15)),
        ("下周二", date(2023, 11, 21)),
        ("下星期二", date(2023, 11, 21)),
        ("下下周一", date(2023, 11, 27)),
        ("本周五", date(2023, 11, 17)),
        ("这周一", date(2023, 11, 13)),
        ("周五", date(2023, 11, 17)),
        ("周三", TODAY),
        ("周一", date(2023, 11, 20)),
        ("礼拜天", date(2023, 11, 19)),
        ("周末", date(2023, 11, 18)),
        ("下周", date(2023, 11, 20)),
        ("月底", date(2023, 11, 30)),
        ("下月底", date(2023, 12, 31)),
        ("下月初", date(2023, 12, 1)),
        ("月初", date(2023, 12, 1)),
        ("下个月15号", date(2023, 12, 15)),
        ("本月二十号", date(2023, 11, 20)),
        ("15号", TODAY),
        ("10号", date(2023, 12, 10)),
        ("31号", date(2023, 12, 31)),
        ("11月25日", date(2023, 11, 25)),
        ("十一月二十五日", date(2023, 11, 25)),
        ("1１月25", date(2023, 11, 25)),
        ("3/15", date(2024, 3, 15)),
        ("2月29日", date(2024, 2, 29)),
        ("明年3月1日", date(2024, 3, 1)),
        ("明年3月底", date(2024, 3, 31)),
        ("年底", date(2023, 12, 31)),
        ("明年初", date(2024, 1, 1)),
        ("季度末", date(2023, 12, 31)),
        ("下季度初", date(2024, 1, 1)),
        ("2024-03-15", date(2024, 3, 15)),
        ("2024年3月15日", date(2024, 3, 15)),
    ],
)
def test_a_day_is_read_as_seen_from_today(text: str, day: date) -> None:
    assert parse_when(text, TODAY) == When(day)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("下周二下午3点", date(2023, 11, 21), time(15)),
        ("下周二三点", date(2023, 11, 21), time(3)),
        ("下周二 3点半", date(2023, 11, 21), time(3, 30)),
        ("明天 14:30", date(2023, 11, 16), time(14, 30)),
        ("明天14：30", date(2023, 11, 16), time(14, 30)),
        ("3/15 9:05", date(2024, 3, 15), time(9, 5)),
        ("2024-03-15 14:30", date(2024, 3, 15), time(14, 30)),
        ("11月25日上午十点一刻", date(2023, 11, 25), time(10, 15)),
        ("后天晚上八点二十五分", date(2023, 11, 17), time(20, 25)),
        ("明天中午", date(2023, 11, 16), time(12)),
        ("明早9点", date(2023, 11, 16), time(9)),
        ("今晚", TODAY, time(19)),
        ("下午3点", TODAY, time(15)),
        ("中午12点半", TODAY, time(12, 30)),
    ],
)
def test_a_time_may_follow(text: str, day: date, clock: time) -> None:
    assert parse_when(text, TODAY) == When(day, clock)


@pytest.mark.parametrize(
    "text", ["", "尽快", "有空再说", "2月30日", "32号", "下周八", "明天25:00", "13月1日", "晚上12点", "9999年后", "周"]
)
def test_what_names_no_day_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadWhen, match=r"。$"):
        parse_when(text, TODAY)


DAYS = st.dates(date(1990, 1, 1), date(2150, 12, 31))
NAMES = "一二三四五六日"


@given(DAYS, st.integers(0, 6))
def test_weekdays_fall_into_the_week_that_was_said(today: date, weekday: int) -> None:
    monday = today - timedelta(days=today.weekday())
    assert parse_when(f"本周{NAMES[weekday]}", today).day == monday + timedelta(days=weekday)
    assert parse_when(f"下周{NAMES[weekday]}", today).day == monday + timedelta(days=weekday + 7)
    bare = parse_when(f"周{NAMES[weekday]}", today).day
    assert bare.weekday() == weekday
    assert 0 <= (bare - today).days < 7


@given(DAYS)
def test_month_ends_lie_at_the_end_of_their_month(today: date) -> None:
    end, after = parse_when("月底", today).day, parse_when("下月底", today).day
    assert (end + timedelta(days=1)).day == (after + timedelta(days=1)).day == 1
    assert end >= today
    assert parse_when("下月初", today).day == end + timedelta(days=1)


@given(DAYS, DAYS)
def test_a_day_without_a_year_is_the_next_to_come(today: date, said: date) -> None:
    found = parse_when(f"{said.month}月{said.day}日", today).day
    assert (found.month, found.day) == (said.month, said.day)
    assert today <= found <= today + timedelta(days=366 * 8)


@given(st.text(max_size=12), DAYS)
def test_no_text_breaks_the_grammar(text: str, today: date) -> None:
    with suppress(BadWhen):
        assert isinstance(parse_when(text, today).day, date)
