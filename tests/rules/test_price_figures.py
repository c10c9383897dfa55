"""Quantities and tax rates as people type and read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.price_figures import BadFigure, format_quantity, format_tax, parse_quantity, parse_tax


@pytest.mark.parametrize(
    ("text", "quantity", "unit"),
    [("2", 2000, ""), ("1.5人天", 1500, "人天"), ("1,200 个", 1_200_000, "个"), ("２套", 2000, "套"), (".5", 500, "")],
)
def test_a_quantity_takes_its_unit(text: str, quantity: int, unit: str) -> None:
    assert parse_quantity(text) == (quantity, unit)


@pytest.mark.parametrize("text", ["", "几套", "0", "-1", "1.2345", "9" * 40])
def test_what_is_no_quantity_is_said(text: str) -> None:
    with pytest.raises(BadFigure):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("text", "rate"), [("13%", 1300), ("13", 1300), ("0.06", 600), ("免税", 0), ("税率 9%", 900), ("6个点", 600)]
)
def test_a_tax_rate_is_read_as_people_write_it(text: str, rate: int) -> None:
    assert parse_tax(text) == rate


@pytest.mark.parametrize("text", ["", "高", "95%", "-3%"])
def test_what_is_no_tax_rate_is_said(text: str) -> None:
    with pytest.raises(BadFigure):
        parse_tax(text)


def test_figures_are_written_as_they_were_typed() -> None:
    assert (format_quantity(1500, "人天"), format_quantity(1_200_000), format_tax(1300)) == ("1.5 人天", "1,200", "13%")
    assert (format_tax(0), format_tax(150)) == ("免税", "1.5%")


@given(st.integers(1, 10**12))
def test_a_written_quantity_reads_back(quantity: int) -> None:
    assert parse_quantity(format_quantity(quantity)) == (quantity, "")
