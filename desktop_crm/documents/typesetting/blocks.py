"""How each kind of block becomes strips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count, zip_longest
from typing import Any, Final

from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents.document import (
    ROW_NUMBER,
    AnyBlock,
    Clauses,
    Column,
    Diagram,
    Document,
    Fact,
    Facts,
    Note,
    Signatures,
    Table,
    Text,
)
from desktop_crm.documents.formats import NOTHING, filled, written
from desktop_crm.documents.paths import value_at
from desktop_crm.documents.typesetting.diagrams import diagram
from desktop_crm.documents.typesetting.look import Look
from desktop_crm.documents.typesetting.marks import MUTED, SHADE, Mark
from desktop_crm.documents.typesetting.setter import (
    BODY,
    CELL,
    HEADER,
    LABEL,
    PAD,
    SMALL,
    STRONG,
    Cell,
    Setter,
    Style,
)
from desktop_crm.documents.typesetting.signatures import signatures
from desktop_crm.documents.typesetting.strips import Strip
from desktop_crm.system.translations import tr

_HEADING: Final = Style(12, 19, bold=True)
_SECTION_GAP: Final = 15.0
_BLOCK_GAP: Final = 6.0
_SMALL_BLOCK: Final = 150.0
_NARROWEST_LABEL: Final = 66.0
_INDENT: Final = 20.0
_TOTAL_VALUE: Final = 0.62  # of the width: an amount in capitals is long
_DIGITS: Final = "〇一二三四五六七八九"


def section_number(number: int) -> str:
    """Return 1 to 99 as Chinese sections count: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return lead + (_DIGITS[ones] if ones else "")


class Blocks:
    """Sets the blocks of one document with its data."""

    def __init__(self, setter: Setter, data: object, drawings: Mapping[str, Drawing], look: Look) -> None:
        self._setter = setter
        self._look = look
        self._width = look.width
        self._heading_style = replace(_HEADING, color=look.heading)
        self._data = data
        self._drawings = drawings
        self._sections = count(1)

    def strips(self, document: Document) -> Iterator[Strip]:
        """Yield the strips of all blocks whose condition holds."""
        shown = [block for block in document.blocks if not block.when or value_at(self._data, block.when)]
        for block, after in zip_longest(shown, shown[1:]):
            gap = _BLOCK_GAP
            if block.heading:
                yield from self._heading(block.heading)
                gap = 4.0
            *body, last = _opened(_whole_if_small(self._body(block)), gap)
            yield from body
            # Nobody should sign a page with nothing on it: the end of what is signed goes along.
            yield replace(last, keep=True) if isinstance(after, Signatures) else last

    def _body(self, block: AnyBlock) -> Iterator[Strip]:
        match block:
            case Facts():
                return self._facts(block)
            case Table():
                return self._table(block)
            case Clauses():
                return self._clauses(block)
            case Text():
                return self._setter.paragraphs(filled(block.text, self._data).strip("\n"), 0, self._width)
            case Note():
                return self._setter.paragraphs(filled(block.text, self._data).strip("\n"), 0, self._width, SMALL)
            case Signatures():
                return signatures(self._setter, self._data, block, self._look)
            case Diagram():
                return self._diagram(block)

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
            cells.append(Cell(middle, right, self._setter.lines(value, right - middle - 2 * PAD, CELL)))
        yield from self._setter.row(cells)

    # tables

    def _table(self, block: Table) -> Iterator[Strip]:
        edges = _edges(block.columns, self._width)
        header = tuple(self._row(edges, block.columns, lambda column: tr(column.header), HEADER, keep=True))
        rows: tuple[Any, ...] = value_at(self._data, block.rows) or ()
        yield from header
        totals = list(self._totals(block))
        for number, row in enumerate(rows, 1):
            last = bool(totals) and number == len(rows)
            yield from _tied(self._row(edges, block.columns, _writer(row, number), CELL, head=header), last=last)
        if not rows:
            lines = self._setter.lines(tr(block.empty), self._width - 2 * PAD, LABEL)
            yield from _tied(self._setter.row([Cell(0, self._width, lines, LABEL, "center")]), last=bool(totals))
        yield from totals

    def _totals(self, block: Table) -> Iterator[Strip]:
        """Yield the lines below the last row, tied together: labels and values in two columns at the right."""
        shown = [total for total in block.totals if not total.when or value_at(self._data, total.when)]
        for at, total in enumerate(shown):
            value = written(value_at(self._data, total.value), total.format) or NOTHING
            label = self._width * (1 - _TOTAL_VALUE)
            cells = [
                Cell(0, label, self._setter.lines(tr(total.label), label - 2 * PAD, LABEL), LABEL, "right", SHADE),
                Cell(
                    label,
                    self._width,
                    self._setter.lines(value, self._width - label - 2 * PAD, HEADER),
                    HEADER,
                    "right",
                ),
            ]
            yield from self._setter.row(cells, keep=at < len(shown) - 1)

    def _row(
        self,
        edges: list[float],
        columns: tuple[Column, ...],
        value: Callable[[Column], str],
        style: Style,
        *,
        head: tuple[Strip, ...] = (),
        keep: bool = False,
    ) -> Iterator[Strip]:
        fill = SHADE if style is HEADER else ""
        cells: list[Cell] = []
        for column, left, right in zip(columns, edges, edges[1:], strict=False):
            lines = self._setter.lines(value(column), right - left - 2 * PAD, style)
            cells.append(Cell(left, right, lines, style, column.align, fill))
        return self._setter.row(cells, head=head, keep=keep)

    # clauses

    def _clauses(self, block: Clauses) -> Iterator[Strip]:
        rows: tuple[Any, ...] = value_at(self._data, block.rows) or ()
        if not rows:
            yield from self._setter.paragraphs(tr(block.empty), 0, self._width, replace(BODY, color=MUTED))
        for number, row in enumerate(rows, 1):
            title = written(value_at(row, block.title)) or NOTHING
            state = written(value_at(row, block.state)) if block.state else ""
            yield from self._clause_title(number, f"{title}〔{state}〕" if state else title)
            yield from self._setter.paragraphs(written(value_at(row, block.body)) or NOTHING, _INDENT, self._width)

    def _clause_title(self, number: int, title: str) -> Iterator[Strip]:
        left = max(_INDENT, self._setter.width(f"{number}.", STRONG) + 6)
        mark = self._setter.words(f"{number}.", 0, _INDENT, 0, STRONG)
        strips = self._setter.paragraphs(title, left, self._width, STRONG, keep=True)
        return _opened(strips, 7.0 if number > 1 else 0.0, mark)

    # drawings

    def _diagram(self, block: Diagram) -> Iterator[Strip]:
        drawing = self._drawings.get(block.drawing)
        if drawing is None or not drawing.shapes:
            yield from self._setter.paragraphs(tr(block.empty), 0, self._width, replace(BODY, color=MUTED))
        else:
            yield diagram(self._setter, drawing, self._width)


def _whole_if_small(strips: Iterator[Strip]) -> Iterator[Strip]:
    """Yield `strips`, tied together when a page break would only leave crumbs on both sides."""
    body = list(strips)
    if sum(strip.space + strip.height for strip in body) > _SMALL_BLOCK:
        return iter(body)
    return iter([*(replace(strip, keep=True) for strip in body[:-1]), body[-1]])


def _tied(strips: Iterator[Strip], *, last: bool) -> Iterator[Strip]:
    """Yield `strips`, the end of them tied to what follows when it is the `last` row above the totals."""
    *body, end = strips
    yield from body
    yield replace(end, keep=True) if last else end


def _opened(strips: Iterator[Strip], space: float, *marks: Mark) -> Iterator[Strip]:
    """Yield `strips`, the first at least `space` below what is above it and with `marks` added."""
    first = next(strips)
    yield replace(first, space=max(space, first.space), marks=(*marks, *first.marks))
    yield from strips


def _edges(columns: tuple[Column, ...], width: float) -> list[float]:
    """Return the x of every upright: each column gets its share of the width."""
    total, used = sum(column.width for column in columns), 0.0
    edges = [0.0]
    for column in columns:
        used += column.width
        edges.append(width * used / total)
    return edges


def _writer(row: object, number: int) -> Callable[[Column], str]:
    """Return what writes the value of a column for this row."""

    def value(column: Column) -> str:
        if column.value == ROW_NUMBER:
            return str(number)
        return written(value_at(row, column.value), column.format) or NOTHING

    return value
