"""Writes plans and records as an iCalendar file (`.ics`) for phones and other programs; nothing internal goes along."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from desktop_crm import __version__
from desktop_crm.queries.calendar_export import CalendarItem
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

ZONE: Final = "Asia/Shanghai"
UID_ENDING: Final = "@desktop-crm"


def write_calendar(path: Path, items: Iterable[CalendarItem]) -> int:
    """Write `items` to `path` whole or not at all and return how many there are."""
    if path.suffix.lower() != ".ics":
        raise Refused(tr("日历只能导出为 .ics 文件。"))
    found = list(items)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(calendar_file(found))
        part.replace(path)
    except OSError as error:
        raise Unavailable(tr("无法写入“{name}”，请检查文件夹或关闭正在打开它的程序。", name=path.name)) from error
    finally:
        part.unlink(missing_ok=True)
    return len(found)


def calendar_file(items: Iterable[CalendarItem]) -> bytes:
    """Return the file: local times with their zone, which is described within, moments in UTC, whole days as dates."""
    from icalendar import Calendar  # noqa: PLC0415 - heavy, needed only here

    made: Any = Calendar()
    made.add("prodid", f"-//Desktop CRM//{__version__}//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", "Desktop CRM")
    for item in items:
        made.add_component(_event(item))
    made.add_missing_timezones()
    return made.to_ical()


def _event(item: CalendarItem) -> Any:
    from icalendar import Event  # noqa: PLC0415

    event: Any = Event()
    event.add("uid", item.id + UID_ENDING)
    event.add("dtstamp", clock.now())
    event.add("summary", summary_of(item.customer, item.title))
    for name, value in _times(item):
        event.add(name, value)
    if item.description:
        event.add("description", item.description)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE" if item.at or item.happened_at else "TRANSPARENT")
    event.add("categories", [item.category])
    return event


def summary_of(customer: str, title: str) -> str:
    """Return what an event is called: customer · goal."""
    return " · ".join(part for part in (customer, title) if part)


def _times(item: CalendarItem) -> tuple[tuple[str, date | datetime], ...]:
    """Return begin and end: a record at its moment, a plan at its time of the day here, or for the whole day."""
    length = timedelta(minutes=max(1, item.minutes))
    if item.happened_at:
        return ("dtstart", item.happened_at), ("dtend", item.happened_at + length)
    if not item.at:
        return ("dtstart", item.day), ("dtend", item.day + timedelta(1))
    begin = _zoned(datetime.combine(item.day, time.fromisoformat(item.at)))
    return ("dtstart", begin), ("dtend", begin + length)


def _zoned(local: datetime) -> datetime:
    """Return a local time with the zone of China where this is its time here, else as a moment in UTC."""
    here = local.astimezone()
    if here.utcoffset() != timedelta(hours=8):
        return here.astimezone(UTC)
    return local.replace(tzinfo=ZoneInfo(ZONE))
