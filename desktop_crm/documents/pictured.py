"""What stands in a document as a picture: a drawing, or a chart with its question, its answer and its table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from desktop_crm.charts.chart import Chart
from desktop_crm.charts.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart on paper; `draw` makes its picture at a width, with so many bars at most."""

    chart: Chart
    draw: Callable[[float, int], Drawing]


Pictures: TypeAlias = Mapping[str, Drawing | Figure]
