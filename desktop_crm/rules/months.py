"""Months and quarters as days: where they begin and end, how far on they lie, what people call them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from desktop_crm.system.translations import tr


def month_of(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of the month that begins with `month`."""
    return months_on(month, 1) - timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def quarter(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter of `day`."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, last_of(months_on(first, 2))


def month_name(month: date) -> str:
    """Return a month as people say it: 2026年11月."""
    return tr("{year}年{month}月", year=month.year, month=month.month)
