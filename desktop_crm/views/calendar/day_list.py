"""All entries of one day, in a list beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.calendar import Entry
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.agenda_rows import AgendaDelegate, AgendaModel, DayHead, row_text
from desktop_crm.views.widgets.buttons import button

_WIDTH, _ROW, _MOST_ROWS = 460, 28, 14


class DayList(QFrame):
    """Closes when something is chosen, on Esc, or on a click elsewhere."""

    opened = Signal(object)  # Entry
    new_requested = Signal(object, str)

    def __init__(self, parent: QWidget, day: date, entries: Sequence[Entry], *, searching: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "floating")
        self.day = day
        self.rows = AgendaModel()
        self.rows.show_rows(entries, searching=searching)
        self.list = _Entries()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(AgendaDelegate(self.list))
        self.list.setFixedHeight(theme.px(_ROW) * max(1, min(_MOST_ROWS, len(entries))) + theme.px(6))
        self.list.setCurrentIndex(self.rows.index(0, 0))
        self.list.clicked.connect(self._open)
        self.list.entered_by_key.connect(self._open)
        title = QLabel(row_text(DayHead(day, len(entries))))
        title.setProperty("role", "strong")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        head.addWidget(button(tr("新建"), self._new, kind="quiet", icon="add"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(theme.GAP)] * 4)
        column.addLayout(head)
        column.addWidget(self.list)
        self.list.setVisible(bool(entries))

    def open_beside(self, place: QRect) -> None:
        """Show the list at `place` (global), moved so that it lies on the screen."""
        self.setFixedWidth(theme.px(_WIDTH))
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = min(max(room.left(), place.left()), room.right() - self.width())
        top = min(max(room.top(), place.top()), room.bottom() - self.height())
        self.move(QPoint(left, top))
        self.show()
        self.list.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_N:
            self._new()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        self.close()
        if isinstance(row, Entry):
            self.opened.emit(row)

    def _new(self) -> None:
        self.close()
        self.new_requested.emit(self.day, "")


class _Entries(QListView):
    """A list that leaves letters and Esc to the frame around it."""

    entered_by_key = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_by_key.emit(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_N):
            event.ignore()
        else:
            super().keyPressEvent(event)
