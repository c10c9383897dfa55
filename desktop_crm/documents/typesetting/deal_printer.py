"""Prints what a pack holds of one deal into a file, all but the page numbers, which nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop_crm.documents.stationery import Attached, DealPapers
from desktop_crm.documents.typesetting.composing import Composed, Composer, foot_of, marked
from desktop_crm.documents.typesetting.furniture import LATER_HEAD
from desktop_crm.documents.typesetting.look import MARGIN, SIZES, Size
from desktop_crm.documents.typesetting.marks import Mark, Picture
from desktop_crm.documents.typesetting.paper import Paper, painting
from desktop_crm.documents.typesetting.scans import Unreadable, checked_pdf, pictures, shown_size
from desktop_crm.documents.typesetting.setter import LABEL, STRONG
from desktop_crm.documents.typesetting.strips import Page, Strip
from desktop_crm.system.translations import tr

PORTRAIT, LANDSCAPE = SIZES["portrait"], SIZES["landscape"]
_PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed page: its paper, the page of an attached PDF to lay onto it, and what is to be written across both."""

    size: Size
    scan: tuple[Path, int] | None = None
    across: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that the outline shows: on which leaf, and how high above the foot of the paper."""

    title: str
    leaf: int
    y: float


@dataclass(frozen=True, slots=True)
class Begun:
    """What begins on leaf `first`: its title, what the contents say below it, its sections."""

    title: str
    below: str
    first: int
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A deal in a file, waiting to be joined."""

    name: str
    file: Path
    leaves: list[Leaf] = field(default_factory=list[Leaf])
    begun: list[Begun] = field(default_factory=list[Begun])


@dataclass(frozen=True, slots=True)
class _Piece:
    """One document or attached file, composed; `scans` are the pages that lie on its own."""

    title: str
    below: str
    parts: Sequence[Composed]
    scans: Sequence[tuple[Path, int]] = ()


class DealPrinter:
    """Prints deals with one composer; with `duplex` everything begins on the front of a sheet."""

    def __init__(self, composer: Composer, watermark: str = "", *, duplex: bool = False) -> None:
        self._composer = composer
        self._watermark = watermark
        self._duplex = duplex

    def print(self, deal: DealPapers, file: Path) -> Printed:
        """Print a deal into `file`; pictures made for it lie beside."""
        pieces = [*self._documents(deal), *self._attached(deal.attached, file)]
        printed = Printed(deal.name, file)
        with painting:
            paper = Paper(deal.name)
            for piece in pieces:
                self._piece(paper, piece, printed)
                if self._duplex and len(printed.leaves) % 2:
                    self._draw(paper, self.blank(), 0, printed)
            file.write_bytes(paper.finish())
        return printed

    def blank(self) -> Composed:
        """Return the back of a sheet on whose front something ends."""
        setter, text = self._composer.setter, tr("本页留白")
        mark = setter.words(text, 0, PORTRAIT.text_width, 300, LABEL, "center")
        return Composed("", "", _page([mark]), inside=True)

    def _documents(self, deal: DealPapers) -> Iterator[_Piece]:
        for part in deal.parts:
            composed = self._composer.compose(part.document, part.data, part.stamp, part.drawings)
            yield _Piece(part.name, foot_of(part.stamp), [composed])

    def _attached(self, attached: Sequence[Attached], file: Path) -> Iterator[_Piece]:
        troubles: list[tuple[str, str]] = []
        for at, each in enumerate(attached):
            try:
                yield self._scanned(each, file.with_suffix(""), at)
            except Unreadable as trouble:
                troubles.append((each.name, str(trouble)))
        if troubles:
            title = tr("未能装订的附件")
            pages = self._composer.arrange(self._told(title, troubles))
            yield _Piece(title, tr("{count} 个", count=len(troubles)), [Composed(title, title, pages, inside=True)])

    def _scanned(self, attached: Attached, beside: Path, at: int) -> _Piece:
        if attached.file is None:
            raise Unreadable(attached.trouble)
        title = tr("附件：{name}", name=attached.name)
        if attached.media_type == _PDF:
            sizes = [shown_size(page) for page in checked_pdf(attached.file).pages]
            scans = [(attached.file, index) for index in range(len(sizes))]
            papers = [LANDSCAPE if wide > high else PORTRAIT for wide, high in sizes]
            marks: list[list[Mark]] = [[] for _ in papers]
        else:
            made, scans = pictures(attached.file, beside.parent, f"{beside.name}-{at}"), []
            papers = [LANDSCAPE if across else PORTRAIT for _, across in made]
            marks = [[self._picture(file, size)] for (file, _), size in zip(made, papers, strict=True)]
        parts = [
            Composed(title, self._of(attached, index, len(papers)), _page(on), size, inside=True)
            for index, (size, on) in enumerate(zip(papers, marks, strict=True))
        ]
        return _Piece(title, tr("{kind}　{count} 页", kind=attached.kind, count=len(parts)), parts, scans)

    def _piece(self, paper: Paper, piece: _Piece, printed: Printed) -> None:
        first, sections = len(printed.leaves), list[Section]()
        for at, composed in enumerate(piece.parts):
            start = len(printed.leaves)
            for title, index, y in composed.bookmarks():
                sections.append(Section(title, start + index, composed.size.height - MARGIN - y))
            for index in range(len(composed.pages)):
                self._draw(paper, composed, index, printed, piece.scans[at] if piece.scans else None)
        printed.begun.append(Begun(piece.title, piece.below, first, tuple(sections)))

    def _draw(
        self, paper: Paper, composed: Composed, index: int, printed: Printed, scan: tuple[Path, int] | None = None
    ) -> None:
        over = scan is not None or any(isinstance(mark, Picture) for mark in _marks(composed.pages[index]))
        self._composer.draw(paper, composed, index, "" if over else self._watermark)
        across = marked(self._watermark, draft=composed.draft) if over else ""
        printed.leaves.append(Leaf(composed.size, scan, across))
        paper.turn()

    def _picture(self, file: Path, size: Size) -> Mark:
        return Picture(0, 0, size.text_width, self._composer.foot_at(size) - LATER_HEAD - 8, file, middle=True)

    def _of(self, attached: Attached, index: int, count: int) -> str:
        return tr("{kind}　原件第 {page} / {count} 页", kind=attached.kind, page=index + 1, count=count)

    def _told(self, title: str, troubles: Sequence[tuple[str, str]]) -> Iterator[Strip]:
        setter, width = self._composer.setter, PORTRAIT.text_width
        yield from setter.paragraphs(title, 0, width, STRONG, keep=True)
        for name, reason in troubles:
            yield Strip(0, space=8)
            yield from setter.paragraphs(name, 0, width, keep=True)
            yield from setter.paragraphs(tr("没有装订：{reason}。原件在商机的附件里。", reason=reason), 0, width, LABEL)


def _page(marks: Sequence[Mark]) -> list[Page]:
    page = Page(0)
    page.add(Strip(0, marks))
    return [page]


def _marks(page: Page) -> Iterator[Mark]:
    return (mark for _, strip in page.placed for mark in strip.marks)
