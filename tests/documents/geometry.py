"""Where the words of a printed PDF stand: pieces of text with their boxes, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from desktop_crm.documents.pdfium import opened

_ROUNDING = 1.0  # points
_TEXT = pdfium.FPDF_PAGEOBJ_TEXT


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it was drawn, with its box in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageOfText:
    """A page with its size and the pieces of text on it."""

    width: float
    height: float
    pieces: tuple[Piece, ...]


def pages_of(pdf: bytes, *, words: bool = False) -> list[PageOfText]:
    """Return the pages of a PDF; with `words` the text of each piece, too, which takes longer."""
    with opened(pdf) as document:
        return [_page_of_text(page, words=words) for page in document]


def _page_of_text(page: Any, *, words: bool) -> PageOfText:
    width, height = page.get_size()
    text_page = page.get_textpage() if words else None
    found = page.get_objects(filter=[_TEXT], textpage=text_page)
    pieces = tuple(Piece(*one.get_bounds(), text=one.extract() if words else "") for one in found)
    if text_page is not None:
        text_page.close()
    page.close()
    return PageOfText(width, height, pieces)


def pieces_of(pdf: bytes) -> set[str]:
    """Return every text that was drawn in one go, without white space: the lines of all cells and paragraphs."""
    return {"".join(piece.text.split()) for page in pages_of(pdf, words=True) for piece in page.pieces}


def made_of(text: str, pieces: set[str]) -> bool:
    """Tell whether `text` is some of the pieces one after the other: a tall row is printed line by line over its cells."""
    longest = max(map(len, pieces), default=0)
    ends = {0}
    for start in range(len(text)):
        if start in ends:
            ends |= {start + size for size in range(1, longest + 1) if text[start : start + size] in pieces}
    return len(text) in ends


def outside(page: PageOfText, margin: float) -> list[Piece]:
    """Return the pieces that reach into the margins."""
    low, high = margin - _ROUNDING, margin - _ROUNDING
    return [
        piece
        for piece in page.pieces
        if piece.left < low or piece.bottom < low or piece.right > page.width - high or piece.top > page.height - high
    ]


def overlapping(pieces: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """Return pairs of pieces on one line of which one runs into the other."""
    found: list[tuple[Piece, Piece]] = []
    lines: dict[int, list[Piece]] = {}
    for piece in pieces:
        middle = (piece.bottom + piece.top) / 2
        lines.setdefault(round(middle / 4), []).append(piece)
    for line in lines.values():
        ordered = sorted(line, key=lambda piece: piece.left)
        for before, after in pairwise(ordered):
            if (
                after.left < before.right - _ROUNDING
                and after.bottom < before.top - 2
                and before.bottom < after.top - 2
            ):
                found.append((before, after))
    return found
