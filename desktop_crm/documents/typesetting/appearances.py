"""What lies on a page of another PDF without being part of its text: seals and signatures put there as annotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias, cast

from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1, 0, 0, 1, 0, 0)
_NOT_SEEN: Final = 0b100010  # hidden, or not to be viewed


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first` and `then` the other."""
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741 - the letters of the matrix
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def appearances(page: Any) -> Iterator[tuple[Matrix, IndirectObject]]:
    """Yield each annotation that is seen: how it is placed on the page and the form that draws it."""
    for note in _at(page, "/Annots", ()):
        found = note.get_object()
        if not isinstance(found, DictionaryObject) or int(_at(found, "/F", 0)) & _NOT_SEEN:
            continue
        reference = _drawn(found)
        form = reference.get_object() if reference is not None else None
        if reference is not None and isinstance(form, StreamObject) and "/BBox" in form and "/Rect" in found:
            yield _placed(form, _box(_at(found, "/Rect"))), reference


def _drawn(note: Any) -> IndirectObject | None:
    """Return the form of a note's usual look, that of its state where it has several."""
    looks = _at(note, "/AP", {})
    usual = looks.get("/N")
    found = _at(looks, "/N")
    if isinstance(found, DictionaryObject) and not isinstance(found, StreamObject):
        usual = cast("Any", found).get(_at(note, "/AS", "/Off"))
    return usual if isinstance(usual, IndirectObject) else None


def _placed(form: Any, place: tuple[float, float, float, float]) -> Matrix:
    """Return what brings a form into its place: its box, as its own matrix turns it, is stretched to the place's."""
    own = cast("Matrix", tuple(float(figure) for figure in _at(form, "/Matrix", IDENTITY)))
    left, bottom, right, top = _box(_at(form, "/BBox"))
    corners = [times((1, 0, 0, 1, x, y), own)[4:] for x in (left, right) for y in (bottom, top)]
    x, y = min(x for x, _ in corners), min(y for _, y in corners)
    width, height = max(x for x, _ in corners) - x, max(y for _, y in corners) - y
    across = (place[2] - place[0]) / width if width else 1
    up = (place[3] - place[1]) / height if height else 1
    return (across, 0, 0, up, place[0] - x * across, place[1] - y * up)


def _box(sides: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(side) for side in sides)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _at(dictionary: Any, key: str, otherwise: Any = None) -> Any:
    """Return what stands in `dictionary` itself or where it refers to."""
    found = dictionary.get(key, otherwise)
    return found.get_object() if isinstance(found, IndirectObject) else found
