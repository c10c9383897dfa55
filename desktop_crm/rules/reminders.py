"""When a reminder is said: not in quiet hours, held until they end, and never twice.

Moments are local and naive: a reminder follows the clock on the wall.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

Snooze = Literal["minutes", "hour", "tomorrow"]

_DAY: Final = timedelta(days=1)
_LONGEST_REST: Final = 30  # days; no holiday lasts longer


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody wants to be reminded."""

    minutes_before: int = 10
    digest_at: time = time(9)
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    free_days_quiet: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to remind of from `moment` on. One that does not last is only worth saying on the day it comes up."""

    key: str
    moment: datetime
    text: str
    deal_id: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """A reminder to say now; `key` is what keeps it from being said again."""

    key: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Said:
    """What was said already, by key; what is put off, by the key of its subject; and until when nothing is said."""

    announced: Mapping[str, date] = field(default_factory=dict[str, date])
    snoozed: Mapping[str, datetime] = field(default_factory=dict[str, datetime])
    muted_until: datetime | None = None


Works = Callable[[date], bool]


def due(subjects: Iterable[Subject], now: datetime, habits: Habits, said: Said, works: Works) -> list[Announcement]:
    """Return what is to be said at `now`, the earliest first; nothing in quiet hours."""
    if is_quiet(now, habits, works) or (said.muted_until is not None and now < said.muted_until):
        return []
    ready = [
        (at, announcement)
        for at, announcement in _pending(subjects, habits, said, works)
        if at <= now and (_lasts(announcement) or at.date() == now.date())
    ]
    return [announcement for _, announcement in sorted(ready, key=lambda pair: (pair[0], pair[1].key))]


def next_moment(
    subjects: Iterable[Subject], now: datetime, habits: Habits, said: Said, works: Works
) -> datetime | None:
    """Return when the next reminder comes up after `now`, or None when none is waiting."""
    later = (max(at, said.muted_until or at) for at, _ in _pending(subjects, habits, said, works))
    return min((at for at in later if at > now), default=None)


def is_quiet(moment: datetime, habits: Habits, works: Works) -> bool:
    """Tell whether nothing is said at `moment`."""
    if habits.free_days_quiet and not works(moment.date()):
        return True
    begin, end, at = habits.quiet_from, habits.quiet_until, moment.time()
    return begin <= at < end if begin <= end else at >= begin or at < end


def release(moment: datetime, habits: Habits, works: Works) -> datetime:
    """Return `moment`, or where it is quiet the end of the quiet hours."""
    if not is_quiet(moment, habits, works):
        return moment
    for ahead in range(_LONGEST_REST + 1):
        day = moment.date() + ahead * _DAY
        for at in sorted((datetime.combine(day, time()), datetime.combine(day, habits.quiet_until))):
            if at >= moment and not is_quiet(at, habits, works):
                return at
    return moment + _LONGEST_REST * _DAY  # only where every hour of a day is quiet


def snooze_until(choice: Snooze, now: datetime, habits: Habits, works: Works) -> datetime:
    """Return when a reminder that is put off comes back, at the earliest when quiet hours are over."""
    if choice == "tomorrow":
        day = now.date() + _DAY
        while habits.free_days_quiet and not works(day) and (day - now.date()).days < _LONGEST_REST:
            day += _DAY
        return release(datetime.combine(day, habits.digest_at), habits, works)
    return release(now + timedelta(minutes=10 if choice == "minutes" else 60), habits, works)


def before(day: date, at: str, habits: Habits) -> datetime:
    """Return when a plan for a time of the day (HH:MM) is to be told."""
    return datetime.combine(day, time.fromisoformat(at)) - timedelta(minutes=habits.minutes_before)


def _pending(
    subjects: Iterable[Subject], habits: Habits, said: Said, works: Works
) -> Iterator[tuple[datetime, Announcement]]:
    """Give what was not said yet, and from when on it may be."""
    for subject in subjects:
        until = said.snoozed.get(subject.key)
        key = f"{subject.key}@{until:%Y-%m-%dT%H:%M}" if until else subject.key
        if key not in said.announced:
            yield release(until or subject.moment, habits, works), Announcement(key, subject)


def _lasts(announcement: Announcement) -> bool:
    return announcement.subject.lasting or announcement.key != announcement.subject.key
