"""The decision chain as a drawing one can take hold of: select, move under a superior, add, remove."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from typing_extensions import override

from desktop_crm.charts.chain_layout import NO_DECIDER, ChainLayout, arrange, card_at, neighbour
from desktop_crm.charts.decision_chain import Look, draw
from desktop_crm.charts.drawing import Drawing
from desktop_crm.models import ChainRole
from desktop_crm.queries.decision_chain import DecisionChain, Person
from desktop_crm.rules.decision_chain import ROLE_NAMES, STANCES
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.chain_painting import paint_frame, paint_stance, paint_tag, screen_inks
from desktop_crm.views.widgets.drawing import paint_drawing

_DIRECTIONS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ADD = (Qt.Key.Key_Insert, Qt.Key.Key_Plus)


class ChainCanvas(QWidget):
    """Paints a chain and turns mouse and keys into wishes; ids are those of the people, "" means nobody."""

    selected = Signal(str)
    clicked = Signal(str)  # pressed and released on the same card
    edit_requested = Signal(str)
    add_requested = Signal(str)  # the role the new person is wanted for, or ""
    remove_requested = Signal(str)
    superior_requested = Signal(str, str)  # person, superior
    hint_changed = Signal(str)  # what the keys do while a superior is being chosen
    seen_wanted = Signal(QRect)  # a place that should be scrolled into sight

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a press takes the focus itself, see mousePressEvent
        self.setMouseTracking(True)
        self.setAccessibleName(tr("决策链"))
        self._chain = DecisionChain()
        self._layout = arrange((), width=0)
        self._drawing = Drawing(0, 0)
        self._room, self._zoom = 0.0, 1.0
        self._selected = self._hovered = ""
        self._pressed, self._pressed_at = "", QPointF()
        self._dragged, self._pointer = "", QPointF()
        self._choosing, self._candidate = "", ""

    # What is shown

    def set_chain(self, chain: DecisionChain) -> None:
        """Show a chain; who was selected stays selected while they are in it."""
        self._chain = chain
        self._stop()
        self._arrange()
        self._hovered = ""
        if self._selected not in self._layout.cards:
            self.select("")

    def set_view(self, *, room: float, zoom: float) -> None:
        """Show the chain at a `zoom` in as many columns as `room` pixels hold."""
        if (room, zoom) != (self._room, self._zoom):
            self._room, self._zoom = room, zoom
            self._arrange()

    def size_at(self, *, room: float, zoom: float) -> QSize:
        """Return how large the canvas would be at a zoom."""
        scale = zoom * theme.px(100) / 100
        layout = arrange(self._chain.people, width=room / scale)
        return QSize(round(layout.width * scale), round(layout.height * scale))

    def selection(self) -> str:
        """Return who is selected: a person's id, NO_DECIDER, or "" for nobody."""
        return self._selected

    def select(self, key: str) -> None:
        """Select a person and bring them into sight."""
        if key not in self._layout.cards:
            key = ""
        if key != self._selected:
            self._selected = key
            self.setAccessibleDescription(self._spoken(key))
            self.selected.emit(key)
        if key:
            self.seen_wanted.emit(self.place_of(key))
        self.update()

    def place_of(self, key: str) -> QRect:
        """Return where a person's card is, in pixels of the canvas."""
        card = self._layout.cards[key]
        corner, size = QPointF(card.x, card.y) * self._scale, QPointF(card.w, card.h) * self._scale
        return QRectF(corner.x(), corner.y(), size.x(), size.y()).toRect()

    # Keyboard

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = {*_DIRECTIONS, *_ENTER, *_REMOVE, *_ADD}
            if event.key() in mine and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                event.accept()  # the board's Ctrl+arrows wait while the diagram has the keys
                return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._spoken(self._at(QPointF(event.pos()))), self)
            return True
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _DIRECTIONS:
            self._step(key, choose=control or bool(self._choosing))
        elif key == Qt.Key.Key_Escape and (self._choosing or self._dragged):
            self._stop()
        elif self._choosing and key in _ENTER:
            self._settle(self._choosing, self._candidate)
        elif self._choosing and key in _REMOVE:
            self._settle(self._choosing, "")
        elif key in _ENTER and self._selected:
            self._open(self._selected)
        elif key in _REMOVE and self._chain.person(self._selected):
            self.remove_requested.emit(self._selected)
        elif key in _ADD and not control:
            self.add_requested.emit("")
        else:
            super().keyPressEvent(event)

    def _step(self, key: Qt.Key, *, choose: bool) -> None:
        right, down = _DIRECTIONS[key]
        if not choose:
            self.select(neighbour(self._layout, self._selected, right=right, down=down))
            return
        person = self._chain.person(self._choosing or self._selected)
        if person is None:
            return
        if not self._choosing:
            self._choosing, self._candidate = person.id, person.reports_to or person.id
            here = person.id
        else:
            here = self._candidate
        found = neighbour(self._layout, here, right=right, down=down)
        self._candidate = self._candidate if found == NO_DECIDER else found
        self.seen_wanted.emit(self.place_of(self._candidate))
        self._say_choice(person)
        self.update()

    def _say_choice(self, person: Person) -> None:
        above = self._chain.person(self._candidate)
        name = above.name if above and above is not person else "…"
        self.hint_changed.emit(
            tr("{name} 汇报给 {above}：回车确定，Delete 设为无上级，Esc 取消", name=person.name, above=name)
        )

    # Mouse

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        key = self._at(event.position())
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # may take over an open field, and so move the cards
        self._stop()
        self._pressed, self._pressed_at = key, event.position()
        if key:
            self.select(key)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        if not self._chain.person(self._pressed):
            return
        far = (event.position() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragged:
            self._dragged, self._pointer = self._pressed, event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.seen_wanted.emit(QRect(self._pointer.toPoint(), QSize(1, 1)))
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        target, person = self._at(event.position()), self._dragged
        pressed, self._pressed = self._pressed, ""
        if not person:
            self._on_clicked(pressed)
            return
        if target in (person, NO_DECIDER):
            self._stop()
        else:
            self._settle(person, target)

    def _on_clicked(self, key: str) -> None:
        if key == NO_DECIDER:
            self._open(key)
        elif key:
            self.clicked.emit(key)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        key = self._at(event.position())
        if key:
            self._open(key)
        else:
            self.add_requested.emit("")

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(self._scale, self._scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_drawing(painter, self._drawing)
        for person in self._chain.people:
            paint_stance(painter, self._layout.cards[person.id], person)
        colours = theme.current()
        if self._hovered and self._hovered != self._selected:
            self._frame(painter, self._hovered, colours.outline, 1)
        if self._selected:
            self._frame(painter, self._selected, colours.accent, 2)
        if self._choosing and self._candidate != self._choosing:
            self._paint_choice(painter)
        if self._dragged:
            self._paint_drag(painter)

    def _frame(self, painter: QPainter, key: str, color: str, width: float) -> None:
        paint_frame(painter, self._layout.cards[key], color, width)

    def _paint_choice(self, painter: QPainter) -> None:
        """Mark the card that would become the superior by frame and word."""
        self._frame(painter, self._candidate, theme.current().accent, 2)
        card = self._layout.cards[self._candidate]
        paint_tag(painter, QRectF(card.x + 8, card.y - 15, 40, 20), tr("上级"))

    def _paint_drag(self, painter: QPainter) -> None:
        target = self._at(self._pointer)
        if target and target not in (self._dragged, NO_DECIDER):
            self._frame(painter, target, theme.current().accent, 2)
        person = self._chain.person(self._dragged)
        corner = self._pointer / self._scale + QPointF(10, 14)
        paint_tag(painter, QRectF(corner, QSizeF(96, 26)), person.name if person else "")

    # Inside

    @property
    def _scale(self) -> float:
        return self._zoom * theme.px(100) / 100

    def _arrange(self) -> None:
        self._layout: ChainLayout = arrange(self._chain.people, width=self._room / self._scale)
        self.setFixedSize(round(self._layout.width * self._scale), round(self._layout.height * self._scale))
        self._draw()

    def _draw(self) -> None:
        self._drawing = draw(self._chain, self._layout, Look(screen_inks(), icons=True), today=clock.today())
        self.update()

    def _at(self, position: QPointF) -> str:
        return card_at(self._layout, position.x() / self._scale, position.y() / self._scale)

    def _open(self, key: str) -> None:
        if key == NO_DECIDER:
            self.add_requested.emit(ChainRole.DECIDER)
        else:
            self.edit_requested.emit(key)

    def _settle(self, person: str, superior: str) -> None:
        self._stop()
        found = self._chain.person(person)
        if found is not None and superior not in {person, found.reports_to}:
            self.superior_requested.emit(person, superior)

    def _stop(self) -> None:
        """Give up dragging and choosing."""
        if self._choosing:
            self.hint_changed.emit("")
        self._dragged = self._choosing = self._candidate = ""
        self._pressed = ""
        self.unsetCursor()
        self.update()

    def _spoken(self, key: str) -> str:
        if key == NO_DECIDER:
            return tr("尚不知道决策者是谁")
        person = self._chain.person(key)
        if person is None:
            return ""
        stance = STANCES.get(person.stance, "")
        parts = (person.name, person.department, person.title, person.phone, ROLE_NAMES.get(person.role, ""), stance)
        return " · ".join(part for part in parts if part)
