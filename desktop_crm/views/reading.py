"""What a screen reads beside the window: its newest question alone, and acts that wait for the answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_crm.workspace import Job, Workspace

R = TypeVar("R")
Act = Callable[[], object]


class Reading(QObject):
    """One question at a time; a new one takes the place of the last.

    Keys pressed meanwhile mean what the answer will show, so they are carried out in their turn after it.
    """

    failed = Signal()  # no answer came; why, is said by the window

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job: Job | None = None
        self._acts: deque[Act] = deque()

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._job is not None

    def ask(self, query: Callable[[Any], R], show: Callable[[R], object]) -> None:
        """Read on another thread and hand the answer to `show`, unless another question comes first."""
        if self._job is not None:
            self._job.cancel()

        def on_read(found: R) -> None:
            self._job = None
            show(found)
            self._go_on()

        self._job = self._workspace.later(query, on_read)
        self._job.finished.connect(self._on_finished)

    def then(self, act: Act) -> None:
        """Do something with what is shown, once that is up to date."""
        self._acts.append(act)
        self._go_on()

    def _go_on(self) -> None:
        while self._acts and not self.busy:
            self._acts.popleft()()

    def _on_finished(self) -> None:
        """Forget what waited for an answer that did not come."""
        if self._job is not None and self._job.ended:
            self._job = None
            self._acts.clear()
            self.failed.emit()
