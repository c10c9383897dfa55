"""Where the bars and squares of a chart stand: one reckoning for the screen and for paper.

A row is one unit high; `x` runs from 0 to `span`, whose end leaves room for what is written behind a bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_crm.charts.chart import Chart, Row, Tone, said_short, too_few
from desktop_crm.charts.words import NOT_KNOWN

MOST_ROWS: Final = 16  # more stand in the table only
FEWEST_ROWS: Final = 6  # a single bar is not blown up to the height of the picture
_ROOM: Final = 1.28  # of the longest bar, for its words


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in row `place`, from `start` to `end`; a `strength` below 1 is paler."""

    place: int
    start: float
    end: float
    tone: Tone
    strength: float = 1.0
    text: str = ""  # inside it


@dataclass(frozen=True, slots=True)
class Word:
    """What is written behind the bar of a row, or in the middle of a square."""

    place: int
    x: float
    text: str
    middle: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Shapes:
    """The picture of a chart: names at the left, bars, words; `heads` stand over the columns of a heat map."""

    names: tuple[str, ...]
    bars: tuple[Bar, ...]
    words: tuple[Word, ...]
    span: float
    heads: tuple[tuple[float, str], ...] = ()
    left_out: int = 0


def shapes(chart: Chart) -> Shapes:
    """Return the picture of a chart."""
    rows = chart.rows[:MOST_ROWS]
    names = tuple(str(row.cells[0] or NOT_KNOWN) for row in rows)
    left_out = len(chart.rows) - len(rows)
    if chart.form == "heat":
        bars, words = _squares(chart, rows)
        heads = tuple((at + 0.5, chart.column(key).title) for at, key in enumerate(chart.drawn))
        return Shapes(names, tuple(bars), tuple(words), max(1, len(chart.drawn)), heads, left_out)
    longest = max((sum(chart.value(row, key) or 0 for key in chart.drawn) for row in rows), default=0) or 1
    bars, words = (
        zip(*(_row(chart, row, at, longest) for at, row in enumerate(rows)), strict=True) if rows else ((), ())
    )
    return Shapes(names, tuple(bar for each in bars for bar in each), tuple(words), longest * _ROOM, (), left_out)


def legend(chart: Chart) -> tuple[tuple[Tone, str], ...]:
    """Return the tone and the name of each piece of a stacked bar; other charts need none."""
    columns = [chart.column(key) for key in chart.drawn] if chart.form == "stacked" else []
    return tuple((column.tone, column.title) for column in columns)


def _row(chart: Chart, row: Row, place: int, longest: int) -> tuple[list[Bar], Word]:
    """Return the bar of a row, in as many pieces as are stacked, and what is written behind it."""
    bars: list[Bar] = []
    total = sum(chart.value(row, key) or 0 for key in chart.drawn)
    start = (longest - (chart.value(row, chart.drawn[0]) or 0)) / 2 if chart.form == "funnel" else 0.0
    for key in chart.drawn:
        value, column = chart.value(row, key) or 0, chart.column(key)
        inside = said_short(value, column.unit) if longest * 0.07 < value < total else ""
        strength = 1.0 if row.marked or len(chart.drawn) > 1 or not any(one.marked for one in chart.rows) else 0.55
        if value:
            bars.append(Bar(place, start, start + value, row.tone or column.tone, strength, inside))
        start += value
    return bars, _word(chart, row, place, longest if chart.form == "funnel" else start, longest)


def _word(chart: Chart, row: Row, place: int, end: float, longest: int) -> Word:
    first = chart.column(chart.drawn[0])
    value = chart.value(row, first.key)
    gap = longest * 0.012
    if value is None and (first.of or len(chart.drawn) == 1):
        return Word(place, gap, too_few((chart.value(row, first.of) if first.of else 0) or 0), muted=True)
    total = sum(chart.value(row, key) or 0 for key in chart.drawn)
    text = said_short(total, first.unit)
    if first.of and first.unit in ("share", "days"):
        text += f"（n={chart.value(row, first.of) or 0:,}）"
    if chart.form == "funnel":
        forward = (chart.text(row, column.key) for column in chart.columns if column.unit == "share")
        text = " → ".join([text, *forward]).removesuffix(" → —")
    return Word(place, end + gap, text)


def _squares(chart: Chart, rows: Sequence[Row]) -> tuple[Iterator[Bar], Iterator[Word]]:
    values = [chart.value(row, key) or 0 for row in rows for key in chart.drawn]
    top = max(values, default=0) or 1

    def bars() -> Iterator[Bar]:
        for place, row in enumerate(rows):
            for at, key in enumerate(chart.drawn):
                value = chart.value(row, key)
                if value is not None:
                    yield Bar(place, at + 0.03, at + 0.97, chart.column(key).tone, 0.08 + 0.5 * value / top)

    def words() -> Iterator[Word]:
        for place, row in enumerate(rows):
            for at, key in enumerate(chart.drawn):
                column = chart.column(key)
                few = row.cells[chart.place(key)] is None
                n = chart.value(row, column.of) if column.of else None
                text = (f"n={n}" if n else "") if few else said_short(chart.value(row, key), column.unit)
                yield Word(place, at + 0.5, text, middle=True, muted=few)

    return bars(), words()
