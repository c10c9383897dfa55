"""Large figures in boxes, so many in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from desktop_crm.documents.document import Highlights
from desktop_crm.documents.formats import NOTHING, written
from desktop_crm.documents.paths import value_at
from desktop_crm.documents.typesetting.marks import SHADE, Area, Mark
from desktop_crm.documents.typesetting.setter import SMALL, Setter, Style
from desktop_crm.documents.typesetting.strips import Strip

_FIGURE: Final = Style(15, 20, bold=True)
_HEIGHT: Final = 52.0
_GAP: Final = 6.0
_INSET: Final = 8.0


def highlights(setter: Setter, rows: Sequence[Any], block: Highlights, width: float) -> Iterator[Strip]:
    """Yield a strip for each row of boxes."""
    each = (width - (block.across - 1) * _GAP) / block.across
    for start in range(0, max(len(rows), 1), block.across):
        marks: list[Mark] = []
        for at, row in enumerate(rows[start : start + block.across]):
            texts = [written(value_at(row, path)) or NOTHING for path in (block.label, block.value, block.note)]
            marks.extend(_box(setter, texts, at * (each + _GAP), each))
        yield Strip(_HEIGHT, marks, space=_GAP if start else 0)


def _box(setter: Setter, texts: Sequence[str], left: float, width: float) -> Iterator[Mark]:
    label, figure, note = texts
    inside, x = width - 2 * _INSET, left + _INSET
    yield Area(left, 0, width, _HEIGHT, fill=SHADE, radius=4)
    yield setter.words(setter.one_line(label, inside, SMALL), x, x + inside, 4, SMALL)
    # A figure is never cut: it is set smaller.
    shown = setter.printable(figure)
    size = min(_FIGURE.size, _FIGURE.size * inside / max(setter.width(shown, _FIGURE), 1))
    yield setter.words(shown, x, x + inside, 16, replace(_FIGURE, size=size))
    yield setter.words(setter.one_line(note, inside, SMALL), x, x + inside, 37, SMALL)
