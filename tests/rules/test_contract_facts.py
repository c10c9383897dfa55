"""Tax rates and copies as people type them."""

from __future__ import annotations

import pytest

from desktop_crm.rules.contract_facts import BadFact, format_tax, parse_copies, parse_tax


@pytest.mark.parametrize(
    ("text", "rate"), [("13%", 1300), ("6", 600), (" 9 ％", 900), ("0.5%", 50), ("免税", 0), ("100", 10_000)]
)
def test_tax(text: str, rate: int) -> None:
    assert parse_tax(text) == rate


def test_tax_is_written_as_it_is_read() -> None:
    assert [format_tax(rate) for rate in (1300, 50, 0)] == ["13%", "0.5%", "0%"]


@pytest.mark.parametrize("text", ["", "十三", "101%", "-1", "13%含税"])
def test_what_is_no_tax(text: str) -> None:
    with pytest.raises(BadFact, match="税率"):
        parse_tax(text)


@pytest.mark.parametrize(("text", "count"), [("2", 2), ("四份", 4), ("一式两份", 2), ("一式十二份", 12), ("２份", 2)])
def test_copies(text: str, count: int) -> None:
    assert parse_copies(text) == count


@pytest.mark.parametrize("text", ["", "0", "若干", "-2", "100"])
def test_what_is_no_number_of_copies(text: str) -> None:
    with pytest.raises(BadFact, match="份数"):
        parse_copies(text)
