"""What belongs to this laptop and not to the company: who sits here, the look, the window."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

FILE = "settings.json"


class Settings(msgspec.Struct):
    """Settings of one laptop for one data folder; kept in `settings.json` beside the data file."""

    me: str = ""  # the member who works here
    slot: str = ""  # the laptop's letter in lead numbers; empty for a single laptop
    theme: str = "system"  # system | light | dark
    playbook: str = ""  # the board shown last
    screen: str = ""
    window: str = ""  # Qt's own record of place and size, base64
    pane_width: int = 480
    reduce_motion: bool = False


def load(folder: Path) -> Settings:
    """Return the settings kept in `folder`; a missing or damaged file gives the defaults."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save(folder: Path, settings: Settings) -> None:
    """Write `settings` whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=FILE, delete=False) as part:
        part.write(msgspec.json.format(msgspec.json.encode(settings)))
    try:
        Path(part.name).replace(folder / FILE)
    finally:
        Path(part.name).unlink(missing_ok=True)
