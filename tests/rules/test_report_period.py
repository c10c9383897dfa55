"""Weeks from Monday to Sunday and months: their days, their names, their neighbours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.refusal import Refused
from desktop_crm.rules.report_period import ReportPeriod, read_month, read_week, report_month, report_week

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS)
def test_a_day_lies_in_its_week_and_its_month(day: date) -> None:
    for period in (report_week(day), report_month(day)):
        assert period.first <= day <= period.last
        assert period.before().last < period.first <= period.last < period.after().first
        assert period.before().after() == period.after().before() == period
    assert (report_week(day).last - report_week(day).first).days == 6


@given(DAYS)
def test_what_is_written_is_read_back(day: date) -> None:
    assert read_week(report_week(day).code) == report_week(day)
    assert read_month(report_month(day).code) == report_month(day)


def test_how_they_are_called() -> None:
    week = report_week(date(2026, 11, 20))
    assert (week.code, week.name, week.days) == ("2026-W47", "2026年第47周", "11月16日–22日")
    assert report_week(date(2027, 1, 1)).code == "2026-W53"  # the week of the year in which its Thursday lies
    assert report_week(date(2027, 1, 1)).days == "12月28日–1月3日"
    month = report_month(date(2026, 11, 20))
    assert (month.code, month.name, month.days) == ("2026-11", "2026年11月", "11月1日–30日")


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "W47", "2026", ""])
def test_no_week(text: str) -> None:
    with pytest.raises(Refused, match="2026-W47"):
        read_week(text)


@pytest.mark.parametrize("text", ["2026-00", "2026-13", "11", ""])
def test_no_month(text: str) -> None:
    with pytest.raises(Refused, match="2026-11"):
        read_month(text)


def test_a_week_written_without_a_dash() -> None:
    assert read_week("2026w47") == ReportPeriod("week", date(2026, 11, 16))
