"""The risk checklist of a contract: a tick for what was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.contracts import RiskRow
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.line_check_box import LineCheckBox
from desktop_crm.views.widgets.text_cell import TextCell


class RiskList(QWidget):
    """Says `edited(key, field, value)`."""

    edited = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, RiskLine] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(theme.TIGHT))

    def show_risks(self, risks: Sequence[RiskRow], *, frozen: bool) -> None:
        """Show these points; lines that stay keep what was typed."""
        if [risk.key for risk in risks] != list(self.rows):
            self._rebuild(risks)
        for risk in risks:
            self.rows[risk.key].show_risk(risk, frozen=frozen)

    def start(self) -> None:
        """Put the keyboard on the first point nobody has looked at."""
        line = next((line for line in self.rows.values() if not line.box.isChecked()), None)
        if line is not None:
            line.box.setFocus(Qt.FocusReason.TabFocusReason)

    def _rebuild(self, risks: Sequence[RiskRow]) -> None:
        for old in self.rows.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = {risk.key: RiskLine() for risk in risks}
        for key, line in self.rows.items():
            line.edited.connect(partial(self.edited.emit, key))
            self._column.addWidget(line)


class RiskLine(QWidget):
    """One point: its name to tick, what to ask, and a note."""

    edited = Signal(str, object)  # field, value

    def __init__(self) -> None:
        super().__init__()
        self.box = LineCheckBox("")
        self.box.clicked.connect(lambda: self.edited.emit("checked", self.box.isChecked()))
        self.hint = QLabel(wordWrap=True)
        self.hint.setProperty("role", "muted")
        self.note = TextCell(tr("看到了什么，怎样处理"))
        self.note.setProperty("below", True)
        self.note.committed.connect(partial(self.edited.emit, "note"))
        below = QVBoxLayout()
        below.setContentsMargins(theme.px(theme.WIDE), 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.hint)
        below.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addLayout(below)

    def show_risk(self, risk: RiskRow, *, frozen: bool) -> None:
        """Show a point as it was looked at."""
        self.box.setText(risk.title)
        self.box.setChecked(risk.checked)
        self.box.setEnabled(not frozen)
        self.hint.setText(risk.hint)
        self.hint.setVisible(bool(risk.hint) and not frozen)
        self.note.set_frozen(frozen)
        self.note.set_value(risk.note)
        self.note.setAccessibleName(tr("{risk}：看到了什么", risk=risk.title))
        self.note.setVisible(not (frozen and not risk.note))
