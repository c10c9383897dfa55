"""A list of entries to tick and to put in order, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme

_KEY = Qt.ItemDataRole.UserRole
_TICK = Qt.ItemDataRole.CheckStateRole


class OrderedList(QListWidget):
    """Entries to tick and to drag; Alt+Up and Alt+Down move the one with the cursor."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._pressed: tuple[int, object] | None = None  # the row under the mouse button and its tick
        self.setAccessibleName(name)
        self.setToolTip(tr("点一下或空格勾选，拖动或 Alt+↑↓ 调整顺序"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def entries(self) -> list[tuple[str, bool]]:
        """Return key and tick of each entry from top to bottom."""
        items = [self.item(row) for row in range(self.count())]
        return [(str(item.data(_KEY)), item.checkState() == Qt.CheckState.Checked) for item in items]

    def show_entries(self, entries: Sequence[tuple[str, str, bool]]) -> None:
        """Show (key, text, tick); the cursor stays where it was."""
        row = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for key, text, ticked in entries:
            item = QListWidgetItem(text)
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)
        height = sum(self.sizeHintForRow(place) for place in range(self.count()))
        self.setFixedHeight(height + 2 * self.frameWidth() + theme.px(4))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (index.row(), index.data(_TICK)) if left and index.isValid() else None
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._pressed == (index.row(), index.data(_TICK)):  # the box itself has not ticked it
            item = self.item(index.row())
            checked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        self._pressed = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentRow(row + step)
