"""What stands in a place while its content is on the way: nothing for 200 ms, then quiet grey lines."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme

PATIENCE_MS = 200
_WIDTHS = (0.55, 0.9, 0.75, 0.85, 0.4)


class Skeleton(QWidget):
    """Grey lines in the rhythm of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("正在载入"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().border))
        step, thick, edge = theme.px(theme.ROW), theme.px(theme.GAP), theme.px(theme.ROOMY)
        for place, top in enumerate(range(edge, self.height() - edge, step)):
            width = (self.width() - 2 * edge) * _WIDTHS[place % len(_WIDTHS)]
            painter.drawRoundedRect(QRectF(edge, top, width, thick), theme.FIELD_RADIUS, theme.FIELD_RADIUS)


class Waiting(QWidget):
    """Holds `content` and shows a skeleton in its place from 200 ms after `wait()` until `ready()`."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._skeleton = Skeleton()
        self._places = QStackedLayout(self)
        self._places.addWidget(content)
        self._places.addWidget(self._skeleton)
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._hide_content)

    def wait(self) -> None:
        """Start waiting; content that arrives soon enough is never hidden."""
        self._timer.start()

    def ready(self) -> None:
        """Show the content."""
        self._timer.stop()
        had_keyboard = self._skeleton.hasFocus()
        self._places.setCurrentWidget(self._content)
        if had_keyboard:
            (self._content.focusWidget() or self._content).setFocus()

    def waiting(self) -> bool:
        """Say whether the skeleton is what the user sees."""
        return self._places.currentWidget() is self._skeleton

    def _hide_content(self) -> None:
        """Put the skeleton in the content's place; a keyboard in there waits with it instead of going elsewhere."""
        focused = QApplication.focusWidget()
        waits = bool(focused) and (focused is self._content or self._content.isAncestorOf(focused))
        self._places.setCurrentWidget(self._skeleton)
        if waits:
            self._skeleton.setFocus()
