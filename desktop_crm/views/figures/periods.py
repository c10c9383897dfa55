"""The periods a manager asks for, as days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from desktop_crm.rules.months import last_of, month_of, months_on, quarter
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
    month = month_of(today)
    match period:
        case "month":
            return month, last_of(month)
        case "last_month":
            return months_on(month, -1), month - timedelta(days=1)
        case "quarter":
            return quarter(today)
        case "last_quarter":
            return quarter(months_on(month, -3))
        case "year":
            return date(today.year, 1, 1), date(today.year, 12, 31)
        case "last_year":
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case "twelve":
            return months_on(month, -11), last_of(month)
        case _:
            return None, None
