"""F1: all shortcuts on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.commands import ENTRIES, LOCAL_KEYS


class KeysPage(QDialog):
    """A page to read; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("快捷键"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(theme.WIDE))
        self._grid.setVerticalSpacing(theme.px(theme.SNUG))
        for entry in ENTRIES:
            if entry.shortcut:
                keys = QKeySequence(entry.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
                self._add(entry.group, keys, entry.title)
        for group, keys, what in LOCAL_KEYS:
            self._add(group, keys, what)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(theme.WIDE)] * 4)
        column.addLayout(self._grid)

    def _add(self, group: str, keys: str, what: str) -> None:
        row = self._grid.rowCount()
        where = QLabel(group)
        where.setProperty("tone", "muted")
        pressed = QLabel(keys)
        pressed.setProperty("role", "key")
        self._grid.addWidget(where, row, 0)
        self._grid.addWidget(QLabel(what), row, 1)
        self._grid.addWidget(pressed, row, 2, Qt.AlignmentFlag.AlignRight)
