"""The one line that makes something new by its name; hidden until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override


class NameLine(QLineEdit):
    """Enter makes it (`returnPressed`), Esc puts the line away with what is written."""

    def __init__(self, hint: str) -> None:
        super().__init__(placeholderText=hint)
        self.hide()

    def start(self) -> None:
        """Show the line and put the cursor into it."""
        self.show()
        self.setFocus()

    def finish(self) -> None:
        """Put the line away, empty for the next name."""
        self.clear()
        self.hide()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
