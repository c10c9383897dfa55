"""A chart on paper says what it says on the screen."""

from __future__ import annotations

import pytest

from desktop_crm.charts.chart import Chart, Column, Form, Row
from desktop_crm.charts.drawing import Box, Label
from desktop_crm.charts.painting import chart_drawing
from desktop_crm.charts.shapes import legend, shapes

COLUMNS = (Column("name", "阶段", "text"), Column("new", "7 天内", tone="good"), Column("old", "更久", tone="late"))
ROWS = (Row("a", ("线索获取", 30, 10)), Row("b", ("方案制定", 20, 0), marked=True))


def chart(form: Form, *rows: Row) -> Chart:
    return Chart(
        key="k", title="问？", answer="答。", form=form, columns=COLUMNS, rows=rows,
        drawn=("new", "old") if form in ("stacked", "heat") else ("new",),
    )  # fmt: skip


@pytest.mark.parametrize("form", ["bars", "stacked", "heat", "funnel"])
def test_paper_has_the_bars_and_the_words_of_the_screen(form: Form) -> None:
    made = chart(form, *ROWS)
    found, drawing = shapes(made), chart_drawing(made, 400)
    bars = [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.stroke]
    assert len(bars) == len(found.bars)
    wide = {round(shape.w / (bar.end - bar.start), 6) for shape, bar in zip(bars, found.bars, strict=True)}
    assert len(wide) == 1  # one scale for all
    labels = [shape.text for shape in drawing.shapes if isinstance(shape, Label)]
    expected = [*found.names, *(bar.text for bar in found.bars if bar.text), *(word.text for word in found.words)]
    assert sorted(labels) == sorted(
        [*expected, *(text for _, text in found.heads), *(name for _, name in legend(made))]
    )


@pytest.mark.parametrize("form", ["bars", "stacked", "heat", "funnel"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_everything_stands_on_the_sheet(form: Form, count: int) -> None:
    drawing = chart_drawing(chart(form, *ROWS[:count]), 400)
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            assert shape.x >= 0
            assert shape.x + shape.w <= 400
            assert shape.y + shape.h <= drawing.height
        elif isinstance(shape, Label):
            assert 0 <= shape.x <= 400
            assert shape.y <= drawing.height


def test_a_paler_bar_is_mixed_with_the_paper() -> None:
    first, second = (shape for shape in chart_drawing(chart("bars", *ROWS)).shapes if isinstance(shape, Box))
    assert second.fill == "#0E6B4C"  # the marked one
    assert first.fill == "#7AAE9D"
