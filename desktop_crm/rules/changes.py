"""What a change order does to price and date, as people type it and as it is said: `+2.8万`, `减5000`, `延期7天`, `提前3天`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from desktop_crm.rules.amounts import format_full, format_yuan, parse_amount
from desktop_crm.rules.terms import BadTerm, parse_days
from desktop_crm.rules.text import compact, half_width
from desktop_crm.rules.working_time import next_working_day
from desktop_crm.system.translations import tr

_MORE: Final = re.compile(r"^(?:\+|(?:增加|增|加)(?:价|款|收)?)")
_LESS: Final = re.compile(r"^(?:[-−–—]|(?:减少|减|降低|降|扣)(?:价|款|收)?)")
_LATER: Final = re.compile(r"^(?:\+|顺延|延长|延期|延后|推迟|延)")
_EARLIER: Final = re.compile(r"^(?:[-−–—]|提前|缩短)")
_NO_PRICE: Final = frozenset({"0", "不变", "无", "0元"})
_NO_DAYS: Final = frozenset({"0", "不变", "无", "0天"})


def parse_difference(text: str) -> int:
    """Return in fen what is added to a price (`2.8万`, `+28,000`) or taken away (`-5000`, `减少5000元`).

    Raises `BadAmount`.
    """
    plain = half_width(text).strip()
    if compact(plain) in _NO_PRICE:
        return 0
    if found := _LESS.match(plain):
        return -parse_amount(plain[found.end() :])
    found = _MORE.match(plain)
    return parse_amount(plain[found.end() :] if found else plain)


def parse_shift(text: str) -> int:
    """Return by how many calendar days a date moves (`7`, `延期7天`, `两周`), negative when it comes earlier.

    Raises `BadTerm`.
    """
    plain = compact(text)
    if plain in _NO_DAYS:
        return 0
    if found := _EARLIER.match(plain):
        return -_days(plain[found.end() :], text)
    found = _LATER.match(plain)
    return _days(plain[found.end() :] if found else plain, text)


def difference_text(fen: int | None, *, full: bool = False) -> str:
    """Return what a price changes by: `+¥28,000`, `-¥5,000`, `不变`; on paper in full."""
    if not fen:
        return tr("不变")
    size = format_full(abs(fen)) if full else format_yuan(abs(fen))
    return f"{'-' if fen < 0 else '+'}{size}"


def shift_text(days: int) -> str:
    """Return what a date moves by: `延后 7 天`, `提前 3 天`, `不变`."""
    if not days:
        return tr("不变")
    return tr("提前 {days} 天", days=-days) if days < 0 else tr("延后 {days} 天", days=days)


def shifted(day: date, days: int) -> date:
    """Return `day` so many calendar days on, or the working day after that; none leaves it as it is."""
    return next_working_day(day + timedelta(days=days)) if days else day


def _days(text: str, typed: str) -> int:
    try:
        return parse_days(text)
    except BadTerm as error:
        said = typed.strip()[:20]
        raise BadTerm(tr("“{text}”不是能识别的天数，请写成 延期7天 或 提前3天。", text=said)) from error
