"""What may be the same lead, shown before it is stored twice: open it, or store the new one all the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.lead_facts import SimilarLead
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button

_SHOWN = 3
_SAME = {"customer": tr("同一客户"), "phone": tr("同一联系方式")}


class SimilarStrip(QFrame):
    """A line for each deal it may be, with a button to open it; Enter on the last button stores the new one."""

    open_requested = Signal(str)
    confirmed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(2))
        self.anyway = button(tr("仍然新建"), self.confirmed.emit)
        icon, title = QLabel(), QLabel(tr("可能是同一条："))
        icon.setPixmap(icons.pixmap("trouble", 16, "soon"))
        title.setProperty("tone", "soon")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        for part in (icon, title):
            part.setMinimumHeight(theme.px(30))  # as tall as the first line beside it
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._rows, 1)
        row.addWidget(self.anyway, 0, Qt.AlignmentFlag.AlignBottom)
        self.hide()

    def show_leads(self, found: Sequence[SimilarLead]) -> None:
        """Show what was found and put the keyboard on storing the new one all the same."""
        self.clear()
        for lead in found[:_SHOWN]:
            self._rows.addWidget(self._row(lead))
        self.show()
        self.anyway.setFocus()

    def clear(self) -> None:
        """Show nothing any more."""
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.hide()

    def _row(self, lead: SimilarLead) -> QWidget:
        made = QWidget()
        words = QLabel(_words(lead))
        words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(words)
        row.addWidget(button(tr("打开"), lambda: self.open_requested.emit(lead.id), kind="quiet", icon="open"))
        row.addStretch()
        return made


def _words(lead: SimilarLead) -> str:
    day = short_day(lead.acquired_on, clock.today()) if lead.acquired_on else ""
    title = lead.title if lead.title != lead.customer else ""
    known = (lead.customer, title, lead.contact, day, lead.owner, _SAME[lead.same])
    return " · ".join(filter(None, known))
