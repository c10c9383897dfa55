"""Time is kept in UTC and shown on the clock of this place."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from desktop_crm.system import clock


@pytest.fixture(autouse=True)
def _in_china() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


def test_now_is_utc_to_the_second() -> None:
    with time_machine.travel(datetime(2024, 3, 15, 8, 30, 1, 500_000, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2024, 3, 15, 8, 30, 1, tzinfo=UTC)


def test_the_evening_in_utc_is_the_next_day_here() -> None:
    moment = datetime(2024, 3, 15, 16, 30, tzinfo=UTC)
    assert clock.local_day(moment) == date(2024, 3, 16)
    with time_machine.travel(moment.astimezone(), tick=False):
        assert clock.today() == date(2024, 3, 16)
