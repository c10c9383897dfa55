"""The program as a process of its own under a real X server: real pointer, real keys, an honest exit."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.operations.activities import record_activity
from tests.journeys.display import Display, wait_until
from tests.make import File

pytestmark = [
    pytest.mark.xserver,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="Xvfb and xdotool are not installed; installer/bootstrap.py installs them",
    ),
]

# Where things stand in a window of 1440 by 900.
FIRST_CARD, SECOND_CARD = (178, 140), (178, 240)
NEXT_COLUMN, ITS_FIRST_CARD = (372, 400), (290, 125, 450, 185)
GROUND = (700, 600, 760, 640)  # a bit of the board where no card is
TITLE = "Desktop CRM"


class Started:
    """The program on a folder of its own, started as a person starts it."""

    def __init__(self, display: Display, folder: Path) -> None:
        self.display = display
        self.folder = folder
        self.process = self._start()

    def is_awaited(self) -> None:
        """Wait for the window and the cards in it, and give it the keyboard, as no window manager does here."""
        wait_until(lambda: self.windows() or self.process.poll() is not None, "the window comes up", 30)
        assert self.process.poll() is None, self.process.communicate()
        self.display.do("windowfocus", "--sync", self.windows()[0])
        wait_until(lambda: len(self.display.colours()) > 100, "the board is drawn")

    def windows(self) -> list[str]:
        return self.display.windows(TITLE)

    def show(self, kind: str) -> list[dict[str, Any]]:
        """Ask the command line, while the window is open."""
        said = subprocess.run([*self._command(), "show", kind, "--json"], capture_output=True, text=True, check=False)
        assert (said.returncode, said.stderr) == (0, "")
        return json.loads(said.stdout)

    def start_again(self) -> subprocess.CompletedProcess[str]:
        second = self._start()
        out, err = second.communicate(timeout=20)
        return subprocess.CompletedProcess([], second.returncode, out, err)

    def quit(self) -> tuple[int, str, str]:
        """Press Ctrl+Q; return the exit status and what was said."""
        self.display.key("ctrl+q")
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "desktop_crm", "--data", str(self.folder)]

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command(),
            env=dict(self.display.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


@pytest.fixture
def unused(tmp_path: Path) -> Iterator[Started]:
    """Start the program on a folder that nobody has used."""
    with Display(tmp_path / "display") as display:
        started = Started(display, tmp_path / "data")
        yield started
        started.stop()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Started]:
    """Start the program on three leads, the first of which is ready for the next stage."""
    file = File(tmp_path / "data")
    for place, name in enumerate(("苏州恒力精密", "东湖物流", "清河食品"), start=1):
        customer = file.customer(name)
        deal = file.deal(customer, contact_id=file.contact(customer), number=f"Z2024031500{place}", title=name[:2])
        if place == 1:
            file.do(record_activity, deal, feedback="要求下周给报价")
    file.close()
    with Display(tmp_path / "display") as display:
        started = Started(display, tmp_path / "data")
        yield started
        started.stop()


def test_a_morning_with_real_mouse_and_keys(program: Started) -> None:
    program.is_awaited()
    opens_the_board(program)
    carries_a_card(program)
    finds_a_card_and_writes_what_was_said(program)
    changes_the_look_from_the_palette(program)
    captures_a_lead(program)
    starts_the_program_twice(program)
    assert program.quit() == (0, "", "")


def test_the_first_start_with_real_keys(unused: Started) -> None:
    unused.is_awaited()
    for answer in ("Acme", "Wang"):
        unused.display.write(answer)
        unused.display.key("Return")
    unused.display.key("Return")
    wait_until(lambda: unused.display.windows("Acme"), "the window follows the first run's page")
    unused.is_awaited()
    unused.display.key("ctrl+n")
    unused.display.write("Hengli")
    unused.display.key("Return")
    wait_until(lambda: stages(unused) == {"Hengli": "lead"}, "the first lead is on the board")
    assert unused.quit() == (0, "", "")


def opens_the_board(program: Started) -> None:
    program.display.key("alt+2")
    left, top = FIRST_CARD[0] - 80, FIRST_CARD[1] - 40
    wait_until(lambda: len(program.display.colours((left, top, left + 160, top + 80))) > 20, "a card is drawn")
    wait_until(lambda: len(program.display.colours(ITS_FIRST_CARD)) == 1, "the next column is empty")


def carries_a_card(program: Started) -> None:
    program.display.drag(FIRST_CARD, NEXT_COLUMN)
    wait_until(lambda: stages(program)["苏州恒力精密"] == "discovery", "the card is in the next column")
    assert stages(program)["东湖物流"] == "lead"


def finds_a_card_and_writes_what_was_said(program: Started) -> None:
    screen = program.display
    screen.key("ctrl+f")
    screen.write("dhwl")
    wait_until(lambda: len(screen.colours(ITS_FIRST_CARD)) == 1, "the filter leaves one card")
    screen.click(FIRST_CARD)
    wait_until(lambda: len(screen.colours((970, 10, 1400, 60))) > 20, "the deal is open")
    screen.key("F2")
    screen.write("wants a quote")
    screen.key("ctrl+Return")
    wait_until(
        lambda: said(program) == {"苏州恒力精密": "要求下周给报价", "东湖物流": "wants a quote"}, "it is written down"
    )


def changes_the_look_from_the_palette(program: Started) -> None:
    screen = program.display
    light = screen.colours(GROUND)
    screen.key("ctrl+k")
    screen.write("sswg")
    screen.key("Return")
    wait_until(lambda: screen.colours(GROUND) != light, "the window is dark")


def captures_a_lead(program: Started) -> None:
    program.display.key("ctrl+n")
    program.display.write("Acme")
    program.display.key("Return")
    wait_until(lambda: stages(program).get("Acme") == "lead", "the lead is on the board")


def starts_the_program_twice(program: Started) -> None:
    first = program.windows()
    second = program.start_again()
    assert (second.returncode, second.stderr) == (0, "")
    assert program.windows() == first
    assert program.process.poll() is None


def stages(program: Started) -> dict[str, str]:
    return {deal["customer"]: deal["stage"] for deal in program.show("deals")}


def said(program: Started) -> dict[str, str]:
    return {activity["customer"]: activity["feedback"] for activity in program.show("activities")}
