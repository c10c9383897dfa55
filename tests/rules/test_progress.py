"""What a weekly report covers and begins with."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.rules.progress import BadPercent, done_text, next_week, parse_percent, percent_of, planned_text

WEDNESDAY = date(2026, 5, 13)


@pytest.mark.parametrize(("text", "percent"), [("60", 60), ("60%", 60), ("完成100%", 100), ("０", 0)])
def test_progress_is_read(text: str, percent: int) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize("text", ["101", "一半", "-5", ""])
def test_what_is_no_progress_is_said(text: str) -> None:
    with pytest.raises(BadPercent, match="不是进度"):
        parse_percent(text)


def test_the_whole_needs_every_milestone() -> None:
    assert [percent_of(done, 3) for done in range(4)] == [0, 33, 66, 100]
    assert percent_of(0, 0) is None


@pytest.mark.parametrize(
    ("last_to", "begun_on", "week"),
    [
        (None, None, (date(2026, 5, 11), date(2026, 5, 17))),
        (None, date(2026, 5, 12), (date(2026, 5, 12), date(2026, 5, 17))),
        (None, date(2026, 3, 2), (date(2026, 5, 11), date(2026, 5, 17))),
        (None, date(2026, 5, 20), (date(2026, 5, 11), date(2026, 5, 17))),
        (date(2026, 5, 10), None, (date(2026, 5, 11), date(2026, 5, 17))),
        (date(2026, 4, 19), None, (date(2026, 4, 20), date(2026, 5, 17))),
        (date(2026, 5, 17), None, (date(2026, 5, 18), date(2026, 5, 24))),
        (date(2026, 5, 14), None, (date(2026, 5, 15), date(2026, 5, 17))),
    ],
)
def test_a_report_goes_on_where_the_last_one_ended(
    last_to: date | None, begun_on: date | None, week: tuple[date, date]
) -> None:
    assert next_week(last_to, begun_on, WEDNESDAY) == week


def test_what_was_planned_is_done_without_its_day() -> None:
    planned = planned_text([("上线", date(2026, 5, 20)), ("培训（一期）", date(2027, 1, 4))], WEDNESDAY)
    assert planned == "上线（5月20日前）\n培训（一期）（2027年1月4日前）"
    assert done_text(planned, ["上线", "到货"]) == "上线\n培训（一期）\n完成里程碑“到货”"
    assert done_text(" \n", []) == ""
