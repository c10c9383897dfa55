"""What a test leaves behind is seen, also when it was there before and was set aside."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

from tests import living

pytestmark = pytest.mark.usefixtures("qtbot")


def test_a_running_timer_is_alive_until_it_stops() -> None:
    timer = QTimer()
    assert id(timer) not in living.alive()
    timer.start(60_000)
    assert id(timer) in living.alive()
    timer.stop()
    assert id(timer) not in living.alive()


def test_a_timer_started_long_after_it_was_made_is_alive() -> None:
    timer = QTimer()
    living.alive()
    gc.freeze()
    assert not any(thing is timer for thing in gc.get_objects())
    timer.start(60_000)
    assert id(timer) in living.alive()
    timer.stop()


def test_a_running_thread_is_alive() -> None:
    thread = QThread()
    thread.start()
    assert id(thread) in living.alive()
    thread.quit()
    assert thread.wait(5_000)
    assert id(thread) not in living.alive()


def test_a_window_is_alive_until_it_is_gone() -> None:
    window = QWidget()
    found = {key: what for key, what in living.found() if key == id(window)}
    assert "QWidget" in found[id(window)]
    key = id(window)
    del window
    assert key not in living.alive()
