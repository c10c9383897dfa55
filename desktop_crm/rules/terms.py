"""Terms of a negotiation as people type and read them: a discount, a number of days to pay."""

from __future__ import annotations

import re

from desktop_crm.rules.text import chinese_digits, compact, han_number
from desktop_crm.system.translations import tr

_FOLD = re.compile(r"(\d+(?:\.\d+)?)折")
_HAN_FOLD = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])?折")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_SHARE = re.compile(r"0?\.(\d{1,3})|1(?:\.0*)?")
_SPAN = re.compile(r"(\d+|[零一二两三四五六七八九十百]+)(?:个)?(天|日|周|星期|月)?(?:内|以内)?")
_DAYS = {None: 1, "天": 1, "日": 1, "周": 7, "星期": 7, "月": 30}
_MOST_DAYS = 3650


class BadTerm(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no such term; the message is one Chinese sentence."""


def parse_discount(text: str) -> int:
    """Return a discount (`8.5折`, `85折`, `八五折`, `85%`, `0.85`) in tenths of a percent of the price; raises `BadTerm`."""
    plain = compact(text)
    share = _discount(plain)
    if share is None or not 0 < share <= 1000:
        raise BadTerm(tr("“{text}”不是能识别的折扣，请写成 8.5折 或 85%。", text=text.strip()[:20]))
    return share


def format_discount(tenths: int) -> str:
    """Return a discount as people say it: 850 → `8.5折`; 1000 → `不打折`."""
    return tr("不打折") if tenths == 1000 else tr("{fold}折", fold=f"{tenths / 100:g}")


def parse_days(text: str) -> int:
    """Return a number of days (`60`, `60天`, `两周`, `3个月`, a month counting 30); raises `BadTerm`."""
    found = _SPAN.fullmatch(compact(text))
    days = _whole(found[1]) * _DAYS[found[2]] if found else -1
    if not 0 <= days <= _MOST_DAYS:
        raise BadTerm(tr("“{text}”不是能识别的天数，请写成 60天 或 2个月。", text=text.strip()[:20]))
    return days


def _discount(plain: str) -> int | None:
    if found := _FOLD.fullmatch(plain):
        fold = float(found[1])
        return round(fold * (100 if fold <= 10 else 10))
    if found := _HAN_FOLD.fullmatch(plain):
        return int(chinese_digits(found[1])) * 100 + (int(chinese_digits(found[2])) * 10 if found[2] else 0)
    if found := _PERCENT.fullmatch(plain):
        return round(float(found[1]) * 10)
    if found := _SHARE.fullmatch(plain):
        return round(float(plain) * 1000)
    return None


def _whole(text: str) -> int:
    try:
        return int(text) if text.isascii() else han_number(text.replace("两", "二"))
    except ValueError:
        return -1
