"""The start screen at 100,000 deals and 300,000 activities: what the window's own thread has to do, and all of it."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.queries.today import Today
from desktop_crm.views.screens.today_screen import TodayScreen
from desktop_crm.workspace import Workspace
from tests.benchmarks.scale import large_company

pytestmark = pytest.mark.benchmark

DEALS, ACTIVITIES = 100_000, 300_000
ROUNDS = 9
WINDOW_MS, WHOLE_MS = 50, 1_500  # the second beside other work on the machine


def test_today_never_holds_the_window_up(tmp_path: Path, qtbot: QtBot) -> None:
    """Asking, and showing and painting what came; what is read meanwhile is read on another thread."""
    me = large_company(tmp_path, DEALS, ACTIVITIES)
    workspace = Workspace(tmp_path)
    workspace.settings.me = me
    screen = TodayScreen(workspace)
    qtbot.addWidget(screen)
    screen.resize(1360, 900)
    screen.show()
    asking: list[float] = []
    showing: list[float] = []
    whole: list[float] = []
    show = screen._on_read

    def timed(found: Today) -> None:
        begun = time.perf_counter()
        show(found)
        screen.grab()
        showing.append((time.perf_counter() - begun) * 1000)

    screen._on_read = timed
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        screen.refresh()
        asking.append((time.perf_counter() - begun) * 1000)
        qtbot.waitUntil(lambda: not workspace.busy, timeout=20_000)
        whole.append((time.perf_counter() - begun) * 1000)
    workspace.close()
    window = statistics.median(asking) + statistics.median(showing)
    print(
        f"today at {DEALS:,} deals, {ACTIVITIES:,} activities: asking {statistics.median(asking):.1f} ms, "
        f"showing and painting {statistics.median(showing):.1f} ms (aim {WINDOW_MS} together), "
        f"until it stands there {statistics.median(whole):.0f} ms (aim {WHOLE_MS})"
    )
    assert len(showing) == ROUNDS
    assert window <= WINDOW_MS
    assert statistics.median(whole) <= WHOLE_MS
