"""What is done with the leads that are chosen in the inbox: a few at once, many beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_crm.operations.leads import Verified, grade_leads, screen_leads, set_source, verify_leads
from desktop_crm.operations.operation import Operation
from desktop_crm.queries.lead_line import LeadLine
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.progress_strip import ProgressStrip
from desktop_crm.workspace import Job, Workspace

R = TypeVar("R")

FEW: Final = 40  # leads, of which one takes up to a millisecond; more than these would hold the window


class Doing(QObject):
    """Carries out an act on `chosen()` and says what was done; `progress` shows how far one on many leads is."""

    done = Signal(str)

    def __init__(self, workspace: Workspace, chosen: Callable[[], Sequence[LeadLine]]) -> None:
        super().__init__()
        self._workspace = workspace
        self._chosen = chosen
        self._job: Job | None = None
        self.progress = ProgressStrip()
        self.progress.cancel_requested.connect(self._on_cancel)

    def mark_valid(self) -> None:
        """State that the chosen leads are valid."""

        def say(count: int) -> None:
            self._say(tr("{count:,} 条有效，待跟进", count=count), count)

        self._carry_out(screen_leads, say, valid=True)

    def mark_invalid(self, reason: str) -> None:
        """Close the chosen leads as invalid."""

        def say(count: int) -> None:
            self._say(tr("{count:,} 条标为无效", count=count), count)

        self._carry_out(screen_leads, say, valid=False, reason=reason)

    def verify(self) -> None:
        """State that the chosen leads are complete; those that lack something are named."""

        def say(found: Verified) -> None:
            left = tr("；{count:,} 条没有通过：{first}", count=len(found.lacking), first=next(iter(found.lacking), ""))
            self.done.emit(tr("{count:,} 条核对通过", count=found.count) + (left if found.lacking else ""))

        self._carry_out(verify_leads, say)

    def grade(self, grade: str) -> None:
        """Give the chosen leads a grade."""

        def say(count: int) -> None:
            self._say(tr("{count:,} 条评为 {grade}", count=count, grade=grade), count)

        self._carry_out(grade_leads, say, grade=grade)

    def correct_source(self, source: str) -> None:
        """Give the chosen leads a channel."""

        def say(count: int) -> None:
            self._say(tr("{count:,} 条的来源改为“{source}”", count=count, source=source), count)

        self._carry_out(set_source, say, source=source)

    def _carry_out(self, operation: Operation[..., R], said: Callable[[R], None], **values: Any) -> None:
        ids = [line.id for line in self._chosen()]
        if len(ids) > FEW:
            self._begin(operation, ids, said, values)
        elif ids:
            found = self._workspace.attempt(operation, ids, **values)
            if found is not None:
                said(found)

    def _begin(
        self, operation: Operation[..., R], ids: Sequence[str], said: Callable[[R], None], values: dict[str, Any]
    ) -> None:
        job = self._workspace.guarded(
            lambda: self._workspace.do_later(
                operation, lambda session, progress: operation(session, ids, progress=progress, **values), said
            )
        )
        if job is not None:
            self._job = job
            self.progress.start(tr("正在{label}：{count:,} 条线索…", label=operation.label, count=len(ids)))
            job.progressed.connect(self.progress.advance)
            job.finished.connect(self._on_finished)

    def _on_finished(self) -> None:
        self._job = None
        self.progress.finish()

    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _say(self, text: str, count: int) -> None:
        if count:
            self.done.emit(text)
