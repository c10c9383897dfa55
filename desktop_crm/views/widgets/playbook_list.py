"""The playbooks to choose from, each with what it is for and the way a deal takes through it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.views import theme

_BRIEF: Final = re.compile(
    "^[^：。]+(?=：)|^[^，。]+"
)  # what a description says in a word: up to its colon, or its first clause


class PlaybookList(QWidget):
    """Radio buttons; arrows go through them, a click anywhere on an entry chooses it."""

    chosen = Signal(str)  # by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, _Entry] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.TIGHT))

    def set_playbooks(self, playbooks: Iterable[Playbook], chosen: str) -> None:
        """Show these playbooks with one of them chosen, without a signal."""
        found = {playbook.key: playbook for playbook in playbooks}
        if list(found) != list(self._entries):
            self._rebuild(found)
        self.choose(chosen)

    def key(self) -> str:
        """Return the key of the chosen playbook."""
        return next((key for key, entry in self._entries.items() if entry.radio.isChecked()), "")

    def choose(self, key: str) -> None:
        """Mark a playbook as chosen, without a signal."""
        if key in self._entries:
            self._entries[key].radio.setChecked(True)
            self.setFocusProxy(self._entries[key].radio)

    def radio(self, key: str) -> QRadioButton:
        """Return the button of a playbook."""
        return self._entries[key].radio

    def _rebuild(self, playbooks: dict[str, Playbook]) -> None:
        for old in self._entries.values():
            self._group.removeButton(old.radio)
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._entries = {key: _Entry(playbook) for key, playbook in playbooks.items()}
        for key, entry in self._entries.items():
            self._group.addButton(entry.radio)
            self._column.addWidget(entry)
            entry.radio.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))


class _Entry(QFrame):
    """One playbook: its name and in a word what for; the chosen one tells its description and its stages."""

    def __init__(self, playbook: Playbook) -> None:
        super().__init__()
        self.radio = QRadioButton(playbook.name)
        self.radio.setFont(theme.font(bold=True))
        self.radio.setAccessibleDescription(playbook.description)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._brief = _line(brief[0] if (brief := _BRIEF.match(playbook.description)) else "", "muted")
        stages = " → ".join(stage.name for stage in playbook.stages)
        self._details = [_line(playbook.description, "small"), _line(stages, "muted")]
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.radio)
        head.addWidget(self._brief, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        for line in self._details:
            line.setContentsMargins(theme.px(theme.WIDE + theme.TIGHT), 0, 0, 0)
            column.addWidget(line)
        self.radio.toggled.connect(self._unfold)
        self._unfold(False)

    def _unfold(self, chosen: bool) -> None:  # noqa: FBT001 - a slot
        self._brief.setVisible(not chosen)
        for line in self._details:
            line.setVisible(chosen)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.radio.click()
            self.radio.setFocus()


def _line(text: str, role: str) -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    return made
