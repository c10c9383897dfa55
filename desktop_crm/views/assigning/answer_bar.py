"""The strip in the deal pane that asks the member to take a lead or to say why not."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.assignments import confirm_assignment, refuse_assignment
from desktop_crm.queries.assignments import Pending, pending_assignment
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.workspace import Changes, Workspace


class AnswerBar(QFrame):
    """Shown only while an assignment of the person at this laptop waits for an answer."""

    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.deal_id = ""
        self.pending: Pending | None = None
        self.badge = Badge(Mark(tr("待您确认"), "soon", "waiting"))
        self.said = QLabel(wordWrap=True)
        self.said.setProperty("tone", "muted")
        self.accept = button(tr("确认接收"), self._on_accept, kind="primary", icon="check")
        self.decline = button(tr("无法跟进"), self._on_decline)
        self.reason = _Reason(placeholderText=tr("原因，如：地区冲突、手上太满；回车退回给经理"))
        self.reason.setAccessibleName(tr("无法跟进的原因"))
        self.reason.hide()
        self.reason.returnPressed.connect(self._on_decline)
        self.reason.left.connect(self._on_left)
        self._arrange()
        self.hide()
        workspace.changed.connect(self._on_changes)

    def show_deal(self, deal_id: str) -> None:
        """Show what a deal asks of the person at this laptop, or nothing."""
        if deal_id != self.deal_id:
            self.reason.clear()
            self.reason.hide()
        self.deal_id = deal_id
        me = self.workspace.me
        self.pending = self.workspace.ask(pending_assignment, deal_id, me) if deal_id and me else None
        self.setVisible(self.pending is not None)
        if self.pending is not None:
            self._show(self.pending)

    def _show(self, pending: Pending) -> None:
        now = clock.now()
        late = bool(pending.confirm_by and pending.confirm_by < now)
        self.badge.set_mark(Mark(tr("确认已超时"), "late", "late") if late else Mark(tr("待您确认"), "soon", "waiting"))
        self.badge.setToolTip(tr("{name}分配给您", name=pending.by) if pending.by else "")
        self.said.setToolTip(self.badge.toolTip())
        self.said.setText(_until(pending.confirm_by) if pending.confirm_by else self.badge.toolTip())

    def _on_accept(self) -> None:
        def do() -> bool:
            self.workspace.do(confirm_assignment, self.deal_id)
            return True

        if self.workspace.guarded(do):
            self.noted.emit(tr("已接收，请尽快首次联系。"))

    def _on_decline(self) -> None:
        if not self.reason.text().strip():
            self.reason.show()
            self.reason.setFocus()
            return

        def do() -> bool:
            self.workspace.do(refuse_assignment, self.deal_id, reason=self.reason.text())
            return True

        if self.workspace.guarded(do):
            self.reason.clear()
            self.reason.hide()
            self.noted.emit(tr("已退回给经理重新分配。"))

    def _on_left(self) -> None:
        self.reason.clear()
        self.reason.hide()
        self.accept.setFocus()

    def _on_changes(self, changes: Changes) -> None:
        if self.deal_id and changes.touches("assignment", "deal"):
            self.show_deal(self.deal_id)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.badge)
        row.addWidget(self.said, 1)
        row.addWidget(self.accept)
        row.addWidget(self.decline)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.ROOMY), 0, theme.px(theme.ROOMY), theme.px(theme.SNUG))
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(row)
        column.addWidget(self.reason)


def _until(moment: datetime) -> str:
    local = moment.astimezone()
    day = tr("今天") if local.date() == clock.today() else short_day(local.date(), clock.today())
    return tr("{day} {time} 前答复", day=day, time=f"{local:%H:%M}")


class _Reason(QLineEdit):
    """The reason for giving a lead back; Esc puts it away."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
