"""What this laptop has reminded of: kept beside the settings, so that a restart does not say it again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from desktop_crm.system.settings import write_whole

FILE: Final = "reminders.json"
KEPT: Final = timedelta(days=60)


class Reminded(msgspec.Struct):
    """Keys of what was said with the day it was; what is put off until when; the last day that was prepared."""

    announced: dict[str, date] = msgspec.field(default_factory=dict[str, date])
    snoozed: dict[str, datetime] = msgspec.field(default_factory=dict[str, datetime])
    muted_until: datetime | None = None
    prepared: date | None = None


def load(folder: Path) -> Reminded:
    """Return what is kept in `folder`; a missing or damaged file counts as nothing said."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Reminded)
    except (OSError, msgspec.DecodeError):
        return Reminded()


def save(folder: Path, reminded: Reminded, today: date) -> None:
    """Write it whole or not at all, without what is long past."""
    oldest = today - KEPT
    reminded.announced = {key: day for key, day in reminded.announced.items() if day >= oldest}
    reminded.snoozed = {key: until for key, until in reminded.snoozed.items() if until.date() >= oldest}
    write_whole(folder / FILE, msgspec.json.format(msgspec.json.encode(reminded)))
