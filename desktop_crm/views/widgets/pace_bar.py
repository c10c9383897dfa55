"""A thin bar: how much of a target came, with a mark where it should be by now."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.views import theme

HEIGHT = 4


class PaceBar(QWidget):
    """The bar as a widget; it keeps its place while there is nothing to show, so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: int | None = None
        self._expected: float | None = None
        self._tone: theme.Tone = "accent"
        self.setFixedHeight(theme.px(HEIGHT + 4))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def done(self) -> int | None:
        """How much came, in tenths of a percent; None while there is no target."""
        return self._done

    def show_pace(self, done: int, expected: float | None, tone: theme.Tone, words: str) -> None:
        """Show how much came of a target, where it should be (0 to 1), and say so in words."""
        self._done, self._expected, self._tone = done, expected, tone
        self._say(words)

    def clear(self) -> None:
        """Show nothing."""
        self._done = None
        self._say("")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._done is not None:
            high = theme.px(HEIGHT)
            place = QRect(0, (self.height() - high) // 2, self.width(), high)
            painter = QPainter(self)
            paint_bar(painter, place, self._done, self._expected, self._tone)
            painter.end()

    def _say(self, words: str) -> None:
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()


def paint_bar(painter: QPainter, rect: QRect, done: int, expected: float | None, tone: theme.Tone) -> None:
    """Paint how much of a target came (`done` in tenths of a percent), and where it should be by now (0 to 1)."""
    colours = theme.current()
    radius = rect.height() / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.border))
    painter.drawRoundedRect(rect, radius, radius)
    filled = QRect(rect)
    filled.setWidth(round(rect.width() * min(1000, done) / 1000))
    if filled.width():
        painter.setBrush(colours.tone(tone))
        painter.drawRoundedRect(filled, radius, radius)
    if expected is not None and 0 < expected < 1:
        at = rect.left() + round(rect.width() * expected)
        painter.fillRect(QRect(at, rect.top() - 2, max(1, theme.px(1.5)), rect.height() + 4), QColor(colours.text))
