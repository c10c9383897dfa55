"""A display of its own for a test: Xvfb, and hands for it that move the real pointer and press real keys."""

from __future__ import annotations

import os
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

WIDTH, HEIGHT = 1440, 900
Area = tuple[int, int, int, int]  # left, top, right, bottom


def wait_until(condition: Callable[[], object], what: str, seconds: float = 15) -> None:
    """Ask again and again until something is so; fail when it takes too long."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end, f"waited in vain: {what}"
        pause.wait(0.02)


class Display:
    """A virtual screen; what stands on it is read from the file in which Xvfb keeps its pixels."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self._pixels = folder / "Xvfb_screen0"
        # By itself the server starts over whenever its last client leaves, and refuses who comes meanwhile: here the
        # window that opens between two looks of xdotool.
        kept = ("-noreset", "-nolisten", "tcp", "-fbdir", folder)
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH}x{HEIGHT}x24", *kept],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._server.stdout is not None
        self.name = f":{self._server.stdout.readline().strip()}"
        hidden = {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XAUTHORITY"}
        self.environment: Mapping[str, str] = {
            **{name: value for name, value in os.environ.items() if name not in hidden},
            "DISPLAY": self.name,
            "XDG_RUNTIME_DIR": str(folder),
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.communicate(timeout=10)

    def do(self, *words: object) -> str:
        """Let xdotool do something and return what it says."""
        command = ["xdotool", *map(str, words)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def windows(self, name: str) -> list[str]:
        """Return the windows with such a name that can be seen."""
        command = ["xdotool", "search", "--onlyvisible", "--name", name]
        found = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        return found.stdout.split()

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the button, carry, let go: in steps, as a hand does."""
        steps = [
            (start[0] + (end[0] - start[0]) * part // 8, start[1] + (end[1] - start[1]) * part // 8)
            for part in range(1, 9)
        ]
        carried = [word for at in steps for word in ("mousemove", "--sync", *at, "sleep", "0.02")]
        self.do("mousemove", "--sync", *start, "mousedown", 1, *carried, "mouseup", 1)

    def click(self, at: tuple[int, int]) -> None:
        """Click."""
        self.do("mousemove", "--sync", *at, "click", 1)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.do("key", "--delay", 20, *keys)

    def write(self, text: str) -> None:
        """Type Latin letters."""
        self.do("type", "--delay", 20, text)

    def colours(self, area: Area = (0, 0, WIDTH, HEIGHT)) -> set[int]:
        """Return the colours that stand in an area."""
        raw = self._pixels.read_bytes()  # an X window dump: a head of 32-bit numbers, a table of colours, the pixels
        head = struct.unpack_from(">25I", raw)
        pixels = memoryview(raw)[head[0] + 12 * head[19] :].cast("I")
        left, top, right, bottom = area
        rows = [pixels[row * WIDTH + left : row * WIDTH + right] for row in range(top, bottom)]
        return {colour for row in rows for colour in set(row)}
