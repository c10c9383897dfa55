"""Where reference cycles are collected."""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator
from weakref import ref

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from desktop_crm.views.garbage import GarbageCollector


class Knot:
    """Something in a cycle that remembers the thread on which it ended."""

    ended_on: threading.Thread | None = None

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Knot.ended_on = threading.current_thread()


@pytest.fixture
def collector(qtbot: QtBot) -> Generator[GarbageCollector]:
    del qtbot
    made = GarbageCollector()
    made.start()
    yield made
    made.stop()
    gc.disable()  # as it is within tests of widgets


def _enough() -> list[object]:
    """Return so many new objects that the youngest generation is due."""
    return [[number] for number in range(gc.get_threshold()[0] + 1)]


def _make_many() -> None:
    kept = [_enough() for _ in range(20)]
    assert len(kept) == 20


def test_a_reading_collects_nothing_and_the_window_does(collector: GarbageCollector) -> None:
    Knot.ended_on = None
    knot = ref(Knot())
    QThreadPool.globalInstance().start(_make_many)
    assert QThreadPool.globalInstance().waitForDone(5000)
    assert knot() is not None
    kept = _enough()
    while knot() is not None:
        assert collector.collect() is not None
    assert Knot.ended_on is threading.main_thread()
    assert kept


def test_older_garbage_has_its_turn(collector: GarbageCollector) -> None:
    seen: set[int | None] = set()
    kept: list[list[object]] = []
    for _ in range(2 * gc.get_threshold()[1] * gc.get_threshold()[2]):
        kept.append(_enough())
        seen.add(collector.collect())
        if seen >= {0, 1, 2}:
            break
    assert seen >= {0, 1, 2}


def test_with_nothing_to_do_nothing_is_done(collector: GarbageCollector) -> None:
    gc.collect()
    assert collector.collect() is None


def test_the_timer_collects(collector: GarbageCollector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_threshold", lambda: (1, 10, 10))
    knot = ref(Knot())
    del collector
    qtbot.waitUntil(lambda: knot() is None, timeout=5000)


def test_python_collects_again_afterwards(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()
