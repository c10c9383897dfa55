"""Facts of a contract as people type and read them: a tax rate, a number of copies."""

from __future__ import annotations

import re
from typing import Final

from desktop_crm.rules.text import compact, han_number
from desktop_crm.system.translations import tr

_RATE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)%?")
_COPIES: Final = re.compile(r"(?:一式)?(\d{1,2}|[一二两三四五六七八九十]{1,3})份?")
_NO_TAX: Final = ("免税", "不含税", "无")


class BadFact(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no such fact; the message is one Chinese sentence."""


def parse_tax(text: str) -> int:
    """Return a tax rate (`13%`, `6`, `免税`) in hundredths of a percent; raises `BadFact`."""
    plain = compact(text)
    if plain in _NO_TAX:
        return 0
    found = _RATE.fullmatch(plain)
    rate = round(float(found[1]) * 100) if found else -1
    if not 0 <= rate <= 10_000:
        raise BadFact(tr("“{text}”不是能识别的税率，请写成 13%。", text=text.strip()[:20]))
    return rate


def format_tax(rate: int) -> str:
    """Return a tax rate as people write it: 1300 → `13%`."""
    return f"{rate / 100:g}%"


def parse_copies(text: str) -> int:
    """Return a number of copies (`4`, `四份`, `一式两份`); raises `BadFact`."""
    found = _COPIES.fullmatch(compact(text))
    said = found[1].replace("两", "二") if found else "0"
    count = int(said) if said.isascii() else han_number(said)
    if count < 1:
        raise BadFact(tr("“{text}”不是份数，请写成 2 或 四份。", text=text.strip()[:20]))
    return count
