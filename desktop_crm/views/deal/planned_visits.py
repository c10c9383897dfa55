"""The visits to come, each with its day, which is changed where it stands; else why there are none."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.queries.visits import PlannedVisit, VisitSheet
from desktop_crm.rules.due import due_state
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHOD_ICONS, METHODS
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit

_URGENT: Final = ("overdue", "today", "soon", "none")  # what a badge says beside the day itself


class PlannedVisits(QFrame):
    """A line for each visit that is planned, the next one first and bold."""

    moved = Signal(str, object)  # the plan, its new day

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.days: dict[str, InlineEdit] = {}
        self._rows: list[QWidget] = []
        self._planned: tuple[PlannedVisit, ...] = ()
        self.hint = QLabel(wordWrap=True)
        self.hint.setProperty("role", "muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(side) for side in (theme.GAP, theme.SNUG, theme.GAP, theme.SNUG)))
        self._column.setSpacing(theme.px(2))
        self._column.addWidget(self.hint)

    def show_sheet(self, sheet: VisitSheet) -> None:
        """Show what is planned, with the day to be changed in place."""
        self.hint.setText(_hint(sheet))
        self.hint.setVisible(not sheet.planned)
        if sheet.planned == self._planned:
            for plan in sheet.planned:
                self.days[plan.id].set_fact(_day(plan))  # a day that was refused goes back to what is stored
            return
        self._planned = sheet.planned
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.days = {plan.id: self._make_day(plan) for plan in sheet.planned}
        self._rows = [self._make_row(plan, first=not place) for place, plan in enumerate(sheet.planned)]
        for row in self._rows:
            self._column.addWidget(row)

    def _make_day(self, plan: PlannedVisit) -> InlineEdit:
        made = InlineEdit(_day(plan))
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        made.edited.connect(partial(self.moved.emit, plan.id))
        return made

    def _make_row(self, plan: PlannedVisit, *, first: bool) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        name = plan.occasion or plan.goal
        label = QLabel(tr("下一次：{name}", name=name) if first else name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", "strong" if first else "muted")
        row.addWidget(label)
        if due_state(plan.due_on, clock.today()).kind in _URGENT:
            row.addWidget(Badge(due_mark(plan.due_on, clock.today())))
        row.addWidget(self.days[plan.id])
        row.addWidget(Badge(Mark(METHODS[plan.method], "muted", METHOD_ICONS[plan.method])))
        who = QLabel(" · ".join(filter(None, (plan.contact, plan.owner))))
        who.setProperty("role", "muted")
        row.addWidget(who)
        row.addStretch()
        return made


def _day(plan: PlannedVisit) -> Fact:
    return Fact("due_on", tr("日期"), plan.due_on, "date")


def _hint(sheet: VisitSheet) -> str:
    if sheet.accepted_on is None:
        return tr("验收完成后，按流程自动安排回访。现在也可以先记一次。")
    if sheet.visits:
        return tr("没有安排下一次回访；需要时在跟进里安排，或直接记录。")
    return tr("这个流程没有规定验收后的回访；回访过就记在这里。")
