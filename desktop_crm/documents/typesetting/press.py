"""Prints one document: its pages one after the other, numbered."""

from __future__ import annotations

from desktop_crm.documents.document import Document
from desktop_crm.documents.pictured import Pictures
from desktop_crm.documents.stationery import Letterhead, Stamp
from desktop_crm.documents.typesetting.composing import Composer
from desktop_crm.documents.typesetting.paper import Paper, painting


def print_document(document: Document, data: object, letterhead: Letterhead, stamp: Stamp, drawings: Pictures) -> bytes:
    """Return the PDF of one document."""
    composer = Composer(letterhead)
    composed = composer.compose(document, data, stamp, drawings)
    below: dict[int, list[tuple[str, float]]] = {}
    for title, index, y in composed.bookmarks():
        below.setdefault(index, []).append((title, y))
    with painting:
        paper = Paper(f"{document.title} {stamp.number}".strip(), stamp.made_by or letterhead.company, stamp.day)
        for index in range(len(composed.pages)):
            composer.draw(paper, composed, index)
            composer.draw_number(paper, composed.size, index + 1, len(composed.pages))
            for title, y in below.get(index, ()):
                paper.bookmark(f"{index}:{y:.0f}", title, y)
            paper.turn()
        return paper.finish()
