"""Waiting for what screens read beside the window."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from desktop_crm.workspace import Workspace


def settle(workspace: Workspace) -> None:
    """Return when everything that is read beside the window stands there."""
    while workspace.busy:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
