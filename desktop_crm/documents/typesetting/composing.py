"""From a document and its data to pages, and from pages to ink with head and foot around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop_crm.documents.document import Document
from desktop_crm.documents.pictured import Pictures
from desktop_crm.documents.stationery import Letterhead, Stamp
from desktop_crm.documents.typesetting.blocks import Blocks
from desktop_crm.documents.typesetting.fonts import fonts
from desktop_crm.documents.typesetting.furniture import FIRST_HEAD, LATER_HEAD, Furniture, facts
from desktop_crm.documents.typesetting.look import ONE_PAGE, SIZES, UNLIMITED, Limits, Look, Size
from desktop_crm.documents.typesetting.paper import Paper
from desktop_crm.documents.typesetting.setter import LABEL, SMALL, Setter, Style
from desktop_crm.documents.typesetting.strips import Page, Strip, paginate
from desktop_crm.system.translations import tr

TITLE: Final = Style(18, 28, bold=True)


@dataclass(frozen=True, slots=True)
class Composed:
    """The pages of one document with what stands around them; one that is `inside` another has no letterhead."""

    title: str
    foot: str
    pages: Sequence[Page]
    size: Size = SIZES["portrait"]
    draft: bool = False
    inside: bool = False

    def top(self, index: int) -> float:
        """Return how far below the margin the text of a page begins."""
        return LATER_HEAD if index or self.inside else FIRST_HEAD

    def bookmarks(self) -> Iterator[tuple[str, int, float]]:
        """Yield each section with its page (from 0) and how far below the margin it begins."""
        for index, page in enumerate(self.pages):
            yield from ((strip.bookmark, index, y + self.top(index)) for y, strip in page.placed if strip.bookmark)


class Composer:
    """Sets documents on the paper of one company."""

    def __init__(self, letterhead: Letterhead) -> None:
        self.setter = Setter(fonts())
        self.furniture = Furniture(self.setter, letterhead)
        self._letterhead = letterhead

    def compose(self, document: Document, data: object, stamp: Stamp, drawings: Pictures) -> Composed:
        """Return the pages of a document; one that is to take a single page is shortened until it does."""
        size, printable = SIZES[document.orientation], self.setter.printable
        known, pages = printable.missing.copy(), list[Page]()
        for limits in ONE_PAGE if document.one_page else (UNLIMITED,):
            printable.missing = known.copy()  # what does not fit is not counted
            look = self.look(size, limits)
            pages = self.arrange(self._strips(document, data, stamp, drawings, look), size)
            if len(pages) == 1:
                break
        return Composed(document.title, foot_of(stamp), pages, size, stamp.draft)

    def look(self, size: Size, limits: Limits = UNLIMITED) -> Look:
        """Return how blocks are set on paper of this size."""
        return Look(size.text_width, self._letterhead.color, self._letterhead.seal_space, limits)

    def arrange(self, strips: Iterable[Strip], size: Size = SIZES["portrait"]) -> list[Page]:
        """Return the pages for `strips`, and below them what the fonts could not draw."""
        known = self.setter.printable.missing.copy()
        body = list(strips)
        room = self.foot_at(size) - 8
        notice = self._notice(known, size.text_width)
        return paginate([*body, *notice], room - FIRST_HEAD, room - LATER_HEAD)

    def draw(self, paper: Paper, composed: Composed, index: int, watermark: str = "") -> None:
        """Paint page `index` of a document, all but its number; a draft says so."""
        page, heads = composed.pages[index], self.furniture
        paper.begin(composed.size)
        paper.watermark(marked(watermark, draft=composed.draft))
        width, top = composed.size.text_width, composed.top(index)
        paper.paint(heads.first_head(width) if top == FIRST_HEAD else heads.later_head(composed.title, width))
        for y, strip in page.placed:
            paper.paint(strip.marks, top + y)
        paper.paint(page.frames(), top)
        paper.paint(heads.foot(composed.foot, width), self.foot_at(composed.size))

    def draw_number(self, paper: Paper, size: Size, number: int, total: int) -> None:
        """Paint the number of a page into its foot."""
        paper.paint([self.furniture.number(number, total, size.text_width)], self.foot_at(size))

    def foot_at(self, size: Size) -> float:
        """Return how far below the margin the foot begins."""
        return size.text_height - self.furniture.foot_height

    def _strips(
        self, document: Document, data: object, stamp: Stamp, drawings: Pictures, look: Look
    ) -> Iterator[Strip]:
        style = replace(TITLE, color=look.heading)
        yield from self.setter.paragraphs(tr(document.title), 0, look.width, style, keep=True, align="center")
        line = self.setter.one_line("　　".join(facts(stamp)), look.width, LABEL)
        yield Strip(LABEL.leading + 2, (self.setter.words(line, 0, look.width, 0, LABEL, "center"),))
        blocks = Blocks(self.setter.tight() if document.one_page else self.setter, data, drawings, look)
        yield from blocks.strips(document)
        if blocks.shortened:
            text = tr("注：为排在一页之内，{count} 处内容有删节，完整内容见系统。", count=blocks.shortened)
            yield from self.setter.paragraphs(text, 0, look.width, SMALL, keep=True)

    def _notice(self, known: Mapping[str, int], width: float) -> Iterator[Strip]:
        """Yield the small print that tells how many characters, not `known` before, the fonts could not draw."""
        fresh = self.setter.printable.missing - Counter(known)
        if fresh:
            some = "、".join(f"U+{ord(char):04X}" for char in list(fresh)[:6]) + ("…" if len(fresh) > 6 else "")
            count = fresh.total()
            text = tr("注：本文件有 {count} 处字符不在字体内，已用〔U+编码〕标出（{some}）。", count=count, some=some)
            yield Strip(0, space=12, keep=True)
            yield from self.setter.paragraphs(text, 0, width, SMALL, keep=True)


def foot_of(stamp: Stamp) -> str:
    """Return what the foot of a document says."""
    return "　".join(facts(stamp))


def marked(watermark: str, *, draft: bool) -> str:
    """Return what lies across a page: the pack's own words, and 草稿 on what was not issued."""
    return "　".join(dict.fromkeys(filter(None, (watermark, tr("草稿") if draft else ""))))
