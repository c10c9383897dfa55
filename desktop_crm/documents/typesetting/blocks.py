"""How each kind of block becomes strips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, zip_longest
from typing import Final

from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents.document import (
    AnyBlock,
    Charts,
    Clauses,
    Diagram,
    Document,
    Fact,
    Facts,
    Highlights,
    Note,
    Signatures,
    Table,
    Text,
)
from desktop_crm.documents.formats import NOTHING, article, filled, written
from desktop_crm.documents.paths import value_at
from desktop_crm.documents.pictured import Pictures
from desktop_crm.documents.typesetting.charts import chart_strips
from desktop_crm.documents.typesetting.diagrams import diagram
from desktop_crm.documents.typesetting.highlights import highlights
from desktop_crm.documents.typesetting.look import Look
from desktop_crm.documents.typesetting.marks import MUTED, SHADE, Mark
from desktop_crm.documents.typesetting.setter import (
    BODY,
    CELL,
    LABEL,
    PAD,
    SMALL,
    STRONG,
    Cell,
    Setter,
    Style,
)
from desktop_crm.documents.typesetting.shortening import Shortener
from desktop_crm.documents.typesetting.signatures import signatures
from desktop_crm.documents.typesetting.strips import Strip
from desktop_crm.documents.typesetting.tables import Tables
from desktop_crm.system.translations import tr

_HEADING: Final = Style(12, 19, bold=True)
_SECTION_GAP: Final = 15.0
_BLOCK_GAP: Final = 6.0
_SMALL_BLOCK: Final = 150.0
_NARROWEST_LABEL: Final = 66.0
_INDENT: Final = 20.0
_DIGITS: Final = "〇一二三四五六七八九"


def section_number(number: int) -> str:
    """Return 1 to 99 as Chinese sections count: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return lead + (_DIGITS[ones] if ones else "")


class Blocks:
    """Sets the blocks of one document with its data."""

    def __init__(self, setter: Setter, data: object, drawings: Pictures, look: Look) -> None:
        self._setter = setter
        self._look = look
        self._width = look.width
        self._heading_style = replace(_HEADING, color=look.heading)
        self._data = data
        self._drawings = drawings
        self._shortener = Shortener(setter, look.limits)
        self._tables = Tables(setter, self._shortener, data, look.width)
        self._sections = count(1)

    @property
    def shortened(self) -> int:
        """Return how often something was cut to keep within the limits."""
        return self._shortener.count

    def strips(self, document: Document) -> Iterator[Strip]:
        """Yield the strips of all blocks whose condition holds."""
        shown = [block for block in document.blocks if not block.when or value_at(self._data, block.when)]
        for block, after in zip_longest(shown, shown[1:]):
            first, *rest = self._block(block)
            *body, last = replace(first, new_page=block.new_page), *rest
            yield from body
            # Nobody should sign a page with nothing on it: the end of what is signed goes along.
            yield replace(last, keep=True) if isinstance(after, Signatures) else last

    def _block(self, block: AnyBlock) -> Iterator[Strip]:
        """Yield the heading of a block and its body."""
        if block.heading:
            yield from self._heading(block.heading)
        gap = 4.0 if block.heading else _BLOCK_GAP
        yield from _opened(_whole_if_small(self._body(block)), gap)

    def _body(self, block: AnyBlock) -> Iterator[Strip]:
        match block:
            case Facts():
                return self._facts(block)
            case Table():
                return self._tables.strips(block)
            case Clauses():
                return self._clauses(block)
            case Text():
                return self._text(block.text, BODY)
            case Note():
                return self._text(block.text, SMALL)
            case Signatures():
                return signatures(self._setter, self._data, block, self._look)
            case Diagram():
                return self._diagram(block)
            case Charts():
                return chart_strips(self._setter, block, self._drawings, self._width)
            case Highlights():
                return highlights(self._setter, value_at(self._data, block.rows) or (), block, self._width)

    def _text(self, text: str, style: Style) -> Iterator[Strip]:
        shown = self._shortener.paragraphs(filled(text, self._data).strip("\n"), self._width, style)
        return self._setter.paragraphs(shown, 0, self._width, style)

    def _heading(self, heading: str) -> Iterator[Strip]:
        title = f"{section_number(next(self._sections))}、{heading}"
        lines = self._setter.lines(title, self._width, _HEADING)
        for at, line in enumerate(lines):
            words = self._setter.words(line, 0, self._width, 0, self._heading_style)
            first = at == 0
            yield Strip(
                _HEADING.leading, (words,), _SECTION_GAP if first else 0, keep=True, bookmark=title if first else ""
            )

    # facts

    def _facts(self, block: Facts) -> Iterator[Strip]:
        widest = max(self._setter.width(tr(fact.label), LABEL) for fact in block.facts) + 2 * PAD
        label = min(max(widest, _NARROWEST_LABEL), self._width / 4)
        waiting: Fact | None = None
        for fact in block.facts:
            if fact.wide:
                if waiting:
                    yield from self._pairs(label, waiting)
                    waiting = None
                yield from self._pairs(label, fact)
            elif waiting:
                yield from self._pairs(label, waiting, fact)
                waiting = None
            else:
                waiting = fact
        if waiting:
            yield from self._pairs(label, waiting)

    def _pairs(self, label: float, *facts: Fact) -> Iterator[Strip]:
        each = self._width / len(facts)
        cells: list[Cell] = []
        for at, fact in enumerate(facts):
            left, middle, right = at * each, at * each + label, (at + 1) * each
            name = self._setter.lines(tr(fact.label), label - 2 * PAD, LABEL)
            value = written(value_at(self._data, fact.value), fact.format) or NOTHING
            cells.append(Cell(left, middle, name, LABEL, fill=SHADE))
            cells.append(Cell(middle, right, self._shortener.lines(value, right - middle - 2 * PAD, CELL)))
        yield from self._setter.row(cells)

    # clauses

    def _clauses(self, block: Clauses) -> Iterator[Strip]:
        rows, left_out = self._shortener.rows(value_at(self._data, block.rows) or ())
        if not rows:
            yield from self._setter.paragraphs(tr(block.empty), 0, self._width, replace(BODY, color=MUTED))
        for number, row in enumerate(rows, 1):
            title = written(value_at(row, block.title)) or NOTHING
            state = written(value_at(row, block.state)) if block.state else ""
            label = article(number) if block.numbering == "article" else f"{number}."
            yield from self._clause_title(label, f"{title}〔{state}〕" if state else title, first=number == 1)
            body = written(value_at(row, block.body)) or NOTHING
            shown = self._shortener.paragraphs(body, self._width - _INDENT, BODY)
            yield from self._setter.paragraphs(shown, _INDENT, self._width)
        if left_out:
            said = tr("另有 {count} 项", count=left_out)
            yield from self._setter.paragraphs(said, _INDENT, self._width, LABEL)

    def _clause_title(self, label: str, title: str, *, first: bool) -> Iterator[Strip]:
        left = max(_INDENT, self._setter.width(label, STRONG) + 6)
        mark = self._setter.words(label, 0, left, 0, STRONG)
        strips = self._setter.paragraphs(title, left, self._width, STRONG, keep=True)
        return _opened(strips, 0.0 if first else 7.0, mark)

    # drawings

    def _diagram(self, block: Diagram) -> Iterator[Strip]:
        drawing = self._drawings.get(block.drawing)
        if not isinstance(drawing, Drawing) or not drawing.shapes:
            yield from self._setter.paragraphs(tr(block.empty), 0, self._width, replace(BODY, color=MUTED))
        else:
            yield diagram(self._setter, drawing, self._width, self._look.limits.drawing)


def _whole_if_small(strips: Iterator[Strip]) -> Iterator[Strip]:
    """Yield `strips`, tied together when a page break would only leave crumbs on both sides."""
    body = list(strips)
    if sum(strip.space + strip.height for strip in body) > _SMALL_BLOCK:
        return iter(body)
    return iter([*(replace(strip, keep=True) for strip in body[:-1]), body[-1]])


def _opened(strips: Iterator[Strip], space: float, *marks: Mark) -> Iterator[Strip]:
    """Yield `strips`, the first at least `space` below what is above it and with `marks` added."""
    first = next(strips)
    yield replace(first, space=max(space, first.space), marks=(*marks, *first.marks))
    yield from strips
