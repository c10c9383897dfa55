"""Sets text in lines and cells: from strings to strips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_crm.documents.document import Align
from desktop_crm.documents.typesetting.breaking import break_lines, shortened
from desktop_crm.documents.typesetting.fonts import Fonts
from desktop_crm.documents.typesetting.glyphs import Printable
from desktop_crm.documents.typesetting.marks import INK, MUTED, Area, Mark, Rule, Words
from desktop_crm.documents.typesetting.strips import Strip

_ASCENT: Final = 0.88  # of the em, in both fonts
PAD: Final = 4.5
_TIGHT_PAD: Final = 2.0
_TALLEST_WHOLE_ROW: Final = 200.0  # a taller row is cut between its lines


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: its size, the distance of its lines, weight and colour."""

    size: float
    leading: float
    bold: bool = False
    color: str = INK

    @property
    def baseline(self) -> float:
        """Return how far the baseline lies below the top of a line."""
        return (self.leading - self.size) / 2 + _ASCENT * self.size


BODY: Final = Style(10, 16)
CELL: Final = Style(9.5, 14.5)
LABEL: Final = Style(9.5, 14.5, color=MUTED)
HEADER: Final = Style(9.5, 14.5, bold=True)
STRONG: Final = Style(10, 16, bold=True)
SMALL: Final = Style(8, 12, color=MUTED)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its lines between two uprights."""

    left: float
    right: float
    lines: Sequence[str]
    style: Style = CELL
    align: Align = "left"
    fill: str = ""


class Setter:
    """Sets text with the fonts, and counts in `printable` what the fonts cannot draw."""

    def __init__(self, fonts: Fonts, printable: Printable | None = None, *, pad: float = PAD) -> None:
        self._fonts = fonts
        self._pad = pad  # above and below the text of a cell
        self.printable = printable or Printable(fonts.covered)

    def tight(self) -> Setter:
        """Return one that sets grids closer; both count together what cannot be drawn."""
        return Setter(self._fonts, self.printable, pad=_TIGHT_PAD)

    def width(self, text: str, style: Style) -> float:
        """Return how wide `text` is in points."""
        widths = self._widths(style)
        return sum(widths.get(char, 1.0) for char in text) * style.size

    def lines(self, text: str, width: float, style: Style) -> list[str]:
        """Return `text`, as it can be printed, broken to `width` points."""
        return break_lines(self.printable(text), width / style.size, self._widths(style))

    def one_line(self, text: str, width: float, style: Style) -> str:
        """Return `text`, as it can be printed, cut to one line of `width` points."""
        return shortened(self.printable(text), width / style.size, self._widths(style))

    def words(self, text: str, left: float, right: float, top: float, style: Style, align: Align = "left") -> Words:
        """Return printable `text` as a line whose top is `top`, aligned between `left` and `right`."""
        x = left
        if align != "left":
            free = right - left - self.width(text, style)
            x += free if align == "right" else free / 2
        return Words(x, top + style.baseline, text, style.size, style.bold, style.color)

    def paragraphs(
        self, text: str, left: float, right: float, style: Style = BODY, *, keep: bool = False, align: Align = "left"
    ) -> Iterator[Strip]:
        """Yield a strip for each line of `text`; neither its first nor its last line stands alone on a page.

        `keep` ties all of it together and to what follows.
        """
        lines = self.lines(text, right - left, style)
        for at, line in enumerate(lines):
            marks = (self.words(line, left, right, 0, style, align),) if line else ()
            tied = at != len(lines) - 1 and at in {0, len(lines) - 2}
            yield Strip(style.leading, marks, keep=keep or tied)

    def row(self, cells: Sequence[Cell], *, head: tuple[Strip, ...] = (), keep: bool = False) -> Iterator[Strip]:
        """Yield the strips of one row of a grid: one, or for a tall row one for each line."""
        grid = (*(cell.left for cell in cells), cells[-1].right)
        count = max(len(cell.lines) for cell in cells)
        leading = cells[0].style.leading
        whole = count * leading + 2 * self._pad <= _TALLEST_WHOLE_ROW
        for start in range(0, count, count if whole else 1):
            stop = count if whole else start + 1
            above, below = (self._pad if start == 0 else 0), (self._pad if stop == count else 0)
            height = above + below + (stop - start) * leading
            marks = list(self._cells(cells, start, stop, above, height))
            tied = stop != count and start in {0, count - 2}
            gap = (Strip(self._pad, grid=grid),) if start else ()  # below the header where a cut row goes on
            yield Strip(height, marks, keep=keep or tied, head=head + gap, grid=grid)

    def _cells(self, cells: Sequence[Cell], start: int, stop: int, above: float, height: float) -> Iterator[Mark]:
        """Yield the marks of the lines `start` to `stop` of each cell, and above its first line the row's rule."""
        for cell in cells:
            if cell.fill:
                yield Area(cell.left, 0, cell.right - cell.left, height, fill=cell.fill)
        if start == 0:
            yield Rule(cells[0].left, 0, cells[-1].right, 0)
        for cell in cells:
            left, right, leading = cell.left + PAD, cell.right - PAD, cell.style.leading
            for at, line in enumerate(cell.lines[start:stop]):
                if line:
                    yield self.words(line, left, right, above + at * leading, cell.style, cell.align)

    def _widths(self, style: Style) -> dict[str, float]:
        return self._fonts.bold if style.bold else self._fonts.regular
