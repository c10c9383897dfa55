"""What narrows a table: a text field that waits for a pause, and choices that are read when they are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from desktop_crm.views import icons, theme

PAUSE_MS = 200


class TextFilter(QLineEdit):
    """Says `narrowed` when typing pauses; Enter does not wait, Esc empties the field."""

    narrowed = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(theme.px(160))
        self.setMaximumWidth(theme.px(320))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.narrowed)
        self.textChanged.connect(self._wait)
        self.returnPressed.connect(self._at_once)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._at_once()
        else:
            super().keyPressEvent(event)

    def _wait(self) -> None:
        self._pause.start()

    def _at_once(self) -> None:
        self._pause.stop()
        self.narrowed.emit()


class ChoiceFilter(QComboBox):
    """All, or one of the choices; they are read anew each time the list is opened."""

    narrowed = Signal()

    def __init__(
        self, all_text: str, read: Callable[[], Iterable[tuple[str, str]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self.setAccessibleName(all_text)
        self.addItem(all_text, "")
        self.setMaximumWidth(theme.px(180))
        self.currentIndexChanged.connect(self._on_chosen)

    def chosen(self) -> str:
        """Return the key of the choice, "" for all."""
        return self.currentData() or ""

    def reset(self) -> None:
        """Take the filter off, without a signal."""
        with QSignalBlocker(self):
            self.setCurrentIndex(0)

    def choose(self, key: str) -> None:
        """Choose what has this key, without a signal; one that is not offered any more stands by its key."""
        if key and self.findData(key) < 0:
            self.fill()
        with QSignalBlocker(self):
            if self.findData(key) < 0:
                self.addItem(key, key)
            self.setCurrentIndex(self.findData(key))

    def fill(self) -> None:
        """Read the choices; the chosen one stays chosen."""
        kept, kept_text = self.chosen(), self.currentText()
        choices = dict(self._read())
        if kept:
            choices.setdefault(kept, kept_text)
        with QSignalBlocker(self):
            while self.count() > 1:
                self.removeItem(1)
            for key, text in choices.items():
                self.addItem(text, key)
            self.setCurrentIndex(max(0, self.findData(kept)))

    def _on_chosen(self) -> None:
        self.narrowed.emit()

    @override
    def showPopup(self) -> None:
        self.fill()
        super().showPopup()
