"""Deals closed by hand come to their owner's day until their review is written, imported history never does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import time_machine

from desktop_crm.models import Member, Outcome
from desktop_crm.operations.deal_reviews import remove_review, review_deal
from desktop_crm.operations.deals import close_deal, delete_deal, reopen_deal
from desktop_crm.queries.today import FIRST, Part, Wanted, today
from desktop_crm.queries.today_debriefs import REMEMBERED
from desktop_crm.system import clock
from tests.make import File


def part(file: File, member: str = "", **values: Any) -> Part:
    found = file.ask(today, Wanted(member, clock.now(), file.me, **values))
    return next((part for part in found.parts if part.kind == "debrief"), Part("debrief", (), 0))


def waiting(file: File, member: str = "") -> list[str]:
    return [item.what for item in part(file, member).items]


def lose(file: File, **values: Any) -> str:
    deal = file.deal(**values)
    file.do(close_deal, deal, outcome=Outcome.LOST, reason="价格")
    return deal


def test_a_closed_deal_waits_until_its_review_is_written(file: File) -> None:
    deal = lose(file, title="换模改造")
    (item,) = part(file, file.me).items
    assert (item.what, item.deal_id, item.place, item.due_on) == (
        "复盘丢单：换模改造", deal, "overview.debrief", date.today(),
    )  # fmt: skip
    file.do(review_deal, deal, lesson="早报价")
    assert waiting(file) == []
    file.do(remove_review, deal)
    assert waiting(file) == ["复盘丢单：换模改造"]


def test_a_won_deal_waits_as_well_and_an_invalid_one_does_not(file: File) -> None:
    won, invalid = file.deal(title="一期"), file.deal(title="空号")
    file.do(close_deal, won, outcome=Outcome.WON, override_reason="合同已签")
    file.do(close_deal, invalid, outcome=Outcome.INVALID, reason="空号")
    assert waiting(file) == ["复盘成交：一期"]


def test_what_came_closed_from_elsewhere_does_not_fill_the_day(file: File) -> None:
    file.deal(outcome=Outcome.LOST, closed_on=date.today())
    file.deal(outcome=Outcome.WON, closed_on=date.today())
    assert part(file).count == 0


def test_it_waits_for_two_weeks_on_its_owner_alone(file: File) -> None:
    other = file.add(Member(name="刘洋"))
    lose(file, owner_id=other)
    assert waiting(file, file.me) == []
    assert len(waiting(file, other)) == len(waiting(file)) == 1
    with time_machine.travel(date.today() + timedelta(days=REMEMBERED, hours=12)):
        assert part(file).count == 1
    with time_machine.travel(date.today() + timedelta(days=REMEMBERED + 1, hours=12)):
        assert part(file).count == 0


def test_what_opens_again_or_is_deleted_waits_no_more(file: File) -> None:
    first, second = lose(file), lose(file)
    file.do(reopen_deal, first, evidence="客户又来电")
    file.do(delete_deal, second)
    assert part(file).count == 0


def test_more_than_are_shown_are_counted(file: File) -> None:
    for _ in range(FIRST + 2):
        lose(file)
    found = part(file)
    assert (len(found.items), found.count) == (FIRST, FIRST + 2)
    assert len(part(file, rows={"debrief": 50}).items) == FIRST + 2
