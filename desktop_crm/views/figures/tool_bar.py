"""What narrows all charts: period, person, channel, industry, playbook."""

from __future__ import annotations

from datetime import date
from typing import Final

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

_OWN: Final = "own"  # a period that is none of the named ones


class FiguresToolBar(QWidget):
    """One line of choices; `narrowed` says that another part of the deals is wanted."""

    narrowed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.period = QComboBox()
        self.period.setAccessibleName(tr("时间"))
        for key, title in PERIODS.items():
            self.period.addItem(title, key)
        self._own: tuple[date | None, date | None] = (None, None)
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
        period = self.period.currentData() or ""
        first, last = self._own if period == _OWN else days_of(period, clock.today())
        return Filters(
            first, last, self.member.chosen(), self.source.chosen(), self.industry.chosen(), self.playbook.chosen()
        )

    def set_wanted(self, wanted: Filters) -> None:
        """Show these filters, without a signal; a period that has no name stands there by its days."""
        with QSignalBlocker(self.period):
            self.period.setCurrentIndex(self._place_of(wanted.first, wanted.last))
        for choice, key in zip(
            self._choices, (wanted.member, wanted.source, wanted.industry, wanted.playbook), strict=True
        ):
            choice.choose(key)
        self.reset.setVisible(wanted.narrow)

    def words(self) -> str:
        """Return the filters in words, "" when there are none."""
        chosen = [self.period] if self.period.currentIndex() else []
        return " · ".join(one.currentText() for one in (*chosen, *(each for each in self._choices if each.chosen())))

    def clear(self) -> None:
        """Take every filter off and say so once."""
        with QSignalBlocker(self.period):
            self.period.setCurrentIndex(0)
        for choice in self._choices:
            choice.reset()
        self._on_changed()

    def _place_of(self, first: date | None, last: date | None) -> int:
        """Return where a period stands in the list, adding it when it has no name."""
        today = clock.today()
        for at in range(len(PERIODS)):
            if days_of(self.period.itemData(at), today) == (first, last):
                return at
        self._own = (first, last)
        while self.period.count() > len(PERIODS):
            self.period.removeItem(len(PERIODS))
        self.period.addItem(tr("{first} 至 {last}", first=first or "", last=last or ""), _OWN)
        return len(PERIODS)

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
