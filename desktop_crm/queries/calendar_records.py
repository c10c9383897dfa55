"""The calendar for the command line: all entries of a span of days, one record each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.queries.calendar import CalendarFilter, Entry, Span
from desktop_crm.queries.calendar_sources import calendar
from desktop_crm.refusal import Refused
from desktop_crm.rules.festivals import festivals
from desktop_crm.rules.months import month_of, months_on
from desktop_crm.rules.working_time import holiday_name, is_working_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class CalendarRecord:
    """An entry with what its day is: a working day or not, a holiday, a festival."""

    day: date
    time: str
    minutes: int
    kind: str
    customer: str
    title: str
    owner: str
    method: str
    deal: str
    overdue: bool
    working_day: bool
    holiday: str
    festival: str


def calendar_records(session: Session, days: str = "") -> list[CalendarRecord]:
    """Return the entries of `days` (`2026-03-01..2026-03-31`, one end may be left out); without them of this month."""
    span = read_span(days, clock.today())
    found = calendar(session, span, CalendarFilter())
    named = {each.day: each.name for year in range(span.first.year, span.last.year + 1) for each in festivals(year)}
    return [_record(entry, named) for day in span.days() for entry in found.of(day)]


def read_span(days: str, today: date) -> Span:
    """Return the days from `A..B`; a missing end is a month away from the other, nothing at all is this month."""
    said_first, _, said_last = days.partition("..")
    try:
        first = date.fromisoformat(said_first) if said_first else None
        last = date.fromisoformat(said_last) if said_last else None
    except ValueError as error:
        raise Refused(tr("日期写成 2026-03-01。")) from error
    if first is None:
        first = months_on(last, -1) if last else month_of(today)
    last = last or date.fromordinal(months_on(first, 1).toordinal() - 1)
    if last < first:
        raise Refused(tr("结束日期早于开始日期。"))
    return Span(first, last)


def _record(entry: Entry, festival: dict[date, str]) -> CalendarRecord:
    overdue = entry.kind not in {"done", "anniversary"} and entry.day < clock.today()
    return CalendarRecord(
        entry.day, entry.at, entry.minutes, entry.kind, entry.customer, entry.title, entry.owner, entry.method,
        entry.deal_id, overdue, is_working_day(entry.day), holiday_name(entry.day), festival.get(entry.day, ""),
    )  # fmt: skip
