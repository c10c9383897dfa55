"""What a day is called: holiday or make-up day, festival, and the day of the lunar month in small print."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from desktop_crm.rules.festivals import festivals, lunar_text
from desktop_crm.rules.lunar import lunar_day
from desktop_crm.rules.working_time import calendar_note, holiday_name, is_make_up_day
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class DayMark:
    """`free` and `make_up` are the holidays' 休 and 班; `label` is a festival, the holiday or the lunar day."""

    label: str
    festival: bool = False
    holiday: str = ""
    make_up: bool = False

    @property
    def word(self) -> str:
        """Return 休, 班 or nothing."""
        return tr("休") if self.holiday else tr("班") if self.make_up else ""

    def spoken(self) -> str:
        """Return the day's marks in words."""
        state = tr("{name}放假", name=self.holiday) if self.holiday else tr("调休上班") if self.make_up else ""
        return "，".join(part for part in (state, self.label) if part)


def day_mark(day: date) -> DayMark:
    """Return what `day` is called."""
    return _month(day.year, day.month)[day.day - 1]


def note_for(years: Iterable[int]) -> str:
    """Return the sentence for years whose holidays are not known yet, or nothing."""
    return calendar_note(years)


@lru_cache(maxsize=48)
def _month(year: int, month: int) -> tuple[DayMark, ...]:
    named = {each.day: each.name for each in festivals(year)}
    days = [date(year, month, number + 1) for number in range(calendar.monthrange(year, month)[1])]
    return tuple(_mark(day, named.get(day, "")) for day in days)


def _mark(day: date, festival: str) -> DayMark:
    holiday = holiday_name(day)
    return DayMark(festival or _lunar(day), bool(festival), holiday, is_make_up_day(day))


def _lunar(day: date) -> str:
    """Return 初五, or the month's name on its first day."""
    found = lunar_day(day)
    said = lunar_text(found.month, found.day)
    name, _, rest = said.partition("月")
    return (tr("闰") if found.leap else "") + name + "月" if found.day == 1 else rest
