"""Starting the program and dropping a card, at 10,000 and 100,000 deals, against the bare floor of the same run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.operations.deals import move_deal
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.workspace import Workspace
from tests.benchmarks.scale import large_company

pytestmark = pytest.mark.benchmark

ROUNDS = 7
DROP_MS = 50

# What nobody can start faster than: Qt and SQLAlchemy loaded, the file opened, an empty main window painted.
FLOOR = """
import os, sys
import PySide6.QtWidgets as widgets
import sqlalchemy, sqlalchemy.orm
from sqlcipher3 import dbapi2
engine = sqlalchemy.create_engine(sqlalchemy.URL.create("sqlite", database=sys.argv[1] + "/company.db"), module=dbapi2)
with engine.connect() as connection:
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
app = widgets.QApplication([])
window = widgets.QMainWindow()
window.resize(1440, 900)
window.show()
window.grab()
os._exit(0)
"""
OURS = """
import os, sys
from pathlib import Path
from desktop_crm.app import Program
program = Program(Path(sys.argv[1]))
program.open()
program.window.grab()
os._exit(0)
"""


def run(script: str, folder: Path) -> tuple[float, float]:
    """Return the seconds a process that runs `script` takes: by the clock, and of the processor."""
    compiled = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True, capture_output=True, env=compiled)
    wall, after = time.perf_counter() - begun, os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


@pytest.mark.parametrize(("deals", "at_most"), [(10_000, 1.6), (100_000, 1.8)])
def test_the_window_opens_within_a_small_multiple_of_the_floor(tmp_path: Path, deals: int, at_most: float) -> None:
    """In turn, so that a slow moment of the machine strikes both; judged by processor time, which it strikes least."""
    large_company(tmp_path, deals)
    run(OURS, tmp_path)  # once to warm the disk
    pairs = [(run(OURS, tmp_path), run(FLOOR, tmp_path)) for _ in range(ROUNDS)]
    wall, processor = (statistics.median(ours[at] / floor[at] for ours, floor in pairs) for at in (0, 1))
    ours, floor = (statistics.median(one[side][0] for one in pairs) for side in (0, 1))
    print(
        f"start at {deals:,} deals: {ours:.3f} s, floor {floor:.3f} s; "
        f"ratio {wall:.2f} by the clock, {processor:.2f} of the processor (aim {at_most})"
    )
    assert processor <= at_most


@pytest.mark.parametrize("deals", [10_000, 100_000])
def test_a_drop_on_the_board_is_over_in_a_blink(tmp_path: Path, qtbot: QtBot, deals: int) -> None:
    """A drop: gate, move, commit to disk, and both columns painted with their new heads."""
    large_company(tmp_path, deals)
    workspace = Workspace(tmp_path)
    screen = BoardScreen(workspace)
    qtbot.addWidget(screen)
    workspace.changed.connect(screen.on_changes)
    screen.resize(1400, 800)
    screen.refresh()
    screen.show()
    screen.grab()
    times: list[float] = []
    for place in range(21):
        card = screen.board.column("lead").model.card(place)
        assert card is not None
        begun = time.perf_counter()
        workspace.do(move_deal, card.id, to_stage="discovery", override_reason="benchmark")
        for column in screen.board.columns[:2]:
            column.grab()
        times.append((time.perf_counter() - begun) * 1000)
    typical = statistics.median(times)
    print(f"drop at {deals:,} deals: median {typical:.1f} ms, slowest {max(times):.1f} ms (aim {DROP_MS})")
    workspace.close()
    assert typical <= DROP_MS
