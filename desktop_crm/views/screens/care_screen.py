"""Care: the nurture pool and the customer pool, one beside the other."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.care.customers_page import CustomersPage
from desktop_crm.views.care.nurture_page import NurturePage
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.workspace import Workspace

_CUSTOMERS, _NURTURE = "customers", "nurture"


class CareScreen(Screen):
    """Two pages; the chips say how much is in each."""

    tables = ("activity", "deal", "customer", "contact", "member", "greeting", "anniversary")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.customers = CustomersPage(workspace)
        self.nurture = NurturePage(workspace)
        self.places = ChipRow(one_only=True)
        self.places.set_choices(((_CUSTOMERS, tr("客户维护")), (_NURTURE, tr("培育池"))))
        self.places.choose(_CUSTOMERS)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()

    @override
    def refresh(self) -> None:
        customers, nurture = self.customers.refresh(), self.nurture.refresh()
        self.places.set_choices(
            (
                (_CUSTOMERS, tr("客户维护 {count}", count=f"{customers:,}")),
                (_NURTURE, tr("培育池 {count}", count=f"{nurture:,}")),
            )
        )

    @override
    def start(self) -> None:
        self._current().table.setFocus()

    @override
    def show_place(self, place: str) -> None:
        """Show one of the two pools: customers or nurture."""
        self.places.choose(place)
        self._on_place()

    def _current(self) -> CustomersPage | NurturePage:
        return self.nurture if self._pages.currentWidget() is self.nurture else self.customers

    def _on_place(self) -> None:
        if not self.places.chosen():  # one of them is always shown
            self.places.choose(_NURTURE if self._current() is self.nurture else _CUSTOMERS)
        self._pages.setCurrentWidget(self.nurture if _NURTURE in self.places.chosen() else self.customers)
        self._current().table.setFocus()

    def _connect(self) -> None:
        self.places.changed.connect(self._on_place)
        self.customers.customer_requested.connect(self.customer_requested)
        self.customers.noted.connect(self.noted)
        for page in (self.customers, self.nurture):
            page.deal_requested.connect(self.deal_requested)
            page.screen_requested.connect(self.screen_requested)
            page.done.connect(self.done)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), 0)
        head.addWidget(self.places)
        head.addStretch()
        self._pages.addWidget(self.customers)
        self._pages.addWidget(self.nurture)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(theme.GAP), 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        column.addWidget(self._pages, 1)
