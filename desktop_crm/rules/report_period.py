"""The weeks and months that reports are about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from desktop_crm.refusal import Refused
from desktop_crm.rules.months import month_name, month_of, months_on
from desktop_crm.system.translations import tr

_WEEK: Final = re.compile(r"(\d{4})-?[Ww](\d{1,2})")
_MONTH: Final = re.compile(r"(\d{4})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """A week from Monday to Sunday, or a month."""

    kind: Literal["week", "month"]
    first: date

    @property
    def last(self) -> date:
        """Return its last day."""
        return self._later(1).first - timedelta(days=1)

    def before(self) -> ReportPeriod:
        """Return the one before."""
        return self._later(-1)

    def after(self) -> ReportPeriod:
        """Return the one after."""
        return self._later(1)

    @property
    def code(self) -> str:
        """Return how it is written for a machine: `2026-W47`, `2026-11`."""
        if self.kind == "month":
            return f"{self.first:%Y-%m}"
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def name(self) -> str:
        """Return how people call it: 2026年第47周, 2026年11月."""
        if self.kind == "month":
            return month_name(self.first)
        year, week, _ = self.first.isocalendar()
        return tr("{year}年第{week}周", year=year, week=week)

    @property
    def days(self) -> str:
        """Return its days: 11月16日–22日."""
        first, last = self.first, self.last
        end = tr("{day}日", day=last.day) if first.month == last.month else _day(last)
        return f"{_day(first)}–{end}"

    @property
    def short(self) -> str:
        """Return what one says of it while speaking of it: 这一周 or 这个月."""
        return tr("这一周") if self.kind == "week" else tr("这个月")

    @property
    def previous(self) -> str:
        """Return what one says of the one before: 前一周 or 前一月."""
        return tr("前一周") if self.kind == "week" else tr("前一月")

    def _later(self, periods: int) -> ReportPeriod:
        if self.kind == "month":
            return ReportPeriod("month", months_on(self.first, periods))
        return ReportPeriod("week", self.first + timedelta(weeks=periods))


def report_week(day: date) -> ReportPeriod:
    """Return the week of a day."""
    return ReportPeriod("week", day - timedelta(days=day.weekday()))


def report_month(day: date) -> ReportPeriod:
    """Return the month of a day."""
    return ReportPeriod("month", month_of(day))


def read_week(text: str) -> ReportPeriod:
    """Return the week written as `2026-W47`."""
    found = _WEEK.fullmatch(text.strip())
    try:
        if found:
            return ReportPeriod("week", date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    raise Refused(tr("没有“{text}”这一周，周写成 2026-W47。", text=text))


def read_month(text: str) -> ReportPeriod:
    """Return the month written as `2026-11`."""
    found = _MONTH.fullmatch(text.strip())
    try:
        if found:
            return ReportPeriod("month", date(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    raise Refused(tr("没有“{text}”这个月，月写成 2026-11。", text=text))


def _day(day: date) -> str:
    return tr("{month}月{day}日", month=day.month, day=day.day)
