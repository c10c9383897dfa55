"""Timed entries side by side."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.queries.calendar import Entry
from desktop_crm.views.calendar.hours import LEAST, slots

DAY = date(2026, 3, 5)


def entry(at: str, minutes: int = 60, key: str = "") -> Entry:
    return Entry(id=key or at, kind="plan", day=DAY, title=at, at=at, minutes=minutes)


def test_one_after_another_each_has_the_whole_width():
    assert [(slot.column, slot.columns) for slot in slots([entry("09:00"), entry("10:00")], 3)] == [(0, 1), (0, 1)]


def test_what_overlaps_shares_the_width_and_a_free_column_is_used_again():
    found = slots([entry("09:00", 120), entry("09:30", 30), entry("10:00")], 3)
    assert [(slot.begin, slot.column, slot.columns) for slot in found] == [(540, 0, 2), (570, 1, 2), (600, 1, 2)]


def test_what_has_no_room_is_counted_in_the_last_column():
    found = slots([entry("09:00", key=str(at)) for at in range(9)], 3)
    assert [slot.entry.id for slot in found if slot.entry] == ["0", "1"]
    (more,) = [slot for slot in found if slot.entry is None]
    assert (more.hidden, more.column, more.columns) == (7, 2, 3)


@given(
    st.lists(st.tuples(st.integers(0, 23), st.sampled_from((0, 15, 30, 45)), st.integers(5, 300)), max_size=40),
    st.integers(2, 5),
)
def test_nothing_is_lost_and_nothing_lies_on_another(times: list[tuple[int, int, int]], most: int):
    entries = [entry(f"{hour:02}:{minute:02}", length, str(at)) for at, (hour, minute, length) in enumerate(times)]
    found = slots(entries, most)
    shown = [slot for slot in found if slot.entry]
    assert len(shown) + sum(slot.hidden for slot in found) == len(entries)
    for slot in shown:
        assert 0 <= slot.column < slot.columns <= most
        assert slot.end - slot.begin >= min(LEAST, 24 * 60 - slot.begin)
        others = [each for each in shown if each is not slot and each.column == slot.column]
        assert not [each for each in others if each.begin < slot.end and slot.begin < each.end]
