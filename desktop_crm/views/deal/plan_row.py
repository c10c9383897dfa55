"""One planned follow-up in the timeline: its goal, day and time, done, put off or called off in place."""

from __future__ import annotations

from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.queries.timeline import Plan
from desktop_crm.rules.when import When
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.labels import METHODS, PURPOSES
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit


class PlanRow(QFrame):
    """A plan; what was edited is said with the plan's id."""

    done_requested = Signal(str)
    cancel_requested = Signal(str)
    edited = Signal(str, object)  # id, the changed fields

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self._shown_on = clock.today()
        self.goal = InlineEdit(Fact("goal", tr("下一步"), plan.goal))
        self.due = InlineEdit(_due_fact(plan), one_line=True)
        self.badge = Badge(due_mark(plan.due_on, clock.today()))
        self.purpose = Badge(Mark("", "muted"))
        self.method = InlineEdit(_method_fact(plan), one_line=True)
        self.who = QLabel()
        self.who.setProperty("role", "muted")
        self.done = button(tr("完成"), lambda: self.done_requested.emit(self.plan.id), kind="quiet", icon="check")
        self.drop = icon_button("close", tr("取消计划"), lambda: self.cancel_requested.emit(self.plan.id))
        self.goal.edited.connect(self._on_goal)
        self.due.edited.connect(self._on_due)
        self.method.edited.connect(self._on_method)
        self._arrange()
        self._show()

    def show_plan(self, plan: Plan) -> None:
        """Show the plan as it is now; open fields stay open."""
        if plan != self.plan or self._shown_on != clock.today():
            self.plan, self._shown_on = plan, clock.today()
            self._show()

    def _show(self) -> None:
        plan = self.plan
        self.goal.set_fact(Fact("goal", tr("下一步"), plan.goal))
        self.due.set_fact(_due_fact(plan))
        self.method.set_fact(_method_fact(plan))
        self.badge.set_mark(due_mark(plan.due_on, clock.today()))
        purpose = PURPOSES.get(plan.purpose)
        self.purpose.setVisible(purpose is not None)
        if purpose is not None:
            self.purpose.set_mark(purpose_mark(plan.purpose))
            self.purpose.setToolTip(tr("按等级自动安排；改过就算您的安排。") if plan.automatic else "")
        self.who.setText("　".join(part for part in (plan.contact, plan.owner) if part))
        self.who.setToolTip(self.who.text())

    def _on_goal(self, goal: object) -> None:
        self._say({"goal": goal} if goal else {})

    def _on_method(self, method: object) -> None:
        self._say({"method": method})

    def _on_due(self, due: object) -> None:
        when = due if isinstance(due, When) else None
        at = f"{when.time:%H:%M}" if when and when.time else ""
        self._say({"due_on": when.day if when else None, "due_at": at})

    def _say(self, values: dict[str, object]) -> None:
        if values:
            self.edited.emit(self.plan.id, values)
        self._show()  # what was refused goes back to what is stored

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        for part in (self.due, self.method):
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(theme.px(theme.SNUG))
        second.setContentsMargins(theme.px(theme.SNUG), 0, 0, 0)
        first.addWidget(self.goal, 1)
        first.addWidget(self.purpose)
        first.addWidget(self.done)
        first.addWidget(self.drop)
        for part in (self.badge, self.due, self.method):
            second.addWidget(part)
        self.who.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the first to give way
        second.addWidget(self.who, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.SNUG),) * 4)
        column.setSpacing(theme.px(2))
        column.addLayout(first)
        column.addLayout(second)


def purpose_mark(purpose: str) -> Mark:
    """Return what a plan is for, by word and icon."""
    name, icon = PURPOSES[purpose]
    return Mark(name, "muted", icon)


def _due_fact(plan: Plan) -> Fact:
    at = time.fromisoformat(plan.due_at) if plan.due_at else None
    return Fact("due_on", tr("日期"), When(plan.due_on, at) if plan.due_on else None, "when")


def _method_fact(plan: Plan) -> Fact:
    return Fact("method", tr("方式"), plan.method, "choice", tuple(METHODS.items()), tone="muted")
