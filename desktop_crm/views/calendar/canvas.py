"""What month and week share: a day under the cursor, entries to choose, drag and open, by keyboard and mouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget
from typing_extensions import override

from desktop_crm.queries.calendar import Days, Entry, Span
from desktop_crm.system import clock
from desktop_crm.views.calendar.day_marks import day_mark
from desktop_crm.views.calendar.entry_painting import Look, day_name, spoken
from desktop_crm.views.widgets.date_edit import weekday

_STEPS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_VIEWS: Final = {Qt.Key.Key_M: "month", Qt.Key.Key_W: "week", Qt.Key.Key_A: "agenda"}


@dataclass(frozen=True, slots=True)
class Block:
    """An entry in its place; `hour` tells that it stands in the hours of its day and may be made longer."""

    place: QRect
    entry: Entry
    hour: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """The place that says how many entries of a day are not shown; `hour` tells that it stands among the hours."""

    place: QRect
    day: date
    count: int
    hour: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in time: a day, and the time of it where the view has hours."""

    day: date
    at: str | None = None


@dataclass(slots=True)
class Drag:
    """An entry on its way: where the mouse took it, whether its end is pulled, and where it would come to lie."""

    block: Block
    start: QPoint
    pulls_end: bool = False
    moving: bool = False
    spot: Spot | None = None


class DayCanvas(QAbstractScrollArea):
    """A painted calendar. Subclasses say where days and entries lie and how they are painted."""

    opened = Signal(object)  # Entry
    day_opened = Signal(object)  # date: all entries of this day
    new_requested = Signal(object, str)  # date, HH:MM or empty
    moved = Signal(object, object, object)  # Entry, date, HH:MM or None to keep it
    resized = Signal(object, int)  # Entry, minutes
    day_chosen = Signal(object)  # date: the cursor is there now
    view_requested = Signal(str)  # month | week | agenda

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = clock.today()
        self.days = Days()
        self.searching = False
        self.selected = ""
        self._hovered = ""
        self._drag: Drag | None = None
        self._blocks: list[Block] | None = None
        self._more: list[More] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)

    # What a subclass says

    def span(self) -> Span:
        """Return the days that are shown."""
        raise NotImplementedError

    def lay_out(self) -> tuple[list[Block], list[More]]:
        """Return where the entries lie."""
        raise NotImplementedError

    def spot_at(self, point: QPoint) -> Spot | None:
        """Return the day (and time) at a point."""
        raise NotImplementedError

    def place_of(self, day: date, at: str = "") -> QRect:
        """Return where a day lies, or its time."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        """Paint all that is shown."""
        raise NotImplementedError

    def page(self, count: int) -> date:
        """Return the day `count` pages on."""
        raise NotImplementedError

    def nudged(self, entry: Entry, key: Qt.Key) -> Spot:
        """Return where Ctrl and an arrow take an entry."""
        return Spot(entry.day + timedelta(_STEPS[key]))

    # What the screen does

    def take(self, span: Span, days: Days, *, searching: bool = False) -> None:
        """Show the entries of `span`, unless other days are shown by now."""
        if span != self.span():
            return
        self.days, self.searching = days, searching
        if not any(block.entry.id == self.selected for block in self.again()):
            self.selected = ""
        self.viewport().update()

    def go(self, day: date) -> None:
        """Put the cursor on a day."""
        if day != self.day:
            self.day = day
            self.selected = ""
        self.again()
        self._say_where()
        self.viewport().update()

    def again(self) -> list[Block]:
        """Find the places of the entries anew and return them."""
        self._blocks, self._more = self.lay_out()
        return self._blocks

    @property
    def blocks(self) -> list[Block]:
        """The entries in their places."""
        return self.again() if self._blocks is None else self._blocks

    @property
    def more(self) -> list[More]:
        """The places that say that there is more."""
        return self._more

    @property
    def dragged(self) -> Drag | None:
        """The entry under way, if one is."""
        return self._drag if self._drag and self._drag.moving else None

    def look(self, entry: Entry) -> Look:
        """Return how an entry stands."""
        return Look(entry.id == self.selected, entry.id == self._hovered, self.searching and not entry.hit)

    def chosen(self) -> Entry | None:
        """Return the entry that is selected."""
        return next((block.entry for block in self.blocks if block.entry.id == self.selected), None)

    # Keyboard

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if self._drag and key == Qt.Key.Key_Escape:
            self._drag = None
            self.viewport().update()
        elif key in _STEPS and control:
            self._nudge(key)
        elif event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._choose_day(self.day + timedelta(_STEPS[key]))
        elif not self._on_letter(key):
            super().keyPressEvent(event)

    def _on_letter(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            entry = self.chosen()
            self.opened.emit(entry) if entry else self.day_opened.emit(self.day)
        elif key == Qt.Key.Key_N:
            self.new_requested.emit(self.day, "")
        elif key == Qt.Key.Key_T:
            self._choose_day(clock.today())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._choose_day(self.page(-1 if key == Qt.Key.Key_PageUp else 1))
        elif key in _VIEWS:
            self.view_requested.emit(_VIEWS[key])
        else:
            return False
        return True

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab go through the entries of the day before it leaves."""
        keys = [block.entry.id for block in self.blocks if block.entry.day == self.day]
        at = keys.index(self.selected) if self.selected in keys else (-1 if next else len(keys))
        after = at + (1 if next else -1)
        if not 0 <= after < len(keys):
            self._select("")
            return super().focusNextPrevChild(next)
        self._select(keys[after])
        return True

    def _nudge(self, key: Qt.Key) -> None:
        entry = self.chosen() or next(
            (block.entry for block in self.blocks if block.entry.day == self.day and block.entry.planned), None
        )
        if entry and entry.planned:
            spot = self.nudged(entry, key)
            self.selected = entry.id
            self.moved.emit(entry, spot.day, spot.at)

    def _choose_day(self, day: date) -> None:
        self.go(day)
        self.day_chosen.emit(day)

    def _select(self, key: str) -> None:
        self.selected = key
        self._say_where()
        self.viewport().update()

    def _say_where(self) -> None:
        entry = self.chosen()
        mark = f"{day_name(self.day)} {weekday(self.day)} {day_mark(self.day).spoken()}"
        self.setAccessibleName(spoken(entry).replace("\n", "，") if entry else mark)

    # Mouse

    def block_at(self, point: QPoint) -> Block | None:
        """Return the entry at a point, the uppermost first."""
        return next((block for block in reversed(self.blocks) if block.place.contains(point)), None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position().toPoint()
        block, spot = self.block_at(point), self.spot_at(point)
        if block is None and (more := next((more for more in self.more if more.place.contains(point)), None)):
            self._choose_day(more.day)
            self.day_opened.emit(more.day)
        elif spot is not None:
            self._choose_day(block.entry.day if block else spot.day)
            self._select(block.entry.id if block else "")
            if block and block.entry.planned:
                self._drag = Drag(block, point, self._on_edge(block, point))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._drag is None:
            self._hover(point)
            return
        far = (point - self._drag.start).manhattanLength() >= QApplication.startDragDistance()
        self._drag.moving = self._drag.moving or far
        if self._drag.moving:
            self._drag.spot = self.spot_at(self._aim(point, self._drag))
            self.viewport().update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        if drag and drag.moving and drag.spot:
            self.drop(drag, drag.spot)
        self.viewport().update()

    def drop(self, drag: Drag, spot: Spot) -> None:
        """Say where an entry was dropped."""
        entry = drag.block.entry
        if spot.day != entry.day or spot.at not in (None, entry.at):
            self.moved.emit(entry, spot.day, spot.at)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        block, spot = self.block_at(point), self.spot_at(point)
        self._drag = None
        if block:
            self.opened.emit(block.entry)
        elif spot:
            self.new_requested.emit(spot.day, spot.at or "")

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            block = self.block_at(event.pos())
            QToolTip.showText(event.globalPos(), spoken(block.entry) if block else "", self)
            return True
        if event.type() == QEvent.Type.Leave and self._hovered:
            self._hovered = ""
            self.viewport().update()
        return super().viewportEvent(event)

    def _hover(self, point: QPoint) -> None:
        block = self.block_at(point)
        key = block.entry.id if block else ""
        edge = bool(block and block.entry.planned and self._on_edge(block, point))
        self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor)
        if key != self._hovered:
            self._hovered = key
            self.viewport().update()

    def _on_edge(self, block: Block, point: QPoint) -> bool:
        return block.hour and block.place.height() > 12 and point.y() > block.place.bottom() - 6

    def _aim(self, point: QPoint, drag: Drag) -> QPoint:
        """Return the point that decides: in the hours the top of the entry, not where the mouse holds it."""
        return point if drag.pulls_end or not drag.block.hour else point - (drag.start - drag.block.place.topLeft())

    # Painting

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._blocks = None
        super().resizeEvent(event)
