"""Working time in mainland China: weekends, public holidays and the make-up working weekends (调休).

A working day is a day of the local calendar; moments are aware. The lists of holidays come from `chinese_calendar`,
which knows a year once the State Council has announced it; any other year is taken with its plain weekends.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, Protocol

from desktop_crm.rules.months import months_on
from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr

_DAY: Final = timedelta(days=1)


class Span(Protocol):
    """An amount of hours, days, working_days, weeks or months, as playbooks state it."""

    @property
    def amount(self) -> int:
        """How many."""
        ...

    @property
    def unit(self) -> str:
        """Of what."""
        ...


# Days


def known_years() -> frozenset[int]:
    """Return the years whose holidays have been announced."""
    return _tables()[2]


def calendar_note(years: Iterable[int]) -> str:
    """Return the sentence that says which of `years` are reckoned by weekends only; empty when none is."""
    unknown = sorted(set(years) - known_years())
    if not unknown:
        return ""
    named = "、".join(str(year) for year in unknown)
    return tr("{years}年的放假安排尚未收录，工作日暂按周末推算。", years=named)


def is_working_day(day: date) -> bool:
    """Tell whether people work on `day`."""
    holidays, make_up, _ = _tables()
    return day in make_up or (day.weekday() < 5 and day not in holidays)


def is_make_up_day(day: date) -> bool:
    """Tell whether `day` is a weekend day on which people work for a holiday (班)."""
    return day in _tables()[1]


def holiday_name(day: date) -> str:
    """Return the Chinese name of the public holiday `day` belongs to, or an empty text."""
    return _tables()[0].get(day, "")


def next_working_day(day: date) -> date:
    """Return `day` itself when people work on it, else the first working day after it."""
    return day if is_working_day(day) else add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """Return the `count`-th working day after `day`, before it for a negative count; none leaves the day as it is."""
    if count == 0:
        return day
    year = day.year
    if count > 0:
        place = bisect_right(_working_days(year), day.toordinal()) + count - 1
    else:
        place = bisect_left(_working_days(year), day.toordinal()) + count
    while place < 0:
        year -= 1
        place += len(_working_days(year))
    while place >= len(_working_days(year)):
        place -= len(_working_days(year))
        year += 1
    return date.fromordinal(_working_days(year)[place])


def working_days_between(start: date, end: date) -> int:
    """Return how many working days come after `start` up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    whole = sum(len(_working_days(year)) for year in range(start.year, end.year))
    return whole + _count_until(end) - _count_until(start)


# Moments


def end_of_day(day: date) -> datetime:
    """Return the last second of a local day."""
    return datetime.combine(day, time(23, 59, 59)).astimezone(UTC)


def start_of_day(day: date) -> datetime:
    """Return the first second of a local day."""
    return datetime.combine(day, time()).astimezone(UTC)


def deadline(start: datetime, span: Span) -> datetime:
    """Return when `span` from `start` on is over: to the second for hours, else with the end of its last local day."""
    if span.unit == "hours":
        return start + timedelta(hours=span.amount)
    return end_of_day(last_day(local_day(start), span))


def last_day(day: date, span: Span) -> date:
    """Return the last day of a span that counts days; the day it starts on does not count."""
    match span.unit:
        case "days":
            return day + span.amount * _DAY
        case "working_days":
            return add_working_days(day, span.amount)
        case "weeks":
            return day + 7 * span.amount * _DAY
        case "months":
            return months_on(day, span.amount)
        case _:
            raise ValueError(span.unit)


def passed_for_starts_before(now: datetime, span: Span) -> datetime:
    """Return the moment before which a span must have started for its deadline to lie in the past.

    The exact inverse of `deadline`, so that the file can be searched for what is overdue by the start alone.
    """
    if span.unit == "hours":
        return now - timedelta(hours=span.amount)
    return start_of_day(_first_open_start(local_day(now), span))


def _first_open_start(today: date, span: Span) -> date:
    """Return the first day from which the span lasts until `today` or longer."""
    match span.unit:
        case "days":
            return today - span.amount * _DAY
        case "working_days":
            return add_working_days(today, -span.amount)
        case "weeks":
            return today - 7 * span.amount * _DAY
        case _:  # short months make several starts end on one day
            first = months_on(today, -span.amount) - 3 * _DAY
            return next(day for day in (first + _DAY * on for on in range(7)) if last_day(day, span) >= today)


# What is known of a year, looked up once


@cache
def _tables() -> tuple[dict[date, str], frozenset[date], frozenset[int]]:
    """Return the names of the holidays by day, the make-up days, and the years they cover."""
    from chinese_calendar import Holiday, constants  # noqa: PLC0415 - most runs of the program never need it

    names: dict[str, str] = {kind.value: vars(kind)["chinese"] for kind in Holiday}
    holidays = {day: names[name] for day, name in constants.holidays.items()}
    return holidays, frozenset(constants.workdays), frozenset(day.year for day in holidays)


@cache
def _working_days(year: int) -> tuple[int, ...]:
    """Return the working days of a year, ascending, as ordinals: their places are the prefix sums."""
    first, after = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    return tuple(day for day in range(first, after) if is_working_day(date.fromordinal(day)))


def _count_until(day: date) -> int:
    return bisect_right(_working_days(day.year), day.toordinal())
