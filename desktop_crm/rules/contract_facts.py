"""Facts of a contract as people type them."""

from __future__ import annotations

import re
from typing import Final

from desktop_crm.rules.text import compact, han_number
from desktop_crm.system.translations import tr

_COPIES: Final = re.compile(r"(?:一式)?(\d{1,2}|[一二两三四五六七八九十]{1,3})份?")


class BadFact(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no such fact; the message is one Chinese sentence."""


def parse_copies(text: str) -> int:
    """Return a number of copies (`4`, `四份`, `一式两份`); raises `BadFact`."""
    found = _COPIES.fullmatch(compact(text))
    said = found[1].replace("两", "二") if found else "0"
    count = int(said) if said.isascii() else han_number(said)
    if count < 1:
        raise BadFact(tr("“{text}”不是份数，请写成 2 或 四份。", text=text.strip()[:20]))
    return count
