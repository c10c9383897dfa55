"""What narrows all charts: period, person, channel, industry, playbook."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop_crm.queries.company import colleagues
from desktop_crm.queries.customers import industries
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.figures.outcomes import sources
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.figures.periods import PERIODS, days_of
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.filters import ChoiceFilter
from desktop_crm.workspace import Workspace


class FiguresToolBar(QWidget):
    """One line of choices; `narrowed` says that another part of the deals is wanted."""

    narrowed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period = QComboBox()
        self.period.setAccessibleName(tr("时间"))
        for key, title in PERIODS.items():
            self.period.addItem(title, key)
        self.member = ChoiceFilter(tr("全部负责人"), lambda: [(one.id, one.name) for one in workspace.ask(colleagues)])
        self.source = ChoiceFilter(tr("全部来源"), lambda: [(name, name) for name in workspace.ask(sources)])
        self.industry = ChoiceFilter(tr("全部行业"), lambda: [(name, name) for name in workspace.ask(industries)])
        self.playbook = ChoiceFilter(
            tr("全部流程"), lambda: [(book.key, book.name) for book in workspace.playbooks.values()]
        )
        self.reset = button(tr("清除筛选"), self.clear, kind="quiet", icon="close")
        self._choices = (self.member, self.source, self.industry, self.playbook)
        self._arrange()
        self.period.currentIndexChanged.connect(self._on_changed)
        for choice in self._choices:
            choice.narrowed.connect(self._on_changed)

    def wanted(self) -> Filters:
        """Return the filters as they stand."""
        first, last = days_of(self.period.currentData() or "", clock.today())
        return Filters(
            first, last, self.member.chosen(), self.source.chosen(), self.industry.chosen(), self.playbook.chosen()
        )

    def clear(self) -> None:
        """Take every filter off and say so once."""
        with QSignalBlocker(self.period):
            self.period.setCurrentIndex(0)
        for choice in self._choices:
            choice.reset()
        self._on_changed()

    def _on_changed(self) -> None:
        self.reset.setVisible(self.wanted().narrow)
        self.narrowed.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        for part in (self.period, *self._choices, self.reset):
            row.addWidget(part)
        row.addStretch()
        self.reset.hide()
