"""Dates as they stand in files: Chinese, ISO, American, European, Excel serials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from functools import lru_cache

from desktop_crm.rules.text import chinese_digits, half_width, small_number
from desktop_crm.system.translations import tr

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 110_000)  # 1927 to 2201
_YEARS = range(1900, 2201)
_CLOCK = re.compile(
    r"[T\s]+(?:[上下]午|[AaPp][Mm])?\s*\d{1,2}:\d{2}.*$|(?<=[日号])\s*(?:[上下]午)?\s*\d{1,2}[:时点].*$"
)
_WEEKDAY = re.compile(r"[\s(,]*(?:星期|周|礼拜)[一二三四五六日天]\)?$")
_HAN_NUMBER = "[\\d一二三四五六七八九十廿卅]{1,3}"
_CHINESE = re.compile(rf"(?:(\d{{4}}|\d{{2}})年)?({_HAN_NUMBER})月({_HAN_NUMBER})[日号]?")
_HAN_YEAR = re.compile(r"^([〇零一二三四五六七八九]{4})(?=年)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,4})")
_TWO = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-\s,]+([a-z]{3})[a-z]*\.?[-\s,]+(\d{4})")
_NAME_DAY_YEAR = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})")


class BadDate(ValueError):  # noqa: N818 - named for what the user typed
    """The value is no date; the message is one Chinese sentence."""


class DateOrder(Enum):
    """How a column writes `1/2/2024`: month first (American) or day first (European)."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


def guess_order(values: Iterable[object]) -> DateOrder:
    """Decide from all values of a column; month first where nothing speaks against it."""
    day_first = month_first = 0
    for value in values:
        if not isinstance(value, str) or not (found := _THREE.match(half_width(value))):
            continue
        first, second = int(found[1]), int(found[3])
        if len(found[1]) <= 2 and len(found[4]) == 4:
            day_first += 12 < first <= 31
            month_first += 12 < second <= 31
    return DateOrder.DAY_FIRST if day_first > month_first else DateOrder.MONTH_FIRST


def parse_date(value: object, *, order: DateOrder = DateOrder.MONTH_FIRST, reference: date | None = None) -> date:
    """Return the day of a cell (text, date, datetime or Excel serial); a date without a year needs a `reference`.

    A missing year becomes the one that brings the date nearest to the reference day. Raises `BadDate`.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(value)
    if isinstance(value, str):
        return _of_text(value, order, reference)
    raise BadDate(tr("“{text}”不是日期。", text=value))


def nearest_year(month: int, day: int, reference: date) -> date:
    """Return the date with this month and day nearest to `reference`; `ValueError` for a day no year has."""
    found = [made for year in range(reference.year - 4, reference.year + 5) if (made := _made(year, month, day))]
    if not found:
        raise ValueError(f"{month}-{day}")
    return min(found, key=lambda made: abs(made - reference))


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _of_number(value: float) -> date:
    if not value < 1e8:  # NaN too
        raise BadDate(tr("“{text}”不是日期。", text=value))
    whole = int(value)
    if whole in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=whole)
    if found := _COMPACT.fullmatch(str(whole)):
        return _day(found[1], found[2], found[3], str(whole))
    raise BadDate(tr("“{text}”不是日期。", text=value))


@lru_cache(maxsize=4096)
def _of_text(text: str, order: DateOrder, reference: date | None) -> date:
    plain = half_width(text)
    plain = _WEEKDAY.sub("", _CLOCK.sub("", plain)).strip().lower()
    plain = _HAN_YEAR.sub(lambda found: chinese_digits(found[1]), plain)
    if found := _THREE.fullmatch(plain):
        return _of_three(found[1], found[3], found[4], order, text)
    if found := _COMPACT.fullmatch(plain):
        return _day(found[1], found[2], found[3], text)
    if found := _CHINESE.fullmatch("".join(plain.split())):
        month, day = _small(found[2], text), _small(found[3], text)
        return _day(found[1], month, day, text) if found[1] else _without_year(month, day, reference, text)
    if found := _DAY_NAME_YEAR.fullmatch(plain):
        return _day(found[3], _MONTHS.get(found[2], 0), found[1], text)
    if found := _NAME_DAY_YEAR.fullmatch(plain):
        return _day(found[3], _MONTHS.get(found[1], 0), found[2], text)
    if found := _TWO.fullmatch(plain):
        return _without_year(int(found[1]), int(found[2]), reference, text)
    return _serial_text(plain, text)


def _serial_text(plain: str, text: str) -> date:
    if re.fullmatch(r"\d{5}(?:\.\d+)?", plain) and int(plain[:5]) in _SERIALS:
        return _of_number(float(plain))
    raise BadDate(tr("“{text}”不是能识别的日期。", text=text.strip()[:40]))


def _of_three(first: str, second: str, third: str, order: DateOrder, text: str) -> date:
    if len(first) == 4:
        return _day(first, second, third, text)
    if len(third) == 4:
        month, day = (first, second) if order is DateOrder.MONTH_FIRST else (second, first)
        if int(month) > 12:  # one cell against the column's habit is still clear by itself
            month, day = day, month
        return _day(third, month, day, text)
    if len(first) == 2 and int(first) > 12 and len(third) <= 2:
        return _day(first, second, third, text)
    if len(third) == 2 and int(first) <= 12 < int(second):
        return _day(third, first, second, text)
    raise BadDate(tr("“{text}”分不清年、月、日，请写四位年份。", text=text.strip()[:40]))


def _small(text: str, whole: str) -> int:
    try:
        return small_number(text)
    except ValueError as error:
        raise BadDate(tr("“{text}”不是能识别的日期。", text=whole.strip()[:40])) from error


def _without_year(month: int, day: int, reference: date | None, text: str) -> date:
    if reference is None:
        raise BadDate(tr("“{text}”没有写年份。", text=text.strip()[:40]))
    try:
        return nearest_year(month, day, reference)
    except ValueError as error:
        raise BadDate(tr("“{text}”这一天不存在。", text=text.strip()[:40])) from error


def _day(year: str | int, month: str | int, day: str | int, text: str) -> date:
    number = int(year)
    made = _made(number + 2000 if number < 100 else number, int(month), int(day))
    if made is None:
        raise BadDate(tr("“{text}”这一天不存在。", text=text.strip()[:40]))
    return _plausible(made)


def _plausible(day: date) -> date:
    if day.year not in _YEARS:
        raise BadDate(tr("“{text}”的年份不合理。", text=day.isoformat()))
    return day
