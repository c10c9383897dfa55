"""What ink can do: words, lines, filled areas, links. Coordinates are points from the top left of the strip."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

INK: Final = "#1B2430"
MUTED: Final = "#5B6676"
HAIRLINE: Final = "#8A94A3"
SHADE: Final = "#EEF1F5"
THIN: Final = 0.4


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text with its left end at `x` and its baseline at `y`."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    color: str = INK


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = THIN
    color: str = HAIRLINE
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, filled, outlined or both."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = ""
    radius: float = 0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A filled triangle: the head of a line."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    color: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file fitted into a box, at its left or in its middle."""

    x: float
    y: float
    w: float
    h: float
    file: Path
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads to the place `target`; it works once the pages are joined."""

    x: float
    y: float
    w: float
    h: float
    target: int


Mark: TypeAlias = Words | Rule | Area | Arrow | Picture | Link
