"""What a gate still misses, line by line, each with the button that leads to where it is mended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.playbooks.gates import Missing
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button


class MissingList(QWidget):
    """One line for each missing thing; lines that are met disappear, the others stay where they are."""

    go_to_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, tuple[Missing, QWidget, QPushButton]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_missing(self, lacking: tuple[Missing, ...]) -> None:
        """Show these lines."""
        wanted = {lack.condition: lack for lack in lacking}
        for key, (lack, row, _) in list(self._rows.items()):
            if wanted.get(key) != lack:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
                del self._rows[key]
        for place, lack in enumerate(lacking):
            if lack.condition not in self._rows:
                self._insert(place, lack)

    def fixes(self) -> list[QPushButton]:
        """Return the fix buttons that are shown, from top to bottom."""
        rows = sorted(self._rows.values(), key=lambda row: self._column.indexOf(row[1]))
        return [fix for _, _, fix in rows]

    def texts(self) -> list[str]:
        """Return the sentences that are shown, from top to bottom."""
        rows = sorted(self._rows.values(), key=lambda row: self._column.indexOf(row[1]))
        return [lack.text for lack, _, _ in rows]

    def start(self) -> None:
        """Put the keyboard on the first thing to mend."""
        if fixes := self.fixes():
            fixes[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _insert(self, place: int, lack: Missing) -> None:
        row = QWidget()
        point = QLabel("·")
        text = QLabel(lack.text, wordWrap=True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        fix = button(lack.fix, lambda: self.go_to_requested.emit(lack.target), kind="quiet", icon="right")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(theme.SNUG))
        line.addWidget(point)
        line.addWidget(text, 1)
        line.addWidget(fix)
        self._column.insertWidget(place, row)
        self._rows[lack.condition] = (lack, row, fix)
