"""The two fonts of every document, parsed once per process. The only module that knows how reportlab keeps fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast
from unicodedata import category

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desktop_crm.system.paths import resources

REGULAR: Final = "NotoSansSC-Regular"
BOLD: Final = "NotoSansSC-Bold"
_HIGHEST = 0xFFFF  # reportlab writes wrong codes for the text of characters beyond, so they could not be searched


@dataclass(frozen=True, slots=True)
class Fonts:
    """Widths of characters in ems for regular and bold, and the characters that both can draw."""

    regular: dict[str, float]
    bold: dict[str, float]
    covered: frozenset[str]


@cache
def fonts() -> Fonts:
    """Return the fonts, registered with reportlab."""
    regular, bold = _load(REGULAR), _load(BOLD)
    return Fonts(regular, bold, frozenset(filter(_drawable, regular.keys() & bold.keys())))


def _load(name: str) -> dict[str, float]:
    font = TTFont(name, str(resources() / "fonts" / f"{name}.ttf"))
    cast("Any", pdfmetrics).registerFont(font)
    face = cast("Any", font.face)
    glyphs: dict[int, int] = face.charToGlyph
    widths: dict[int, float] = face.charWidths
    standard: float = face.defaultWidth
    return {chr(code): widths.get(code, standard) / 1000 for code in glyphs if 31 < code <= _HIGHEST}


def _drawable(char: str) -> bool:
    """Accents that stand alone would be drawn over the next letter: the fonts expect them to be moved."""
    return category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"} and not "\u0300" <= char <= "\u036f"
