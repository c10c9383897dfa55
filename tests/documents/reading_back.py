"""Reads a printed PDF back: its text, its fonts, its outline."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, cast

from pypdf import PdfReader

from desktop_crm.documents.pdfium import opened


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as a person would copy it."""
    texts: list[str] = []
    with opened(pdf) as document:  # the window may be painting pages meanwhile
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded().replace("\x02", "-").replace("\ufffe", "-"))
            text.close()
            page.close()
    return texts


def squeezed(text: str) -> str:
    """Return `text` without white space, so that line breaks do not matter."""
    return "".join(text.split())


def printed(pdf: bytes) -> str:
    """Return all text of a PDF without white space."""
    return squeezed("".join(page_texts(pdf)))


def font_descriptors(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the name and descriptor of every font on every page."""
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in cast("Any", page)["/Resources"]["/Font"].values():
            found = font.get_object()
            yield str(found["/BaseFont"]), found.get("/FontDescriptor")


def outline(pdf: bytes) -> list[tuple[int, str, int]]:
    """Return (level, title, page number from 1) of each bookmark."""
    reader = PdfReader(io.BytesIO(pdf))

    def walk(entries: list[Any], level: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(cast("list[Any]", entry), level + 1)
            else:
                yield level, str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1

    return list(walk(cast("list[Any]", reader.outline), 0))


def leaves(value: object) -> Iterator[str]:
    """Yield every text in a document's data, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in cast("tuple[object, ...]", value):
            yield from leaves(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))


def link_targets(pdf: bytes, number: int) -> list[int]:
    """Return the pages (numbered from 1) that the links on a page lead to."""
    reader = PdfReader(io.BytesIO(pdf))
    page = cast("Any", reader.pages[number - 1])
    targets = [note.get_object()["/Dest"][0].get_object() for note in page["/Annots"]]
    return [(reader.get_page_number(target) or 0) + 1 for target in targets]
