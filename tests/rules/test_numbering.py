"""Numbers of leads (L3)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.numbering import LeadNumber, channel_letter, lead_number, number_prefix, parse_number

DAY = date(2023, 10, 28)


@pytest.mark.parametrize(
    ("source", "letter"),
    [("官网", "G"), ("展会", "Z"), ("转介绍", "Z"), ("官网-产品页", "G"), ("老客户推荐", "L"), ("linkedin", "L"), ("ＳＥＭ", "S"),
     ("", "X"), ("  ", "X"), ("58同城", "X"), ("—", "X"), ("😀", "X"), ("éclair", "X"), ("搜索推广", "S"), ("重庆站", "C")],
)  # fmt: skip
def test_the_letter_is_the_initial_of_the_channel(source: str, letter: str) -> None:
    assert channel_letter(source) == letter


def test_a_number_names_channel_day_and_serial() -> None:
    assert lead_number("官网", DAY, 1) == "G20231028001"
    assert lead_number("官网", DAY, 1, slot="A") == "G20231028A01"
    assert lead_number("", DAY, 999) == "X20231028999"
    assert lead_number("展会", DAY, 1000) == "Z202310281000"
    assert lead_number("展会", DAY, 100, slot="B") == "Z20231028B100"
    assert number_prefix("官网", DAY) == "G20231028"


@pytest.mark.parametrize(("serial", "slot"), [(0, ""), (-1, ""), (1, "a"), (1, "AB"), (1, "1")])
def test_an_impossible_serial_or_slot_is_an_error(serial: int, slot: str) -> None:
    with pytest.raises(ValueError, match="serial"):
        lead_number("官网", DAY, serial, slot)


@pytest.mark.parametrize(
    "text", ["", "G2023", "G20231328001", "G20231028000", "G2023102801", "G202310280001", "1C1I7A6R", "G20231028AB1"]
)
def test_other_text_is_no_number(text: str) -> None:
    assert parse_number(text) is None


PLACES = st.tuples(st.integers(1, 10**6), st.sampled_from(["", *"ABCXYZ"]))


@given(st.dates(date(1000, 1, 1)), PLACES)
def test_a_number_reads_back(day: date, place: tuple[int, str]) -> None:
    serial, slot = place
    assert parse_number(lead_number("官网", day, serial, slot)) == LeadNumber("G", day, serial, slot)


@given(PLACES, PLACES)
def test_two_laptops_never_make_the_same_number(one: tuple[int, str], other: tuple[int, str]) -> None:
    assert (lead_number("官网", DAY, *one) == lead_number("官网", DAY, *other)) == (one == other)
