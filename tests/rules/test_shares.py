"""Parts of a whole: rounded, and not said of too few."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.shares import half_up, share


@pytest.mark.parametrize(
    ("part", "whole", "found"), [(1, 10, 100), (1, 9, None), (0, 0, None), (2, 3000, 1), (1, 3000, 0), (316, 1000, 316)]
)
def test_a_share_is_in_tenths_of_a_percent_and_none_of_fewer_than_ten(part: int, whole: int, found: int | None) -> None:
    assert share(part, whole) == found


@given(numerator=st.integers(-(10**15), 10**15), denominator=st.integers(1, 10**9))
def test_a_half_is_rounded_up(numerator: int, denominator: int) -> None:
    assert half_up(numerator, denominator) == floor(Fraction(numerator, denominator) + Fraction(1, 2))
