"""Copies as people type them."""

from __future__ import annotations

import pytest

from desktop_crm.rules.contract_facts import BadFact, parse_copies


@pytest.mark.parametrize(("text", "count"), [("2", 2), ("四份", 4), ("一式两份", 2), ("一式十二份", 12), ("２份", 2)])
def test_copies(text: str, count: int) -> None:
    assert parse_copies(text) == count


@pytest.mark.parametrize("text", ["", "0", "若干", "-2", "100"])
def test_what_is_no_number_of_copies(text: str) -> None:
    with pytest.raises(BadFact, match="份数"):
        parse_copies(text)
