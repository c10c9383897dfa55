"""All that a printed document depends on, frozen as JSON: from it the same bytes can be printed again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from desktop_crm.charts.decision_chain import paper_drawing
from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents.document import Diagram, Document
from desktop_crm.documents.rendering import render
from desktop_crm.documents.saying import said
from desktop_crm.documents.stationery import Letterhead, Part, Stamp
from desktop_crm.queries.decision_chain import DecisionChain

_COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")


class Sender(msgspec.Struct, frozen=True):
    """Whose paper it is and who made it; `logo` is a file's name inside the data folder."""

    company: str = ""
    address: str = ""
    phone: str = ""
    logo: str = ""
    made_by: str = ""
    color: str = ""
    footer: str = ""
    seal_space: bool = True

    def letterhead(self, folder: Path) -> Letterhead:
        """Return the company's paper."""
        logo = folder / self.logo if self.logo else None
        color = self.color if _COLOR.fullmatch(self.color) else ""
        return Letterhead(self.company, self.address, self.phone, logo, color, self.footer, self.seal_space)


class Snapshot(msgspec.Struct, frozen=True):
    """A document with its data, its sender, its day, and the decision chain where it shows one."""

    document: Document
    data: msgspec.Raw
    sender: Sender
    day: date
    chain: DecisionChain | None = None
    own: bool = False  # the document is the company's own, not a shipped one

    @property
    def filled(self) -> object:
        """Return the data as the document prints it."""
        return msgspec.json.decode(self.data, type=self.document.data_class)

    @property
    def paper_version(self) -> int:
        """Return the version of the paper that is printed, 0 when it does not live in versions."""
        return _Versioned.of(self.data).version

    def says_the_same(self, other: Snapshot) -> bool:
        """Tell whether both say the same to a reader, whoever printed them when and however far they had come."""
        if (self.paper_version, self.chain) != (other.paper_version, other.chain):
            return False
        try:
            return said(self.document, self.filled) == said(self.document, other.filled)
        except AttributeError:  # printed by an older program, with something that is gone
            return False

    def looks_the_same(self, other: Snapshot) -> bool:
        """Tell whether both are laid out alike, as far as that is the company's own doing."""
        return self.document == other.document or not (self.own or other.own)

    def part(self, stamp: Stamp, label: str = "") -> Part:
        """Return the document as a part of a pack."""
        return Part(self.document, self.filled, stamp, self._drawings(), label)

    def printed(self, folder: Path, *, number: str, version: int, draft: bool = False) -> bytes:
        """Return the PDF; `folder` holds the logo."""
        return render(
            self.document,
            self.filled,
            letterhead=self.sender.letterhead(folder),
            stamp=self.stamp(number, version, draft=draft),
            drawings=self._drawings(),
        )

    def stamp(self, number: str, version: int, *, draft: bool = False) -> Stamp:
        """Return what tells this issue from another."""
        return Stamp(number, version, self.day, draft, self.sender.made_by)

    def encoded(self) -> str:
        """Return the snapshot as JSON."""
        return msgspec.json.encode(self).decode()

    def _drawings(self) -> dict[str, Drawing]:
        drawn = paper_drawing(self.chain, ratings=True, today=self.day) if self.chain else None
        return {"decision_chain": drawn} if drawn and shows_chain(self.document) else {}


def shows_chain(document: Document) -> bool:
    """Tell whether a document draws the decision chain."""
    return any(isinstance(block, Diagram) for block in document.blocks)


def decoded(text: str) -> Snapshot | None:
    """Return the snapshot written in `text`, or None when it is not one that this program can read."""
    try:
        snapshot = msgspec.json.decode(text, type=Snapshot)
        readable = snapshot.filled is not None  # raises when its data is of a kind that is gone
    except (msgspec.DecodeError, KeyError):
        return None
    return snapshot if readable else None


class _Versioned(msgspec.Struct, frozen=True):
    version: int = 0

    @classmethod
    def of(cls, data: msgspec.Raw) -> _Versioned:
        return msgspec.json.decode(data, type=cls)
