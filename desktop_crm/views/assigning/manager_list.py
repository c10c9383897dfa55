"""The manager's list: leads that wait to be given to somebody, why they do, and the panel that gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.queries.assignments import WaitingLead, count_waiting, waiting_for_assignment, waiting_ids
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.panel import AssignPanel
from desktop_crm.views.widgets import paging
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.views.widgets.table import Column, Order, RowsModel, TableView
from desktop_crm.workspace import Workspace

_PANE: Final = 460


def why_text(lead: WaitingLead) -> str:
    """Return why a lead waits, in words."""
    if lead.why == "refused":
        late = tr("（超时反馈）") if lead.late else ""
        return tr("{name}退回{late}：{reason}", name=lead.by, late=late, reason=lead.reason)
    if lead.why == "expired":
        return tr("{name}超时未确认", name=lead.by)
    return tr("已核对，待分配")


def _why_tone(lead: WaitingLead) -> theme.Tone:
    return "muted" if lead.why == "new" else "late"


def _why_icon(lead: WaitingLead) -> str:
    return {"refused": "undo", "expired": "late"}.get(lead.why, "")


def _since(moment: datetime | None) -> str:
    return short_day(clock.local_day(moment), clock.today()) if moment else ""


_COLUMNS: Final[tuple[Column[WaitingLead], ...]] = (
    Column("customer", tr("客户"), lambda lead: lead.customer or lead.title, width=150),
    Column("grade", tr("等级"), lambda lead: lead.grade or tr("未评级"), width=60),
    Column("why", tr("为什么在这里"), why_text, width=230, tone=_why_tone, icon=_why_icon),
    Column("region", tr("地区"), lambda lead: lead.region, width=90),
    Column("industry", tr("行业"), lambda lead: lead.industry, width=90),
    Column("since", tr("自"), lambda lead: lead.since, _since, width=76),
    Column("need", tr("需求"), lambda lead: " ".join(lead.need.split()), width=200),
    Column("number", tr("编号"), lambda lead: lead.number, width=120),
)


class ManagerList(QWidget):
    """What waits on the left, the panel on the right; Enter goes over to the panel."""

    tables = ("deal", "assignment", "customer", "member")

    deal_requested = Signal(str)
    noted = Signal(str)
    done = Signal(str)  # with Undo
    counted = Signal(int)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.count = QLabel()
        self.count.setProperty("tone", "muted")
        self.table = TableView(RowsModel(_COLUMNS))
        self.table.setSortingEnabled(False)  # what came back stands first, then by grade
        self.table.setAccessibleName(tr("待分配的线索"))
        self.all = button(tr("全部一起分配"), self._show_all, kind="quiet")
        self.panel = AssignPanel(workspace)
        self.empty = EmptyState("good", tr("没有等待分配的线索。核对过的新线索、被退回的和超时未确认的会出现在这里。"))
        self._arrange()
        self.table.selectionModel().selectionChanged.connect(self._show_chosen)
        self.table.opened.connect(self.panel.start)
        self.table.rows.counted.connect(lambda: self.count.setText(self.table.rows.count_text()))
        self.panel.noted.connect(self.noted)
        self.panel.done.connect(self.done)
        self.panel.assigned.connect(self._on_assigned)
        self.panel.closed.connect(self._on_closed)

    def refresh(self) -> None:
        """Read the list again; what is chosen stays chosen."""
        total = self.workspace.ask(count_waiting)
        paging.reload(self.table, self._fetch, total, _key)
        self.counted.emit(total)
        busy = self.panel.pages.currentWidget() is self.panel.notices
        self._pages.setCurrentWidget(self._page if total or busy else self.empty)
        if total and not self.table.chosen() and not busy:
            self.table.selectRow(0)

    def start(self) -> None:
        """Put the keyboard on the list."""
        self.table.setFocus()

    def _fetch(self, offset: int, limit: int, _order: Order | None) -> Sequence[WaitingLead]:
        return self.workspace.ask(waiting_for_assignment, limit, offset)

    def _show_chosen(self) -> None:
        chosen = [lead.id for lead in self.table.chosen()]
        if chosen:
            self.panel.show_leads(chosen)

    def _show_all(self) -> None:
        """Show the preview of all that wait, also of those the table has not loaded."""
        self.table.selectAll()
        self.panel.show_leads(self.workspace.ask(waiting_ids))
        self.panel.start()

    def _on_assigned(self) -> None:
        """Stay on the page: the last lead may just have gone, its notice is still to be sent."""
        self._pages.setCurrentWidget(self._page)

    def _on_closed(self) -> None:
        self.refresh()
        self._show_chosen()
        self.start()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(theme.ROOMY), theme.px(theme.TIGHT), theme.px(theme.SNUG), 0)
        head.addWidget(self.count)
        head.addStretch()
        head.addWidget(self.all)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self._page = QSplitter(Qt.Orientation.Horizontal)
        self._page.addWidget(left)
        self._page.addWidget(self.panel)
        self._page.setChildrenCollapsible(False)
        self._page.setStretchFactor(0, 1)
        self._page.setSizes([10_000, theme.px(_PANE)])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._page)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)


def _key(lead: WaitingLead) -> str:
    return lead.id
