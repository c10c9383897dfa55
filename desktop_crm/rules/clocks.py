"""The clocks of a deal (L8): what has to happen by when, and how that stands at a moment.

A clock is soon due in the last quarter of its span, at least two hours and at most three days before its deadline.
A pause stops it: hours are shifted by the time paused, days by the days (working days) paused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from desktop_crm.rules.due import short_day
from desktop_crm.rules.working_time import (
    Span,
    add_working_days,
    calendar_note,
    deadline,
    end_of_day,
    next_working_day,
    working_days_between,
)
from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr

ClockKind = Literal[
    "grade", "first_contact", "confirm", "record", "report", "archive", "progress", "visit", "payment", "milestone"
]  # fmt: skip
Phase = Literal["running", "soon", "overdue", "met", "paused"]

_SOON_LEAST: Final = timedelta(hours=2)
_SOON_MOST: Final = timedelta(days=3)

# The short name for cards, and what is to be done.
CLOCK_NAMES: Final[dict[ClockKind, str]] = {
    "grade": tr("评级"),
    "first_contact": tr("首联"),
    "confirm": tr("确认"),
    "record": tr("写记录"),
    "report": tr("需求报告"),
    "archive": tr("归档"),
    "progress": tr("周报"),
    "visit": tr("回访"),
    "payment": tr("回款"),
    "milestone": tr("里程碑"),
}
CLOCK_TASKS: Final[dict[ClockKind, str]] = {
    "grade": tr("给线索评级"),
    "first_contact": tr("首次联系客户"),
    "confirm": tr("确认接收线索"),
    "record": tr("写跟进记录"),
    "report": tr("交需求分析报告"),
    "archive": tr("合同归档"),
    "progress": tr("发进展周报"),
    "visit": tr("验收后回访"),
    "payment": tr("收回款"),
    "milestone": tr("完成里程碑"),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A span in which the clocks of a deal stand still."""

    begins: datetime
    ends: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """One thing that has to happen, from when and by when; `due` already counts the pauses."""

    kind: ClockKind
    begins: datetime
    due: datetime
    unit: str = "hours"
    met_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockState:
    """How a clock stands at a moment; `pause` is the one it stands still in."""

    clock: Clock
    phase: Phase
    left: timedelta  # until the deadline; negative once it has passed
    pause: Pause | None = None

    @property
    def kind(self) -> ClockKind:
        """Return what the clock is for."""
        return self.clock.kind

    @property
    def due(self) -> datetime:
        """Return the deadline, with the pauses counted."""
        return self.clock.due

    @property
    def late(self) -> bool:
        """Tell whether the deadline was or is missed, met since or not."""
        met = self.clock.met_at
        return self.phase == "overdue" if met is None else met > self.clock.due

    @property
    def name(self) -> str:
        """Return the short name: 首联."""
        return CLOCK_NAMES[self.kind]

    @property
    def text(self) -> str:
        """Return name and standing in words: 首联 还剩3小时, 首联 逾期2天, 首联 暂停中."""
        return tr("{clock} {standing}", clock=self.name, standing=self.standing)

    @property
    def standing(self) -> str:
        """Return how it stands in words, without the name."""
        if self.phase == "met":
            return tr("已完成（逾期）") if self.late else tr("已完成")
        if self.phase == "paused":
            return tr("暂停中")
        amount = duration_text(abs(self.left))
        return tr("逾期{amount}", amount=amount) if self.phase == "overdue" else tr("还剩{amount}", amount=amount)


def start_clock(
    kind: ClockKind, begins: datetime, span: Span, pauses: Iterable[Pause] = (), *, met_at: datetime | None = None
) -> Clock:
    """Return the clock that gives `span` from `begins` on, not counting `pauses`."""
    merged = _merged(pauses, begins)
    return Clock(kind, begins, _shifted(deadline(begins, span), merged, span.unit), span.unit, met_at, merged)


def fixed_clock(kind: ClockKind, begins: datetime, due: datetime, pauses: Iterable[Pause] = ()) -> Clock:
    """Return the clock whose deadline was already told to somebody; pauses move it by the hour."""
    merged = _merged(pauses, begins)
    return Clock(kind, begins, _shifted(due, merged, "hours"), pauses=merged)


def state_at(clock: Clock, now: datetime) -> ClockState:
    """Return how `clock` stands at `now`."""
    left = clock.due - now
    if clock.met_at is not None:
        return ClockState(clock, "met", left)
    pause = next((pause for pause in clock.pauses if pause.begins <= now < pause.ends), None)
    if pause is not None:
        return ClockState(clock, "paused", left, pause)
    if left < timedelta():
        return ClockState(clock, "overdue", left)
    return ClockState(clock, "soon" if left <= _soon(clock) else "running", left)


def soon_from(clock: Clock) -> datetime:
    """Return the moment from which a clock is soon due."""
    return clock.due - _soon(clock)


def most_urgent(clocks: Iterable[Clock]) -> Clock | None:
    """Return the clock that is not met and due first, or None."""
    return min((clock for clock in clocks if clock.met_at is None), key=lambda clock: clock.due, default=None)


def is_written_late(happened_at: datetime, written_at: datetime, limit: Span) -> bool:
    """Tell whether a record was written down later than `limit` after the talk (F2)."""
    return written_at > deadline(happened_at, limit)


def duration_text(span: timedelta) -> str:
    """Return a length of time in its one fitting unit, rounded down: 40分钟, 3小时, 2天."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 60:
        return tr("{minutes}分钟", minutes=max(minutes, 1))
    hours = minutes // 60
    return tr("{hours}小时", hours=hours) if hours < 48 else tr("{days}天", days=hours // 24)


def due_text(clock: Clock, now: datetime) -> str:
    """Return the deadline in words: 今天 15:30 前, 明天内, 3月2日内."""
    day, today = local_day(clock.due), local_day(now)
    named = {0: tr("今天"), 1: tr("明天"), -1: tr("昨天")}.get((day - today).days) or short_day(day, today)
    if clock.unit != "hours":
        return tr("{day}内", day=named)
    return tr("{day} {time} 前", day=named, time=f"{clock.due.astimezone():%H:%M}")


def note_of(clocks: Iterable[Clock]) -> str:
    """Return the sentence on years whose holidays are not known yet, as far as deadlines in working days need them."""
    return calendar_note(local_day(clock.due).year for clock in clocks if clock.unit == "working_days")


def _soon(clock: Clock) -> timedelta:
    held = sum((pause.ends - pause.begins for pause in clock.pauses if pause.begins < clock.due), timedelta())
    return min(max((clock.due - clock.begins - held) / 4, _SOON_LEAST), _SOON_MOST)


def _merged(pauses: Iterable[Pause], begins: datetime) -> tuple[Pause, ...]:
    """Return the pauses after the start in order of time, overlapping ones as one."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.begins):
        start = max(pause.begins, begins, merged[-1].ends if merged else begins)
        if start < pause.ends:
            merged.append(Pause(start, pause.ends, pause.reason))
    return tuple(merged)


def _shifted(due: datetime, pauses: tuple[Pause, ...], unit: str) -> datetime:
    """Return the deadline after `pauses` in order of time; one that begins after the deadline comes too late."""
    for pause in pauses:
        if pause.begins >= due:
            break
        due = due + (pause.ends - pause.begins) if unit == "hours" else end_of_day(_day_after(due, pause, unit))
    return due


def _day_after(due: datetime, pause: Pause, unit: str) -> date:
    begins, ends, day = local_day(pause.begins), local_day(pause.ends), local_day(due)
    if unit == "working_days":
        return next_working_day(add_working_days(ends, working_days_between(begins, day)))
    return day + (ends - begins)
