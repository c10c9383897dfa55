"""What narrows the lead inbox: text, channel, grade, owner, the late ones, and the step leads wait for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.queries.company import colleagues
from desktop_crm.queries.lead_line import LeadState
from desktop_crm.queries.leads import NOBODY, UNGRADED, LeadFilter, lead_sources
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.leads.columns import STATES
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.filters import ChoiceFilter, TextFilter
from desktop_crm.workspace import Workspace


class LeadsToolBar(QWidget):
    """Two lines: the filters, then a chip for each step with how many leads wait for it."""

    narrowed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.text = TextFilter(tr("搜索客户、联系人、需求"))
        self.source = ChoiceFilter(tr("全部来源"), lambda: [(name, name) for name in workspace.ask(lead_sources)])
        self.grade = ChoiceFilter(tr("全部等级"), self._grades)
        self.owner = ChoiceFilter(tr("全部负责人"), self._owners)
        self.late = QPushButton(tr("只看逾期"))
        self.late.setCheckable(True)
        self.late.setProperty("kind", "chip")
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.states = ChipRow(one_only=True)
        self._arrange()
        for part in (self.text, self.source, self.grade, self.owner):
            part.narrowed.connect(self.narrowed)
        self.late.toggled.connect(self.narrowed)
        self.states.changed.connect(self.narrowed)

    def wanted(self) -> LeadFilter:
        """Return the filter as it stands."""
        return LeadFilter(
            state=next(iter(self.states.chosen()), ""),
            source=self.source.chosen(),
            grade=self.grade.chosen(),
            owner=self.owner.chosen(),
            text=self.text.text().strip(),
            late=self.late.isChecked(),
        )

    def show_counts(self, counts: Mapping[LeadState, int]) -> None:
        """Say how many leads wait for each step; the nurture pool only where there is one."""
        chosen = self.states.chosen()
        shown = [key for key in STATES if counts[key] or key != LeadState.NURTURE or key in chosen]
        self.states.set_choices((key, f"{STATES[key]} {counts[key]:,}") for key in shown)

    def begin(self, counts: Mapping[LeadState, int]) -> bool:
        """Start with the first step that leads wait for, when others are done already and would hide them.

        Returns whether that narrows the inbox.
        """
        waiting = [state for state in STATES if counts[state] and state not in (LeadState.DONE, LeadState.NURTURE)]
        if waiting and counts[LeadState.DONE]:
            self.states.choose(waiting[0])
        return bool(self.states.chosen())

    def clear(self) -> None:
        """Take every filter off and say so once."""
        with QSignalBlocker(self):
            for choice in (self.source, self.grade, self.owner):
                choice.reset()
            self.states.choose()
            self.late.setChecked(False)
            self.text.clear()
        self.narrowed.emit()

    def _grades(self) -> list[tuple[str, str]]:
        grades = {grade.key for playbook in self.workspace.playbooks.values() for grade in playbook.grades}
        return [(UNGRADED, tr("未评级")), *((key, key) for key in sorted(grades))]

    def _owners(self) -> list[tuple[str, str]]:
        return [(NOBODY, tr("没有负责人")), *((one.id, one.name) for one in self.workspace.ask(colleagues))]

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.text, 1)
        for part in (self.source, self.grade, self.owner, self.late):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(row)
        column.addWidget(self.states)
