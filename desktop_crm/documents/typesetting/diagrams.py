"""Puts a drawing onto paper, scaled to the width of the page."""

from __future__ import annotations

import math
from collections.abc import Iterator
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
    scale = min(width / drawing.width, tallest / drawing.height, _LARGEST_SCALE)
    left = (width - drawing.width * scale) / 2
    marks = [mark for shape in drawing.shapes for mark in _marks(setter, shape, left, scale)]
    return Strip(drawing.height * scale + 4, marks, space=6)


def _marks(setter: Setter, shape: Box | Line | Label, left: float, scale: float) -> Iterator[Mark]:
    match shape:
        case Box(x, y, w, h, fill, stroke, radius, dashed):
            yield Area(left + x * scale, y * scale, w * scale, h * scale, fill, stroke, radius * scale, dashed)
        case Line(points, stroke, dashed, arrow):
            scaled = [(left + x * scale, y * scale) for x, y in points]
            for (x1, y1), (x2, y2) in pairwise(scaled):
                yield Rule(x1, y1, x2, y2, 0.7, stroke, dashed)
            if arrow and len(scaled) > 1:
                yield _arrow(scaled[-2], scaled[-1], stroke)
        case Label():
            yield from _label(setter, shape, left, scale)


def _label(setter: Setter, label: Label, left: float, scale: float) -> Iterator[Mark]:
    style = Style(label.size * scale, label.size * scale, label.bold, label.color)
    text = setter.one_line(label.text, label.max_width * scale or math.inf, style)
    x = left + label.x * scale
    back = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * setter.width(text, style)
    if text:
        yield setter.words(text, x - back, x, label.y * scale - style.baseline, style)


def _arrow(start: tuple[float, float], tip: tuple[float, float], color: str) -> Arrow:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    wings = [
        (tip[0] - _HEAD * math.cos(angle + turn), tip[1] - _HEAD * math.sin(angle + turn)) for turn in (0.45, -0.45)
    ]
    return Arrow((tip, wings[0], wings[1]), color)
