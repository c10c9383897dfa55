"""Charts on paper: question, answer and picture, alone or side by side, and the table behind one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from desktop_crm.charts.chart import Chart
from desktop_crm.documents.document import Align, Charts
from desktop_crm.documents.pictured import Figure, Pictures
from desktop_crm.documents.typesetting.diagrams import diagram, drawn
from desktop_crm.documents.typesetting.marks import MUTED, SHADE, Mark
from desktop_crm.documents.typesetting.setter import BODY, CELL, HEADER, LABEL, PAD, SMALL, Cell, Setter, Style
from desktop_crm.documents.typesetting.strips import Strip
from desktop_crm.system.translations import tr

_QUESTION: Final = Style(10, 16, bold=True)
_ANSWER: Final = Style(9, 13.5)
_BETWEEN: Final = 18.0  # of two charts
_TALLEST: Final = 400.0
_ANSWER_LINES: Final = 3  # of charts side by side
MOST_ROWS: Final = 60  # of a table; a chart of more has names that were never meant to be grouped
_NAMES_SHARE: Final = 0.3  # of the table, for its first column at most


def chart_strips(setter: Setter, block: Charts, pictures: Pictures, width: float) -> Iterator[Strip]:
    """Yield the charts of a block that there are, and the table of each where it is asked for."""
    found = [figure for key in block.charts if isinstance(figure := pictures.get(key), Figure)]
    found = sorted(found, key=lambda figure: not _drawable(figure.chart))[: block.across]
    if not found:
        yield from setter.paragraphs(tr("没有数据。"), 0, width, replace(BODY, color=MUTED))
    elif len(found) == 1:
        yield from _alone(setter, found[0], block.most, width)
    else:
        yield _beside(setter, found, block.most, width)
    for figure in found if block.table else ():
        if not figure.chart.rows:
            continue
        yield Strip(0, space=6, keep=True)
        yield from _table(setter, figure.chart, width)


def _alone(setter: Setter, figure: Figure, most: int, width: float) -> Iterator[Strip]:
    chart = figure.chart
    yield from setter.paragraphs(chart.title, 0, width, _QUESTION, keep=True)
    *before, last = setter.paragraphs(chart.answer, 0, width, _ANSWER, keep=True)
    yield from before
    yield replace(last, keep=_drawable(chart))
    if _drawable(chart):
        yield diagram(setter, figure.draw(width, most), width, _TALLEST)


def _beside(setter: Setter, figures: Sequence[Figure], most: int, width: float) -> Strip:
    """Return charts in columns as one strip, their pictures on one line."""
    each = (width - (len(figures) - 1) * _BETWEEN) / len(figures)
    places = [(figure, at * (each + _BETWEEN)) for at, figure in enumerate(figures)]
    heads = [_head(setter, figure.chart, left, left + each) for figure, left in places]
    top = max(height for _, height in heads)
    marks, bottom = [mark for head, _ in heads for mark in head], top
    for figure, left in places:
        if _drawable(figure.chart):
            picture, height = drawn(setter, figure.draw(each, most), (left, top), each, _TALLEST)
            marks.extend(picture)
            bottom = max(bottom, top + height)
    return Strip(bottom, marks)


def _drawable(chart: Chart) -> bool:
    """Tell whether there is anything to draw: bars, or a word that there are too few cases."""
    return any(chart.value(row, key) != 0 for row in chart.rows for key in chart.drawn)


def _head(setter: Setter, chart: Chart, left: float, right: float) -> tuple[list[Mark], float]:
    """Return question and answer of a chart, and how high they stand."""
    width = right - left
    lines = setter.lines(chart.answer, width, _ANSWER)
    if len(lines) > _ANSWER_LINES:
        lines = [*lines[: _ANSWER_LINES - 1], setter.one_line("".join(lines[_ANSWER_LINES - 1 :]), width, _ANSWER)]
    marks: list[Mark] = [setter.words(setter.one_line(chart.title, width, _QUESTION), left, right, 0, _QUESTION)]
    for at, line in enumerate(lines):
        marks.append(setter.words(line, left, right, _QUESTION.leading + at * _ANSWER.leading, _ANSWER))
    return marks, _QUESTION.leading + len(lines) * _ANSWER.leading + 4


def _table(setter: Setter, chart: Chart, width: float) -> Iterator[Strip]:
    """Yield every figure of a chart under a head that repeats, and the rule by which was counted."""
    keys = [column.key for column in chart.columns]
    edges = _edges(setter, chart, width)
    titles = [column.title for column in chart.columns]
    header = tuple(_row(setter, chart, edges, titles, HEADER, keep=True))
    yield from header
    for row in chart.rows[:MOST_ROWS]:
        texts = [chart.text(row, key) for key in keys]
        yield from _row(setter, chart, edges, texts, HEADER if row.marked else CELL, header)
    left_out = len(chart.rows) - MOST_ROWS
    if left_out > 0:
        said = tr("另有 {count} 项", count=left_out)
        yield from setter.row([Cell(0, width, setter.lines(said, width, LABEL), LABEL, "center")])
    if chart.note:
        yield Strip(0, space=3, keep=True)
        yield from setter.paragraphs(chart.note, 0, width, SMALL)


def _row(
    setter: Setter,
    chart: Chart,
    edges: Sequence[float],
    texts: Sequence[str],
    style: Style,
    head: tuple[Strip, ...] = (),
    *,
    keep: bool = False,
) -> Iterator[Strip]:
    fill = "" if head else SHADE
    cells: list[Cell] = []
    for column, text, left, right in zip(chart.columns, texts, edges, edges[1:], strict=False):
        align: Align = "right" if column.right else "left"
        cells.append(Cell(left, right, setter.lines(text, right - left - 2 * PAD, style), style, align, fill))
    return setter.row(cells, head=head, keep=keep)


def _edges(setter: Setter, chart: Chart, width: float) -> list[float]:
    """Return the x of every upright: each column is as wide as what stands in it, as far as there is room."""

    def room(texts: Sequence[str], style: Style) -> float:
        return max((setter.width(text, style) for text in texts), default=0) + 2 * PAD

    wanted = [
        max(room([column.title], HEADER), room([chart.text(row, column.key) for row in chart.rows[:MOST_ROWS]], HEADER))
        for column in chart.columns
    ]
    wanted[0] = min(wanted[0], width * _NAMES_SHARE)
    scale = width / sum(wanted)
    edges = [0.0]
    for each in wanted:
        edges.append(edges[-1] + each * scale)
    return edges
