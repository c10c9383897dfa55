"""The handle of an item in a list: its number, and under the mouse the dots by which it is dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme


class ItemGrip(QWidget):
    """Says where it is dragged to, as a height within its parent, and when it is let go."""

    dragged = Signal(int)
    dropped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = 0
        self._frozen = False
        self._over = False
        self.setFixedSize(theme.px(24), theme.px(30))
        self.setToolTip(tr("拖动或按 Alt+↑、Alt+↓ 调整顺序"))

    def set_number(self, number: int, *, frozen: bool) -> None:
        """Show the place of the item."""
        if (number, frozen) != (self._number, self._frozen):
            self._number, self._frozen = number, frozen
            self.setCursor(Qt.CursorShape.ArrowCursor if frozen else Qt.CursorShape.OpenHandCursor)
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and not self._frozen:
            self.dragged.emit(self.mapToParent(event.position().toPoint()).y())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.dropped.emit()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._over = not self._frozen
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._over = False
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(theme.current().tone("muted"))
        if not self._over:
            painter.setFont(theme.font(theme.SMALL))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.current().tone("muted"))
        dot, gap = theme.px(2), theme.px(5)
        for column in (-1, 1):
            for line in (-1, 0, 1):
                at = self.rect().center() + QPoint(column * gap // 2, line * gap)
                painter.drawEllipse(QRect(at.x(), at.y(), dot, dot))
