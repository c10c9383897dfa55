"""Numbers of leads (L3): channel initial, day acquired and a serial of that letter and day, `G20231028001`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from typing_extensions import override

from desktop_crm.rules.text import half_width

UNKNOWN_CHANNEL = "X"
_NUMBER = re.compile(r"([A-Z])(\d{4})(\d{2})(\d{2})(?:([A-Z])(\d{2,})|(\d{3,}))")


@dataclass(frozen=True, slots=True)
class LeadNumber:
    """The parts of a lead's number; `slot` is the laptop's letter, empty on a single laptop."""

    letter: str
    day: date
    serial: int
    slot: str = ""

    @override
    def __str__(self) -> str:
        """Return the number as people see it; past its width the serial widens."""
        serial = f"{self.serial:02d}" if self.slot else f"{self.serial:03d}"
        return f"{self.letter}{self.day:%Y%m%d}{self.slot}{serial}"


@lru_cache(maxsize=512)
def channel_letter(source: str) -> str:
    """Return the initial of a source channel: 官网 → G, an English letter itself, X where there is none."""
    plain = half_width(source)
    if not plain:
        return UNKNOWN_CHANNEL
    if plain[0].isascii():
        return plain[0].upper() if plain[0].isalpha() else UNKNOWN_CHANNEL
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a large dictionary that start-up must not wait for

    initial = lazy_pinyin(plain, style=Style.FIRST_LETTER, errors="ignore")[:1] if plain[0] >= "\u3400" else []
    letter = initial[0][:1].upper() if initial else ""
    return letter if letter.isascii() and letter.isalpha() else UNKNOWN_CHANNEL


def number_prefix(source: str, day: date) -> str:
    """Return what all numbers of this channel and day begin with: `G20231028`."""
    return f"{channel_letter(source)}{day:%Y%m%d}"


def lead_number(source: str, day: date, serial: int, slot: str = "") -> str:
    """Return the number of the `serial`-th lead (from 1); a laptop's `slot` letter takes the first serial digit."""
    if serial < 1 or not re.fullmatch("[A-Z]?", slot):
        raise ValueError(f"serial {serial}, slot {slot!r}")
    return str(LeadNumber(channel_letter(source), day, serial, slot))


def parse_number(text: str) -> LeadNumber | None:
    """Return the parts of a lead's number, or None when the text is no such number."""
    found = _NUMBER.fullmatch(half_width(text).upper())
    if not found:
        return None
    letter, year, month, day, slot, slot_serial, serial = found.groups()
    try:
        made = LeadNumber(letter, date(int(year), int(month), int(day)), int(slot_serial or serial), slot or "")
    except ValueError:
        return None
    return made if made.serial and str(made) == found[0] else None
