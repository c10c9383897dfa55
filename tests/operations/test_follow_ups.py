"""What planning reads of the follow-ups: the days of contact in local time, and what may still be changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import event
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, ClockPause, Deal, Purpose
from desktop_crm.operations.follow_ups import FollowUps, read_follow_ups
from desktop_crm.system import clock
from tests.make import File

NOON = datetime(2025, 3, 12, 4, tzinfo=UTC)


def known(file: File, *deals: str) -> list[FollowUps]:
    def read(session: Session) -> list[FollowUps]:
        found = read_follow_ups(session, [session.get_one(Deal, each) for each in deals])
        return [found[each] for each in deals]

    return file.ask(read)


def record(deal: str, at: datetime | None, **values: Any) -> Activity:
    return Activity(deal_id=deal, status=ActivityStatus.DONE, happened_at=at, **values)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
def test_records_of_a_day_are_one_contact_of_each_kind_wherever_the_laptop_is(file: File, zone: str):
    with time_machine.travel(datetime(2025, 4, 20, 12, tzinfo=ZoneInfo(zone)), tick=False):
        deal = file.deal()
        hours = [datetime(2025, 3, 28, tzinfo=UTC) + timedelta(minutes=37 * step) for step in range(24 * 12)]
        methods = ["call" if at.hour % 3 else "visit" for at in hours]
        file.add(*(record(deal, at, method=method) for at, method in zip(hours, methods, strict=True)))
        (found,) = known(file, deal)
        read = {(contact.day, contact.method) for contact in found.contacts}
        assert read == {(clock.local_day(at), method) for at, method in zip(hours, methods, strict=True)}


def test_a_contact_knows_the_day_it_was_planned_for_and_what_it_was(file: File):
    deal = file.deal()
    file.add(
        record(deal, NOON, purpose=Purpose.CADENCE, occasion="care.A1 2025-03-12", due_on=date(2025, 3, 12)),
        record(deal, NOON, purpose=Purpose.CADENCE, occasion="care.A1 2025-03-10", due_on=date(2025, 3, 10)),
        record(deal, NOON + timedelta(minutes=1)),
    )
    (found,) = known(file, deal)
    assert {(each.purpose, each.occasion, each.due_on) for each in found.contacts} == {
        ("cadence", "care.A1 2025-03-12", date(2025, 3, 12)),
        ("cadence", "care.A1 2025-03-10", date(2025, 3, 10)),
        ("", "", None),
    }


def test_what_was_deleted_or_never_happened_is_no_contact(file: File):
    deal = file.deal()
    file.add(record(deal, NOON, deleted_at=NOON), record(deal, None), Activity(deal_id=deal, goal="计划"))
    (found,) = known(file, deal)
    assert found.contacts == []
    assert [plan.goal for plan in found.plans] == ["计划"]


def test_only_what_a_person_called_off_or_deleted_is_skipped(file: File):
    deal = file.deal()
    for automatic in (True, False):
        file.add(
            *(
                Activity(deal_id=deal, purpose=purpose, automatic=automatic, goal=f"{purpose} {place} {automatic}", **how)
                for purpose in ("cadence", "visit", "")
                for place, how in enumerate(({"status": "cancelled"}, {"deleted_at": NOON}, {}))
            )
        )  # fmt: skip
    (found,) = known(file, deal)
    assert [row.goal for row in found.skipped] == ["cadence 0 False", "cadence 1 False"]
    assert len(found.plans) == 6
    assert all(" 2 " in row.goal for row in found.plans)


@time_machine.travel(NOON, tick=False)
def test_a_pause_tells_its_end_while_it_lasts(file: File):
    paused, over = file.deal(), file.deal()
    day = timedelta(days=1)
    file.add(
        ClockPause(deal_id=paused, begins_at=NOON - day, ends_at=NOON + 9 * day),
        ClockPause(deal_id=paused, begins_at=NOON - day, ends_at=NOON + 3 * day),
        ClockPause(deal_id=over, begins_at=NOON - 2 * day, ends_at=NOON - day),
    )
    assert [each.paused_until for each in known(file, paused, over)] == [date(2025, 3, 21), None]


def test_each_deal_has_its_own_and_the_statements_are_as_many_for_one_as_for_all(file: File):
    deals = [file.deal() for _ in range(12)]
    for place, deal in enumerate(deals):
        file.add(*(record(deal, NOON + timedelta(days=day)) for day in range(place)), Activity(deal_id=deal))
    statements: list[str] = []
    event.listen(file.store.engine, "before_cursor_execute", lambda *heard: statements.append(heard[2]))
    (alone,) = known(file, deals[5])
    asked_alone = sum("deal_id IN" in each for each in statements)
    statements.clear()
    together = known(file, *deals)
    assert [len(each.contacts) for each in together] == list(range(12))
    assert [len(each.plans) for each in together] == [1] * 12
    assert alone.contacts == together[5].contacts
    assert sum("deal_id IN" in each for each in statements) == asked_alone == 3
