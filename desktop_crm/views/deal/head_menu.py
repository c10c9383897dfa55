"""The ⋯ menu of a deal: what is done seldom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from desktop_crm.models import Outcome, StageStatus
from desktop_crm.operations import deals
from desktop_crm.operations.nurture import leave_nurture, move_to_nurture
from desktop_crm.system.translations import tr
from desktop_crm.views import icons

if TYPE_CHECKING:
    from desktop_crm.views.deal.head import DealHeadView


DEBRIEF = "overview.debrief"  # where the review of a closed deal is written


class HeadMenu(QMenu):
    """Filled anew each time it opens, for the state the deal is in."""

    def __init__(self, view: DealHeadView) -> None:
        super().__init__(view)
        self._view = view
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer what can be done with the deal now."""
        self.clear()
        view, head = self._view, self._view.head
        if head is None:
            return
        closed = head.outcome in {Outcome.LOST, Outcome.INVALID}
        if closed:
            self.addAction(icons.icon("refresh", "muted"), tr("重新打开…"), view.reopen_requested.emit)
        else:
            self._offer_pause(head.stage_status)
            self._offer_outcomes(won=head.outcome == Outcome.WON)
        if head.outcome in {Outcome.WON, Outcome.LOST}:
            self.addAction(icons.icon("edit", "muted"), tr("写复盘"), partial(view.go_to_requested.emit, DEBRIEF))
        if head.outcome in {Outcome.OPEN, Outcome.LOST}:
            self._offer_nurture(head.id, nurture=head.nurture)
        self._offer_playbooks(head.playbook)
        self.addSeparator()
        self.addAction(icons.icon("copy", "muted"), tr("复制编号 {number}", number=head.number), self._copy_number)
        self.addAction(icons.icon("bin", "late"), tr("删除商机"), view.delete)

    def _offer_pause(self, status: str) -> None:
        if status == StageStatus.PAUSED:
            self._status(tr("继续"), "forward", StageStatus.IN_PROGRESS)
        else:
            self._status(tr("暂停"), "paused", StageStatus.PAUSED)

    def _status(self, text: str, icon: str, status: StageStatus) -> None:
        self.addAction(icons.icon(icon, "muted"), text, lambda: self._view.set_status(status))

    def _offer_outcomes(self, *, won: bool) -> None:
        for outcome in self._view.playbook().outcomes:
            if won and outcome.key == Outcome.WON:
                continue
            icon = icons.icon("won" if outcome.key == Outcome.WON else "lost", "muted")
            text = tr("标为“{outcome}”…", outcome=outcome.name)
            self.addAction(icon, text, self._moving(outcome.key))

    def _offer_nurture(self, deal_id: str, *, nurture: bool) -> None:
        text, change = (tr("移出培育池"), leave_nurture) if nurture else (tr("放入培育池"), move_to_nurture)
        do = self._view.workspace.attempt
        self.addAction(icons.icon("nurture", "muted"), text, lambda: do(change, deal_id))

    def _offer_playbooks(self, present: str) -> None:
        inner = self.addMenu(tr("换销售流程"))
        for key, playbook in self._view.workspace.playbooks.items():
            action = inner.addAction(playbook.name)
            action.setCheckable(True)
            action.setChecked(key == present)
            action.triggered.connect(self._changing_playbook(key))

    def _moving(self, outcome: str) -> Callable[[], None]:
        return lambda: self._view.move_requested.emit(outcome)

    def _changing_playbook(self, key: str) -> Callable[[], None]:
        def change() -> None:
            head = self._view.head
            if head and key != head.playbook:
                self._view.workspace.attempt(deals.change_playbook, head.id, playbook=key)

        return change

    def _copy_number(self) -> None:
        if self._view.head:
            QGuiApplication.clipboard().setText(self._view.head.number)
