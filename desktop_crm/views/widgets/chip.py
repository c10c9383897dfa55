"""Filter chips: a row of choices that are on or off."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.widgets.flow import FlowLayout


class ChipRow(QWidget):
    """Chips by key, in one line or, with `wrap`, in as many as they need; Tab reaches the row, arrows go along it, Space turns a chip on or off."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, one_only: bool = False, wrap: bool = False) -> None:
        super().__init__(parent)
        self._one_only = one_only
        self._chips: dict[str, QPushButton] = {}
        self._row = FlowLayout(self, spacing=theme.px(theme.SNUG)) if wrap else _one_line(self)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Show these (key, text) choices; a chip that is on and still there stays on."""
        kept = self.chosen()
        for old in self._chips.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = {key: self._chip(key, text) for key, text in choices}
        for key, made in self._chips.items():
            made.setChecked(key in kept)
            self._row.addWidget(made)

    def chosen(self) -> frozenset[str]:
        """Return the keys that are on."""
        return frozenset(key for key, made in self._chips.items() if made.isChecked())

    def choose(self, *keys: str) -> None:
        """Turn exactly these chips on and say so when that is a change."""
        before = self.chosen()
        for key, made in self._chips.items():
            made.setChecked(key in keys)
        if self.chosen() != before:
            self.changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        chips = list(self._chips.values())
        here = next((place for place, made in enumerate(chips) if made.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        chips[(here + step) % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _chip(self, key: str, text: str) -> QPushButton:
        made = QPushButton(text)
        made.setCheckable(True)
        made.setProperty("kind", "chip")
        made.clicked.connect(lambda: self._on_clicked(key))
        return made

    def _on_clicked(self, key: str) -> None:
        if self._one_only and self._chips[key].isChecked():
            for other, made in self._chips.items():
                made.setChecked(other == key)
        self.changed.emit()


def _one_line(parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(parent)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(theme.SNUG))
    row.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return row
