"""Pausing and resuming the clocks of a deal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ClockPause
from desktop_crm.operations.clocks import pause_clocks, resume_clocks
from desktop_crm.queries.clocks import deal_clocks
from desktop_crm.refusal import Refused
from desktop_crm.rules.clocks import ClockState
from desktop_crm.rules.working_time import end_of_day
from tests.make import File

NOON = datetime(2026, 3, 11, 4, tzinfo=UTC)
FRIDAY = date(2026, 3, 13)
HOUR = timedelta(hours=1)


def pauses(session: Session) -> list[tuple[datetime | None, datetime | None, str]]:
    rows = session.scalars(select(ClockPause).order_by(ClockPause.begins_at, ClockPause.id))
    return [(row.begins_at, row.ends_at, row.reason) for row in rows]


def first(file: File, deal: str, now: datetime) -> ClockState:
    return file.ask(deal_clocks, deal, now)[0]


def test_a_pause_lasts_to_the_end_of_its_day_and_moves_the_deadline(file: File) -> None:
    deal = file.deal(created_at=NOON - 2 * HOUR)
    with time_machine.travel(NOON, tick=False):
        file.do(pause_clocks, deal, until=FRIDAY, reason=" 客户出国 ")
    assert file.ask(pauses) == [(NOON, end_of_day(FRIDAY), "客户出国")]
    assert first(file, deal, NOON).phase == "paused"
    assert first(file, deal, NOON).due == end_of_day(FRIDAY) + 22 * HOUR
    assert first(file, deal, end_of_day(FRIDAY)).phase == "running"


def test_resuming_keeps_the_time_that_was_left(file: File) -> None:
    deal = file.deal(created_at=NOON - 2 * HOUR)
    with time_machine.travel(NOON, tick=False):
        file.do(pause_clocks, deal, until=FRIDAY, reason="等招标公告")
    with time_machine.travel(NOON + 5 * HOUR, tick=False):
        file.do(resume_clocks, deal)
        with pytest.raises(Refused, match="没有暂停"):
            file.do(resume_clocks, deal)
    state = first(file, deal, NOON + 5 * HOUR)
    assert (state.phase, state.left) == ("running", 22 * HOUR)


def test_pausing_again_takes_the_place_of_the_pause_before(file: File) -> None:
    deal, other = file.deal(), file.deal()
    with time_machine.travel(NOON, tick=False):
        file.do(pause_clocks, other, until=FRIDAY, reason="别的商机")
        file.do(pause_clocks, deal, until=FRIDAY, reason="客户出国")
    later = NOON + HOUR
    with time_machine.travel(later, tick=False):
        file.do(pause_clocks, deal, until=date(2026, 3, 12), reason="提前回来")
    assert (NOON, later, "客户出国") in file.ask(pauses)
    assert (later, end_of_day(date(2026, 3, 12)), "提前回来") in file.ask(pauses)
    assert (NOON, end_of_day(FRIDAY), "别的商机") in file.ask(pauses)


@pytest.mark.parametrize(
    ("until", "reason", "says"),
    [(FRIDAY, "  ", "为什么"), (None, "客户出国", "哪一天"), (date(2026, 3, 10), "客户出国", "已经过去")],
)
def test_a_pause_needs_its_reason_and_an_end_to_come(file: File, until: date | None, reason: str, says: str) -> None:
    deal = file.deal()
    with time_machine.travel(NOON, tick=False), pytest.raises(Refused, match=says):
        file.do(pause_clocks, deal, until=until, reason=reason)
    assert file.ask(pauses) == []
