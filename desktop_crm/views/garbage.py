"""Reference cycles are collected on the window's thread alone.

Python collects on whichever thread happens to allocate. Widgets often stand in cycles, and one that is destroyed on the
thread of a reading takes the whole program down.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 1_000


class GarbageCollector(QObject):
    """Takes over from the automatic collection until `stop`, with the thresholds that Python has."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Collect from now on; what there is stays for good: walking it all each time would hold the window for 100 ms."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def collect(self) -> int | None:
        """Collect the oldest generation that is due and return which, None when none is."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
                gc.collect(generation)
                return generation
        return None
