"""The command line: the same operations and queries as the window. Loaded only when a command was typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_crm.cli import files, paper, reading, report, window
from desktop_crm.cli.commands import cli, no_display

__all__ = ["COMMANDS", "no_display", "run"]

COMMANDS = (reading, files, paper, report, window)  # each adds its commands to `cli` when it is imported


def run(folder: Path, arguments: Sequence[str]) -> int:
    """Carry out a command on the data folder and return its exit status; refusals and troubles come back out."""
    try:
        cli(args=list(arguments), prog_name="desktop-crm", obj=folder)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0
