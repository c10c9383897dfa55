"""Plans the coming weeks' care when the program starts: quietly, some customers at a time, so that no key is kept waiting."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from desktop_crm.operations.care import plan_care
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.workspace import Workspace

_AFTER_MS = 3_000  # the window is up and the morning's first look is over
_BETWEEN_MS = 20
_AT_ONCE = 8


class CareKeeper(QObject):
    """Goes through the pool once; what cannot be written now is planned at the next start."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._after = ""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.go_on)

    def start(self) -> None:
        """Begin in a moment."""
        self._timer.start(_AFTER_MS)

    def stop(self) -> None:
        """Leave the rest for the next start."""
        self._timer.stop()

    def go_on(self) -> None:
        """Plan for the next customers."""
        try:
            self._after = self.workspace.do(plan_care, after=self._after, limit=_AT_ONCE)
        except (Refused, Unavailable):
            return  # a long write or another program has the file
        if self._after:
            self._timer.start(_BETWEEN_MS)
