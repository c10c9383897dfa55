"""The agenda: day after day in a list that goes on in both directions."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from desktop_crm.queries.calendar import Days, Entry, Span
from desktop_crm.system import clock
from desktop_crm.views.calendar.agenda_rows import (
    AgendaDelegate,
    AgendaModel,
    AgendaRow,
    DayHead,
    Further,
    MoreRow,
    agenda_rows,
    row_key,
    with_ends,
)

PAGE = 28  # days
MOST = 20  # entries of a day; the day's own list has them all
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_VIEWS = {Qt.Key.Key_M: "month", Qt.Key.Key_W: "week", Qt.Key.Key_A: "agenda"}


class AgendaView(QListView):
    """Asks for the pages it needs; they may come in any order."""

    opened = Signal(object)  # Entry
    day_opened = Signal(object)  # date
    new_requested = Signal(object, str)  # date, always without a time
    moved = Signal(object, object, object)  # Entry, date, None
    day_chosen = Signal(object)  # date
    view_requested = Signal(str)
    page_wanted = Signal(object)  # Span

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = clock.today()
        self.rows = AgendaModel()
        self._pages: dict[Span, Days] = {}
        self._searching = False
        self._pinned = True  # the day stays at the top while pages arrive, until the user scrolls
        self._settling = False  # the list moves by itself, not by the user's hand
        self.setModel(self.rows)
        self.setItemDelegate(AgendaDelegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.doubleClicked.connect(self._activate)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def spans(self) -> list[Span]:
        """Return the pages that are listed."""
        return list(self._pages)

    def begin(self, day: date) -> list[Span]:
        """Begin anew with `day` at the top; return the pages that are needed."""
        self.day, self._pinned = day, True
        first, after = Span(day - timedelta(PAGE), day - timedelta(1)), Span(day, day + timedelta(PAGE - 1))
        self._pages = {first: Days(), after: Days()}
        self._show(("DayHead", day), 0)
        return [after, first]

    def take(self, span: Span, days: Days, *, searching: bool = False) -> None:
        """Show a page; what is at the top stays there."""
        if span in self._pages:
            self._pages[span], self._searching = days, searching
            if self._pinned:
                self._show(("DayHead", self.day), 0)
                return
            top = self.indexAt(self.viewport().rect().topLeft())
            row = self.rows.row(top.row())
            self._show(row_key(row) if row else ("DayHead", self.day), self.visualRect(top).top() if row else 0)

    def go(self, day: date) -> None:
        """Show `day` at the top."""
        self.day = day
        self._show(("DayHead", day), 0)
        self.setCurrentIndex(self.rows.index(max(0, self.rows.find(("DayHead", day))), 0))

    def place_of(self, day: date) -> QRect:
        """Return where the head of a day lies, the upper edge when it is not listed."""
        at = self.rows.find(("DayHead", day))
        head = self.visualRect(self.rows.index(at, 0)) if at >= 0 else QRect(0, 0, self.viewport().width(), 28)
        return head.translated(0, head.height())

    def _show(self, top: object, offset: int) -> None:
        kept = self.rows.row(self.currentIndex().row())
        bar = self.verticalScrollBar()
        self._settling = True
        rows = with_ends(agenda_rows(self._pages, self.day), self._pages, PAGE)
        self.rows.show_rows(rows, searching=self._searching)
        at = self.rows.find(row_key(kept)) if kept else -1
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at, 0))
        place = self.rows.find(top)
        if place >= 0:
            self.scrollTo(self.rows.index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)
            bar.setValue(bar.value() - offset)
        self._settling = False

    def _on_scrolled(self, value: int) -> None:
        if self._settling or not self._pages:
            return
        self._pinned = False
        bar, near = self.verticalScrollBar(), self.viewport().height()
        if value >= bar.maximum() - near:
            self._go_on(self.rows.row(self.rows.rowCount() - 1))
        elif value <= near // 4:
            self._go_on(self.rows.row(0))

    def _go_on(self, end: AgendaRow | None) -> None:
        if isinstance(end, Further) and end.span not in self._pages:
            self._pages[end.span] = Days()
            self.page_wanted.emit(end.span)

    def _on_current(self, now: QModelIndex) -> None:
        row = self.rows.row(now.row())
        if isinstance(row, DayHead | Entry) and row.day != self.day and not self._settling:
            self.day = row.day
            self.day_chosen.emit(row.day)

    def _on_clicked(self, index: QModelIndex) -> None:
        if isinstance(self.rows.row(index.row()), Further | MoreRow):
            self._activate(index)

    def _activate(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if isinstance(row, Entry):
            self.opened.emit(row)
        elif isinstance(row, DayHead):
            self.new_requested.emit(row.day, "")
        elif isinstance(row, Further):
            self._go_on(row)
        elif row is not None:
            self.day_opened.emit(row.day)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = Qt.Key(event.key()), self.rows.row(self.currentIndex().row())
        if key in _STEPS and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if isinstance(row, Entry) and row.planned:
                self.moved.emit(row, row.day + timedelta(_STEPS[key]), None)
        elif event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(row, DayHead):
                self.day_opened.emit(row.day)
            else:
                self._activate(self.currentIndex())
        elif key == Qt.Key.Key_N:
            self.new_requested.emit(self.day, "")
        elif key == Qt.Key.Key_T:
            self.day_chosen.emit(clock.today())
        elif key in _VIEWS:
            self.view_requested.emit(_VIEWS[key])
        else:
            super().keyPressEvent(event)
