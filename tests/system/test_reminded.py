"""What was said is remembered across restarts, and not for ever."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

from desktop_crm.system import reminded
from desktop_crm.system.reminded import Reminded

TODAY = date(2026, 3, 16)


def test_it_is_read_back_as_it_was_kept(tmp_path: Path):
    kept = Reminded(
        {"plan:1": TODAY}, {"plan:1": datetime.combine(TODAY, time(9, 10))}, datetime.combine(TODAY, time(23)), TODAY
    )
    reminded.save(tmp_path, kept, TODAY)
    assert reminded.load(tmp_path) == kept
    assert [file.name for file in tmp_path.iterdir()] == [reminded.FILE]


def test_what_is_long_past_is_forgotten(tmp_path: Path):
    old = date(2026, 1, 1)
    reminded.save(tmp_path, Reminded({"old": old, "new": TODAY}, {"old": datetime.combine(old, time(9))}), TODAY)
    assert reminded.load(tmp_path).announced == {"new": TODAY}
    assert reminded.load(tmp_path).snoozed == {}


def test_a_damaged_file_counts_as_nothing_said(tmp_path: Path):
    (tmp_path / reminded.FILE).write_text('{"announced": 3', "utf-8")
    assert reminded.load(tmp_path) == Reminded()
