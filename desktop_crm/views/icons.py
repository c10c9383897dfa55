"""The product's icons: glyphs of the Remix icon font that qtawesome carries, painted in the colour of the theme.

The font is loaded directly: importing qtawesome and its first icon cost about 400 ms, this costs about 3 ms.
"""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from typing_extensions import override

from desktop_crm.views import theme

NAMES: Final = {
    # places
    "today": "sun-line",
    "board": "layout-column-line",
    "leads": "filter-line",
    "customers": "building-line",
    "calendar": "calendar-2-line",
    "figures": "bar-chart-2-line",
    "documents": "file-text-line",
    "team": "team-line",
    "settings": "settings-3-line",
    "bin": "delete-bin-6-line",
    "history": "history-line",
    # doing
    "add": "add-line",
    "close": "close-line",
    "check": "check-line",
    "edit": "pencil-line",
    "search": "search-line",
    "filter": "filter-3-line",
    "undo": "arrow-go-back-line",
    "redo": "arrow-go-forward-line",
    "more": "more-fill",
    "import": "upload-2-line",
    "export": "download-2-line",
    "print": "printer-line",
    "save": "save-line",
    "folder": "folder-open-line",
    "copy": "file-copy-line",
    "open": "external-link-line",
    "refresh": "refresh-line",
    "left": "arrow-left-s-line",
    "right": "arrow-right-s-line",
    "up": "arrow-up-s-line",
    "down": "arrow-down-s-line",
    "forward": "arrow-right-line",
    "zoom_in": "zoom-in-line",
    "zoom_out": "zoom-out-line",
    "fit": "fullscreen-line",
    "keyboard": "keyboard-line",
    "command": "command-line",
    "question": "question-line",
    "theme": "contrast-line",
    "attach": "attachment-line",
    "pane": "layout-right-line",
    # states
    "info": "information-line",
    "good": "checkbox-circle-line",
    "trouble": "error-warning-line",
    "refused": "forbid-line",
    "late": "alarm-warning-line",
    "soon": "time-line",
    "due": "calendar-2-line",
    "paused": "pause-circle-line",
    "frozen": "lock-line",
    "won": "trophy-line",
    "lost": "close-circle-line",
    "waiting": "timer-line",
    "incomplete": "draft-line",
    "internal": "eye-off-line",
    "empty": "inbox-line",
    # things
    "deal": "money-cny-circle-line",
    "contact": "user-line",
    "contacts": "contacts-line",
    "add_contact": "user-add-line",
    "chain": "organization-chart",
    "requirement": "survey-line",
    "proposal": "draft-line",
    "negotiation": "discuss-line",
    "contract": "auction-line",
    "delivery": "truck-line",
    "acceptance": "list-check-2",
    "pack": "stack-line",
    "pdf": "file-pdf-line",
    "spreadsheet": "file-excel-line",
    "picture": "image-line",
    "tag": "price-tag-3-line",
    "flag": "flag-line",
    "gift": "gift-line",
    "nurture": "seedling-line",
    "guide": "lightbulb-line",
    "book": "book-open-line",
    "shield": "shield-check-line",
    # ways to talk
    "phone": "phone-line",
    "mail": "mail-line",
    "wechat": "wechat-line",
    "visit": "map-pin-line",
    "meeting": "group-line",
    "chat": "chat-3-line",
    # stance, from against to champion
    "against": "thumb-down-line",
    "doubtful": "emotion-unhappy-line",
    "neutral": "emotion-normal-line",
    "supportive": "emotion-happy-line",
    "champion": "thumb-up-line",
}


def icon(name: str, tone: theme.Tone = "text") -> QIcon:
    """Return the icon of a product `name` (a key of NAMES); it repaints itself in the colours of a new theme."""
    return QIcon(_Glyph(_character(name), tone))


def pixmap(name: str, size: int = 16, tone: theme.Tone = "text") -> QPixmap:
    """Return the icon as a pixmap of `size` design pixels in the present theme."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    return icon(name, tone).pixmap(QSize(theme.px(size), theme.px(size)), ratio)


def paint(painter: QPainter, rect: QRect, name: str, tone: theme.Tone = "text") -> None:
    """Paint the icon into `rect` with the present theme's colour."""
    _paint(painter, rect, _character(name), tone)


def font_folder() -> Path:
    """Return where qtawesome keeps its fonts, without importing it."""
    spec = importlib.util.find_spec("qtawesome")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "fonts"


class _Glyph(QIconEngine):
    """Paints one character of the icon font; asks for the colour each time."""

    def __init__(self, character: str, tone: theme.Tone) -> None:
        super().__init__()
        self._character = character
        self._tone: theme.Tone = tone

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        _paint(painter, rect, self._character, self._tone)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return made

    @override
    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._tone)


def _paint(painter: QPainter, rect: QRect, character: str, tone: theme.Tone) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(theme.current().tone(tone))
    font = QFont(_family())
    font.setPixelSize(max(1, min(rect.width(), rect.height())))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


@cache
def _family() -> str:
    (file,) = font_folder().glob("remixicon-[0-9]*.ttf")
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _characters() -> dict[str, str]:
    (file,) = font_folder().glob("remixicon-charmap-*.json")
    return json.loads(file.read_text("utf-8"))


def _character(name: str) -> str:
    return chr(int(_characters()[NAMES[name]], 16))
