"""What days are called."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.views.calendar.day_marks import day_mark, note_for


@pytest.mark.parametrize(
    ("day", "label", "word"),
    [
        (date(2026, 2, 17), "春节", "休"),
        (date(2026, 2, 18), "初二", "休"),
        (date(2026, 2, 14), "廿七", "班"),
        (date(2026, 2, 21), "初五", "休"),
        (date(2026, 3, 19), "二月", ""),
        (date(2026, 3, 7), "十九", ""),
        (date(2025, 7, 25), "闰六月", ""),
        (date(2026, 9, 25), "中秋节", "休"),
    ],
)
def test_a_day_says_its_festival_or_lunar_day_and_whether_people_rest(day: date, label: str, word: str):
    mark = day_mark(day)
    assert (mark.label, mark.word) == (label, word)


def test_a_year_whose_holidays_are_not_known_is_said():
    assert note_for([2026]) == ""
    assert "2099" in note_for([2026, 2099])
