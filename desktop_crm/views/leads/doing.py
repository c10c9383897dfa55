"""What is done with the leads that are chosen in the inbox, one or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_crm.operations.leads import grade_leads, screen_leads, set_source, verify_leads
from desktop_crm.queries.lead_line import LeadLine
from desktop_crm.system.translations import tr
from desktop_crm.workspace import Workspace


class Doing(QObject):
    """Carries out an act on `chosen()` and says what was done."""

    done = Signal(str)

    def __init__(self, workspace: Workspace, chosen: Callable[[], Sequence[LeadLine]]) -> None:
        super().__init__()
        self._workspace = workspace
        self._chosen = chosen

    def mark_valid(self) -> None:
        """State that the chosen leads are valid."""
        ids = self._ids()
        changed = self._workspace.attempt(screen_leads, ids, valid=True) if ids else None
        if changed:
            self.done.emit(tr("{count} 条有效，待跟进", count=changed))

    def mark_invalid(self, reason: str) -> None:
        """Close the chosen leads as invalid."""
        count = self._workspace.attempt(screen_leads, self._ids(), valid=False, reason=reason)
        if count:
            self.done.emit(tr("{count} 条标为无效", count=count))

    def verify(self) -> None:
        """State that the chosen leads are complete; those that lack something are named."""
        ids = self._ids()
        found = self._workspace.attempt(verify_leads, ids) if ids else None
        if found is not None:
            left = tr("；{count} 条没有通过：{first}", count=len(found.lacking), first=next(iter(found.lacking), ""))
            self.done.emit(tr("{count} 条核对通过", count=found.count) + (left if found.lacking else ""))

    def grade(self, grade: str) -> None:
        """Give the chosen leads a grade."""
        ids = self._ids()
        count = self._workspace.attempt(grade_leads, ids, grade=grade) if ids else None
        if count:
            self.done.emit(tr("{count} 条评为 {grade}", count=count, grade=grade))

    def correct_source(self, source: str) -> None:
        """Give the chosen leads a channel."""
        count = self._workspace.attempt(set_source, self._ids(), source=source)
        if count:
            self.done.emit(tr("{count} 条的来源改为“{source}”", count=count, source=source))

    def _ids(self) -> list[str]:
        return [line.id for line in self._chosen()]
