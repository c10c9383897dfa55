"""Goes through everyday acts beside the window while nobody does anything, so that the first real one is as quick as any."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from PySide6 import QtWidgets
from PySide6.QtCore import QObject, QTimer

from desktop_crm.operations.rehearsal import STEPS, Step
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system import log

if TYPE_CHECKING:
    from desktop_crm.views.main_window import MainWindow

_SHOWN_NEXT: Final = (
    "deal.pane", "deal.overview_tab", "deal.timeline_tab", "customer.pane", "screens.customers_screen",
    "reminders", "tray", "figures.chart_plot", "screens.figures_screen",
)  # fmt: skip
BETWEEN_MS: Final = 60  # between two steps: room for whoever acts meanwhile


def _load_module(name: str, _session: Any) -> None:
    import_module(f"desktop_crm.views.{name}")


def _load_types(_session: Any) -> None:
    """Let PySide make every class of widgets: it does so at once when it first meets one that it has no name for."""
    for name in dir(QtWidgets):
        getattr(QtWidgets, name)


_LOADING: Final[tuple[Step, ...]] = (_load_types, *(partial(_load_module, name) for name in _SHOWN_NEXT))


class Rehearsing(QObject):
    """Takes one step after the other, each when nothing else is under way; a failure ends it without a word on screen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._left: list[Step] = []
        self._pause = QTimer(self, singleShot=True, interval=BETWEEN_MS)
        self._pause.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin with the first step."""
        self._left = [*_LOADING, *STEPS]
        self._pause.start()

    @property
    def over(self) -> bool:
        """Whether nothing is left to be done."""
        return not self._left and not self._pause.isActive()

    def _go_on(self) -> None:
        if self._workspace.busy:
            self._pause.start()
        elif self._left:
            step = self._left[0]
            begin = self._workspace.later if step in _LOADING else self._workspace.rehearse
            begin(step, self._on_gone_through, self._on_failed)
        else:
            self._window.current().prepare()

    def _on_gone_through(self, _result: object) -> None:
        del self._left[:1]
        self._pause.start()

    def _on_failed(self, error: Exception) -> None:
        self._left.clear()
        if not isinstance(error, (Refused, Unavailable)):
            log.report(error)
