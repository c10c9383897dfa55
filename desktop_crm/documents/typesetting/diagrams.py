"""Puts a drawing onto paper, scaled to the width of the page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from desktop_crm.charts.drawing import Box, Drawing, Label, Line
from desktop_crm.documents.typesetting.marks import Area, Arrow, Mark, Rule
from desktop_crm.documents.typesetting.setter import Setter, Style
from desktop_crm.documents.typesetting.strips import Strip

_LARGEST_SCALE: Final = 1.15  # a small drawing is not blown up
_HEAD: Final = 5.0


def diagram(setter: Setter, drawing: Drawing, width: float, tallest: float) -> Strip:
    """Return `drawing` as one strip of `width`, centred, at most `tallest` points high."""
    marks, height = drawn(setter, drawing, (0, 0), width, tallest)
    return Strip(height + 4, marks, space=6)


def drawn(
    setter: Setter, drawing: Drawing, at: tuple[float, float], width: float, tallest: float
) -> tuple[list[Mark], float]:
    """Return the marks of `drawing` in the middle of a place that begins at `at`, and its height there."""
    scale = min(width / drawing.width, tallest / drawing.height, _LARGEST_SCALE)
    ground = _Ground(at[0] + (width - drawing.width * scale) / 2, at[1], scale)
    return [mark for shape in drawing.shapes for mark in _marks(setter, shape, ground)], drawing.height * scale


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where a drawing lies and how large."""

    left: float
    top: float
    scale: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale


def _marks(setter: Setter, shape: Box | Line | Label, on: _Ground) -> Iterator[Mark]:
    match shape:
        case Box(x, y, w, h, fill, stroke, radius, dashed):
            yield Area(*on.point(x, y), w * on.scale, h * on.scale, fill, stroke, radius * on.scale, dashed)
        case Line(points, stroke, dashed, arrow):
            scaled = [on.point(x, y) for x, y in points]
            for (x1, y1), (x2, y2) in pairwise(scaled):
                yield Rule(x1, y1, x2, y2, 0.7, stroke, dashed)
            if arrow and len(scaled) > 1:
                yield _arrow(scaled[-2], scaled[-1], stroke)
        case Label():
            yield from _label(setter, shape, on)


def _label(setter: Setter, label: Label, on: _Ground) -> Iterator[Mark]:
    style = Style(label.size * on.scale, label.size * on.scale, label.bold, label.color)
    text = setter.one_line(label.text, label.max_width * on.scale or math.inf, style)
    x, y = on.point(label.x, label.y)
    back = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * setter.width(text, style)
    if text:
        yield setter.words(text, x - back, x, y - style.baseline, style)


def _arrow(start: tuple[float, float], tip: tuple[float, float], color: str) -> Arrow:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    wings = [
        (tip[0] - _HEAD * math.cos(angle + turn), tip[1] - _HEAD * math.sin(angle + turn)) for turn in (0.45, -0.45)
    ]
    return Arrow((tip, wings[0], wings[1]), color)
