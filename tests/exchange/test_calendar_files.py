"""Calendar files out and in: what goes along, what never does, and what comes back."""

from __future__ import annotations

import time as clockwork
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from desktop_crm.exchange.calendar_in import CalendarFile, read_calendar
from desktop_crm.exchange.calendar_out import write_calendar
from desktop_crm.models import Activity, Member
from desktop_crm.queries.calendar import CalendarFilter
from desktop_crm.queries.calendar_export import calendar_items
from desktop_crm.refusal import Refused, Unavailable
from tests.make import File

DAY = date(2026, 3, 5)
ALL = CalendarFilter()


@pytest.fixture(autouse=True)
def _in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from zone(monkeypatch, "Asia/Shanghai")


def zone(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[None]:
    """Put the process into a time zone and back."""
    if not hasattr(clockwork, "tzset"):
        pytest.skip("the zone of a process cannot be set here")
    with monkeypatch.context() as there:
        there.setenv("TZ", name)
        clockwork.tzset()
        yield
    clockwork.tzset()


def export(file: File, path: Path, wanted: CalendarFilter = ALL) -> list[Any]:
    with file.store.read() as session:
        write_calendar(path, calendar_items(session, wanted))
    found: Any = Calendar.from_ical(path.read_bytes())
    return list(found.walk("VEVENT"))


def read(tmp_path: Path, *events: str) -> CalendarFile:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().split("\n"), "END:VEVENT"]
    path = tmp_path / "in.ics"
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), "utf-8")
    return read_calendar(path, DAY)


def test_a_plan_at_a_time_has_its_zone_and_length(file: File, tmp_path: Path):
    key = file.add(Activity(deal_id=file.deal(), goal="送报价单", due_on=DAY, due_at="15:00", minutes=90))
    (event,) = export(file, tmp_path / "a.ics")
    text = (tmp_path / "a.ics").read_text("utf-8")
    assert "DTSTART;TZID=Asia/Shanghai:20260305T150000" in text
    assert "BEGIN:VTIMEZONE" in text
    assert str(event["uid"]) == f"{key}@desktop-crm"
    assert str(event["summary"]) == "苏州恒力精密有限公司 · 送报价单"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=90)
    assert event["dtstart"].dt.astimezone(UTC) == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)


def test_a_plan_without_a_time_is_a_whole_day(file: File, tmp_path: Path):
    file.add(Activity(goal="电话", due_on=DAY))
    (event,) = export(file, tmp_path / "a.ics")
    assert event["dtstart"].dt == DAY
    assert event["dtend"].dt == DAY + timedelta(1)


def test_elsewhere_a_plan_is_written_as_a_moment_in_utc(file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file.add(Activity(goal="电话", due_on=DAY, due_at="09:00"))
    here = zone(monkeypatch, "Europe/Berlin")
    next(here)
    export(file, tmp_path / "a.ics")
    list(here)
    assert "DTSTART:20260305T080000Z" in (tmp_path / "a.ics").read_text("utf-8")


def test_nothing_internal_goes_along(file: File, tmp_path: Path):
    deal = file.deal(note="底价七折", grade_reason="预算虚高")
    contact = file.contact(file.customer(note="客户内部备注"), "张伟", note="不喜欢等")
    words = {"note": "内部备注", "feedback": "客户原话", "objection": "嫌贵", "intention": "在比价"}
    file.add(Activity(deal_id=deal, contact_id=contact, goal="送方案", due_on=DAY, **words))
    file.add(Activity(deal_id=deal, status="done", happened_at=datetime(2026, 3, 4, tzinfo=UTC), goal="拜访", **words))
    export(file, tmp_path / "a.ics")
    text = (tmp_path / "a.ics").read_text("utf-8").replace("\r\n ", "")
    assert [
        word for word in (*words.values(), "底价七折", "预算虚高", "客户内部备注", "不喜欢等") if word in text
    ] == []
    assert "联系人：张伟" in text


def test_one_person_and_one_kind_may_be_chosen(file: File, tmp_path: Path):
    other = file.add(Member(name="李强"))
    file.add(
        Activity(goal="我的", due_on=DAY, owner_id=file.me),
        Activity(goal="他的", due_on=DAY, owner_id=other),
        Activity(goal="做过", status="done", happened_at=datetime(2026, 3, 4, tzinfo=UTC), owner_id=file.me),
    )

    def titles(wanted: CalendarFilter) -> list[str]:
        return [str(event["summary"]) for event in export(file, tmp_path / "a.ics", wanted)]

    assert titles(CalendarFilter(owner=other)) == ["他的"]
    assert titles(CalendarFilter(kinds=frozenset({"done"}))) == ["做过"]


def test_only_an_ics_file_is_written_and_trouble_is_said(file: File, tmp_path: Path):
    file.add(Activity(goal="电话", due_on=DAY))
    with pytest.raises(Refused, match="ics"):
        export(file, tmp_path / "a.txt")
    with pytest.raises(Unavailable):
        export(file, tmp_path / "nowhere" / "a.ics")


def test_what_was_written_is_read_back_as_it_was(file: File, tmp_path: Path):
    timed = file.add(Activity(deal_id=file.deal(), goal="送报价单", due_on=DAY, due_at="15:00", minutes=45))
    day = file.add(Activity(goal="任何时间", due_on=DAY + timedelta(1)))
    export(file, tmp_path / "a.ics")
    found = {event.own: event for event in read_calendar(tmp_path / "a.ics", DAY).events}
    assert (found[timed].day, found[timed].at, found[timed].minutes) == (DAY, "15:00", 45)
    assert (found[day].day, found[day].at) == (DAY + timedelta(1), "")


def test_moments_of_other_zones_come_to_the_clock_here(tmp_path: Path):
    found = read(tmp_path, "UID:1\nSUMMARY:会议\nDTSTART:20260305T233000Z\nDURATION:PT1H")
    (event,) = found.events
    assert (event.day, event.at, event.minutes, event.own) == (date(2026, 3, 6), "07:30", 60, "")


def test_what_repeats_is_unrolled_for_sixty_days_without_its_exceptions(tmp_path: Path):
    found = read(
        tmp_path,
        "UID:1\nSUMMARY:例会\nDTSTART:20260202T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE:20260316T090000Z",
        "UID:1\nRECURRENCE-ID:20260323T090000Z\nSUMMARY:例会改期\nDTSTART:20260324T090000Z",
    )
    days = sorted(event.day for event in found.events)
    assert days == [
        date(2026, 3, 9), date(2026, 3, 24), date(2026, 3, 30), date(2026, 4, 6), date(2026, 4, 13), date(2026, 4, 20),
        date(2026, 4, 27), date(2026, 5, 4),
    ]  # fmt: skip
    assert found.repeated == 7
    assert {event.at for event in found.events} == {"17:00"}


def test_a_repetition_that_has_ended_or_cannot_be_read_is_said(tmp_path: Path):
    found = read(
        tmp_path,
        "UID:1\nSUMMARY:旧例会\nDTSTART:20250106T090000Z\nRRULE:FREQ=WEEKLY;UNTIL=20250301T000000Z",
        "UID:2\nSUMMARY:每小时\nDTSTART:20260305T090000Z\nRRULE:FREQ=HOURLY",
    )
    assert found.events == ()
    assert [text.split("：")[0] for text in found.left_out] == ["“旧例会”", "“每小时”"]


def test_cancelled_and_dateless_events_are_left_out_by_name(tmp_path: Path):
    found = read(tmp_path, "UID:1\nSUMMARY:取消的\nSTATUS:CANCELLED\nDTSTART:20260305", "UID:2\nSUMMARY:没有日期")
    assert found.events == ()
    assert len(found.left_out) == 2


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"\x89PNG\r\n\x1a\n\x00\xff", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"]
)
def test_a_file_that_is_no_calendar_is_refused_in_one_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "坏.ics"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"不是能读懂的日历文件"):
        read_calendar(path, DAY)


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(Unavailable):
        read_calendar(tmp_path / "nothing.ics", DAY)
