"""A chart as plain shapes for paper: the same bars and words as on the screen, legible in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop_crm.charts.chart import Chart, Tone
from desktop_crm.charts.drawing import Box, Drawing, Label, Line, Shape
from desktop_crm.charts.shapes import Bar, Shapes, Word, legend, shapes

_WIDTH: Final = 480.0
_NAMES: Final = 96.0  # for the names at the left, where there is room
_NAMES_SHARE: Final = 0.3  # of a narrow picture
_ROW: Final = 17.0
_THICK: Final = 0.62  # of a row
_HEAD: Final = 16.0  # for the legend, or what stands over a heat map
_INK: Final = "#1B2430"
_MUTED: Final = "#5B6676"
_TONES: Final[dict[Tone, str]] = {
    "accent": "#4A7FE8",  # between the dark and the light of its neighbours, as grey too
    "good": "#0E6B4C",
    "soon": "#D9A441",  # lighter than on the screen, so that neighbours differ in grey too
    "late": "#8E1F17",
    "muted": "#98A1AE",
}
_DARK: Final = ("accent", "good", "late")


def chart_drawing(chart: Chart, width: float = _WIDTH) -> Drawing:
    """Return the picture of a chart for paper, `width` points wide."""
    found = shapes(chart)
    pieces = legend(chart)
    head = _HEAD if pieces or found.heads else 4.0
    left = min(_NAMES, width * _NAMES_SHARE)
    on = _Ground(left, head, (width - left) / found.span)
    painted = [*_legend(pieces, left, width), *_names(found, on), *_heads(found, on)]
    for bar in found.bars:
        painted.extend(_bar(bar, on, full=chart.form == "heat"))
    painted.extend(_word(word, on) for word in found.words if word.text)
    bottom = head + max(len(found.names), 1) * _ROW
    painted.append(Line(((left, head), (left, bottom)), _MUTED))
    return Drawing(width, bottom + 4, tuple(painted))


@dataclass(frozen=True, slots=True)
class _Ground:
    """Where the bars begin, and how many points a unit of theirs is long."""

    left: float
    top: float
    scale: float

    def x(self, units: float) -> float:
        return self.left + units * self.scale


def _bar(bar: Bar, on: _Ground, *, full: bool) -> Iterator[Shape]:
    thick = _ROW * (0.92 if full else _THICK)
    top = on.top + bar.place * _ROW + (_ROW - thick) / 2
    left, width = on.x(bar.start), (bar.end - bar.start) * on.scale
    yield Box(left, top, width, thick, _pale(_TONES[bar.tone], bar.strength), "#FFFFFF")
    if bar.text:
        color = "#FFFFFF" if bar.tone in _DARK else _INK
        yield Label(left + width / 2, top + thick - 2.6, bar.text, 7.5, align="center", color=color)


def _word(word: Word, on: _Ground) -> Label:
    baseline = on.top + (word.place + 0.5) * _ROW + 2.8
    align = "center" if word.middle else "left"
    return Label(on.x(word.x), baseline, word.text, 8, align=align, color=_MUTED if word.muted else _INK)


def _names(found: Shapes, on: _Ground) -> Iterator[Label]:
    for place, name in enumerate(found.names):
        baseline = on.top + (place + 0.5) * _ROW + 2.8
        yield Label(on.left - 6, baseline, name, 8, align="right", max_width=on.left - 8)


def _heads(found: Shapes, on: _Ground) -> Iterator[Label]:
    for x, text in found.heads:
        yield Label(on.x(x), _HEAD - 5, text, 7.5, align="center", color=_MUTED)


def _legend(pieces: tuple[tuple[Tone, str], ...], left: float, width: float) -> Iterator[Shape]:
    """Yield the legend above the bars; where these are narrow it begins further left."""
    rooms = [22 + sum(4.3 if letter.isascii() else 7.5 for letter in name) for _, name in pieces]
    x = min(left, max(0.0, width - sum(rooms) + 8))
    for (tone, name), room in zip(pieces, rooms, strict=True):
        yield Box(x, 2, 7, 7, _TONES[tone], "")
        yield Label(x + 10, 8.6, name, 7.5, color=_MUTED)
        x += room


def _pale(color: str, strength: float) -> str:
    """Return a colour mixed with the white of the paper."""
    parts = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)
