"""The calendar on the command line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from desktop_crm.__main__ import main
from desktop_crm.models import Activity
from tests.make import File


def run(file: File, *words: str) -> int:
    return main([*words, "--data", str(file.folder)])


@pytest.fixture
def planned(file: File) -> File:
    deal = file.deal()
    file.add(Activity(deal_id=deal, goal="送报价单", due_on=date(2026, 2, 17), due_at="15:00", owner_id=file.me))
    file.add(Activity(deal_id=deal, goal="电话", due_on=date(2026, 3, 18), owner_id=file.me))
    return file


def test_a_span_of_days_is_shown_with_what_each_day_is(planned: File, capsys: pytest.CaptureFixture[str]):
    assert run(planned, "show", "calendar", "--from", "2026-02-01", "--to", "2026-02-28", "--json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found.items() >= {
        "day": "2026-02-17", "time": "15:00", "kind": "plan", "customer": "苏州恒力精密有限公司", "title": "送报价单",
        "owner": "王敏", "working_day": False, "holiday": "春节", "festival": "春节",
    }.items()  # fmt: skip


def test_an_empty_span_is_an_empty_list(planned: File, capsys: pytest.CaptureFixture[str]):
    assert run(planned, "show", "calendar", "--from", "2030-01-01", "--to", "2030-01-02", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("ends", [("2026-13-01", "2026-02-01"), ("2026-03-01", "2026-02-01")])
def test_days_that_are_no_span_are_refused_in_one_sentence(
    planned: File, capsys: pytest.CaptureFixture[str], ends: tuple[str, str]
):
    assert run(planned, "show", "calendar", "--from", ends[0], "--to", ends[1]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_activities_are_exported_as_a_calendar(planned: File, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    target = tmp_path / "日历.ics"
    assert run(planned, "export", "activities", str(target)) == 0
    assert "2 条" in capsys.readouterr().out
    assert target.read_text("utf-8").count("BEGIN:VEVENT") == 2
