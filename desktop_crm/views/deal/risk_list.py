"""The risk checklist of a contract: a tick for what was looked at, and what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.contracts import RiskRow
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.lazy_column import LazyColumn
from desktop_crm.views.widgets.line_check_box import LineCheckBox
from desktop_crm.views.widgets.text_cell import TextCell


class RiskList(QWidget):
    """Says `edited(key, field, value)`."""

    edited = Signal(str, str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._risks: dict[str, RiskRow] = {}
        self._frozen = False
        self._lines = LazyColumn(self._make_line, RiskLine.stops, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lines)

    @property
    def rows(self) -> Mapping[str, RiskLine]:
        """All lines by the keys of their risks."""
        return dict(zip(self._risks, self._lines.complete(), strict=True))

    def show_risks(self, risks: Sequence[RiskRow], *, frozen: bool) -> None:
        """Show these points; lines that stay keep what was typed."""
        self._risks, self._frozen = {risk.key: risk for risk in risks}, frozen
        self._lines.set_keys(list(self._risks))
        for line in self._lines.made():
            line.show_risk(self._risks[line.key], frozen=frozen)

    def start(self) -> None:
        """Put the keyboard on the first point nobody has looked at."""
        key = next((risk.key for risk in self._risks.values() if not risk.checked), None)
        if key is not None:
            self._lines.widget(key).box.setFocus(Qt.FocusReason.TabFocusReason)

    def _make_line(self, key: str) -> RiskLine:
        line = RiskLine(key, self._lines)
        line.edited.connect(partial(self.edited.emit, key))
        line.show_risk(self._risks[key], frozen=self._frozen)
        return line


class RiskLine(QWidget):
    """One point: its name to tick, what to ask, and a note."""

    edited = Signal(str, object)  # field, value

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
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
        column.setContentsMargins(0, 0, 0, theme.px(theme.TIGHT))
        column.setSpacing(0)
        column.addWidget(self.box)
        column.addLayout(below)

    def stops(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self.box, self.note]

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
