"""Objections and their answers: how alike two of them are, what finds them, what their use so far tells."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from desktop_crm.rules.matching import keys
from desktop_crm.rules.text import compact
from desktop_crm.system.translations import tr

ALIKE: Final = 0.6  # from here on an answer is offered for an objection that was put in other words

_SIGNS: Final = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_EMPTY_WORDS: Final = re.compile(r"我们|你们|咱们|觉得|认为|担心|感觉|表示|有点|太|很|比较|的|了|吧|呢|啊|吗")


def plain_words(text: str) -> str:
    """Return the letters and figures of a text; two texts that differ in signs and blanks only are the same words."""
    return _SIGNS.sub("", compact(text).casefold())


def likeness(first: str, second: str) -> float:
    """Return from 0 to 1 how much of the shorter objection stands in the other one, by pairs of signs."""
    one, other = (_EMPTY_WORDS.sub("", plain) or plain for plain in map(plain_words, (first, second)))
    if len(one) < 2 or len(other) < 2:
        return float(one == other != "")
    pairs, others = set(pairwise(one)), set(pairwise(other))
    return len(pairs & others) / min(len(pairs), len(others))


def finds(typed: str, objection: str, *texts: str) -> bool:
    """Tell whether each word typed stands in one of the texts, or is pinyin or initials in the objection."""
    words = typed.casefold().split()
    if not words:
        return True
    said = "\n".join((objection, *texts)).casefold()
    return all(word in said or (word.isascii() and any(word in key for key in keys(objection))) for word in words)


def usage_text(used: int, won: int, lost: int) -> str:
    """Return in how many deals an answer was used and how those ended; small numbers stay numbers."""
    if not used:
        return tr("还没用过")
    said = tr("用过 {used} 次，成交 {won} 次", used=used, won=won)
    return said + (tr("，流失 {lost} 次", lost=lost) if lost else "")
