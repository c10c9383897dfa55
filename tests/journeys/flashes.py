"""Widgets that come up as windows of their own although they are parts of one: they flash and take the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class Flashes(QObject):
    """Watches an application until `stop`, which fails when anything but the `expected` came up as a window."""

    def __init__(self, app: QCoreApplication, *expected: type[QWidget]) -> None:
        super().__init__()
        self._app = app
        self._expected = expected
        self._seen: list[str] = []
        app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer."""
        self._app.removeEventFilter(self)
        assert not self._seen, f"came up as windows of their own: {self._seen}"

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.windowType() == Qt.WindowType.Window
            and not isinstance(watched, self._expected)
        ):
            self._seen.append(repr(watched))
        return False
