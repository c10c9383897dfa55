"""When the day looks different by the clock alone: a time runs out, a talk is over, “2小时” becomes “1小时”."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from desktop_crm.queries.today import Item, Today

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def next_turn(day: Today, now: datetime) -> datetime | None:
    """Return the next moment at which what is shown has to be read again, None when nothing runs."""
    moments = [moment for part in day.parts for item in part.items for moment in _moments(item, now)]
    moments += [day.turns_at] if day.turns_at else []
    return min((moment for moment in moments if moment > now), default=None)


def _moments(item: Item, now: datetime) -> Iterator[datetime]:
    if item.until is not None:
        yield item.until
        if item.kind == "clock":
            yield _other_words(item.until, now)
    elif item.kind == "today" and item.time and item.due_on is not None:
        yield datetime.combine(item.due_on, time.fromisoformat(item.time)).astimezone() + item.minutes * _MINUTE


def _other_words(until: datetime, now: datetime) -> datetime:
    """Return when the length of time that is left, or gone by, is said in other words."""
    left = abs(until - now)
    unit = _MINUTE if left < _HOUR else _HOUR if left < 2 * _DAY else _DAY
    return now + (left % unit + timedelta(seconds=1) if until > now else unit - left % unit)
