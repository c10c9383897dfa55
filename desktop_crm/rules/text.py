"""What every rule needs of text as people type it: full-width forms, stray blanks, small Chinese numerals."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_BLANKS = re.compile(r"\s+")
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u200c\u200d\u2060")
# Full-width letters and digits become plain ones; Chinese punctuation stays as typed.
_PLAIN_LETTERS = {0x3000: " ", 0xA0: " "} | {
    code: chr(code - 0xFEE0)
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(first, last + 1)
}


def half_width(text: str) -> str:
    """Return `text` in compatibility form (NFKC: full-width signs become plain), trimmed, for parsing only."""
    return unicodedata.normalize("NFKC", text).translate(_INVISIBLE).strip()


def tidy(text: str) -> str:
    """Return `text` as it should be stored: plain letters and digits, no invisible signs, trimmed, line breaks kept."""
    if text.isascii() and "\r" not in text:
        return text.strip()
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN_LETTERS).translate(_INVISIBLE).strip()


def compact(text: str) -> str:
    """Return `text` in half width without any blanks."""
    return _BLANKS.sub("", half_width(text))


def small_number(text: str) -> int:
    """Read a whole number below 100 in Arabic or Chinese digits (`15`, `十五`, `两`); `ValueError` otherwise."""
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    found = _TENS.fullmatch(text.replace("廿", "二十").replace("卅", "三十"))
    if not found:
        raise ValueError(text)
    tens, ones = found.groups()
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def chinese_digits(text: str) -> str:
    """Replace single Chinese digits by Arabic ones (`二〇二四` → `2024`); other signs stay."""
    return "".join(str(_DIGITS[sign]) if sign in _DIGITS else sign for sign in text)


def han_number(text: str) -> int:
    """Read a whole Chinese number below ten thousand (`三百五十`, `壹佰零伍`, `三百五`, `二〇`); `ValueError` otherwise."""
    plain = text.translate(_CAPITALS).replace("廿", "二十")
    if not any(sign in _UNITS for sign in plain):
        return int(chinese_digits(plain))
    total, digit, last_unit, gap = 0, -1, 10**4, False
    for sign in plain:
        if unit := _UNITS.get(sign):
            if unit >= last_unit or digit == 0 or (digit < 0 and unit != 10):
                raise ValueError(text)
            total += max(digit, 1) * unit
            digit, last_unit, gap = -1, unit, False
        elif sign in "零〇":
            gap = True
        elif digit >= 0:
            raise ValueError(text)
        else:
            digit = _DIGITS[sign]
    return total + max(digit, 0) * (1 if gap else last_unit // 10)
