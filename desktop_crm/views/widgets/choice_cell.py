"""A value out of a few, shown as a word that opens the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from typing_extensions import override

Choices = Sequence[tuple[str, str]]


class ChoiceCell(QToolButton):
    """Click or Space opens the choices, Up and Down go through them; the wheel scrolls the page, never the value."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._choices = dict(choices)
        self._key = ""
        self._menu = QMenu(self)
        for key, text in choices:
            action = self._menu.addAction(text)
            action.setData(key)
        self._menu.triggered.connect(self._on_triggered)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(name)

    def value(self) -> str:
        """Return the key of the choice."""
        return self._key

    def set_value(self, key: str) -> None:
        """Show a choice, without a signal; a word that is none of the choices is shown as it is."""
        self._key = key
        text = self._choices.get(key, key)
        self.setText(f"{text} ▾")
        self.setAccessibleName(f"{self._name} {text}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers():
            super().keyPressEvent(event)
            return
        keys = list(self._choices)
        at = keys.index(self._key) + step if self._key in keys else 0
        if 0 <= at < len(keys):
            self._choose(keys[at])

    def _on_triggered(self, action: QAction) -> None:
        self._choose(str(action.data()))

    def _choose(self, key: str) -> None:
        if key != self._key:
            self.set_value(key)
            self.chosen.emit(key)
