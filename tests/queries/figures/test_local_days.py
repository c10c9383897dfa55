"""Days of this laptop, quick where the clock never changes and right where it does."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from desktop_crm.queries.figures.local_days import local_day, shift
from tests.make import File

MOMENTS = (
    datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 15, 59, 59, tzinfo=UTC),  # in Europe the clock went forward this night
    datetime(2026, 7, 1, 16, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
)


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """Set the clock of this place."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system sets its zone for all programs")
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_a_moment_lies_in_the_day_that_the_clock_on_the_wall_shows(file: File, zone: str) -> None:
    def days(session: Session) -> list[str | None]:
        return [session.scalar(select(local_day(literal(f"{at:%Y-%m-%dT%H:%M:%SZ}")))) for at in MOMENTS]

    assert file.ask(days) == [at.astimezone().date().isoformat() for at in MOMENTS]
    assert (shift() == "localtime") == (zone in {"Europe/Berlin", "America/New_York"})


def test_the_distance_from_utc_is_enough_in_china(zone: str) -> None:
    if zone == "Asia/Shanghai":
        assert shift() == "+28800 seconds"
