"""Filter chips: a row of choices that are on or off."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from desktop_crm.views import theme
from desktop_crm.views.widgets.flow import FlowLayout


class ChipRow(QWidget):
    """Chips by key, in one line or, with `wrap`, in as many as they need.

    The row is one stop for Tab, at the chip that is on or was left; arrows go along it, Space or the chip's number
    (1 for the first) turns a chip on or off.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, one_only: bool = False, wrap: bool = False) -> None:
        super().__init__(parent)
        self._one_only = one_only
        self._chips: dict[str, QPushButton] = {}
        self._row = FlowLayout(self, spacing=theme.px(theme.SNUG)) if wrap else _one_line(self)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Show these (key, text) choices; a chip that is on and still there stays on."""
        choices = list(choices)
        if choices == [(key, made.text()) for key, made in self._chips.items()]:
            return
        kept = self.chosen()
        for old in self._chips.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = {key: self._chip(key, text) for key, text in choices}
        for key, made in self._chips.items():
            made.setChecked(key in kept)
            self._row.addWidget(made)
        self._settle_stop()

    def chosen(self) -> frozenset[str]:
        """Return the keys that are on."""
        return frozenset(key for key, made in self._chips.items() if made.isChecked())

    def choose(self, *keys: str) -> None:
        """Turn exactly these chips on and say so when that is a change."""
        before = self.chosen()
        for key, made in self._chips.items():
            made.setChecked(key in keys)
        self._settle_stop()
        if self.chosen() != before:
            self.changed.emit()

    def chips(self) -> list[QPushButton]:
        """Return the chips from left to right, for the order of Tab."""
        return list(self._chips.values())

    def take_focus(self) -> None:
        """Put the keyboard on the chip at which Tab stops."""
        stop = next((made for made in self.chips() if made.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QPushButton):
            if event.type() == QEvent.Type.FocusIn:
                self._set_stop(watched)
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._on_key(watched, event)
        return super().eventFilter(watched, event)

    def _on_key(self, chip: QPushButton, event: QKeyEvent) -> bool:
        """Go along with the arrows (a button by itself would leave the row), choose by number."""
        chips = self.chips()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        number = event.key() - Qt.Key.Key_1
        if step is not None:
            self._stop_at(chips[(chips.index(chip) + step) % len(chips)])
        elif 0 <= number < len(chips) and not event.modifiers():
            self._stop_at(chips[number])
            chips[number].click()
        else:
            return False
        return True

    def _stop_at(self, chip: QPushButton) -> None:
        self._set_stop(chip)
        chip.setFocus(Qt.FocusReason.TabFocusReason)

    def _settle_stop(self) -> None:
        """Let Tab stop at the chip that is on, else at the first."""
        chips = self.chips()
        on = next((made for made in chips if made.isChecked()), chips[0] if chips else None)
        if on is not None and not any(made.hasFocus() for made in chips):
            self._set_stop(on)

    def _set_stop(self, chip: QPushButton) -> None:
        for made in self.chips():
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is chip else Qt.FocusPolicy.ClickFocus)

    def _chip(self, key: str, text: str) -> QPushButton:
        made = QPushButton(text)
        made.setCheckable(True)
        made.setProperty("kind", "chip")
        made.clicked.connect(lambda: self._on_clicked(key))
        made.installEventFilter(self)
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
