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
    remind: bool = True
    remind_before: int = 10  # minutes before a plan for a certain time
    digest_at: str = "09:00"
    quiet_from: str = "20:00"
    quiet_until: str = "08:00"
    quiet_free_days: bool = True
    stay_in_tray: bool = False  # go on reminding when the window is closed
    offered_tray: bool = False  # that was asked once


def load(folder: Path) -> Settings:
    """Return the settings kept in `folder`; a missing or damaged file gives the defaults."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError):
        return Settings()


def save(folder: Path, settings: Settings) -> None:
    """Write `settings` whole or not at all."""
    write_whole(folder / FILE, msgspec.json.format(msgspec.json.encode(settings)))


def write_whole(file: Path, content: bytes) -> None:
    """Write `content` to `file` whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.name, delete=False) as part:
        part.write(content)
    try:
        Path(part.name).replace(file)
    finally:
        Path(part.name).unlink(missing_ok=True)
