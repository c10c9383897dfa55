"""What all blocks of a printing share: the paper, its colour, room for seals, and how much may stand in a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_crm.documents.document import Orientation
from desktop_crm.documents.typesetting.marks import HAIRLINE, INK

MARGIN: Final = 51.0236  # 18 mm
_DARK_ENOUGH: Final = 0.55  # of the light of white; brighter letters cannot be read on paper


@dataclass(frozen=True, slots=True)
class Size:
    """A sheet of paper in points."""

    width: float
    height: float

    @property
    def text_width(self) -> float:
        """Return the room between the margins, in whole points."""
        return float(int(self.width - 2 * MARGIN))

    @property
    def text_height(self) -> float:
        """Return the room between head and foot of the paper."""
        return self.height - 2 * MARGIN


SIZES: Final[dict[Orientation, Size]] = {
    "portrait": Size(595.2756, 841.8898),
    "landscape": Size(841.8898, 595.2756),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How many lines a value and how many rows a table may have (0: any number), and how high a drawing may be."""

    lines: int = 0
    rows: int = 0
    drawing: float = 620.0


UNLIMITED: Final = Limits()
# What is tried one after the other until a document takes a single page; the last always does for a shipped one.
ONE_PAGE: Final = (
    UNLIMITED, Limits(6, 12, 300), Limits(4, 8, 240), Limits(3, 6, 200), Limits(2, 5, 160), Limits(1, 4, 140),
    Limits(1, 2, 120),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How the blocks of one document are set."""

    width: float = SIZES["portrait"].text_width
    color: str = ""
    seal_space: bool = True
    limits: Limits = UNLIMITED

    @property
    def heading(self) -> str:
        """Return the colour of headings: the company's while it can be read on white."""
        return self.color if self.color and _light(self.color) < _DARK_ENOUGH else INK

    @property
    def line(self) -> str:
        """Return the colour of the line below the letterhead."""
        return self.color or HAIRLINE


def _light(color: str) -> float:
    """Return how bright #RRGGBB is, from 0 to 1."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
