"""What of Qt is alive: windows, running timers, running threads."""

from __future__ import annotations

import gc
from weakref import WeakSet

import shiboken6
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication

_known: WeakSet[QTimer | QThread] = WeakSet()  # timers and threads seen before, which may have been frozen since


def alive() -> set[int]:
    """Return the addresses of what is alive."""
    return {key for key, _ in found()}


def found() -> list[tuple[int, str]]:
    """Return address and description of each window, running timer and running thread."""
    for thing in gc.get_objects():  # without the frozen ones
        if isinstance(thing, (QTimer, QThread)):
            _known.add(thing)
    things = [*QApplication.topLevelWidgets(), *(thing for thing in _known if _at_work(thing))]
    return [(id(thing), repr(thing)) for thing in things]


def _at_work(thing: QTimer | QThread) -> bool:
    return shiboken6.isValid(thing) and (thing.isActive() if isinstance(thing, QTimer) else thing.isRunning())
