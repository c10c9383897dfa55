"""Greetings and words of care (D5): the shipped texts and how their places are filled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from desktop_crm.system.paths import resources

PLACES: Final = ("客户", "联系人", "我", "公司")
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_STRAY: Final = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class Wording:
    """The shipped text for one occasion; a festival's is planned for every year."""

    key: str
    name: str
    text: str
    festival: bool


@cache
def wordings() -> Mapping[str, Wording]:
    """Return the shipped texts by the key of their occasion."""
    read = tomllib.loads((resources() / "greetings.toml").read_text(encoding="utf-8"))
    made = (
        Wording(row["key"], row["name"], row["text"], bool(row.get("festival", False))) for row in read["greetings"]
    )
    return {each.key: each for each in made}


def unknown_places(text: str) -> tuple[str, ...]:
    """Return the places of a text nobody can fill, and a brace that opens or closes nothing."""
    unknown = [f"{{{name}}}" for name in _PLACE.findall(text) if name not in PLACES]
    return tuple(dict.fromkeys([*unknown, *_STRAY.findall(_PLACE.sub("", text))]))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its places filled; a place without a value leaves no gap behind."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text).lstrip("，、 ").strip()
