"""What an empty screen says: what it is for, and the first step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A button of an empty screen: its text, what it does, its icon."""

    text: str
    run: Callable[[], object]
    icon: str = ""


class EmptyState(QWidget):
    """An icon, one sentence and the first steps; the first of them is the loudest."""

    def __init__(self, icon: str, sentence: str, *steps: FirstStep, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = icon
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._sentence = QLabel(sentence, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._sentence.setProperty("tone", "muted")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setMinimumWidth(theme.px(240))
        self._steps = [
            button(step.text, step.run, kind="primary" if place == 0 else "plain", icon=step.icon)
            for place, step in enumerate(steps)
        ]
        self._arrange()
        self._paint_icon()

    def steps(self) -> list[QPushButton]:
        """Return the buttons in their order."""
        return list(self._steps)

    def set_sentence(self, sentence: str) -> None:
        """Say something else, for example that a filter hides everything."""
        self._sentence.setText(sentence)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icon()
        super().changeEvent(event)

    def _paint_icon(self) -> None:
        self._icon.setPixmap(icons.pixmap(self._name, 40, "muted"))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addStretch()
        for made in self._steps:
            row.addWidget(made)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(theme.GAP))
        column.addStretch()
        for part in (self._icon, self._sentence):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch()
