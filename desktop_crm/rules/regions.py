"""Where a place lies: 苏州 in 江苏, 江苏 in 华东; read from a table of facts, once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache

from desktop_crm.rules.text import compact, half_width
from desktop_crm.system.paths import resources

_SEPARATORS = re.compile(r"[\s,，、;；/|·>\-—]+")
_ENDINGS = re.compile(r"(特别行政区|自治区|自治州|地区|大区|[省市区州])$")


@lru_cache(4096)
def lies_in(place: str, area: str) -> bool:
    """Tell whether what people wrote as a `place` (“江苏 苏州”, “昆山市”) lies in an `area` (江苏, 华东); itself counts."""
    wanted = _name(area)
    if not wanted or not place.strip():
        return False
    if wanted in _parents():
        return wanted in _around(half_width(place))
    return any(_name(part) == wanted for part in _SEPARATORS.split(half_width(place)))


def begins_with_place(text: str) -> bool:
    """Tell whether a text begins with a place that is known, as the names of firms do (苏州华业)."""
    return any(text[:size] in _parents() for size in range(2, _longest() + 1))


@lru_cache(4096)
def _around(place: str) -> frozenset[str]:
    """Return the known places named in a text with all they lie in.

    Read from the left, the longest name first; a name that does not lie where an earlier one does is another place of
    the same name (朝阳 in 北京 is not 朝阳 in 辽宁) and is passed over.
    """
    text, at, named, found = compact(place), 0, set[str](), frozenset[str]()
    while at < len(text):
        name = next(
            (text[at : at + size] for size in range(_longest(), 1, -1) if text[at : at + size] in _parents()), ""
        )
        if name and (not named or name in found or named & _above(name)):
            named.add(name)
            found |= _above(name)
        at += len(name) or 1
    return found


@cache
def _above(name: str) -> frozenset[str]:
    """Return a place and all areas it lies in."""
    return frozenset({name}).union(*(_above(parent) for parent in _parents()[name]))


@cache
def _parents() -> Mapping[str, tuple[str, ...]]:
    table = tomllib.loads((resources() / "regions.toml").read_text(encoding="utf-8"))
    parents: dict[str, tuple[str, ...]] = {}
    for part in ("groups", "provinces"):
        for area, places in table[part].items():
            parents.setdefault(area, ())
            for place in places:
                parents[place] = (*parents.get(place, ()), area)
    return parents


@cache
def _longest() -> int:
    return max(map(len, _parents()))


def _name(text: str) -> str:
    """Return the name of an area without blanks and the word for its rank (江苏省 → 江苏); 广州 keeps its 州."""
    plain = compact(text)
    if plain in _parents():
        return plain
    bare = _ENDINGS.sub("", plain)
    return bare if len(bare) > 1 else plain
