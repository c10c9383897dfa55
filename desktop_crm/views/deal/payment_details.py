"""What finance notes of an instalment: the day of its invoice, the milestone it falls due with, a note for inside."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.payments import Instalment
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact

_UNTIED: Final = ("", tr("不随里程碑"))


class PaymentDetails(QWidget):
    """One quiet line that says what is noted; its button opens the fields below it, Esc closes them."""

    def __init__(self, edit: Callable[[str, Any], object | None]) -> None:
        super().__init__()
        self._edit = edit
        self._facts: tuple[Fact, ...] = ()
        self.said = QLabel(wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "small")
        self.said.setProperty("tone", "muted")
        self.toggle = button(tr("开票、备注"), self._on_toggled, kind="quiet", icon="down")
        self.grid = FactGrid()
        self.grid.hide()
        self.grid.edited.connect(self._on_edited)
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.said, 1)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(row)
        column.addWidget(self.grid)

    def show_instalment(self, one: Instalment) -> None:
        """Show what is noted of an instalment; a field that is open keeps what is being typed."""
        self.said.setText(_said(one))
        facts = [Fact("invoiced_on", tr("开票日期"), one.invoiced_on, "date")]
        if one.steps:
            facts.append(Fact("milestone_id", tr("到期里程碑"), one.milestone_id, "choice", (_UNTIED, *one.steps)))
        self._facts = (*facts, Fact("note", tr("内部备注"), one.note))
        if not self.grid.isHidden():
            self.grid.set_facts(self._facts)

    def open(self) -> None:
        """Show the fields with the cursor in the first."""
        self._show_fields(shown=True)
        self.grid.field(self._facts[0].key).setFocus(Qt.FocusReason.OtherFocusReason)

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through."""
        fields = () if self.grid.isHidden() else (self.grid.field(fact.key) for fact in self._facts)
        return [self.toggle, *fields]

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.grid.isHidden():
            self._show_fields(shown=False)
            self.toggle.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _on_toggled(self) -> None:
        if self.grid.isHidden():
            self.open()
        else:
            self._show_fields(shown=False)

    def _show_fields(self, *, shown: bool) -> None:
        if shown:
            self.grid.set_facts(self._facts)
        self.grid.setVisible(shown)
        self.toggle.setIcon(icons.icon("up" if shown else "down", "accent"))
        for before, after in pairwise(self.tab_stops()):
            QWidget.setTabOrder(before, after)

    def _on_edited(self, key: str, value: object) -> None:
        if self._edit(key, "" if value is None and key != "invoiced_on" else value) is None:
            self.grid.set_facts(self._facts)  # what was refused goes back to what is stored


def _said(one: Instalment) -> str:
    day = tr("{day} 已开票", day=short_day(one.invoiced_on, clock.today())) if one.invoiced_on else ""
    return " · ".join(part for part in (day, one.note) if part)
