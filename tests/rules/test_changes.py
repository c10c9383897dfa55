"""What a change order does to price and date, typed, said and reckoned."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.amounts import BadAmount
from desktop_crm.rules.changes import difference_text, parse_difference, parse_shift, shift_text, shifted
from desktop_crm.rules.terms import BadTerm
from desktop_crm.rules.working_time import is_working_day


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("2.8万", 2_800_000), ("+28,000", 2_800_000), ("增加 2万元", 2_000_000), ("加价500", 50_000), ("0", 0), ("不变", 0),
        ("-5000", -500_000), ("－5,000.5", -500_050), ("减少5000元", -500_000), ("降价 1万", -1_000_000),
    ],
)  # fmt: skip
def test_a_difference_is_read(text: str, fen: int) -> None:
    assert parse_difference(text) == fen


@pytest.mark.parametrize("text", ["", "很多", "+-5", "减"])
def test_what_is_no_amount_is_said(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_difference(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [("7", 7), ("延期 7 天", 7), ("两周", 14), ("提前3天", -3), ("-2", -2), ("不变", 0), ("+10天", 10)],
)
def test_a_shift_is_read(text: str, days: int) -> None:
    assert parse_shift(text) == days


def test_what_is_no_shift_is_said() -> None:
    with pytest.raises(BadTerm, match="提前3天"):
        parse_shift("看情况")


@given(st.integers(-(10**12), 10**12))
def test_what_is_said_is_read_as_the_same(fen: int) -> None:
    assert parse_difference(difference_text(fen)) == fen
    assert parse_difference(difference_text(fen, full=True)) == fen


@given(st.integers(-3650, 3650))
def test_a_shift_that_is_said_is_read_as_the_same(days: int) -> None:
    assert parse_shift(shift_text(days)) == days


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-400, 400))
def test_a_day_moves_to_a_working_day(day: date, days: int) -> None:
    moved = shifted(day, days)
    assert moved == day if not days else is_working_day(moved)
    assert 0 <= (moved - day).days - days <= 11
