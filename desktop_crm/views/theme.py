"""The look: colours, sizes and fonts, and the one place that puts them on the application."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyleFactory

from desktop_crm.system import paths
from desktop_crm.views.style_sheet import style_sheet

Choice = Literal["light", "dark", "system"]
Tone = Literal["text", "muted", "surface", "accent", "on_accent", "good", "soon", "late"]

FAMILY = "Noto Sans SC"
SMALL, BODY, STRONG, TITLE, FIGURE = 12, 13, 15, 20, 28  # type, in pixels at scale 1
TIGHT, SNUG, GAP, ROOMY, WIDE = 4, 8, 12, 16, 24  # spacing
FIELD_RADIUS, CARD_RADIUS = 4, 6
ROW = 32


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as `#RRGGBB`; a painter wraps them in QColor."""

    name: Literal["light", "dark"]
    background: str
    surface: str
    hover: str
    selected: str
    border: str
    outline: str  # edges of fields: 3:1 against the surface, so that a field is seen as one
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    good: str
    good_soft: str
    soon: str
    soon_soft: str
    late: str
    late_soft: str

    def tone(self, tone: Tone) -> QColor:
        """Return the colour of a `tone` for a painter."""
        return QColor(str(getattr(self, tone)))


LIGHT = Palette(
    name="light",
    background="#F5F6F8",
    surface="#FFFFFF",
    hover="#F3F5F8",
    selected="#E9F0FE",
    border="#E1E5EB",
    outline="#8A94A3",
    text="#1B2430",
    muted="#5B6676",
    disabled="#98A1AE",
    accent="#2563EB",
    on_accent="#FFFFFF",
    accent_hover="#1D4FC4",
    good="#12805C",
    good_soft="#F0F9F5",
    soon="#9A5B00",
    soon_soft="#FCF4E4",
    late="#C0362C",
    late_soft="#FDEEEC",
)
DARK = Palette(
    name="dark",
    background="#14171C",
    surface="#1C2027",
    hover="#262C35",
    selected="#26344F",
    border="#303744",
    outline="#6B7687",
    text="#E8EBF1",
    muted="#9AA5B5",
    disabled="#626D7D",
    accent="#7AA7FF",
    on_accent="#14171C",
    accent_hover="#9CBDFF",
    good="#4CCB94",
    good_soft="#1B3029",
    soon="#F2B84B",
    soon_soft="#352D1C",
    late="#FF8A80",
    late_soft="#3A2427",
)


def current() -> Palette:
    """Return the colours now on the application; the application's own palette is the only state."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window) == QColor(DARK.background) else LIGHT


def px(pixels: float) -> int:
    """Return a length of the design in pixels at the present text scale."""
    return round(pixels * QApplication.font().pixelSize() / BODY)


def font(size: int = BODY, *, bold: bool = False) -> QFont:
    """Return the product's font at a `size` of the type scale; its figures are all of one width."""
    return face(size, bold=bold)[0]


def face(size: int = BODY, *, bold: bool = False) -> tuple[QFont, QFontMetrics]:
    """Return that font with its measures, for painters of many cells."""
    return _face(px(size), bold)


@cache
def _face(pixels: int, bold: bool) -> tuple[QFont, QFontMetrics]:  # noqa: FBT001 - a key of the cache
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made, QFontMetrics(made)


@cache
def load_fonts() -> None:
    """Make the shipped fonts known to Qt, once (measured: 15 ms each)."""
    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / f"NotoSansSC-{weight}.ttf"))


def system_scale() -> float:
    """Return how much larger than the design the system's text is; never below 1."""
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    return max(1.0, system / BODY)


def apply(app: QApplication, theme: Choice = "system", *, scale: float | None = None) -> None:
    """Put a `theme` on the application: style, fonts, colours and style sheet; works while windows are open."""
    load_fonts()
    colours = _resolve(app, theme)
    if app.style().objectName() != "fusion":
        app.setStyle(_fusion())
    size = round(BODY * (scale or system_scale()))
    text = QFont(FAMILY)
    text.setPixelSize(size)
    app.setFont(text)
    app.setPalette(_qt_palette(colours))
    app.setStyleSheet(style_sheet(colours, size / BODY))


class ThemeManager(QObject):
    """Keeps the application in the chosen theme and follows the system's when asked to."""

    changed = Signal()

    def __init__(self, app: QApplication, choice: Choice = "system") -> None:
        super().__init__(app)
        self._app = app
        self._choice: Choice = choice
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        apply(app, choice)

    @property
    def choice(self) -> Choice:
        """What the user chose: light, dark or system."""
        return self._choice

    @property
    def palette(self) -> Palette:
        """The colours now shown."""
        return current()

    def choose(self, choice: Choice) -> None:
        """Switch to a theme at once."""
        self._choice = choice
        apply(self._app, choice)
        self.changed.emit()

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self.choose("system")


def _resolve(app: QApplication, theme: Choice) -> Palette:
    if theme != "system":
        return DARK if theme == "dark" else LIGHT
    return DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _fusion() -> QStyle:
    style = QStyleFactory.create("Fusion")
    style.setObjectName("fusion")
    return style


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    for where, colour in {
        role.Window: colours.background,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.background,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.late,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.ToolTipBase: colours.text,
        role.ToolTipText: colours.surface,
        role.Light: colours.surface,
        role.Midlight: colours.hover,
        role.Mid: colours.border,
        role.Dark: colours.outline,
        role.Shadow: colours.border,
    }.items():
        made.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(colours.disabled))
    return made
