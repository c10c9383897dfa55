"""What a document says once it is filled: every value that would stand on paper, so that two fillings can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from desktop_crm.documents.document import (
    ROW_NUMBER,
    AnyBlock,
    Charts,
    Clauses,
    Diagram,
    Document,
    Facts,
    Format,
    Highlights,
    Note,
    Signatures,
    Table,
    Text,
)
from desktop_crm.documents.formats import filled, written
from desktop_crm.documents.paths import value_at

_HOW_FAR = "status"  # says how far the paper has come, not what it says


def said(document: Document, data: Any) -> tuple[str, ...]:
    """Return what `document` says with `data`, without how far its paper has come."""
    plain = replace(data, **{_HOW_FAR: ""}) if hasattr(data, _HOW_FAR) else data
    return tuple(text for block in document.blocks if _shown(block, plain) for text in _block(block, plain))


def _shown(block: AnyBlock, data: object) -> bool:
    return not block.when or bool(value_at(data, block.when))


def _block(block: AnyBlock, data: object) -> Iterator[str]:
    match block:
        case Facts():
            yield from (_value(data, fact.value, fact.format) for fact in block.facts)
        case Table():
            cells: list[tuple[str, Format]] = [
                (column.value, column.format) for column in block.columns if column.value != ROW_NUMBER
            ]
            yield from _rows(data, block.rows, cells)
            yield from (_value(data, total.value, total.format) for total in block.totals)
        case Clauses():
            paths = (block.title, block.body, block.state)
            yield from _rows(data, block.rows, [(path, "text") for path in paths if path])
        case Text() | Note():
            yield filled(block.text, data)
        case Signatures():
            yield filled(block.text, data)
            for side in block.sides:
                yield from (_value(data, path, "text") for path in (side.name, side.legal_person) if path)
        case Highlights():
            yield from _rows(data, block.rows, [(path, "text") for path in (block.label, block.value, block.note)])
        case Diagram() | Charts():
            pass  # compared as the drawing that it is


def _rows(data: object, path: str, cells: Sequence[tuple[str, Format]]) -> Iterator[str]:
    rows: tuple[Any, ...] = value_at(data, path) or ()
    for row in rows:
        yield "\n"
        yield from (_value(row, cell, form) for cell, form in cells)


def _value(data: object, path: str, form: Format) -> str:
    return written(value_at(data, path), form)
