"""The periods a manager asks for, as days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desktop_crm.system.translations import tr

PERIODS: Final = {
    "": tr("全部时间"),
    "month": tr("本月"),
    "last_month": tr("上月"),
    "quarter": tr("本季度"),
    "last_quarter": tr("上季度"),
    "year": tr("今年"),
    "last_year": tr("去年"),
    "twelve": tr("最近 12 个月"),
}


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """Return the first and the last day of a period; None and None for all times."""
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    match period:
        case "month":
            return month, _last(month, 1)
        case "last_month":
            return _back(month, 1), month - timedelta(days=1)
        case "quarter":
            return quarter, _last(quarter, 3)
        case "last_quarter":
            return _back(quarter, 3), quarter - timedelta(days=1)
        case "year":
            return date(today.year, 1, 1), date(today.year, 12, 31)
        case "last_year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case "twelve":
            return _back(month, 11), _last(month, 1)
        case _:
            return None, None


def _back(month: date, months: int) -> date:
    """Return the first day of the month so many before."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _last(month: date, months: int) -> date:
    return _back(month, -months) - timedelta(days=1)
