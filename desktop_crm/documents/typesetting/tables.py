"""How a table becomes strips: a header that repeats, rows, and totals that never stand without the last of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from desktop_crm.documents.document import ROW_NUMBER, Column, Table, Total
from desktop_crm.documents.formats import NOTHING, written
from desktop_crm.documents.paths import value_at
from desktop_crm.documents.typesetting.marks import SHADE
from desktop_crm.documents.typesetting.setter import CELL, HEADER, LABEL, PAD, Cell, Setter, Style
from desktop_crm.documents.typesetting.shortening import Shortener
from desktop_crm.documents.typesetting.strips import Strip
from desktop_crm.system.translations import tr

_TOTAL_VALUE: Final = 0.62  # of the width: an amount in capitals is long


class Tables:
    """Sets the tables of one document."""

    def __init__(self, setter: Setter, shortener: Shortener, data: object, width: float) -> None:
        self._setter = setter
        self._shortener = shortener
        self._data = data
        self._width = width

    def strips(self, block: Table) -> Iterator[Strip]:
        """Yield header, rows and totals."""
        edges = _edges(block.columns, self._width)
        header = tuple(self._row(edges, block.columns, lambda column: tr(column.header), HEADER, keep=True))
        rows, left_out = self._shortener.rows(value_at(self._data, block.rows) or ())
        body = [list(self._row(edges, block.columns, _writer(row, at), CELL, header)) for at, row in enumerate(rows, 1)]
        if left_out or not rows:
            said = tr("另有 {count} 项", count=left_out) if left_out else tr(block.empty)
            lines = self._setter.lines(said, self._width - 2 * PAD, LABEL)
            body.append(list(self._setter.row([Cell(0, self._width, lines, LABEL, "center")])))
        totals = list(self._totals(block.totals))
        if totals:
            body[-1][-1] = replace(body[-1][-1], keep=True)
        yield from header
        for strips in body:
            yield from strips
        yield from totals

    def _totals(self, totals: tuple[Total, ...]) -> Iterator[Strip]:
        """Yield the lines below the last row, tied together: labels at the left of values, both to the right."""
        shown = [total for total in totals if not total.when or value_at(self._data, total.when)]
        middle = self._width * (1 - _TOTAL_VALUE)
        for at, total in enumerate(shown):
            value = written(value_at(self._data, total.value), total.format) or NOTHING
            names = self._setter.lines(tr(total.label), middle - 2 * PAD, LABEL)
            lines = self._setter.lines(value, self._width - middle - 2 * PAD, HEADER)
            cells = [
                Cell(0, middle, names, LABEL, "right", SHADE),
                Cell(middle, self._width, lines, HEADER, "right"),
            ]
            yield from self._setter.row(cells, keep=at < len(shown) - 1)

    def _row(
        self,
        edges: list[float],
        columns: tuple[Column, ...],
        value: Callable[[Column], str],
        style: Style,
        head: tuple[Strip, ...] = (),
        *,
        keep: bool = False,
    ) -> Iterator[Strip]:
        fill = SHADE if style is HEADER else ""
        cells: list[Cell] = []
        for column, left, right in zip(columns, edges, edges[1:], strict=False):
            lines = self._shortener.lines(value(column), right - left - 2 * PAD, style)
            cells.append(Cell(left, right, lines, style, column.align, fill))
        return self._setter.row(cells, head=head, keep=keep)


def _edges(columns: tuple[Column, ...], width: float) -> list[float]:
    """Return the x of every upright: each column gets its share of the width."""
    total, used = sum(column.width for column in columns), 0.0
    edges = [0.0]
    for column in columns:
        used += column.width
        edges.append(width * used / total)
    return edges


def _writer(row: Any, number: int) -> Callable[[Column], str]:
    """Return what writes the value of a column for this row."""

    def value(column: Column) -> str:
        if column.value == ROW_NUMBER:
            return str(number)
        return written(value_at(row, column.value), column.format) or NOTHING

    return value
