"""The lunar calendar, as far as its tables reach (1900 to 2100): days to and fro, and the solar terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day by the moon; `leap` tells the second of a doubled month."""

    month: int
    day: int
    leap: bool = False


def lunar_day(day: date) -> LunarDay:
    """Return what a day is called by the moon."""
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415 - only who asks for the moon pays for it

    found = LunarDate.from_solar_date(day.year, day.month, day.day)
    return LunarDay(found.month, found.day, bool(found.leap))


def common_day(year: int, month: int, day: int) -> date:
    """Return the day of the common calendar; the 30th of a month of 29 days is its 29th, a doubled month its first."""
    from borax.calendars.lunardate import LCalendars, LunarDate  # noqa: PLC0415

    return LunarDate(year, month, min(day, LCalendars.ndays(year, month))).to_solar_date()


def solar_term(year: int, name: str) -> date:
    """Return the day of a solar term such as 清明 or 冬至."""
    from borax.calendars.lunardate import TermUtils  # noqa: PLC0415

    return TermUtils.day_start_from_term(year, name)
