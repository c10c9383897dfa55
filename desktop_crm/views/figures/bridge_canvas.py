"""The bridge on the screen: arrows go from step to step, Enter or a click lists its deals."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.charts.bridge_picture import NAMES, BridgeInks, answer, bridge_drawing, signed_text, step_at
from desktop_crm.rules.bridge import STEPS, Bridge, Step
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.drawing import paint_drawing

_LOW, _HIGH = 180, 520


class BridgeCanvas(QWidget):
    """Paints a bridge in the colours of the theme."""

    chosen = Signal(str)  # a step

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge: Bridge | None = None
        self.step: Step = "opening"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(_LOW))
        self.setMaximumHeight(theme.px(_HIGH))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_bridge(self, made: Bridge) -> None:
        """Show this bridge."""
        self._bridge = made
        self.setAccessibleDescription(answer(made))
        self._mark(self.step)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(720), theme.px(_HIGH))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = STEPS.index(self.step)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            place += 1 if event.key() == Qt.Key.Key_Right else -1
            self._mark(STEPS[min(max(place, 0), len(STEPS) - 1)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.step)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        step = step_at(event.position().x(), self.width())
        if step is not None and event.button() == Qt.MouseButton.LeftButton:
            self._mark(step)
            self.chosen.emit(step)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._bridge is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() / len(STEPS)
        place = QRectF(STEPS.index(self.step) * room, 0, room, self.height()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(theme.current().selected if self.hasFocus() else theme.current().hover))
        painter.setPen(QPen(QColor(theme.current().accent)) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(place, theme.px(theme.FIELD_RADIUS), theme.px(theme.FIELD_RADIUS))
        scale = theme.px(100) / 100
        painter.scale(scale, scale)
        paint_drawing(painter, bridge_drawing(self._bridge, self.width() / scale, self.height() / scale, _inks()))

    def _mark(self, step: Step) -> None:
        self.step = step
        if self._bridge is not None:
            said = tr(
                "{step} {amount}，{deals} 个商机",
                step=NAMES[step],
                amount=signed_text(self._bridge, step),
                deals=len(self._bridge.deals[step]),
            )
            self.setAccessibleName(said)
        self.update()


def _inks() -> BridgeInks:
    colours = theme.current()
    return BridgeInks(
        whole=colours.accent,
        given=colours.good,
        taken=colours.late,
        won=colours.soon,
        line=colours.outline,
        text=colours.text,
        muted=colours.muted,
    )
