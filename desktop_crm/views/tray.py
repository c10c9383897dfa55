"""The icon in the system tray: desktop notifications and a small menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_crm.views import icons

Entries = Sequence[tuple[str, Callable[[], object]]]
STAYS_MS = 10_000


class Tray(Protocol):
    """What reminders need of a tray."""

    def clicked(self, run: Callable[[], object]) -> None:
        """Call `run` when a notification is clicked."""
        ...

    def opened(self, run: Callable[[], object]) -> None:
        """Call `run` when the icon itself is clicked."""
        ...

    def offer(self, entries: Entries) -> None:
        """Show the icon with a menu of these entries."""
        ...

    def say(self, title: str, text: str) -> None:
        """Show a desktop notification."""
        ...

    def leave(self) -> None:
        """Take the icon away."""
        ...


class SystemTray(QObject):
    """The tray of the desktop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(icons.icon("today", "accent"), self)
        self._icon.setToolTip("Desktop CRM")
        self._menu = QMenu()
        self._icon.setContextMenu(self._menu)

    @staticmethod
    def there() -> bool:
        """Tell whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def clicked(self, run: Callable[[], object]) -> None:
        """Call `run` when a notification is clicked."""
        self._icon.messageClicked.connect(run)

    def opened(self, run: Callable[[], object]) -> None:
        """Call `run` when the icon itself is clicked."""

        def on_activated(reason: QSystemTrayIcon.ActivationReason) -> None:
            if reason == QSystemTrayIcon.ActivationReason.Trigger:
                run()

        self._icon.activated.connect(on_activated)

    def offer(self, entries: Entries) -> None:
        """Show the icon with a menu of these entries."""
        self._menu.clear()
        for text, run in entries:
            self._menu.addAction(text, run)
        self._icon.show()

    def say(self, title: str, text: str) -> None:
        """Show a desktop notification."""
        self._icon.showMessage(title, text, icons.icon("today", "accent"), STAYS_MS)

    def leave(self) -> None:
        """Take the icon away."""
        self._icon.hide()
        self._menu.deleteLater()
