"""Pictures of the window without a display: for the README, for designers, and for a machine where none can be shown."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QPixmap

from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views.main_window import MainWindow

_PATIENCE = 20.0  # seconds until a picture is taken of what is there
_QUIET = 0.4  # seconds in which nothing was read: some things are asked for only when the rest stands


def picture(window: MainWindow, size: tuple[int, int]) -> QPixmap:
    """Return the window as it looks at `size` (width, height) once everything it reads has arrived."""
    window.resize(*size)
    now = last_busy = time.monotonic()
    end = now + _PATIENCE
    while now < end and now - last_busy < _QUIET:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        now = time.monotonic()
        if window.workspace.busy:
            last_busy = now
    QCoreApplication.processEvents()  # what arrived last is laid out and painted
    return window.grab()


def write(pixmap: QPixmap, file: Path) -> None:
    """Write a picture; raises `Unavailable` when that is not possible."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not pixmap.save(str(file)):
        raise Unavailable(tr("无法写入图片“{name}”，请检查文件夹和文件名的结尾（.png）。", name=file.name))
