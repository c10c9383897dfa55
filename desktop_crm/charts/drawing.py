"""A picture without a painter: plain shapes that the screen and the paper both know how to paint.

Coordinates are points; x grows to the right, y grows downward. Colours are `#RRGGBB`, "" paints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, perhaps with round corners."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = "#1B2430"
    radius: float = 0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline; `arrow` puts a head on its last point."""

    points: Sequence[tuple[float, float]]
    stroke: str = "#1B2430"
    dashed: bool = False
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text: `x` is its left end, middle or right end by `align`, `y` its baseline.

    Text wider than `max_width` (0: no limit) is cut and ends in an ellipsis.
    """

    x: float
    y: float
    text: str
    size: float = 9
    bold: bool = False
    align: Align = "left"
    color: str = "#1B2430"
    max_width: float = 0


Shape: TypeAlias = Box | Line | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of `width` by `height`, painted in their order."""

    width: float
    height: float
    shapes: Sequence[Shape] = field(default=())
