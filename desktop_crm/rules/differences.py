"""How one wording differs from another, told in pieces a reader can follow: whole figures and words, signs of Chinese.

Wide and narrow forms of a sign and spaces are no difference: “24 个月” says what “24个月” says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal

from desktop_crm.rules.text import half_width

Kind = Literal["same", "old", "new"]

_SENTENCE: Final = re.compile(r"[^。；;！？!?\n]+[。；;！？!?\n]?|[。；;！？!?\n]")
_FIGURE: Final = r"\d+(?:[,.]\d+)*%?"
_TOKEN: Final = re.compile(rf"{_FIGURE}|[A-Za-z][A-Za-z0-9_-]*|\s+|.", re.DOTALL)
_ISLAND: Final = 2  # so few same signs between two changes only break the sentence up
_ALIKE: Final = 0.35  # sentences less alike than this are one for the other, not a change within
_LONGEST: Final = 1_500  # tokens compared one by one; beyond that sentence by sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands in both wordings (as the new one has it), in the old one or in the new one."""

    kind: Kind
    text: str


def says_the_same(old: str, new: str) -> bool:
    """Tell whether two wordings differ in nothing but spaces and the width of their signs."""
    return old == new or _plain(old) == _plain(new)


@lru_cache(maxsize=1024)
def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the new wording with what it left out and what it added, from beginning to end.

    All pieces but the new ones give the old wording, all but the old ones the new one, apart from spaces.
    """
    return tuple(_joined(_within(_SENTENCE.findall(old), _SENTENCE.findall(new))))


def _within(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Compare sentence by sentence, and sign by sign where sentences were changed."""
    matcher = SequenceMatcher(None, [*map(_plain, old)], [*map(_plain, new)], autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        left, right = "".join(old[first:last]), "".join(new[begin:end])
        if tag == "equal":
            yield Piece("same", right)
        else:
            yield from _by_token(left, right)


def _by_token(old: str, new: str) -> Iterator[Piece]:
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(None, [*map(_plain, left)], [*map(_plain, right)], autojunk=False)
    if max(len(left), len(right)) > _LONGEST or matcher.ratio() < _ALIKE:
        yield from _replaced(old, new)
        return
    for tag, first, last, begin, end in matcher.get_opcodes():
        was, now = "".join(left[first:last]), "".join(right[begin:end])
        if tag == "equal":
            yield Piece("same", now)
        else:
            yield from _replaced(was, now)


def _replaced(old: str, new: str) -> Iterator[Piece]:
    found = (Piece("same", new),) if says_the_same(old, new) else (Piece("old", old), Piece("new", new))
    yield from (piece for piece in found if piece.text)


def _joined(found: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbours, and take a few same signs between two changes into the change."""
    runs: list[tuple[str, str]] = []  # old and new text of each stretch; equal ones alternate with changed ones
    changed: list[bool] = []
    for piece in found:
        same = piece.kind == "same"
        if not changed or changed[-1] == same:
            runs.append(("", ""))
            changed.append(not same)
        was, now = runs[-1]
        runs[-1] = (
            was + (piece.text if piece.kind != "new" else ""),
            now + (piece.text if piece.kind != "old" else ""),
        )
    last = len(runs) - 1
    island = [not changed[at] and 0 < at < last and len(_plain(runs[at][1])) <= _ISLAND for at in range(last + 1)]
    was = now = ""
    for at, (left, right) in enumerate(runs):
        if changed[at] or island[at]:
            was, now = was + left, now + right
            continue
        yield from _replaced(was, now)
        was = now = ""
        yield Piece("same", right)
    yield from _replaced(was, now)


def _plain(text: str) -> str:
    return "".join(half_width(text).split())
