"""The panel in which leads are given to members: one with a ranking, several with a preview, then the notices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.queries.assignment_notices import assignment_notices
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.notices import Notices
from desktop_crm.views.assigning.one_lead import OneLead
from desktop_crm.views.assigning.several_leads import SeveralLeads
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.workspace import Changes, Workspace


class AssignPanel(QFrame):
    """Shows the leads it is told to; what changes while it is seen is shown at once."""

    assigned = Signal(list)  # the ids of the leads given
    closed = Signal()  # the notices were read
    noted = Signal(str)  # say this in the window's notice bar
    done = Signal(str)  # say what was done, with Undo

    tables = ("deal", "member", "assignment", "customer")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.ids: tuple[str, ...] = ()
        self._given: list[str] = []
        self.one = OneLead(workspace)
        self.several = SeveralLeads(workspace)
        self.notices = Notices(workspace)
        self.nothing = EmptyState(
            "team", tr("选一条线索，这里按地区、行业、等级和工作量排出合适的人；选多条可一次分配。")
        )
        self.pages = QStackedWidget()
        for page in (self.nothing, self.one, self.several, self.notices):
            self.pages.addWidget(page)
        self.setProperty("surface", "plain")
        self.setMinimumWidth(theme.px(400))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.one.assigned.connect(self._on_assigned)
        self.several.assigned.connect(self._on_assigned)
        self.notices.closed.connect(self._on_closed)
        self.notices.noted.connect(self.noted)
        workspace.changed.connect(self._on_changes)

    def show_leads(self, ids: Sequence[str]) -> None:
        """Show one lead with its candidates, or the preview of several; notices that stand stay until they are read."""
        if tuple(ids) == self.ids and self.pages.currentWidget() is not self.nothing:
            return
        self.ids = tuple(ids)
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        if len(self.ids) > 1:
            self.pages.setCurrentWidget(self.several)
            self.several.show_leads(self.ids)
        elif self.ids and self.one.show_lead(self.ids[0]):
            self.pages.setCurrentWidget(self.one)
        else:
            self.pages.setCurrentWidget(self.nothing)

    def start(self) -> None:
        """Put the keyboard where the work of the shown page begins."""
        page = self.pages.currentWidget()
        if isinstance(page, OneLead | SeveralLeads | Notices):
            page.start()

    def _on_assigned(self, ids: list[str]) -> None:
        self._given = ids
        self.notices.show_given(ids)
        self.pages.setCurrentWidget(self.notices)
        self.notices.start()
        self.assigned.emit(ids)
        self.done.emit(tr("已分配 {count} 条线索", count=f"{len(ids):,}"))

    def _on_closed(self) -> None:
        self.ids = ()
        self.refresh()
        self.closed.emit()

    def _on_changes(self, changes: Changes) -> None:
        if not self.isVisible() or not changes.touches(*self.tables):
            return
        if self.pages.currentWidget() is not self.notices:
            self.refresh()
        elif not self.workspace.ask(assignment_notices, self._given[:1]):  # taken back: there is nobody to tell
            had_keyboard = self.notices.isAncestorOf(self.window().focusWidget() or self)
            self.refresh()
            if had_keyboard:
                self.start()
