"""A combo box for choices that have effects: nothing is chosen by merely passing over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from desktop_crm.views import theme

_OPENING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ChoiceBox(QComboBox):
    """Arrows open the list, Enter chooses from it; the wheel is left to what stands around."""

    def __init__(
        self, choices: Sequence[tuple[Any, str]], chosen: object = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        for key, text in choices:
            self.addItem(text, key)
        self.choose(chosen)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(2)
        self.view().setMinimumWidth(theme.px(140))

    def choose(self, key: object) -> None:
        """Show the choice with this key, the first one when there is none."""
        self.setCurrentIndex(max(self.findData(key), 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING:
            self.showPopup()
        else:
            event.ignore()  # letters would choose at once, too

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
