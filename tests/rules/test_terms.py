"""Discounts and days as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.terms import BadTerm, format_discount, parse_days, parse_discount


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        ("8.5折", 850),
        ("85折", 850),
        ("８.５ 折", 850),
        ("八五折", 850),
        ("九折", 900),
        ("85%", 850),
        ("0.85", 850),
        (".9", 900),
    ],
)
def test_a_discount_is_understood(typed: str, tenths: int) -> None:
    assert parse_discount(typed) == tenths


@pytest.mark.parametrize("typed", ["", "便宜点", "0折", "120%", "8.5", "-5%", "11.5%%", "150折"])
def test_what_is_no_discount_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadTerm, match="折扣"):
        parse_discount(typed)


@given(st.integers(1, 1000))
def test_a_discount_is_shown_as_it_is_understood(tenths: int) -> None:
    shown = format_discount(tenths)
    assert (1000 if shown == "不打折" else parse_discount(shown)) == tenths


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("60", 60),
        ("60天", 60),
        ("60 日内", 60),
        ("两周", 14),
        ("3个月", 90),
        ("九十天", 90),
        ("一百二十天", 120),
        ("0", 0),
    ],
)
def test_days_are_understood(typed: str, days: int) -> None:
    assert parse_days(typed) == days


@pytest.mark.parametrize("typed", ["", "很久", "-3", "9999天", "天", "十十天"])
def test_what_is_no_number_of_days_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadTerm, match="天数"):
        parse_days(typed)
