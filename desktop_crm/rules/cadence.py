"""When the next contact of a rhythm is due (F1): beats of the calendar in, working days out.

A rhythm keeps its beat: a contact that a holiday pushed back does not push back all that follow. So each contact has its
beat (the day the rhythm names, whatever day that is) beside the working day it is planned for.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from desktop_crm.rules.working_time import Span, add_working_days, is_working_day, last_day, next_working_day
from desktop_crm.rules.working_time import deadline as end_of_span

_DAY: Final = timedelta(days=1)
_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Times:
    """A span several times over."""

    amount: int
    unit: str


def add_span(day: date, span: Span, times: int = 1) -> date:
    """Return the day a span (or several of them) after `day`; hours count as the days they begin."""
    amount = span.amount * times
    if span.unit == "hours":
        return day + _DAY * -(-amount // _HOURS)
    return last_day(day, Times(amount, span.unit))


def next_beat(beat: date, contacted: date, every: Span) -> date:
    """Return the first beat after the day of the latest contact, counted on from the beat that contact was made for."""
    times = 1
    while (following := add_span(beat, every, times)) <= contacted:
        times += 1  # a holiday longer than the rhythm skipped some
    return following


def least_gap(beat: date, every: Span) -> timedelta:
    """Return how long a customer is left in peace after a contact: half the rhythm."""
    return (add_span(beat, every) - beat) // 2


def planned_day(beat: date, taken: Collection[date], latest: date | None = None) -> date:
    """Return the free working day for a beat: the first from it on, or one before `latest` where that would be too late."""
    day = next_working_day(beat)
    while day in taken:
        day = add_working_days(day, 1)
    if latest is None or day <= latest:
        return day
    spare = (latest - beat).days + 1
    days = (beat + _DAY * on for on in range(spare))
    return next((early for early in days if is_working_day(early) and early not in taken), day)


def working_day_by(day: date) -> date:
    """Return `day`, or the last working day before it."""
    return day if is_working_day(day) else add_working_days(day, -1)


def first_contact_day(assigned: datetime, within: Span) -> tuple[date, str]:
    """Return the working day of a first contact that keeps its deadline, and the hour when that is stated in hours.

    A lead that came in on a day off with a deadline before people are back is contacted on the first day they are.
    """
    begin, end = assigned.astimezone(), end_of_span(assigned, within).astimezone()
    day = working_day_by(end.date())
    if day < begin.date():
        return next_working_day(end.date()), ""
    in_hours = within.unit == "hours" and day == end.date()
    return day, f"{end:%H:%M}" if in_hours else ""
