"""Reads an iCalendar file into events of one day each; what repeats is unrolled for the coming weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, cast

from desktop_crm.exchange.calendar_out import UID_ENDING
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr

UNROLLED: Final = 60  # days a repeating event is taken over for
_LARGEST: Final = 20_000_000
_MOST_REPEATS: Final = 400


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An event: `own` is the activity it stands for when we wrote it, `key` tells the same event again."""

    key: str
    summary: str
    day: date
    at: str = ""
    minutes: int = 30
    own: str = ""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """The events of a file, how many came from repetition, and what was left out, each in one sentence."""

    events: tuple[CalendarEvent, ...]
    repeated: int = 0
    left_out: tuple[str, ...] = ()


def read_calendar(path: Path, today: date) -> CalendarFile:
    """Return the events of a file; raises `Refused` in one sentence when it is no calendar."""
    try:
        if path.stat().st_size > _LARGEST:
            raise Refused(tr("“{name}”太大，不像日历文件。", name=path.name))
        content = path.read_bytes()
    except OSError as error:
        raise Unavailable(tr("无法读取“{name}”。", name=path.name)) from error
    return _read(content, path.name, today)


def _read(content: bytes, name: str, today: date) -> CalendarFile:
    reading = _Reading(_parts(content, name), today)
    for part in reading.parts:
        reading.take(part)
    if reading.past:
        reading.left_out.append(tr("过去的日程 {count} 项，未导入", count=reading.past))
    return CalendarFile(tuple(reading.events), reading.repeated, tuple(reading.left_out))


def _parts(content: bytes, name: str) -> list[Any]:
    from icalendar import Calendar  # noqa: PLC0415 - heavy, needed only here

    try:
        found = cast("Any", Calendar.from_ical(content))
        parts: list[Any] = list(found.walk("VEVENT"))
    except (ValueError, IndexError, KeyError) as error:
        raise Refused(tr("“{name}”不是能读懂的日历文件（.ics）。", name=name)) from error
    if found.name != "VCALENDAR":
        raise Refused(tr("“{name}”不是能读懂的日历文件（.ics）。", name=name))
    return parts


class _Reading:
    """Takes the events of a file one by one; other people's past is only counted, since it would be overdue at once."""

    def __init__(self, parts: list[Any], today: date) -> None:
        self.parts = parts
        self.events: list[CalendarEvent] = []
        self.left_out: list[str] = []
        self.repeated = 0
        self.past = 0
        self._today = today
        self._moved = {
            (_text(part, "uid"), _start_day(part, "recurrence-id")) for part in parts if part.get("recurrence-id")
        }

    def take(self, part: Any) -> None:
        """Take in one event, or say why not."""
        title = _text(part, "summary") or tr("（无标题）")
        event = _event(part, title)
        if event is None:
            self._leave_out(title, tr("没有可用的日期"))
        elif _text(part, "status").upper() == "CANCELLED":
            self._leave_out(title, tr("已取消"))
        elif part.get("rrule") is not None:
            self._unroll(part, event)
        elif event.day < self._today and not event.own:
            self.past += 1
        else:
            self.events.append(event)

    def _unroll(self, part: Any, event: CalendarEvent) -> None:
        days = _repeats(part, event, self._today)
        if days is None:
            self._leave_out(event.summary, tr("重复规则无法识别"))
            return
        kept = [day for day in days if (event.key, day) not in self._moved]
        self.events += [replace(event, key=f"{event.key}/{day}", day=day) for day in kept]
        self.repeated += len(kept)
        if not kept:
            self._leave_out(event.summary, tr("未来 {days} 天内没有重复", days=UNROLLED))

    def _leave_out(self, title: str, reason: str) -> None:
        self.left_out.append(tr("“{title}”：{reason}，未导入", title=title, reason=reason))


def _event(part: Any, title: str) -> CalendarEvent | None:
    start = _when(part, "dtstart")
    if start is None:
        return None
    uid = _text(part, "uid")
    original = _start_day(part, "recurrence-id")
    key = f"{uid}/{original}" if original else uid
    day, at = _local(start)
    own = uid.removesuffix(UID_ENDING) if uid.endswith(UID_ENDING) else ""
    return CalendarEvent(key or f"{title}/{day}/{at}", title, day, at, _minutes(part, start), own)


def _local(moment: date | datetime) -> tuple[date, str]:
    """Return day and time on the clock of this place; a time without a zone is meant here."""
    if not isinstance(moment, datetime):
        return moment, ""
    here = moment.astimezone()
    return here.date(), f"{here:%H:%M}"


def _minutes(part: Any, start: date | datetime) -> int:
    if not isinstance(start, datetime):
        return 30
    end, length = _when(part, "dtend"), part.get("duration")
    if isinstance(end, datetime) and (end.tzinfo is None) == (start.tzinfo is None):
        span = end - start
    else:
        span = length.dt if length is not None else timedelta(minutes=30)
    return max(5, min(24 * 60, int(span.total_seconds() // 60)))


def _repeats(part: Any, event: CalendarEvent, today: date) -> list[date] | None:
    """Return the days of a repeating event from today on, None when its rule cannot be read."""
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - comes with icalendar

    begin = datetime.combine(event.day, time())
    rules = _all(part.get("rrule"))
    without = set(_excluded(part))
    days: set[date] = set()
    try:
        for one in rules:
            rule_text = _by_days(one.to_ical().decode())
            found = rrulestr(rule_text, dtstart=begin).between(
                datetime.combine(today, time()), datetime.combine(today + timedelta(UNROLLED), time()), inc=True
            )
            days |= {each.date() for each in found[:_MOST_REPEATS]}
    except (ValueError, TypeError, AttributeError):
        return None
    return sorted(days - without)


def _by_days(rule: str) -> str:
    """Return a rule whose end is a day, since days are counted; a rule by the hour or less is refused."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    if parts.get("FREQ") in {"HOURLY", "MINUTELY", "SECONDLY"}:
        raise ValueError(rule)
    if "UNTIL" in parts:
        parts["UNTIL"] = parts["UNTIL"][:8]
    return ";".join(
        f"{name}={value}" for name, value in parts.items() if name not in {"BYHOUR", "BYMINUTE", "BYSECOND"}
    )


def _excluded(part: Any) -> Iterator[date]:
    for group in _all(part.get("exdate")):
        for each in group.dts:
            yield _local(each.dt)[0]


def _all(value: Any) -> list[Any]:
    """Return what a property holds as a list: it may stand once, several times or not at all."""
    if value is None:
        return []
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _start_day(part: Any, name: str) -> date | None:
    moment = _when(part, name)
    return _local(moment)[0] if moment else None


def _when(part: Any, name: str) -> date | datetime | None:
    value = part.get(name)
    moment = getattr(value, "dt", None)
    return moment if isinstance(moment, date) else None


def _text(part: Any, name: str) -> str:
    return " ".join(str(part.get(name) or "").split())
