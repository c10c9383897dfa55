"""A day of every year as people write it: 6-18, 6/18, 6月18日, 八月十五, 农历腊月廿三."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from desktop_crm.rules.festivals import lunar_text
from desktop_crm.rules.text import half_width
from desktop_crm.system.translations import tr

_LEAP_YEAR: Final = 2024  # allows 29 February
_SOLAR: Final = re.compile(r"(?:\d{4}\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_MARKS: Final = ("农历", "阴历", "旧历")
_LUNAR: Final = {lunar_text(month, day): (month, day) for month in range(1, 13) for day in range(1, 31)}


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A month and a day of it, by the sun or by the moon."""

    month: int
    day: int
    lunar: bool = False

    @property
    def text(self) -> str:
        """Return the day as people say it."""
        if self.lunar:
            return tr("农历{day}", day=lunar_text(self.month, self.day))
        return tr("{month}月{day}日", month=self.month, day=self.day)


def parse_month_day(text: str) -> MonthDay:
    """Return what was typed; ValueError with a sentence when it is no day of a year."""
    typed = half_width(text).strip()
    bare = typed
    for mark in _MARKS:
        bare = bare.removeprefix(mark).strip()
    said = _LUNAR.get(_plain(bare))
    if said:
        return MonthDay(*said, lunar=True)
    found = _SOLAR.fullmatch(bare)
    if found:
        month, day, lunar = int(found[1]), int(found[2]), bare != typed
        if 1 <= month <= 12 and 1 <= day <= (30 if lunar else monthrange(_LEAP_YEAR, month)[1]):
            return MonthDay(month, day, lunar)
    raise ValueError(tr("“{text}”不是一年里的某一天，例如 6月18日、农历八月十五。", text=text.strip()[:20]))


def _plain(text: str) -> str:
    """Return the usual spelling of a lunar day: 一月 for 正月, 十二月 for 腊月, and 二十三 for 廿三 are the same."""
    for other, usual in (("十一月", "冬月"), ("十二月", "腊月"), ("一月", "正月")):
        if text.startswith(other):
            text = usual + text.removeprefix(other)
    month, cut, day = text.partition("月")
    return month + cut + re.sub(r"^二十(?=.)", "廿", day.removesuffix("日"))
