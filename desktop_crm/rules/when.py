"""The small grammar of what people type into a date field: 明天, 下周二下午3点, 月底, 三天后, 11月25日."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from desktop_crm.rules.dates import parse_date
from desktop_crm.rules.months import last_of, month_of, months_on, quarter
from desktop_crm.rules.text import half_width, small_number
from desktop_crm.system.translations import tr

_N = "(\\d{1,3}|[一二两三四五六七八九十廿]{1,3})"
_DAYS = {"大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨": -1, "今天": 0, "今日": 0, "今": 0,
         "明天": 1, "明日": 1, "明": 1, "后天": 2, "后日": 2, "大后天": 3}  # fmt: skip
_WEEKDAYS = {
    sign: at for at, signs in enumerate(("一1", "二2", "三3", "四4", "五5", "六6末", "日天7")) for sign in signs
}
_HOUR = "(\\d{1,2}|二十[一二三]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
_MINUTE = "(半|一刻|三刻|\\d{1,2}分?|[零一二三四五]?十?[一二三四五六七八九]?分)"
_PARTS = {"凌晨": 0, "早上": 9, "早晨": 9, "上午": 9, "中午": 12, "下午": 14, "傍晚": 18, "晚上": 19, "早": 9, "晚": 19}
_PART = f"({'|'.join(_PARTS)})"
_AT = re.compile(rf"\s*{_PART}?\s*(?:(\d{{1,2}}):(\d{{2}})|(?<!周){_HOUR}[点时]整?{_MINUTE}?)$")
_SOMETIME = re.compile(rf"\s*{_PART}$")
_QUARTERS = {"": 0, "半": 30, "一刻": 15, "三刻": 45}
_SHIFTS = {"": 0, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1, "下下": 2, "下下个": 2, "上": -1, "上个": -1}
_SHIFT = "(下下个|下下|下个|下|这个|这|本|上个|上)"
_YEARS = {"今": 0, "本": 0, "明": 1, "后": 2}


class BadWhen(ValueError):  # noqa: N818 - named for what the user typed
    """The text names no day; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class When:
    """A day and, where it was said, a local time of that day."""

    day: date
    time: time | None = None


def parse_when(text: str, today: date) -> When:
    """Read what was typed, as seen from `today`; a day without a year is the next one to come. Raises `BadWhen`.

    A part of the day without an hour stands for its usual hour: 上午 9:00, 中午 12:00, 下午 14:00, 晚上 19:00.
    """
    plain = half_width(text)
    if not plain:
        raise BadWhen(tr("没有填写日期。"))
    try:
        rest, clock = _split_clock(plain)
        return When(_day("".join(rest.split()), today), clock)
    except (ValueError, OverflowError) as error:
        raise BadWhen(tr("“{text}”不是能识别的日期。", text=plain[:40])) from error


def _split_clock(text: str) -> tuple[str, time | None]:
    if found := _AT.search(text):
        part, hour, minute, said_hour, said_minute = found.groups()
        at = time(int(hour), int(minute)) if hour else time(small_number(said_hour), _minute(said_minute or ""))
        return text[: found.start()], _in_part(at, part or "")
    if found := _SOMETIME.search(text):
        return text[: found.start()], time(_PARTS[found[1]])
    return text, None


def _minute(said: str) -> int:
    return _QUARTERS[said] if said in _QUARTERS else small_number(said.removesuffix("分").lstrip("零") or "零")


def _in_part(at: time, part: str) -> time:
    """Return 3点 in 下午 as 15:00; 晚上12点 belongs to no day clearly and is refused."""
    if part in {"晚上", "晚"} and at.hour in {0, 12}:
        raise ValueError(part)
    if part in {"下午", "傍晚", "晚上", "晚"} and at.hour < 12:
        return at.replace(hour=at.hour + 12)
    if part == "中午" and at.hour < 4:
        return at.replace(hour=at.hour + 12)
    return at.replace(hour=0) if part == "凌晨" and at.hour == 12 else at


def _day(text: str, today: date) -> date:
    if not text:
        return today
    text = re.sub("个?星期|个?礼拜|个周", "周", text)
    if text in _DAYS:
        return today + timedelta(days=_DAYS[text])
    for pattern, rule in _RULES:
        if found := pattern.fullmatch(text):
            return rule(today, found)
    return parse_date(text)


def _from_now(today: date, found: re.Match[str]) -> date:
    number, unit, direction = found.groups()
    count = small_number(number) if len(number) < 3 or not number.isdigit() else int(number)
    count = -count if direction.endswith("前") else count
    if unit in {"天", "日"}:
        return today + timedelta(days=count)
    if unit == "周":
        return today + timedelta(weeks=count)
    return months_on(today, count * (12 if unit == "年" else 3 if "季" in unit else 1))


def _half_from_now(today: date, found: re.Match[str]) -> date:
    sign = -1 if found[2].endswith("前") else 1
    return months_on(today, 6 * sign) if found[1] == "年" else today + timedelta(days=15 * sign)


def _weekday(today: date, found: re.Match[str]) -> date:
    """Read 下周二: it lies in the next week; 本周五 in this one, even when past; a bare 周五 is the next to come, today counts."""
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEKDAYS[found[2]], weeks=_SHIFTS[found[1] or ""])
    return day + timedelta(weeks=1) if not found[1] and day < today else day


def _week(today: date, found: re.Match[str]) -> date:
    """Read a week alone: the Friday of this one (or today when later), the Monday of another."""
    monday = today - timedelta(days=today.weekday())
    shift = _SHIFTS[found[1]]
    return monday + timedelta(weeks=shift) if shift else max(today, monday + timedelta(days=4))


def _in_month(first: date, place: str) -> date:
    """Return the day called `place` (初, 中, 底 or a number) of the month that begins at `first`."""
    if place in {"", "初", "上旬"}:
        return first
    if place in {"中", "中旬"}:
        return first.replace(day=15)
    if place in {"底", "末", "下旬"}:
        return last_of(first)
    return first.replace(day=small_number(place))


def _month(today: date, found: re.Match[str]) -> date:
    """Return 月底, 下月初, 下个月15号; without 本 or 下 the next one to come."""
    first = months_on(month_of(today), _SHIFTS[found[1] or ""])
    day = _in_month(first, found[2])
    return _in_month(months_on(first, 1), found[2]) if not found[1] and day < today else day


def _other_month(today: date, found: re.Match[str]) -> date:
    first = months_on(month_of(today), _SHIFTS[found[1]])
    return first if _SHIFTS[found[1]] else today


def _day_alone(today: date, found: re.Match[str]) -> date:
    """Read a bare 15号: the next month that has it and where it is not past."""
    number = small_number(found[1])
    for ahead in range(13):
        first = months_on(month_of(today), ahead)
        if number <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=number) >= today:
            return first.replace(day=number)
    raise ValueError(found[0])


def _named_month(today: date, found: re.Match[str]) -> date:
    """Read 11月25日, 11月底, 明年3月初: without a year the next to come."""
    said, month, place = found[1], small_number(found[2]), found[3]
    years = [today.year + _YEARS[said]] if said else range(today.year, today.year + 9)
    for year in years:
        try:
            day = _in_month(date(year, month, 1), place)
        except ValueError:  # 29 February
            continue
        if said or day >= today:
            return day
    raise ValueError(found[0])


def _year(today: date, found: re.Match[str]) -> date:
    year, place = today.year + _YEARS[found[1] or "今"], found[2]
    if place == "初":
        return date(year + (0 if found[1] else 1), 1, 1)
    return date(year, 6, 30) if place == "中" else date(year, 12, 31)


def _quarter(today: date, found: re.Match[str]) -> date:
    first, last = quarter(months_on(today, 3 * _SHIFTS[found[1] or ""]))
    if found[2] == "初":
        return first if found[1] else months_on(first, 3)
    return last


_RULES: tuple[tuple[re.Pattern[str], Callable[[date, re.Match[str]], date]], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (rf"过?{_N}(天|日|周|个?月|年|个?季度)(以后|之后|后|以前|之前|前)", _from_now),
        (r"半个?(月|年)(以后|之后|后|以前|之前|前)", _half_from_now),
        (rf"{_SHIFT}?周([一二三四五六日天末1-7])", _weekday),
        (rf"{_SHIFT}周初?", _week),
        (rf"{_SHIFT}?月(初|上旬|中旬?|底|末|下旬)", _month),
        (rf"{_SHIFT}月{_N}[日号]?", _month),
        (rf"{_SHIFT}月", _other_month),
        (rf"{_N}[日号]", _day_alone),
        (rf"(?:([今本明后])年)?{_N}月(初|上旬|中旬?|底|末|下旬)", _named_month),
        (rf"(?:([今本明后])年)?{_N}月{_N}[日号]?", _named_month),
        (r"()(\d{1,2})[-/.](\d{1,2})", _named_month),
        (r"([今本明后])?年(初|中|底|末)", _year),
        (rf"{_SHIFT}?季度?(初|底|末)", _quarter),
    )
)
