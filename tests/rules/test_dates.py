"""Dates as they stand in files."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.dates import BadDate, DateOrder, guess_order, parse_date

IDES = date(2024, 3, 15)


@pytest.mark.parametrize(
    "value",
    ["2024年3月15日", "2024年03月15号", "2024/3/15", "2024-03-15", "2024.3.15", "20240315", "3/15/2024", "15/3/2024",
     "２０２４年３月１５日", "２０２４－０３－１５", "二〇二四年三月十五日", "2024-03-15 14:30:00", "2024-03-15T14:30:00Z",
     "2024年3月15日 14:30", "2024年3月15日 星期五", "2024年3月15日下午 2:30", " 2024 / 3 / 15 ", "24年3月15日", "24-3-15", "3/15/24",
     "15-Mar-2024", "Mar 15, 2024", "March 15th, 2024", 45366, 45366.75, "45366", 20240315, 20240315.0, IDES,
     datetime(2024, 3, 15, 23, 59)],  # noqa: DTZ001 - cells of a workbook have no zone
)  # fmt: skip
def test_a_date_is_read_in_every_usual_form(value: object) -> None:
    assert parse_date(value) == IDES


@pytest.mark.parametrize(
    "value",
    ["", "待定", "2024年2月30日", "2024/13/45", "99/99/9999", "0000-00-00", "3月15日", "3/4/05", 5, 0.5, -3.0, float("nan"), True, None,
     "20241399", "1024-03-15", "32/1/2024", timedelta(days=3)],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence(value: object) -> None:
    with pytest.raises(BadDate, match=r"。$"):
        parse_date(value)


def test_a_missing_year_is_the_nearest_to_the_reference_day() -> None:
    assert parse_date("12月28日", reference=date(2024, 1, 3)) == date(2023, 12, 28)
    assert parse_date("3月15日", reference=date(2024, 1, 3)) == IDES
    assert parse_date("3/15", reference=date(2024, 6, 1)) == IDES
    assert parse_date("2月29日", reference=date(2025, 3, 1)) == date(2024, 2, 29)
    with pytest.raises(BadDate, match="不存在"):
        parse_date("2月30日", reference=date(2024, 1, 3))


def test_a_column_decides_between_day_and_month() -> None:
    assert guess_order(["10/20/2016", "3/1/2017"]) is DateOrder.MONTH_FIRST
    assert guess_order(["1/3/2017", "20/10/2016", "", None, 5]) is DateOrder.DAY_FIRST
    assert guess_order(["1/2/2017", "2024/10/20"]) is DateOrder.MONTH_FIRST
    assert parse_date("1/3/2017", order=DateOrder.DAY_FIRST) == date(2017, 3, 1)
    assert parse_date("1/3/2017") == date(2017, 1, 3)


DAYS = st.dates(date(1930, 1, 1), date(2199, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["{y}年{m}月{d}日", "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}{m:02}{d:02}", "{m}/{d}/{y}"]
    ),
)
def test_any_day_reads_back(day: date, form: str) -> None:
    assert parse_date(form.format(y=day.year, m=day.month, d=day.day)) == day


@given(DAYS)
def test_excel_serials_count_days_as_excel_does(day: date) -> None:
    serial = (day - date(2000, 1, 1)).days + 36526
    assert parse_date(serial) == parse_date(float(serial) + 0.5) == day


@given(st.lists(DAYS, min_size=1), st.sampled_from(DateOrder))
def test_a_whole_column_reads_back_once_its_order_shows(days: list[date], order: DateOrder) -> None:
    form = "{0.month}/{0.day}/{0.year}" if order is DateOrder.MONTH_FIRST else "{0.day}/{0.month}/{0.year}"
    column = [form.format(day) for day in [*days, date(2024, 1, 31)]]
    assert [parse_date(cell, order=guess_order(column)) for cell in column][:-1] == days


@given(st.text(max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    with suppress(BadDate):
        assert parse_date(text, reference=IDES).year >= 1900
