"""The weekly report of a delivery: which days it covers, how far the whole has come, and what the next one begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from desktop_crm.rules.due import short_day
from desktop_crm.rules.text import compact, half_width
from desktop_crm.system.translations import tr

_WEEK: Final = timedelta(days=7)
_PERCENT: Final = re.compile(r"(?:完成)?(\d{1,3})%?")
_BY_DAY: Final = re.compile(r"（[^（）]{1,12}前）$")  # what `planned_text` adds


class BadPercent(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no progress; the message is one Chinese sentence."""


def parse_percent(text: str) -> int:
    """Return a progress (`60`, `60%`) from 0 to 100; raises `BadPercent`."""
    found = _PERCENT.fullmatch(compact(half_width(text)))
    if found is None or int(found[1]) > 100:
        raise BadPercent(tr("“{text}”不是进度，请写成 0 到 100，如 60%。", text=text.strip()[:20]))
    return int(found[1])


def percent_of(done: int, total: int) -> int | None:
    """Return how much of the milestones is done, rounded down, so that all of them are needed for the whole."""
    return done * 100 // total if total else None


def next_week(last_to: date | None, begun_on: date | None, today: date) -> tuple[date, date]:
    """Return the days of the next report: after the last one, else of this week, to a Sunday.

    Weeks for which nobody wrote a report are covered as well, so that nothing done goes unsaid.
    """
    monday = today - timedelta(days=today.weekday())
    if last_to is not None:
        begins = last_to + timedelta(days=1)
    else:
        begins = begun_on if begun_on and monday < begun_on <= today else monday
    sunday = begins + timedelta(days=6 - begins.weekday())
    return begins, max(sunday, monday + timedelta(days=6))


def following(week_to: date) -> tuple[date, date]:
    """Return the days of the week that follows a report."""
    return week_to + timedelta(days=1), week_to + _WEEK


def done_text(planned: str, reached: Iterable[str]) -> str:
    """Return what a report begins with as done: what the last one planned, and milestones reached that it does not name."""
    lines = [_BY_DAY.sub("", line) for line in _lines(planned)]
    return "\n".join([*lines, *(tr("完成里程碑“{name}”", name=name) for name in reached if not _names(lines, name))])


def planned_text(steps: Sequence[tuple[str, date]], today: date) -> str:
    """Return what a report begins with as planned: each step with its day."""
    return "\n".join(tr("{step}（{day}前）", step=name, day=short_day(day, today)) for name, day in steps)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _names(lines: Sequence[str], name: str) -> bool:
    return any(name in line for line in lines)
