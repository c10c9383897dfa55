"""Several leads: who each would go to and why, and one button that gives them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.operations.assignments import Report, assign_leads
from desktop_crm.queries.assignment_preview import PreviewLine, preview
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.progress_strip import ProgressStrip
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.workspace import Job, Workspace


def _tone(line: PreviewLine) -> theme.Tone:
    return "text" if line.member else "late"


_COLUMNS: Final[tuple[Column[PreviewLine], ...]] = (
    Column("lead", tr("线索"), lambda line: line.lead, width=130),
    Column("grade", tr("等级"), lambda line: line.grade or tr("未评级"), width=60),
    Column("member", tr("分给"), lambda line: line.member or tr("不分配"), width=64, tone=_tone),
    Column("why", tr("依据"), lambda line: line.why, width=110, tone=_tone),
)


class SeveralLeads(QWidget):
    """The preview is reckoned on another thread, so is the giving: hundreds of leads do not hold up the window."""

    assigned = Signal(list)  # the ids of the leads given

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._ids: tuple[str, ...] = ()
        self._job: Job | None = None
        self._giving: Job | None = None
        self.progress = ProgressStrip()
        self.progress.cancel_requested.connect(self._on_cancel)
        self.said = QLabel(wordWrap=True)
        self.said.setProperty("role", "strong")
        self.table = TableView(RowsModel(_COLUMNS))
        self.table.setAccessibleName(tr("分配预览"))
        self.give = button("", self._on_give, kind="primary", icon="check")
        foot = QHBoxLayout()
        foot.addWidget(self.give)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.progress)
        column.addLayout(foot)
        self.table.opened.connect(self._on_give)

    def show_leads(self, ids: Sequence[str]) -> None:
        """Reckon who these leads would go to and show it."""
        if self._job is not None:
            self._job.cancel()
        self._ids = tuple(ids)
        self.give.setEnabled(False)
        self.said.setText(tr("正在计算 {count} 条线索的分配…", count=f"{len(ids):,}"))
        asked = self._ids

        def show(lines: list[PreviewLine]) -> None:
            if asked == self._ids:
                self._show(lines)

        self._job = self.workspace.later(lambda session: preview(session, asked), show)

    def start(self) -> None:
        """Put the keyboard on the button that gives them all."""
        self.give.setFocus() if self.give.isEnabled() else self.table.setFocus()

    def _show(self, lines: list[PreviewLine]) -> None:
        self._job = None
        self.table.rows.set_rows(lines)
        can = sum(bool(line.member) for line in lines)
        rest = tr("，{count} 条不能分配", count=f"{len(lines) - can:,}") if can < len(lines) else ""
        self.said.setText(tr("{count} 条可以分配{rest}", count=f"{can:,}", rest=rest))
        self.give.setText(tr("分配全部（{count} 条）", count=f"{can:,}"))
        self.give.setEnabled(can > 0)

    def _on_give(self) -> None:
        if not self.give.isEnabled():
            return
        ids = self._ids
        job = self.workspace.guarded(
            lambda: self.workspace.do_later(
                assign_leads, lambda session, progress: assign_leads(session, ids, progress), self._on_given
            )
        )
        if job is not None:
            self.give.setEnabled(False)
            self._giving = job
            self.progress.start(tr("正在分配 {count} 条线索…", count=f"{len(ids):,}"))
            job.progressed.connect(self.progress.advance)
            job.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        """Take the progress away; what was stopped or refused can be given again."""
        self._giving = None
        self.progress.finish()
        self.give.setEnabled(any(self.table.rows.row(at).member for at in range(self.table.rows.rowCount())))

    def _on_cancel(self) -> None:
        if self._giving is not None:
            self._giving.cancel()

    def _on_given(self, report: Report) -> None:
        self.assigned.emit([given.deal_id for given in report.given])
