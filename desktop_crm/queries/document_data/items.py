"""What a document is about when a deal has several of it: which of the reports, changes or visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MARK: Final = " · "  # between a title and which one it is


@dataclass(frozen=True, slots=True)
class Item:
    """One of the several things that a document can be about, and what tells it from the others (“第 3 周”)."""

    id: str
    label: str


def titled(title: str, item: Item | None) -> str:
    """Return a title that tells one of several from the others."""
    return f"{title}{_MARK}{item.label}" if item else title


def kind_of(title: str) -> str:
    """Return the title that all of several share."""
    return title.split(_MARK, maxsplit=1)[0]
