"""When two names mean the same: keys for recognising customers and leads, and closeness for offering a likely one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from desktop_crm.rules.text import half_width

CLOSE_ENOUGH = 82.0
_COUNTRY = re.compile(r"[(（](?:中国|china|prc)[)）]", re.IGNORECASE)
_FORMS = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|总公司|分公司|公司|集团|控股"
    r"|corporation|incorporated|limited|company|corp|inc|ltd|llc|gmbh|plc|coltd|co)$"
)


@dataclass(frozen=True, slots=True)
class Match:
    """The nearest of some choices; `score` runs to 100, which means equal but for case, blanks and punctuation."""

    choice: str
    score: float


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """Return the strict key of a name: half width, lower case, letters and digits only."""
    plain = half_width(name).casefold()
    kept = "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LMN")
    return kept or plain


@lru_cache(maxsize=8192)
def loose_key(name: str) -> str:
    """Return the key of a company's name without its legal form (有限公司, 集团, Co., Ltd. …); never empty for a name."""
    key = name_key(_COUNTRY.sub("", name)) or name_key(name)
    while (shorter := _FORMS.sub("", key)) != key and len(shorter) > 1:
        key = shorter
    return key


def closest(name: str, choices: Iterable[str]) -> Match | None:
    """Return the choice most like `name` (`GTXPro` → `GTX Pro`), or None when nothing is close enough."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - compiled code that starting the window does not need

    strict, loose = name_key(name), loose_key(name)
    if not strict:
        return None
    best: Match | None = None
    for choice in choices:
        score = 100.0 if name_key(choice) == strict else min(99.0, fuzz.ratio(loose, loose_key(choice)))
        if score >= CLOSE_ENOUGH and (best is None or score > best.score):
            best = Match(choice, score)
    return best
