"""Rotting knows two moments and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.rotting import rot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ago = st.none() | st.integers(0, 400)


def before(days: int | None) -> datetime | None:
    return None if days is None else NOON - timedelta(days=days)


@given(ago, ago)
def test_it_counts_from_the_later_of_stage_entry_and_contact(stage: int | None, contact: int | None) -> None:
    known = [days for days in (stage, contact) if days is not None]
    assert rot(before(stage), before(contact), 7, date(2026, 3, 2)).days == min(known, default=0)


def test_it_is_said_only_past_the_limit() -> None:
    today = date(2026, 3, 2)
    assert rot(before(7), None, 7, today).text == ""
    assert rot(before(8), None, 7, today).text == "久未联系 8天"
    assert rot(before(30), before(2), 7, today).text == ""
    assert rot(before(300), before(90), None, today).text == ""
    assert rot(before(-1), None, 7, today).days == 0
