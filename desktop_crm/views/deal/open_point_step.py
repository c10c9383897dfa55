"""What hangs below an open point of the memo: one key makes it the next step, on the day it is to be settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.queries.negotiations import Clause
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import day_text
from desktop_crm.views.widgets.item_list import Footer, Item


class OpenPointStep(Footer):
    """A quiet button while the point is open and has its day; a mark once it is planned for that day."""

    def __init__(self, plan: Callable[[Clause], object | None]) -> None:
        super().__init__()
        self._plan = plan
        self._clause: Clause | None = None
        self.plan = button("", self._on_plan, kind="quiet", icon="calendar")
        self.planned = Badge(Mark(tr("已排进下一步"), "good", "good"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.TIGHT), 0, 0, 0)
        row.addWidget(self.plan)
        row.addWidget(self.planned)
        row.addStretch()

    @override
    def set_item(self, item: Item, *, frozen: bool) -> None:
        clause = item.data if isinstance(item.data, Clause) else None
        self._clause = clause
        wanted = clause is not None and not clause.agreed and clause.due_on is not None
        self.setVisible(wanted)
        if clause is None or clause.due_on is None:
            return
        there = clause.planned_on == clause.due_on
        self.planned.setVisible(there)
        self.plan.setVisible(not there)
        moves = bool(clause.plan_id) and not there
        day = day_text(clause.due_on)
        self.plan.setText(tr("下一步改到 {day}", day=day) if moves else tr("设为下一步（{day}）", day=day))

    @override
    def tab_stops(self) -> list[QWidget]:
        return [] if self.isHidden() or self.plan.isHidden() else [self.plan]

    def _on_plan(self) -> None:
        if self._clause is not None:
            self._plan(self._clause)
