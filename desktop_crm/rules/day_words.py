"""What is said of a day besides its date: the lunar day, its festivals, whether people work; and the working days ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from desktop_crm.rules.festivals import festivals, lunar_text
from desktop_crm.rules.lunar import lunar_day
from desktop_crm.rules.working_time import holiday_name, is_make_up_day, is_working_day, next_working_day
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class DayWords:
    """A day in words; `free` names the holiday or weekend, empty when people work as on any other day."""

    day: date
    lunar: str
    festivals: tuple[str, ...]
    free: str
    next_day: date  # the first working day after it
    next_week: date  # the first working day from the next Monday on

    @property
    def text(self) -> str:
        """Return the words in one line."""
        return " · ".join(part for part in (self.lunar, *self.festivals, self.free) if part)


def day_words(day: date) -> DayWords:
    """Return what is said of `day`; the calendars behind it are loaded on first use."""
    monday = day + timedelta(days=7 - day.weekday())
    names = tuple(each.name for each in festivals(day.year) if each.day == day)
    return DayWords(
        day=day,
        lunar=tr("农历{day}", day=_lunar(day)),
        festivals=names,
        free=_free(day, names),
        next_day=next_working_day(day + timedelta(days=1)),
        next_week=next_working_day(monday),
    )


def day_mark(day: date) -> str:
    """Return 休 for a public holiday, 班 for a weekend day on which people work, else nothing."""
    if is_make_up_day(day):
        return tr("班")
    return tr("休") if holiday_name(day) else ""


def _free(day: date, names: tuple[str, ...]) -> str:
    if is_make_up_day(day):
        return tr("调休上班")
    if is_working_day(day):
        return ""
    holiday = holiday_name(day)
    if not holiday:
        return tr("周末")
    return tr("放假") if holiday in names else tr("{holiday}假期", holiday=holiday)


def _lunar(day: date) -> str:
    found = lunar_day(day)
    return (tr("闰") if found.leap else "") + lunar_text(found.month, found.day)
