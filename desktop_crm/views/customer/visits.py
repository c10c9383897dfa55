"""How satisfied a customer was in the visits after acceptance, over all its deals."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.queries.visits import VisitLine, marks_of
from desktop_crm.rules.due import short_day
from desktop_crm.rules.visits import Told
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.satisfaction_marks import SatisfactionMarks, satisfaction_mark
from desktop_crm.views.labels import METHODS
from desktop_crm.views.widgets.badge import Badge
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.section import Section

_AT_ONCE = 5


class VisitsPart(Section):
    """The latest visits, each with what was said and a way to its deal; hidden while there was none."""

    deal_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("回访"), internal=True, parent=parent)
        self._shown: tuple[VisitLine, ...] = ()
        self._lines: list[QWidget] = []
        self.marks = SatisfactionMarks()
        self.add_action(self.marks)
        self.hide()

    def show_visits(self, visits: tuple[VisitLine, ...]) -> None:
        """Show the latest of these visits and how many there are in all."""
        if visits == self._shown:
            return
        self._shown = visits
        for line in self._lines:
            self.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(visit) for visit in visits[:_AT_ONCE]]
        for line in self._lines:
            self.add(line)
        total = len(visits)
        self.set_count(f"{_AT_ONCE} / {total}" if total > _AT_ONCE else str(total))
        self.marks.show_marks(marks_of(visits))
        self.setVisible(bool(visits))

    def _line(self, visit: VisitLine) -> QWidget:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        day = short_day(visit.visited_on, clock.today()) if visit.visited_on else ""
        who = (day, visit.occasion, METHODS[visit.method], visit.contact, visit.visitor)
        head.addWidget(_label(" · ".join(filter(None, who)), "muted"), 1)
        if visit.satisfaction is not None:
            head.addWidget(Badge(satisfaction_mark(visit.satisfaction)))
        head.addWidget(icon_button("open", tr("打开商机"), partial(self.deal_requested.emit, visit.deal_id)))
        made = QFrame()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, theme.px(theme.TIGHT))
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        told = Told(None, visit.usage, visit.complaint, visit.training, visit.second_need, visit.referral).text
        if told:
            column.addWidget(_label(told))
        return made


def _label(text: str, role: str = "") -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made
