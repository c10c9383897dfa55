"""A name that leads somewhere: bold text that is cut when room is short and underlined when pointed at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Mark, mark_size, paint_mark


class LinkButton(QAbstractButton):
    """A strong line of text that can be pressed; a `quiet` one is as small as the text around it and coloured."""

    def __init__(self, parent: QWidget | None = None, *, quiet: bool = False) -> None:
        super().__init__(parent)
        self._quiet = quiet
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show another name."""
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self._font()).horizontalAdvance(self.text()) + theme.px(4), theme.px(28))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(28))

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self._font()
        font.setUnderline(self.underMouse() or self.hasFocus())
        painter.setFont(font)
        lit = self._quiet or self.underMouse() or self.hasFocus()
        painter.setPen(theme.current().tone("accent" if lit else "text"))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _font(self) -> QFont:
        return theme.font(theme.BODY) if self._quiet else theme.font(theme.STRONG, bold=True)


class MarkButton(QAbstractButton):
    """A badge that can be pressed, such as the grade."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = Mark("", "muted")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def mark(self) -> Mark:
        """Return what the button shows."""
        return self._mark

    def set_mark(self, mark: Mark, spoken: str) -> None:
        """Show a mark; `spoken` is what a screen reader says."""
        self._mark = mark
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return mark_size(self._mark) + QSize(theme.px(8), theme.px(8))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = mark_size(self._mark)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        paint_mark(painter, corner, self._mark)
        if self.hasFocus() or self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.current().accent), 1.5))
            frame = QRect(corner.toPoint(), size).adjusted(-1, -1, 1, 1)
            painter.drawRoundedRect(frame, theme.px(theme.FIELD_RADIUS), theme.px(theme.FIELD_RADIUS))
