"""The list of the day, by keyboard and mouse: Enter does the main thing, letters the others; a field opens in the row."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from desktop_crm.queries.today import Item, Today
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.today.actions import Action, actions
from desktop_crm.views.today.lines import DayModel, Head, More, Row, lines_of
from desktop_crm.views.today.row_delegate import RowDelegate, Spot, spots
from desktop_crm.views.today.row_editor import RowEditor


class DayList(QListView):
    """What there is to do; it does nothing itself but says what was asked for."""

    asked = Signal(object, str)  # Item, the key of an action
    more_asked = Signal(str)  # the kind of the section

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = DayModel(self)
        self.editor: RowEditor | None = None
        self._delegate = RowDelegate(self.day, self)
        self.setModel(self.day)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setProperty("board", "cards")
        self.setAccessibleName(tr("今天要做的事"))
        self.verticalScrollBar().valueChanged.connect(self.close_editor)

    # showing

    def show_day(self, today: Today) -> None:
        """Show the day; what was chosen stays so, and where it is gone the next one takes its place."""
        kept, before = self._chosen_key(), self.day.keys()
        scrolled = self.verticalScrollBar().value()
        editing = self.editor.item.key if self.editor else ""
        lines = lines_of(today.parts)
        if editing and not any(isinstance(line, Row) and line.item.key == editing for line in lines):
            self.close_editor()
        self.day.show_lines(lines, today.wanted.day)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(scrolled)
        self._choose(_successor(kept, before, self.day.keys()))
        if self.editor is not None:
            self.editor.setGeometry(self._row_place(self.editor.item.key))

    def drop(self, item: Item) -> None:
        """Take a row away at once, before the file is read again."""
        before = self.day.keys()
        key = _successor(item.key, before, [each for each in before if each != item.key])
        left = [line for line in self.day.lines if not (isinstance(line, Row) and line.item.key == item.key)]
        self.day.show_lines(left, self.day.day)
        self._choose(key)

    def chosen(self) -> Item | None:
        """Return the chosen thing to do."""
        return self.day.item(self.currentIndex().row())

    def start(self) -> None:
        """Put the keyboard on the chosen row, or on the first."""
        if self.chosen() is None:
            self._choose(next(iter(self.day.keys()), ""))
        self.setFocus()

    # a field in the row

    def open_editor(self, editor: RowEditor) -> None:
        """Open a field in the place of the row it is about."""
        self.close_editor()
        place = self._row_place(editor.item.key)
        self.editor = editor
        editor.setParent(self.viewport())
        editor.closed.connect(self._on_editor_closed)
        editor.setGeometry(place)
        editor.show()
        editor.start()

    def close_editor(self) -> None:
        """Close the field, and forget what was typed."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            editor.hide()
            editor.deleteLater()

    # keys and mouse

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_main(self.currentIndex().row())
        elif plain and (action := self._lettered(event.text().upper())) and (item := self.chosen()):
            self.asked.emit(item, action.key)
        elif event.text().isprintable() and event.text().strip() and plain:
            event.accept()  # no search by letters: a letter is an action or nothing
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        spot, index = self._spot(at), self.indexAt(at)
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if spot is not None and (item := self.day.item(index.row())):
            self.asked.emit(item, spot.action.key)
        elif index.isValid() and isinstance(self.day.lines[index.row()], More):
            self._press_main(index.row())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._spot(at) is None and (item := self.day.item(self.indexAt(at).row())):
            self.asked.emit(item, "open")

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        spot = self._spot(at)
        index = self.indexAt(at)
        more = index.isValid() and isinstance(self.day.lines[index.row()], More)
        pointed = (index.row(), spot.action.key) if spot else (-1, "")
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot or more else Qt.CursorShape.ArrowCursor)
        if pointed != self._delegate.pointed:
            self._delegate.pointed = pointed
            self.viewport().update()
        super().mouseMoveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.chosen() is None and not self.currentIndex().isValid():
            self._choose(next(iter(self.day.keys()), ""))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.editor is not None:
            self.editor.setGeometry(self._row_place(self.editor.item.key))

    # inside

    def _on_editor_closed(self) -> None:
        self.close_editor()
        self.setFocus()

    def _press_main(self, row: int) -> None:
        line = self.day.lines[row] if 0 <= row < len(self.day.lines) else None
        if isinstance(line, More):
            self.more_asked.emit(line.kind)
        elif isinstance(line, Row):
            self.asked.emit(line.item, actions(line.item)[0].key)

    def _lettered(self, letter: str) -> Action | None:
        item = self.chosen()
        offered = actions(item) if item and letter else ()
        return next((action for action in offered if action.letter == letter), None)

    def _spot(self, at: QPoint) -> Spot | None:
        index = self.indexAt(at)
        line = self.day.lines[index.row()] if index.isValid() else None
        if not isinstance(line, Row):
            return None
        chosen = self.selectionModel().isSelected(index)
        return next(
            (spot for spot in spots(self.visualRect(index), line, chosen=chosen) if spot.place.contains(at)), None
        )

    def _row_place(self, key: str) -> QRect:
        row = self.day.row_of(key)
        place = self.visualRect(self.day.index(row)) if row >= 0 else QRect(0, 0, self.viewport().width(), 0)
        place.setHeight(theme.px(RowEditor.HEIGHT))
        return place

    def _chosen_key(self) -> str:
        item = self.chosen()
        return item.key if item else ""

    def _choose(self, key: str) -> None:
        row = self.day.row_of(key) if key else -1
        index = self.day.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if not index.isValid():
            return
        above = self.day.index(row - 1) if row and isinstance(self.day.lines[row - 1], Head) else index
        self.scrollTo(above)
        self.scrollTo(index)


def _successor(key: str, before: list[str], after: list[str]) -> str:
    """Return `key` if it is still there, else what came after it, else what came before, else the first."""
    there = set(after)
    place = before.index(key) if key in before else len(before)
    for each in (key, *before[place:], *reversed(before[:place])):
        if each in there:
            return each
    return after[0] if after else ""
