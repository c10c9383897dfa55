"""The grid of targets, worked like a spreadsheet: type, Enter goes down, Delete clears, blocks are copied and pasted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.target_cell import HEIGHT, WIDTH, TargetDelegate
from desktop_crm.views.figures.targets_model import TargetsModel

_TRIGGER = QAbstractItemView.EditTrigger
_HEAD = 152


class TargetsGrid(QTableView):
    """Shows a `TargetsModel`; the names of the lines stay while the people are scrolled through."""

    def __init__(self, model: TargetsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.targets = model
        self.setModel(model)
        self.setItemDelegate(TargetDelegate(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("每个人的目标，直接输入数字"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(_TRIGGER.AnyKeyPressed | _TRIGGER.DoubleClicked | _TRIGGER.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_headers()
        self._refused = False
        model.rejected.connect(self._on_rejected)

    def copy(self) -> str:
        """Put the targets of the selected block on the clipboard as a spreadsheet takes them, and return that text."""
        chosen = self.selectedIndexes()
        rows, columns = {index.row() for index in chosen}, {index.column() for index in chosen}
        lines = [
            "\t".join(self.targets.target_text(self.targets.index(row, column)) for column in sorted(columns))
            for row in sorted(rows)
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
        return "\n".join(lines)

    def paste(self) -> None:
        """Fill in the block on the clipboard from the current cell on."""
        text = QGuiApplication.clipboard().text().rstrip("\r\n")
        if self.currentIndex().isValid() and text:
            self.targets.fill(self.currentIndex(), [line.split("\t") for line in text.splitlines()])

    def take_focus(self) -> None:
        """Put the keyboard on the cell that was worked on last, else on the first."""
        self.setFocus()
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.targets.index(0, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # Enter comes here from the field too, which is closed by it in a moment
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.targets.clear(self.selectedIndexes())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_down()
        else:
            super().keyPressEvent(event)

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and not self._refused:
            self._go_down()
        self._refused = False

    def _go_down(self) -> None:
        here = self.currentIndex()
        below = self.targets.index(here.row() + 1, here.column())
        if below.isValid():
            self.setCurrentIndex(below)

    def _on_rejected(self) -> None:
        self._refused = True

    def _set_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setHighlightSections(False)
        across.setDefaultSectionSize(theme.px(WIDTH))
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(theme.px(HEIGHT))
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setMinimumWidth(theme.px(_HEAD))
