"""What the first act of its kind costs the window's thread in a program that was just opened, at 100,000 deals.

Each act is the first thing that a fresh process does once the window has stood for a moment. Judged by the longest that the
window's thread is kept, by the act itself or by painting what it changed, in processor time of the least disturbed of a few
processes: what a first act pays, it pays in each of them. Getting ready is held to the same measure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import structs

from desktop_crm.system import settings
from desktop_crm.system.settings import Settings
from tests.benchmarks.scale import large_company

pytestmark = pytest.mark.benchmark

MOST_MS = 50
FIGURES_MS = 300  # until the first chart is painted, by the clock
PROCESSES = 3

PROGRAM = """
import json, os, sys, time
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from desktop_crm.app import Program

folder, act = Path(sys.argv[1]), sys.argv[2]
program = Program(folder, attended=True)
program.open()
workspace, window = program.workspace, program.window


def held(act):
    begun = time.thread_time()
    act()
    return (time.thread_time() - begun) * 1000


def settle():
    QApplication.processEvents()


def wait(over):
    longest, until = 0.0, time.monotonic() + 60
    while not over() and time.monotonic() < until:
        longest = max(longest, held(lambda: QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)))
        time.sleep(0.002)
    return longest


settle()
from desktop_crm.views import rehearsing
made = []
begin = rehearsing.Rehearsing.start
rehearsing.Rehearsing.start = lambda self: (made.append(self), begin(self))
wait(lambda: made)
getting_ready = wait(lambda: made[0].over and program._reminders and not workspace.busy)

from sqlalchemy import select
from desktop_crm.models import Activity, Deal
from desktop_crm.operations import activities, deals
from desktop_crm.system import clock

deal, customer = workspace.ask(
    lambda session: session.execute(
        select(Deal.id, Deal.customer_id)
        .where(Deal.stage == "lead", Deal.id.in_(select(Activity.deal_id)))
        .order_by(Deal.number)
        .limit(1)
    ).one()
)

if act == "open the figures":
    begun = time.monotonic()
    longest = held(lambda: window.go("figures"))
    page = window.current().page
    longest = max(longest, wait(lambda: page.chart is not None and not workspace.busy), held(settle))
    stands = (time.monotonic() - begun) * 1000
    print(json.dumps({"held": longest, "stands": stands, "getting_ready": getting_ready}), flush=True)
    os._exit(0)

screen = window.current()
acts = {
    "open a deal": lambda: screen.open_deal(deal),
    "record a follow-up": lambda: workspace.do(
        activities.record_activity, deal, feedback="要求三家比价", next_step="发报价", next_due=clock.today()
    ),
    "move a deal": lambda: workspace.do(deals.move_deal, deal, to_stage="discovery", override_reason="试算"),
    "open a customer": lambda: screen.open_customer(customer),
}
if act in ("record a follow-up", "move a deal"):
    screen.open_deal(deal)
    screen.pane.open_tab("followup")
    wait(lambda: not workspace.busy)
settle()
pieces = [held(acts[act]), *(held(settle) for _ in range(20))]
print(json.dumps({"held": max(pieces), "whole": sum(pieces[:2]), "getting_ready": getting_ready}), flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large")
    me = large_company(made, 100_000, 300_000)
    settings.save(made, Settings(me=me))
    return made


@pytest.mark.parametrize(
    ("act", "screen"),
    [
        ("open a deal", "board"),
        ("record a follow-up", "board"),
        ("move a deal", "board"),
        ("open a customer", "customers"),
    ],
)
def test_the_first_of_its_kind_is_no_slower_than_allowed(folder: Path, act: str, screen: str) -> None:
    found = [_first(folder, act, screen) for _ in range(PROCESSES)]
    longest, whole, ready = (min(one[key] for one in found) for key in ("held", "whole", "getting_ready"))
    print(
        f"{act}, the first in a process: held {longest:.1f} ms (aim {MOST_MS}), with its painting {whole:.1f},"
        f" getting ready held {ready:.1f} (aim {MOST_MS})"
    )
    assert longest <= MOST_MS
    assert ready <= MOST_MS


def test_the_figures_stand_soon(folder: Path) -> None:
    found = [_first(folder, "open the figures", "board") for _ in range(PROCESSES)]
    stands, longest = (min(one[key] for one in found) for key in ("stands", "held"))
    print(f"the figures: first chart after {stands:.0f} ms (aim {FIGURES_MS}), held {longest:.1f} ms (aim {MOST_MS})")
    assert stands <= FIGURES_MS
    assert longest <= MOST_MS


def _first(folder: Path, act: str, screen: str) -> dict[str, float]:
    settings.save(folder, structs.replace(settings.load(folder), screen=screen))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder), act],
        check=True, capture_output=True, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    return json.loads(done.stdout)
