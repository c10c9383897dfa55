"""What stands around a document: whose paper it is, which number it has, what a pack is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents.document import Document


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The company's paper: who stands at the head of the first page, and what all pages have in common.

    A logo that cannot be read is left out; `color` (#RRGGBB, "" for the usual one) is that of lines and headings.
    """

    company: str
    address: str = ""
    phone: str = ""
    logo: Path | None = None
    color: str = ""
    footer: str = ""
    seal_space: bool = True


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one issue of a document from another; a draft is marked 草稿 on every page."""

    number: str
    version: int
    day: date
    draft: bool = False
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a pack; `label` follows its title where there are several of it."""

    document: Document
    data: object
    stamp: Stamp
    drawings: Mapping[str, Drawing] = field(default_factory=dict[str, Drawing])
    label: str = ""

    @property
    def name(self) -> str:
        """Return its title, and what tells it from others of that title."""
        return f"{self.document.title} · {self.label}" if self.label else self.document.title


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that becomes pages of a pack; one that cannot be read is named there with the reason."""

    name: str
    kind: str
    media_type: str
    file: Path | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DealPapers:
    """What a pack holds of one deal, under the name that contents and outline show."""

    name: str
    parts: Sequence[Part]
    attached: Sequence[Attached] = ()
