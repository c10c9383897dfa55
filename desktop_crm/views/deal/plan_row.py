"""One planned follow-up in the timeline: its goal and day, done, put off or called off in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.queries.timeline import Plan
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHOD_ICONS, METHODS
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit


class PlanRow(QFrame):
    """A plan; what was edited is said with the plan's id."""

    done_requested = Signal(str)
    cancel_requested = Signal(str)
    edited = Signal(str, str, object)  # id, field, value

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.goal = InlineEdit(Fact("goal", tr("下一步"), plan.goal))
        self.due = InlineEdit(Fact("due_on", tr("日期"), plan.due_on, "date"))
        self.badge = Badge(due_mark(plan.due_on, clock.today()))
        self.method = Badge(Mark(METHODS[plan.method], "muted", METHOD_ICONS[plan.method]))
        self.who = QLabel()
        self.who.setProperty("role", "muted")
        self.done = button(tr("完成"), lambda: self.done_requested.emit(self.plan.id), kind="quiet", icon="check")
        self.drop = icon_button("close", tr("取消计划"), lambda: self.cancel_requested.emit(self.plan.id))
        self.goal.edited.connect(self._on_goal)
        self.due.edited.connect(self._on_due)
        self._arrange()
        self.show_plan(plan)

    def show_plan(self, plan: Plan) -> None:
        """Show the plan as it is now; open fields stay open."""
        self.plan = plan
        self.goal.set_fact(Fact("goal", tr("下一步"), plan.goal))
        self.due.set_fact(Fact("due_on", tr("日期"), plan.due_on, "date"))
        self.badge.set_mark(due_mark(plan.due_on, clock.today()))
        self.method.set_mark(Mark(METHODS[plan.method], "muted", METHOD_ICONS[plan.method]))
        self.who.setText("　".join(part for part in (plan.contact, plan.owner) if part))

    def _on_goal(self, goal: object) -> None:
        if goal:
            self.edited.emit(self.plan.id, "goal", goal)
        else:
            self.show_plan(self.plan)

    def _on_due(self, due: object) -> None:
        self.edited.emit(self.plan.id, "due_on", due)

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        self.due.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.px(theme.SNUG))
        second.setContentsMargins(theme.px(theme.SNUG), 0, 0, 0)
        first.addWidget(self.goal, 1)
        first.addWidget(self.done)
        first.addWidget(self.drop)
        for part in (self.badge, self.due, self.method, self.who):
            second.addWidget(part)
        second.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.SNUG),) * 4)
        column.setSpacing(theme.px(2))
        column.addLayout(first)
        column.addLayout(second)
