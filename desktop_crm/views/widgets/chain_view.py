"""The decision chain in a frame that scrolls and zooms."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from desktop_crm.queries.decision_chain import DecisionChain
from desktop_crm.views.widgets.chain_canvas import ChainCanvas

ZOOMS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0)


class ChainView(QScrollArea):
    """Shows a chain at 100 %, at a chosen zoom, or as large as fits; columns follow the width."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = ChainCanvas()
        self._chain = DecisionChain()
        self._zoom = 1.0
        self._fits = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.canvas)
        self.setWidget(self.canvas)
        self.canvas.setAutoFillBackground(False)  # the pane's own ground shows between the departments
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.canvas.seen_wanted.connect(self._show)

    def set_chain(self, chain: DecisionChain) -> None:
        """Show a chain."""
        self.canvas.set_chain(chain)
        self._apply()

    def zoom(self) -> float:
        """Return the zoom; 1.0 is the size of the design."""
        return self._zoom

    def fits(self) -> bool:
        """Return whether the zoom follows the size of the frame."""
        return self._fits

    def set_zoom(self, zoom: float) -> None:
        """Show the chain at a zoom."""
        self._fits = False
        self._zoom = zoom
        self._apply()

    def step_zoom(self, steps: int) -> None:
        """Go to the next larger or smaller zoom."""
        here = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self._zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, here + steps))])

    def fit(self) -> None:
        """Show everybody, as large as the frame allows and at most at 100 %."""
        self._fits = True
        self._apply()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
        if control and steps:
            self.step_zoom(steps)
        elif control and event.key() == Qt.Key.Key_0:
            self.set_zoom(1.0)
        else:
            super().keyPressEvent(event)

    def _room(self) -> int:
        """Return the width left beside a scroll bar, shown or not, so that its coming does not move the columns."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def _apply(self) -> None:
        room = self._room()
        if self._fits:
            self._zoom = next((zoom for zoom in reversed(ZOOMS) if zoom <= 1 and self._holds(room, zoom)), ZOOMS[0])
        self.canvas.set_view(room=room, zoom=self._zoom)
        self.zoom_changed.emit(self._zoom)

    def _holds(self, room: int, zoom: float) -> bool:
        size = self.canvas.size_at(room=room, zoom=zoom)
        return size.height() <= self.viewport().height() and size.width() <= self.width()

    def _show(self, place: QRect) -> None:
        margin = 12
        self.ensureVisible(
            place.center().x(), place.center().y(), place.width() // 2 + margin, place.height() // 2 + margin
        )
