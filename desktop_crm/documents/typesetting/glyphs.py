"""Makes any text printable: what the fonts can draw stays as typed, the rest is shown by its code and counted."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Marks without any appearance of their own: joiners, direction, variation selectors, the byte order mark.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_CLUSTER = re.compile(r"[^\W\d_][\u0300-\u036f]+")
_TAB = 4  # half-width columns


class Printable:
    """Turns text into text that the fonts cover and counts in `missing` what they do not."""

    def __init__(self, covered: frozenset[str]) -> None:
        self._covered = covered
        self.missing: Counter[str] = Counter()

    def __call__(self, text: str) -> str:
        """Return `text` as it can be drawn; lines end in a bare newline."""
        if self._covered.issuperset(text):
            return text
        text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
        if "\t" in text:
            text = "\n".join(map(_without_tabs, text.split("\n")))
        text = _CLUSTER.sub(lambda cluster: unicodedata.normalize("NFC", cluster[0]), text)
        return "".join(char if char in self._covered or char == "\n" else self._code(char) for char in text)

    def _code(self, char: str) -> str:
        self.missing[char] += 1
        return f"〔U+{ord(char):04X}〕"


def _without_tabs(line: str) -> str:
    """Return `line` with each tab as the spaces that reach the next column."""
    if "\t" not in line:
        return line
    column, parts = 0, line.split("\t")
    shown = ""
    for part in parts[:-1]:
        column += sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in part)
        gap = _TAB - column % _TAB
        shown += part + " " * gap
        column += gap
    return shown + parts[-1]
