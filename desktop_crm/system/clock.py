"""Time: stored in UTC, shown in the laptop's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC, to the second as the file keeps it."""
    return datetime.now(UTC).replace(microsecond=0)


def today() -> date:
    """Return the user's calendar day."""
    return date.today()


def local_day(moment: datetime) -> date:
    """Return the user's calendar day of an aware `moment`."""
    return moment.astimezone().date()
