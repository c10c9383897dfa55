"""Ctrl+Z in a field takes back typing; with nothing typed there it belongs to the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from typing_extensions import override

_Field = QLineEdit | QPlainTextEdit | QTextEdit


class UndoKeys(QObject):
    """Keeps the fields of a window from swallowing the keys of Undo and Redo when they have nothing to do with them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and isinstance(watched, _Field)
            and _is_idle(watched, event)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _on_focus_changed(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, _Field) and self._window.isAncestorOf(now):
            now.installEventFilter(self)


def _is_idle(field: _Field, event: QKeyEvent) -> bool:
    """Return whether the key asks a field to take back or do again what it does not have."""
    history = field if isinstance(field, QLineEdit) else field.document()
    if event.matches(QKeySequence.StandardKey.Undo):
        return not history.isUndoAvailable()
    return event.matches(QKeySequence.StandardKey.Redo) and not history.isRedoAvailable()
