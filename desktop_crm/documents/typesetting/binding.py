"""Binds a pack: deals are printed one by one into files of their own, then joined behind cover and contents.

Only what contents and outline say of a deal stays in memory, so that a pack may hold any number of them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, Self, TypeAlias

from pypdf import PdfReader

from desktop_crm.documents.document import Audience
from desktop_crm.documents.stationery import DealPapers, Letterhead, Part
from desktop_crm.documents.typesetting import front
from desktop_crm.documents.typesetting.composing import Composed, Composer, foot_of
from desktop_crm.documents.typesetting.deal_printer import PORTRAIT, DealPrinter, Leaf, Printed
from desktop_crm.documents.typesetting.fonts import fonts
from desktop_crm.documents.typesetting.furniture import LATER_HEAD
from desktop_crm.documents.typesetting.glyphs import Printable
from desktop_crm.documents.typesetting.joining import Bookmark, Joiner, Jump, Layer
from desktop_crm.documents.typesetting.look import MARGIN, Size
from desktop_crm.documents.typesetting.marks import Link
from desktop_crm.documents.typesetting.paper import Paper, painting, plain
from desktop_crm.documents.typesetting.scans import open_pdf, placed
from desktop_crm.queries.document_data import AudienceError
from desktop_crm.system.translations import tr

Tell: TypeAlias = Callable[[int, int], None]
_TOP: Final = PORTRAIT.height - MARGIN


class Binding:
    """A pack under way. `watermark` stands on every page; with `duplex` everything begins on the front of a sheet."""

    def __init__(
        self, letterhead: Letterhead, audience: Audience = "customer", *, watermark: str = "", duplex: bool = False
    ) -> None:
        self._audience: Audience = audience
        self._author = letterhead.company
        self._composer = Composer(letterhead)
        self._watermark = " ".join(Printable(fonts().covered)(watermark).split())
        self._duplex = duplex
        self._printer = DealPrinter(self._composer, self._watermark, duplex=duplex)
        self._deals: list[Printed] = []
        self._folder = TemporaryDirectory(prefix="desktop-crm-pack-", ignore_cleanup_errors=True)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind."""
        self._folder.cleanup()

    def add(self, deal: DealPapers) -> None:
        """Print a deal; raises AudienceError when a pack for a customer has an internal part."""
        for part in deal.parts:
            if self._audience == "customer" and part.document.audience != "customer":
                raise AudienceError(f"{part.document.key} is internal and has no place in a customer's pack")
        file = Path(self._folder.name) / f"{len(self._deals)}.pdf"
        self._deals.append(self._printer.print(deal, file))

    def finish(self, cover: Part, out: BinaryIO, tell: Tell = lambda _done, _total: None) -> None:
        """Write the whole pack; `tell` hears how many of the deals are joined."""
        fronts = self._fronts(cover)
        offset = sum(len(composed.pages) for composed in fronts)
        joiner, first, total = Joiner(out), offset, offset + sum(len(deal.leaves) for deal in self._deals)
        for done, deal in enumerate(self._deals):
            tell(done, len(self._deals))
            self._join(joiner, deal, offset, total)
            offset += len(deal.leaves)
        self._join_fronts(joiner, fronts, total)
        joiner.finish(
            title=plain(f"{cover.document.title} {cover.stamp.number}".strip()),
            author=plain(cover.stamp.made_by or self._author),
            day=f"D:{cover.stamp.day:%Y%m%d}000000",
            outline=[*_front_marks(fronts), *self._marks(first)],
            duplex=self._duplex,
        )

    # cover and contents

    def _fronts(self, cover: Part) -> list[Composed]:
        """Return cover and contents, which say where everything begins once it is known how long they are."""
        look = self._composer.look(PORTRAIT)
        pages = self._composer.arrange(front.cover(self._composer.setter, cover, self._audience, look))
        foot = foot_of(cover.stamp)
        covers = self._filled([Composed(tr("封面"), foot, pages, draft=cover.stamp.draft)])
        draft = self._filled([self._contents(0, foot)])
        first = sum(len(composed.pages) for composed in (*covers, *draft))
        return [*covers, *self._filled([self._contents(first, foot)])]

    def _filled(self, composed: list[Composed]) -> list[Composed]:
        """Return what ends with the back of a sheet where both sides are printed."""
        odd = self._duplex and sum(len(each.pages) for each in composed) % 2
        return [*composed, self._printer.blank()] if odd else composed

    def _contents(self, first: int, foot: str) -> Composed:
        entries = list(self._entries(first))
        look = self._composer.look(PORTRAIT)
        return Composed(tr("目录"), foot, self._composer.arrange(front.contents(self._composer.setter, entries, look)))

    def _entries(self, offset: int) -> Iterator[front.Entry]:
        for deal in self._deals:
            if len(self._deals) > 1:
                yield front.Entry(deal.name, "", offset, heading=True)
            yield from (front.Entry(begun.title, begun.below, offset + begun.first) for begun in deal.begun)
            offset += len(deal.leaves)

    def _join_fronts(self, joiner: Joiner, fronts: Sequence[Composed], total: int) -> None:
        jumps: list[list[Jump]] = []
        with painting:
            paper = Paper()
            for composed in fronts:
                for index in range(len(composed.pages)):
                    self._composer.draw(paper, composed, index, self._watermark)
                    self._composer.draw_number(paper, composed.size, len(jumps) + 1, total)
                    paper.turn()
                    jumps.append(list(_jumps(composed, index)))
            pages = PdfReader(io.BytesIO(paper.finish())).pages
        for place, page in enumerate(pages):
            joiner.add(place, (PORTRAIT.width, PORTRAIT.height), [Layer(page)], jumps[place])

    # deals

    def _join(self, joiner: Joiner, deal: Printed, offset: int, total: int) -> None:
        own, over = PdfReader(deal.file), PdfReader(io.BytesIO(self._numbers(deal.leaves, offset, total)))
        scans: dict[Path, Any] = {}
        for at, leaf in enumerate(deal.leaves):
            layers = [Layer(own.pages[at])]
            if leaf.scan:
                file, index = leaf.scan
                page = scans.setdefault(file, scans.get(file) or open_pdf(file)).pages[index]
                layers.append(Layer(page, placed(page, self._room(leaf.size))))
            joiner.add(offset + at, (leaf.size.width, leaf.size.height), [*layers, Layer(over.pages[at])])
        for reader in (own, over, *scans.values()):
            joiner.forget(reader)

    def _numbers(self, leaves: Sequence[Leaf], offset: int, total: int) -> bytes:
        """Return pages with nothing but their numbers, and what is written across an attached file."""
        with painting:
            paper = Paper()
            for at, leaf in enumerate(leaves):
                paper.begin(leaf.size)
                paper.watermark(leaf.across, over=True)
                self._composer.draw_number(paper, leaf.size, offset + at + 1, total)
                paper.turn()
            return paper.finish()

    def _room(self, size: Size) -> tuple[float, float, float, float]:
        """Return left, bottom, width and height of the room between head and foot."""
        height = self._composer.foot_at(size) - LATER_HEAD - 8
        return MARGIN, size.height - MARGIN - LATER_HEAD - height, size.text_width, height

    def _marks(self, offset: int) -> Iterator[Bookmark]:
        """Yield the outline: documents with their sections, below their deals where there are several."""
        for deal in self._deals:
            marks = [
                Bookmark(
                    plain(begun.title),
                    offset + begun.first,
                    deal.leaves[begun.first].size.height - MARGIN,
                    [Bookmark(plain(section.title), offset + section.leaf, section.y) for section in begun.sections],
                )
                for begun in deal.begun
            ]
            if len(self._deals) > 1:
                yield Bookmark(plain(deal.name), offset, marks[0].y, marks)
            else:
                yield from marks
            offset += len(deal.leaves)


def _front_marks(fronts: Sequence[Composed]) -> Iterator[Bookmark]:
    place = 0
    for composed in fronts:
        if composed.title:  # not the back of a sheet
            yield Bookmark(composed.title, place, _TOP)
        place += len(composed.pages)


def _jumps(composed: Composed, index: int) -> Iterator[Jump]:
    for y, strip in composed.pages[index].placed:
        for mark in strip.marks:
            if isinstance(mark, Link):
                top = _TOP - composed.top(index) - y - mark.y
                yield Jump((MARGIN + mark.x, top - mark.h, MARGIN + mark.x + mark.w, top), mark.target, _TOP)
