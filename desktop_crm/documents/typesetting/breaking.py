"""Breaks text into lines as Chinese is set: words and numbers stay whole, no line starts with a closing mark.

The rules are those of the W3C's "Requirements for Chinese Text Layout", the part that a form needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_OPENING: Final = "（［｛「『《〈【〔〖“‘(\\[{￥＄￡＃＠"
_CLOSING: Final = (
    "，。、；：？！）］｝」』》〉】〕〗”’·％‰℃°′″々〞,.;:?!)\\]}%…—～\u0300-\u036f\u3099\u309a\u20dd\u20de\u302a-\u302f"
)
_WIDE: Final = "\u2014\u2018-\u201d\u2026\u2e80-\u9fff\ua000-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
_NARROW: Final = rf"(?:[^\s{_WIDE}]|(?<=[A-Za-z])’(?=[A-Za-z])|\u00a0)"
_UNITS: Final = "年月日时分秒天周季度个台套件次项条号期版页元万亿千百人家倍折"
# A piece is never broken inside: opening marks, one core, closing marks, and the spaces that a line's end swallows.
_PIECE: Final = re.compile(
    rf"([{_OPENING}]*"
    rf"(?:{_NARROW}*?[A-Za-z0-9][-/](?=[A-Za-z])|{_NARROW}*[0-9](?:[{_UNITS}]|(?!{_NARROW}))|{_NARROW}+|—+|…+|[^\s])?"
    rf"[{_CLOSING}]*)([ \u3000\u2000-\u200a]*)"
)
_CLOSES: Final = re.compile(f"[{_CLOSING}]")
_SPACES: Final = " \u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"


def break_lines(text: str, limit: float, widths: Mapping[str, float]) -> list[str]:
    """Return the lines of `text`, each at most `limit` wide in the unit of `widths`; an empty line stays a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if _width(paragraph, widths) <= limit:
            lines.append(paragraph)
        else:
            lines.extend(_paragraph(paragraph, limit, widths))
    return lines


def _width(text: str, widths: Mapping[str, float]) -> float:
    return sum(map(widths.__getitem__, text))


def _paragraph(text: str, limit: float, widths: Mapping[str, float]) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece, spaces in _PIECE.findall(text):
        core, width = piece, _width(piece, widths)
        if used + width > limit and line:
            lines.append(line.rstrip(_SPACES))
            line, used = "", 0.0
        if width > limit:
            *full, core = _cut(core, limit, widths)
            lines.extend(full)
            width = _width(core, widths)
        line += core + spaces
        used += width + (_width(spaces, widths) if spaces else 0)
    lines.append(line.rstrip(_SPACES))
    return lines


def _cut(word: str, limit: float, widths: Mapping[str, float]) -> list[str]:
    """Return the parts of a word too long for any line, at least one character each; closing marks take one along."""
    parts: list[str] = []
    start, used = 0, 0.0
    for at, char in enumerate(word):
        width = widths[char]
        if used + width > limit and at > start and width:
            cut = _before_closing(word, start, at)
            parts.append(word[start:cut])
            start, used = cut, _width(word[cut:at], widths)
        used += width
    parts.append(word[start:])
    return parts


def _before_closing(word: str, start: int, at: int) -> int:
    """Return where to cut so that no closing mark begins what follows: `at` where there are but such marks."""
    cut = at
    while cut > start and _CLOSES.match(word[cut]):
        cut -= 1
    return cut if cut > start else at


def shortened(text: str, limit: float, widths: Mapping[str, float]) -> str:
    """Return the first line of `text` if it fits into `limit`, else as much as fits and an ellipsis."""
    line, *rest = text.split("\n", 1)
    if not rest and _width(line, widths) <= limit:
        return line
    room = limit - widths["…"]
    kept = _cut(line, room, widths)[0] if room > 0 else ""
    return kept.rstrip(_SPACES) + "…" if _width(kept, widths) <= room else "…"
