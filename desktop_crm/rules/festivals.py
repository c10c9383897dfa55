"""Festivals of a year, by the sun and by the moon, and days people remember every year.

The lunar calendar: an anniversary in a month that is doubled in some year (a leap month) is kept in the first of the two;
the 30th of a month that has only 29 days is kept on its 29th. 29 February is kept on the 28th in other years.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from desktop_crm.rules.lunar import common_day, solar_term
from desktop_crm.system.translations import tr

# key, name, month, day
_SOLAR: Final = (
    ("new_year", tr("元旦"), 1, 1),
    ("womens_day", tr("妇女节"), 3, 8),
    ("labour_day", tr("劳动节"), 5, 1),
    ("national_day", tr("国庆节"), 10, 1),
)
_LUNAR: Final = (
    ("spring_festival", tr("春节"), 1, 1),
    ("lantern", tr("元宵节"), 1, 15),
    ("dragon_boat", tr("端午节"), 5, 5),
    ("double_seventh", tr("七夕"), 7, 7),
    ("mid_autumn", tr("中秋节"), 8, 15),
    ("double_ninth", tr("重阳节"), 9, 9),
    ("laba", tr("腊八节"), 12, 8),
)
_MONTHS: Final = "正二三四五六七八九十冬腊"
_DIGITS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival on its day of one year."""

    key: str
    name: str
    day: date


@lru_cache(maxsize=64)
def festivals(year: int) -> tuple[Festival, ...]:
    """Return the festivals that fall into a year of the common calendar, in the order of their days."""
    found = [Festival(key, name, date(year, month, day)) for key, name, month, day in _SOLAR]
    for key, name, month, day in _LUNAR:
        found += [Festival(key, name, each) for each in anniversary_days(year, month, day, lunar=True)]
    found.append(Festival("qingming", tr("清明节"), solar_term(year, "清明")))
    found.append(Festival("winter_solstice", tr("冬至"), solar_term(year, "冬至")))
    eve = next(each.day for each in found if each.key == "spring_festival").toordinal() - 1
    found.append(Festival("new_years_eve", tr("除夕"), date.fromordinal(eve)))
    return tuple(sorted(found, key=lambda each: each.day))


def anniversary_days(year: int, month: int, day: int, *, lunar: bool = False) -> tuple[date, ...]:
    """Return the days of a year on which month and day come round; by the moon that may be none, one or two."""
    if not lunar:
        return (date(year, month, min(day, monthrange(year, month)[1])),)
    # The last months of a lunar year reach into the next year of the common calendar.
    found = (common_day(lunar_year, month, day) for lunar_year in (year - 1, year))
    return tuple(each for each in found if each.year == year)


def lunar_text(month: int, day: int) -> str:
    """Return a day of the lunar calendar as people say it: 正月初一, 八月十五, 腊月廿三."""
    tens, ones = divmod(day, 10)
    if day <= 10:
        number = "初" + _DIGITS[day - 1]
    elif ones == 0:
        number = {2: "二十", 3: "三十"}[tens]
    else:
        number = {1: "十", 2: "廿"}[tens] + _DIGITS[ones - 1]
    return f"{_MONTHS[month - 1]}月{number}"
