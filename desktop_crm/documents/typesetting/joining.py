"""Joins pages of many PDFs into one file while it is being written, so that memory stays flat however many there are."""

from __future__ import annotations

import copy
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO, Final, cast

from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from desktop_crm.documents.typesetting.appearances import IDENTITY, Matrix, appearances, times

_CATALOG, _PAGES, _INFO, _OUTLINE = 1, 2, 3, 4
_WHOLE: Final = {"/Page", "/Pages", "/Catalog"}  # leads from a page to all the others, which are not taken along


@dataclass(frozen=True, slots=True)
class Layer:
    """A page of another PDF as it is laid onto one of ours."""

    page: Any
    matrix: Matrix = IDENTITY


@dataclass(frozen=True, slots=True)
class Jump:
    """An area of a page (left, bottom, right, top) that leads to another one, which must have been added before."""

    box: tuple[float, float, float, float]
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; its page is counted from 0, `y` from the foot of the paper."""

    title: str
    page: int
    y: float
    children: Sequence[Bookmark] = ()


@dataclass(slots=True)
class _Source:
    """Which numbers the objects of another PDF got here, and which of them are still to be written."""

    numbers: dict[int, int] = field(default_factory=dict[int, int])
    waiting: list[IndirectObject] = field(default_factory=list[IndirectObject])


class Joiner:
    """Writes one PDF page by page; what a page needs is written with it and forgotten."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._offsets: list[int] = [0] * _OUTLINE
        self._kids: dict[int, int] = {}  # objects of the pages by their places
        self._seen = sha256()
        self._sources: dict[int, _Source] = {}
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, place: int, size: tuple[float, float], layers: Sequence[Layer], jumps: Iterable[Jump] = ()) -> None:
        """Write the page that stands at `place` (from 0) among all, made of `layers` from bottom to top."""
        forms = [form for layer in layers for form in self._forms(layer)]
        painting = "\n".join(f"q {_figures(matrix)} cm /L{at} Do Q" for at, (matrix, _) in enumerate(forms))
        named = _dictionary({f"/L{at}": _reference(number) for at, (_, number) in enumerate(forms)})
        page = _dictionary({
            "/Type": NameObject("/Page"),
            "/Parent": _reference(_PAGES),
            "/MediaBox": _array((0, 0, *size)),
            "/Resources": _dictionary({"/XObject": named}),
            "/Contents": _reference(self._write(_stream(painting.encode()))),
        })  # fmt: skip
        if notes := [_reference(self._write(self._note(jump))) for jump in jumps]:
            page[NameObject("/Annots")] = ArrayObject(notes)
        self._kids[place] = self._write(page)

    def forget(self, reader: object) -> None:
        """Let go of a PDF of which no more pages come."""
        self._sources.pop(id(reader), None)

    def finish(self, *, title: str, author: str, day: str, outline: Sequence[Bookmark], duplex: bool) -> None:
        """Write what holds the pages together; `day` as a PDF writes it."""
        kids = [_reference(self._kids[place]) for place in range(len(self._kids))]
        pages = {"/Type": NameObject("/Pages"), "/Count": NumberObject(len(kids)), "/Kids": ArrayObject(kids)}
        self._write(_dictionary(pages), _PAGES)
        about = {"/Title": title, "/Author": author, "/Creator": "Desktop CRM", "/CreationDate": day, "/ModDate": day}
        self._write(_dictionary({key: TextStringObject(text) for key, text in about.items()}), _INFO)
        self._write_outline(outline)
        catalog: dict[str, PdfObject] = {
            "/Type": NameObject("/Catalog"),
            "/Pages": _reference(_PAGES),
            "/Outlines": _reference(_OUTLINE),
            "/PageMode": NameObject("/UseOutlines"),
            "/Lang": TextStringObject("zh-CN"),
        }
        if duplex:
            catalog["/ViewerPreferences"] = _dictionary({"/Duplex": NameObject("/DuplexFlipLongEdge")})
        self._write(_dictionary(catalog), _CATALOG)
        self._close()

    # pages

    def _forms(self, layer: Layer) -> Iterator[tuple[Matrix, int]]:
        """Yield how what a page shows is placed, and the object that shows it: the page itself, then what lies on it."""
        page = layer.page
        source = self._sources.setdefault(id(page.pdf), _Source())
        contents = page.get_contents()
        form = _stream(contents.get_data() if contents is not None else b"")
        form.update({
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _array(tuple(float(side) for side in page.cropbox)),
            NameObject("/Resources"): self._taken(source, page.get("/Resources") or DictionaryObject()),
        })  # fmt: skip
        if "/Group" in page:  # how its colours shine through each other
            form[NameObject("/Group")] = self._taken(source, page["/Group"])
        yield layer.matrix, self._write(form)
        for matrix, reference in appearances(page):
            yield times(matrix, layer.matrix), cast("Any", self._taken(source, reference)).idnum
        self._write_waiting(source)

    def _taken(self, source: _Source, thing: Any) -> PdfObject:
        """Return `thing` with our numbers where it refers to objects of `source`, which are noted to be written."""
        if isinstance(thing, IndirectObject):
            if thing.idnum not in source.numbers:
                source.numbers[thing.idnum] = self._reserve()
                source.waiting.append(thing)
            return _reference(source.numbers[thing.idnum])
        if isinstance(thing, ArrayObject):
            return ArrayObject([self._taken(source, part) for part in cast("list[Any]", thing)])
        if isinstance(thing, DictionaryObject):
            made = copy.copy(thing)  # a stream stays one, with its data as it came
            for key, value in cast("dict[str, Any]", thing).items():
                made[NameObject(key)] = self._taken(source, value)
            return made
        return cast("PdfObject", thing)

    def _write_waiting(self, source: _Source) -> None:
        while source.waiting:
            reference = source.waiting.pop()
            found = reference.get_object()
            if found is None or (isinstance(found, DictionaryObject) and found.get("/Type") in _WHOLE):
                found = NullObject()
            self._write(self._taken(source, found), source.numbers[reference.idnum])

    def _note(self, jump: Jump) -> DictionaryObject:
        return _dictionary({
            "/Type": NameObject("/Annot"),
            "/Subtype": NameObject("/Link"),
            "/Rect": _array(jump.box),
            "/Border": _array((0, 0, 0)),
            "/Dest": self._target(jump.page, jump.y),
        })  # fmt: skip

    # the outline

    def _write_outline(self, marks: Sequence[Bookmark]) -> None:
        numbers, shown = self._write_marks(marks, _OUTLINE)
        root: dict[str, PdfObject] = {"/Type": NameObject("/Outlines"), "/Count": NumberObject(shown)}
        if numbers:
            root |= {"/First": _reference(numbers[0]), "/Last": _reference(numbers[-1])}
        self._write(_dictionary(root), _OUTLINE)

    def _write_marks(self, marks: Sequence[Bookmark], parent: int) -> tuple[list[int], int]:
        """Write entries that are neighbours, each closed over its own; return their objects and how many they are."""
        numbers = [self._reserve() for _ in marks]
        for at, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            entry: dict[str, PdfObject] = {
                "/Title": TextStringObject(mark.title),
                "/Parent": _reference(parent),
                "/Dest": self._target(mark.page, mark.y),
            }
            if at:
                entry["/Prev"] = _reference(numbers[at - 1])
            if at + 1 < len(numbers):
                entry["/Next"] = _reference(numbers[at + 1])
            if mark.children:
                below, count = self._write_marks(mark.children, number)
                entry |= {
                    "/First": _reference(below[0]),
                    "/Last": _reference(below[-1]),
                    "/Count": NumberObject(-count),
                }
            self._write(_dictionary(entry), number)
        return numbers, len(numbers)

    def _target(self, page: int, y: float) -> ArrayObject:
        place = [
            _reference(self._kids[page]),
            NameObject("/XYZ"),
            NumberObject(0),
            FloatObject(round(y, 2)),
            NullObject(),
        ]
        return ArrayObject(place)

    # the file

    def _reserve(self) -> int:
        self._offsets.append(0)
        return len(self._offsets)

    def _write(self, thing: PdfObject, number: int = 0) -> int:
        number = number or self._reserve()
        self._offsets[number - 1] = self._at
        written = BytesIO()
        thing.write_to_stream(written)
        self._put(b"%d 0 obj\n%b\nendobj\n" % (number, written.getvalue()))
        return number

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._seen.update(data)
        self._at += len(data)

    def _close(self) -> None:
        start, name = self._at, self._seen.hexdigest()[:32].encode()
        lines = [b"%010d 00000 n \n" % offset for offset in self._offsets]
        self._put(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(lines) + 1, b"".join(lines)))
        trailer = b"/Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>]" % (len(lines) + 1, _CATALOG, _INFO, name, name)
        self._put(b"trailer\n<< %b >>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _array(figures: Iterable[float]) -> ArrayObject:
    return ArrayObject([FloatObject(round(figure, 4)) for figure in figures])


def _figures(figures: Iterable[float]) -> str:
    return " ".join(f"{figure:.5f}".rstrip("0").rstrip(".") for figure in figures)


def _stream(data: bytes) -> StreamObject:
    """Return `data` as a stream, packed."""
    made = DecodedStreamObject()
    made.set_data(zlib.compress(data))
    made[NameObject("/Filter")] = NameObject("/FlateDecode")
    return made
