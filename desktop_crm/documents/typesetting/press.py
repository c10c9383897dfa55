"""Composes documents into pages and prints them: letterhead above, page numbers below, the cover and contents of a pack."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents.document import Audience, Document
from desktop_crm.documents.formats import written
from desktop_crm.documents.stationery import Letterhead, Part, Stamp
from desktop_crm.documents.typesetting.blocks import Blocks
from desktop_crm.documents.typesetting.fonts import fonts
from desktop_crm.documents.typesetting.furniture import FIRST_HEAD, LATER_HEAD, Furniture, facts, page_of
from desktop_crm.documents.typesetting.look import SIZES, Look, Size
from desktop_crm.documents.typesetting.marks import HAIRLINE, MUTED, Area, Link, Rule
from desktop_crm.documents.typesetting.paper import Paper
from desktop_crm.documents.typesetting.setter import BODY, LABEL, SMALL, Setter, Style
from desktop_crm.documents.typesetting.strips import Page, Strip, paginate
from desktop_crm.system.translations import tr

WIDTH: Final = SIZES["portrait"].text_width
_TITLE: Final = Style(18, 28, bold=True)
_COVER_TITLE: Final = Style(30, 44, bold=True)
_COVER_CUSTOMER: Final = Style(18, 28, bold=True)
_COVER_SUBJECT: Final = Style(13, 21, color=MUTED)
_SECRET: Final = Style(12, 26, bold=True)

# reportlab's fonts keep the state of the document being painted, so one is painted at a time.
_painting = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Composed:
    """The pages of one document with what stands around them; `name` is its place in the outline of a pack."""

    title: str
    stamp: Stamp
    pages: Sequence[Page]
    size: Size = SIZES["portrait"]
    name: str = ""
    target: str = "part"


def print_document(
    document: Document, data: object, letterhead: Letterhead, stamp: Stamp, drawings: Mapping[str, Drawing]
) -> bytes:
    """Return the PDF of one document."""
    setter = Setter(fonts())
    press = _Press(setter, letterhead)
    composed = press.compose(document, data, stamp, drawings)
    return press.print([composed], f"{document.title} {stamp.number}".strip(), stamp)


def print_pack(cover: Part, parts: Sequence[Part], letterhead: Letterhead, audience: Audience) -> bytes:
    """Return the PDF of a pack: cover, contents with page numbers, and the documents one after the other."""
    setter = Setter(fonts())
    press = _Press(setter, letterhead)
    bodies = [
        replace(
            press.compose(part.document, part.data, part.stamp, part.drawings), name=_name(part), target=f"part{at}"
        )
        for at, part in enumerate(parts, 1)
    ]
    front = press.cover(cover, audience)
    contents = press.contents(bodies, first=0, stamp=cover.stamp)
    first = len(front.pages) + len(contents.pages) + 1
    contents = press.contents(bodies, first=first, stamp=cover.stamp)
    title = f"{cover.document.title} {cover.stamp.number}".strip()
    return press.print([front, contents, *bodies], title, cover.stamp)


def _name(part: Part) -> str:
    return f"{part.document.title} · {part.label}" if part.label else part.document.title


class _Press:
    """Composes and prints with one letterhead."""

    def __init__(self, setter: Setter, letterhead: Letterhead) -> None:
        self._setter = setter
        self._letterhead = letterhead
        self._told = Counter[str]()
        self._furniture = Furniture(setter, letterhead)

    def compose(self, document: Document, data: object, stamp: Stamp, drawings: Mapping[str, Drawing]) -> _Composed:
        """Return the pages of a document."""
        size = SIZES[document.orientation]
        look = self._look(size)
        strips = [*self._title(document, stamp, look), *Blocks(self._setter, data, drawings, look).strips(document)]
        strips.extend(self._notice(look.width))
        return _Composed(document.title, stamp, paginate(strips, *self._rooms(size)), size)

    def cover(self, cover: Part, audience: Audience) -> _Composed:
        """Return the cover of a pack."""
        size = SIZES["portrait"]
        look = self._look(size)
        blocks = Blocks(self._setter, cover.data, cover.drawings, look)
        strips = [*self._cover_title(cover, audience), *blocks.strips(cover.document)]
        strips.extend(self._notice(look.width))
        return _Composed(
            cover.document.title, cover.stamp, paginate(strips, *self._rooms(size)), size, tr("封面"), "cover"
        )

    def contents(self, bodies: Sequence[_Composed], first: int, stamp: Stamp) -> _Composed:
        """Return the contents, where the first of `bodies` begins on page `first`."""
        title = tr("目录")
        strips = [Strip(_TITLE.leading + 8, (self._setter.words(title, 0, WIDTH, 0, _TITLE, "center"),))]
        page = first
        for number, body in enumerate(bodies, 1):
            strips.extend(self._entry(number, body, page))
            page += len(body.pages)
        size = SIZES["portrait"]
        return _Composed(title, stamp, paginate(strips, *self._rooms(size)), size, title, "contents")

    def print(self, documents: Sequence[_Composed], title: str, stamp: Stamp) -> bytes:
        """Return the PDF of `documents`, numbered through."""
        total, number = sum(len(document.pages) for document in documents), 0
        with _painting:
            paper = Paper(title, stamp.made_by or self._letterhead.company, stamp.day)
            for document in documents:
                for index, page in enumerate(document.pages):
                    number += 1
                    paper.begin(document.size)
                    self._page(paper, document, index, page)
                    foot = self._furniture.foot(document.stamp, page_of(number, total), document.size.text_width)
                    paper.paint(foot, document.size.text_height - self._furniture.foot_height)
                    paper.turn()
            return paper.finish()

    # pages

    def _page(self, paper: Paper, document: _Composed, index: int, page: Page) -> None:
        if document.stamp.draft:
            paper.watermark()
        width, top = document.size.text_width, LATER_HEAD if index else FIRST_HEAD
        heads = self._furniture
        paper.paint(heads.later_head(document.title, width) if index else heads.first_head(width))
        if document.name and index == 0:
            paper.bookmark(document.target, document.name, 0, 0)
        for y, strip in page.placed:
            paper.paint(strip.marks, top + y)
            if strip.bookmark:
                key = f"{document.target}:{index}:{y:.0f}"
                paper.bookmark(key, strip.bookmark, 1 if document.name else 0, top + y)
        paper.paint(page.frames(), top)

    def _look(self, size: Size) -> Look:
        return Look(size.text_width, self._letterhead.color, self._letterhead.seal_space)

    def _rooms(self, size: Size) -> tuple[float, float]:
        """Return the height of the text area of a first page and of each later one."""
        rest = size.text_height - self._furniture.foot_height - 8
        return rest - FIRST_HEAD, rest - LATER_HEAD

    # strips

    def _title(self, document: Document, stamp: Stamp, look: Look) -> Iterator[Strip]:
        style = replace(_TITLE, color=look.heading)
        yield from self._setter.paragraphs(tr(document.title), 0, look.width, style, keep=True, align="center")
        line = self._setter.one_line("　　".join(facts(stamp)), look.width, LABEL)
        yield Strip(LABEL.leading + 2, (self._setter.words(line, 0, look.width, 0, LABEL, "center"),))

    def _notice(self, width: float) -> Iterator[Strip]:
        """Yield the small print that tells how many characters, not told of before, the fonts could not draw."""
        missing = self._setter.printable.missing
        fresh = missing - self._told
        self._told = missing.copy()
        if fresh:
            some = "、".join(f"U+{ord(char):04X}" for char in list(fresh)[:6]) + ("…" if len(fresh) > 6 else "")
            count = fresh.total()
            text = tr("注：本文件有 {count} 处字符不在字体内，已用〔U+编码〕标出（{some}）。", count=count, some=some)
            yield Strip(0, space=12, keep=True)
            yield from self._setter.paragraphs(text, 0, width, SMALL, keep=True)

    def _cover_title(self, cover: Part, audience: Audience) -> Iterator[Strip]:
        setter = self._setter
        yield Strip(90)
        if audience == "internal":
            text = tr("内部资料　请勿外传")
            width = setter.width(text, _SECRET) + 28
            left = (WIDTH - width) / 2
            box = Area(left, 0, width, _SECRET.leading, stroke="#1B2430")
            yield Strip(_SECRET.leading + 24, (box, setter.words(text, 0, WIDTH, 0, _SECRET, "center")))
        lines = (
            (tr(cover.document.title), _COVER_TITLE, 1, 26.0),
            (written(getattr(cover.data, "customer", "")), _COVER_CUSTOMER, 3, 8.0),
            (written(getattr(cover.data, "subject", "")), _COVER_SUBJECT, 3, 60.0),
        )
        for text, style, most, below in lines:
            shown = setter.lines(text, WIDTH - 40, style)
            if len(shown) > most:
                shown = [*shown[: most - 1], setter.one_line("".join(shown[most - 1 :]), WIDTH - 40, style)]
            for line in shown:
                yield Strip(style.leading, (setter.words(line, 0, WIDTH, 0, style, "center"),))
            yield Strip(below)

    def _entry(self, number: int, body: _Composed, page: int) -> Iterator[Strip]:
        setter, stamp = self._setter, body.stamp
        text = setter.one_line(f"{number}. {body.name}", WIDTH - 60, BODY)
        below = setter.one_line("　".join(facts(stamp)), WIDTH - 60, SMALL)
        shown = str(page)
        dots_from, dots_to = setter.width(text, BODY) + 6, WIDTH - setter.width(shown, BODY) - 6
        height = BODY.leading + SMALL.leading
        yield Strip(
            height,
            (
                setter.words(text, 0, WIDTH, 0, BODY),
                Rule(dots_from, BODY.baseline, dots_to, BODY.baseline, 0.6, HAIRLINE, dashed=True),
                setter.words(shown, 0, WIDTH, 0, BODY, "right"),
                setter.words(below, 16, WIDTH, BODY.leading, SMALL),
                Link(0, 0, WIDTH, height, body.target),
            ),
            space=8,
        )
