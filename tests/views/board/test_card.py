"""What a card says of its deal: the one state that matters most, and whether the customer hears from us."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from desktop_crm.models import Outcome, StageStatus
from desktop_crm.playbooks.playbook import Duration
from desktop_crm.queries.board import Card
from desktop_crm.rules.clocks import Clock, Pause, start_clock
from desktop_crm.views.board.card import StageAge, card_rot, card_tip, spoken, state_mark

NOW = datetime(2026, 3, 11, 4, tzinfo=UTC)
TODAY = date(2026, 3, 11)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def running(left: timedelta, *pauses: Pause) -> Clock:
    """Return a first contact within 24 hours of which so much is left."""
    return start_clock("first_contact", NOW + left - DAY, Duration(24, "hours"), pauses)


def card(**values: Any) -> Card:
    usual: dict[str, Any] = {
        "id": "1", "number": "Z1", "customer": "恒力", "title": "ERP", "grade": "A", "amount_fen": 1, "owner": "王敏",
        "next_step": "", "next_due": None, "playbook": "full-cycle", "stage": "lead", "stage_status": "in_progress",
        "stage_since": NOW - 9 * DAY, "outcome": "open", "incomplete": False, "nurture": False,
        "last_contact_at": None, "after": ("", "1"),
    }  # fmt: skip
    return Card(**usual | values)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "未安排"),
        ({"clock": running(3 * HOUR)}, "首联 还剩3小时"),
        ({"clock": running(-2 * HOUR)}, "首联 逾期2小时"),
        # The next step or the clock, whichever is due first.
        ({"clock": running(3 * HOUR), "next_due": TODAY - DAY}, "首联 还剩3小时"),
        ({"clock": running(3 * HOUR), "next_due": TODAY + DAY}, "首联 还剩3小时"),
        ({"clock": running(47 * HOUR), "next_due": TODAY}, "今天"),
        # Late by a clock is seen on every deal that is still on, …
        ({"clock": running(-2 * HOUR), "incomplete": True}, "首联 逾期2小时"),
        ({"clock": running(3 * HOUR), "incomplete": True}, "待补全"),
        ({"clock": running(-2 * HOUR), "nurture": True}, "首联 逾期2小时"),
        # … not on one that rests.
        ({"clock": running(-2 * HOUR), "stage_status": StageStatus.PAUSED}, "已暂停"),
        ({"clock": running(-2 * HOUR), "outcome": Outcome.LOST}, "已流失"),
    ],
)
def test_the_state_that_matters_most(values: dict[str, Any], text: str) -> None:
    assert state_mark(card(**values)).text == text


def test_a_clock_that_stands_still_gives_way_to_a_step_that_is_near() -> None:
    held = running(HOUR, Pause(NOW - HOUR, NOW + DAY))
    assert state_mark(card(clock=held)).text == "首联 暂停中"
    assert state_mark(card(clock=held, next_due=TODAY + 9 * DAY)).icon == "paused"
    assert state_mark(card(clock=held, next_due=TODAY + DAY)).text == "明天"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "久未联系 9天"),
        ({"last_contact_at": NOW - 2 * DAY}, ""),
        ({"last_contact_at": NOW - 8 * DAY}, "久未联系 8天"),
        ({"stage_status": StageStatus.PAUSED}, ""),
        ({"outcome": Outcome.LOST}, ""),
        ({"outcome": Outcome.WON}, "久未联系 9天"),
        ({"nurture": True}, ""),
    ],
)
def test_a_deal_without_a_step_or_a_word_rots_past_the_limit_of_its_stage(values: dict[str, Any], says: str) -> None:
    assert card_rot(card(**values), 7).text == says


def test_what_is_seen_is_also_said() -> None:
    made = card(clock=running(-2 * HOUR))
    assert "首联 逾期2小时" in spoken(made, StageAge(9, 7))
    assert "久未联系 9天" in spoken(made, StageAge(9, 7))
    assert "首联 逾期2小时（" in card_tip(made, StageAge(9, 7))
    assert "久未联系" not in card_tip(made, StageAge(9, 14))
