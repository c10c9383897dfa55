"""A tab of the deal pane that is one long page of parts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.tab import DealTab
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.workspace import Workspace


class PageTab(DealTab):
    """Scrolls its parts, and keeps what was being typed when another deal is shown."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._page = QWidget()
        self._page.setObjectName("page")
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        self._column.setSpacing(theme.px(theme.WIDE))
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def set_parts(self, *parts: QWidget) -> None:
        """Put the parts on the page from top to bottom."""
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch()

    def reveal(self, part: QWidget) -> None:
        """Scroll to a part of the page."""
        QApplication.sendPostedEvents()  # a part that was just shown gets its place first
        self._scroll.ensureWidgetVisible(part, 0, theme.px(theme.WIDE))

    def page_width(self) -> int:
        """Return the least width the page needs."""
        return self._page.minimumSizeHint().width()

    def start_over(self) -> None:
        """Forget what belongs to the deal shown before."""

    @override
    def show_deal(self, deal_id: str) -> None:
        if deal_id != self.deal_id:
            focus = QApplication.focusWidget()
            if focus is not None and self.isAncestorOf(focus):
                focus.clearFocus()  # leaving a field keeps what was typed, for the deal it was typed for
            self.start_over()
        super().show_deal(deal_id)

    def understood(self, read: Callable[[], object], facts: FactGrid, key: str, place: str) -> object | None:
        """Return what `read` makes of typed text; when it is not understood say why and reopen the field."""
        try:
            return read()
        except ValueError as error:
            self.workspace.refused.emit(Refused(str(error), Remedy(tr("修改"), f"{self.key}.{place}")))
            facts.edit(key)
            return None
