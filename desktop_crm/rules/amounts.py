"""Money: read as people type it into integer fen, written for lists, cards and paper."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from desktop_crm.rules.text import chinese_digits, compact, han_number
from desktop_crm.system.translations import tr

LARGEST_FEN = 10**17
_HAN = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟廿点"
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d{{1,4}}(?:,\d{{4}})+(?!\d)|\d+)(?:\.\d+)?|\.\d+|[{_HAN}]+"
_SCALES = {
    "": 1, "百": 100, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4, "十万": 10**5, "百万": 10**6, "m": 10**6,
    "千万": 10**7, "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "万亿": 10**12,
}  # fmt: skip
_PIECE = re.compile(rf"({_NUMBER})({'|'.join(sorted(_SCALES, key=len, reverse=True))})([元角毛分]?)")
_COIN = {"元": Decimal(1), "角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}
_SAME_SIGN = str.maketrans("圆块萬億", "元元万亿")
_PREFIX = re.compile(r"^(?:约|大约|大概|预计|人民币|rmb|cny|¥|:)+")
_SUFFIX = re.compile(r"(?:左右|上下|人民币|rmb|cny|整|正)+$")
_RANGE = re.compile(r"(.+?)(?:-+|–|—+|~+|至|到)(.+)")
_AT_LEAST = re.compile(r"(?:>=?|≥|至少|不低于|不少于|大于|超过|高于)(.+)|(.+?)(?:及?以上|起|\+)")
_AT_MOST = re.compile(r"(?:<=?|≤|最多|最高|不超过|不高于|小于|低于)(.+)|(.+?)(?:及?以下|[以之]内)")


class BadAmount(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no amount of money; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class AmountRange:
    """A span of money in fen; an open end is None, a single amount has both ends equal."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class _Part:
    """One parsed figure in yuan: `bare` when it named neither scale nor 元, so that a column's unit applies."""

    yuan: Decimal
    scale: int
    bare: bool

    def fen(self, unit: int) -> int:
        worth = self.yuan * unit if self.bare else self.yuan
        fen = int((worth * 100).to_integral_value(ROUND_HALF_UP))
        if fen > LARGEST_FEN:
            raise BadAmount(tr("金额太大，请检查是否多写了位数。"))
        return fen


def parse_amount(value: object, unit: int = 1) -> int:
    """Return the fen of one amount (`50万`, `¥1,200.50`, `五十万`, 1200.5); `unit` is yuan per figure of the column.

    A scale or 元 written in the cell outranks the column's unit. Raises `BadAmount`.
    """
    span = parse_range(value, unit)
    if span.low is None or span.low != span.high:
        raise BadAmount(tr("“{text}”是一个范围，这里要填一个金额。", text=_shown(value)))
    return span.low


def parse_range(value: object, unit: int = 1) -> AmountRange:
    """Return the span of an amount or a range (`50-80万`, `50万以上`, `不超过80万`); raises `BadAmount`."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _single(_figure(value), unit)
    if not isinstance(value, str) or not value.strip():
        raise BadAmount(tr("没有填写金额。"))
    return _of_text(value, unit)


@lru_cache(maxsize=4096)
def _of_text(value: str, unit: int) -> AmountRange:
    text = compact(value).casefold().translate(_SAME_SIGN)
    for pattern, low_end in ((_AT_LEAST, True), (_AT_MOST, False)):
        if found := pattern.fullmatch(text):
            fen = _part(found[1] or found[2], value).fen(unit)
            return AmountRange(fen, None) if low_end else AmountRange(None, fen)
    if found := _RANGE.fullmatch(text):
        return _span(_part(found[1], value), _part(found[2], value), unit, value)
    return _single(_part(text, value), unit)


def _figure(value: float | Decimal) -> _Part:
    if not math.isfinite(value):
        raise BadAmount(tr("“{text}”不是金额。", text=value))
    if value < 0:
        raise BadAmount(tr("金额不能是负数。"))
    return _Part(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), 1, bare=True)


def _single(part: _Part, unit: int) -> AmountRange:
    fen = part.fen(unit)
    return AmountRange(fen, fen)


def _span(low: _Part, high: _Part, unit: int, value: object) -> AmountRange:
    """In `50-80万` the first figure borrows the scale of the second unless that would turn the range around."""
    if low.bare and high.scale > 1 and low.yuan * high.scale <= high.yuan:
        low = _Part(low.yuan * high.scale, high.scale, bare=False)
    elif high.bare and low.scale > 1 and low.yuan > high.yuan:
        high = _Part(high.yuan * low.scale, low.scale, bare=False)
    span = low.fen(unit), high.fen(unit)
    if span[0] > span[1]:
        raise BadAmount(tr("“{text}”的下限高于上限。", text=_shown(value)))
    return AmountRange(*span)


def _part(text: str, value: object) -> _Part:
    """Read a sum of descending pieces: `1亿2000万`, `三百五十万元`, `壹佰元伍角`."""
    body = _SUFFIX.sub("", _PREFIX.sub("", text))
    if body.startswith("-") or (text.startswith("(") and text.endswith(")")):
        raise BadAmount(tr("金额不能是负数。"))
    pieces = list(_PIECE.finditer(body))
    if not pieces or "".join(piece[0] for piece in pieces) != body:
        raise BadAmount(tr("“{text}”不是能识别的人民币金额。", text=_shown(value)))
    worths = [Decimal(_SCALES[piece[2]]) * _COIN.get(piece[3], 1) for piece in pieces]
    if any(first <= second for first, second in pairwise(worths)):
        raise BadAmount(tr("“{text}”不是能识别的人民币金额。", text=_shown(value)))
    figures = [_number(piece[1], value) for piece in pieces]
    if len(pieces) > 1 and not pieces[-1][2] + pieces[-1][3] and figures[-1] < 10 and pieces[-1][1][0] not in "零〇":
        worths[-1] = worths[-2] / 10  # 三万五 is spoken for 三万五千
    yuan = sum((figure * worth for figure, worth in zip(figures, worths, strict=True)), Decimal(0))
    return _Part(yuan, _SCALES[pieces[-1][2]], bare=not any(piece[2] or piece[3] for piece in pieces))


def _number(text: str, value: object) -> Decimal:
    if text[0] not in _HAN:
        return Decimal(text.replace(",", ""))
    whole, _, decimals = text.partition("点")
    try:
        figure = f"{han_number(whole)}.{chinese_digits(decimals)}" if decimals else han_number(whole)
        return Decimal(figure)
    except (ValueError, InvalidOperation) as error:
        raise BadAmount(tr("“{text}”不是能识别的人民币金额。", text=_shown(value))) from error


def _shown(value: object) -> str:
    return str(value).strip()[:40]


def format_yuan(fen: int) -> str:
    """Return fen for a list: `¥1,250,000`, with the fen only when there are any."""
    return format_full(fen).removesuffix(".00")


def format_full(fen: int) -> str:
    """Return fen for paper: `¥1,250,000.00`."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}¥{yuan:,}.{rest:02d}"


def format_short(fen: int) -> str:
    """Return fen for a card: `125万`, `1.25亿`, below ten thousand yuan the plain figure `8,600`."""
    sign, size = ("-" if fen < 0 else ""), abs(fen)
    if size < 10**6:
        return sign + format_yuan(size).removeprefix("¥")
    ten_thousands = _rounded(size, 10**6)
    if ten_thousands < 10**4:
        return f"{sign}{_trimmed(ten_thousands)}万"
    return f"{sign}{_trimmed(_rounded(size, 10**10))}亿"


def _rounded(fen: int, unit: int) -> Decimal:
    return (Decimal(fen) / unit).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _trimmed(figure: Decimal) -> str:
    return f"{figure:,.2f}".rstrip("0").rstrip(".")


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def capital_amount(fen: int) -> str:
    """Return the amount in capital Chinese figures as banks want it: `壹佰贰拾伍万元整`, `伍角`, `拾` always as `壹拾`.

    Written here because the library drops the 零 of 壹亿零壹仟元 and so names another amount.
    """
    yuan, rest = divmod(abs(fen), 100)
    jiao, cents = divmod(rest, 10)
    coins = (f"{_CAPITALS[jiao]}角" if jiao else "") + (f"{_CAPITALS[cents]}分" if cents else "")
    if not coins:
        coins = "整"
    elif yuan and not jiao:
        coins = "零" + coins
    whole = f"{_capital_whole(yuan)}元" if yuan or not rest else ""
    return ("负" if fen < 0 else "") + whole + coins


def _capital_whole(number: int) -> str:
    if number < 10**4:
        return _capital_group(number) or "零"
    size, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
    head, tail = divmod(number, size)
    if not tail:
        return _capital_whole(head) + name
    gap = "零" if tail < size // 10 else ""
    return _capital_whole(head) + name + gap + _capital_whole(tail)


def _capital_group(number: int) -> str:
    """Return a number below ten thousand, empty for zero."""
    written = ""
    for size, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += _CAPITALS[digit] + name
        elif written and number and not written.endswith("零"):
            written += "零"
    return written
