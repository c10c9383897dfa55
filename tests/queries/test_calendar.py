"""What stands on each day of the calendar."""

from __future__ import annotations

import os
import time as clockwork
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from desktop_crm.models import Activity, Anniversary, Member
from desktop_crm.operations.activities import record_activity
from desktop_crm.queries.calendar import CalendarFilter, Entry, Span, entry, planned
from desktop_crm.queries.calendar_sources import calendar
from tests.make import File

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
EVERYBODY = CalendarFilter()


@pytest.fixture(autouse=True)
def _in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(clockwork, "tzset"):
        pytest.skip("the zone of a process cannot be set here")
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    clockwork.tzset()
    yield
    if before is None:
        monkeypatch.delenv("TZ")
    else:
        monkeypatch.setenv("TZ", before)
    clockwork.tzset()


def plan(file: File, day: date, goal: str = "送方案", **values: object) -> str:
    return file.add(Activity(goal=goal, due_on=day, **{"owner_id": file.me, **values}))


def on(file: File, day: date, wanted: CalendarFilter = EVERYBODY) -> list[Entry]:
    return list(file.ask(calendar, MARCH, wanted).of(day))


def test_a_day_shows_the_clock_first_then_what_has_no_time(file: File):
    day = date(2026, 3, 5)
    plan(file, day, "任何时间")
    plan(file, day, "下午", due_at="15:00")
    plan(file, day, "上午", due_at="09:30")
    assert [entry.title for entry in on(file, day)] == ["上午", "下午", "任何时间"]


def test_the_first_and_the_last_day_are_within_and_their_neighbours_are_not(file: File):
    for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)):
        plan(file, day)
    assert sorted(file.ask(calendar, MARCH, EVERYBODY).counts) == [date(2026, 3, 1), date(2026, 3, 31)]


def test_a_full_day_gives_its_first_entries_and_the_count_of_all(file: File):
    day = date(2026, 3, 5)
    for hour in range(9, 18):
        plan(file, day, f"{hour}点", due_at=f"{hour:02}:00")
    found = file.ask(planned, MARCH, EVERYBODY, 4)
    assert [entry.title for entry in found.of(day)] == ["9点", "10点", "11点", "12点"]
    assert found.count(day) == found.total == 9


def test_an_entry_says_customer_deal_and_owner(file: File):
    deal = file.deal()
    plan(file, date(2026, 3, 5), deal_id=deal, minutes=90)
    (found,) = on(file, date(2026, 3, 5))
    assert (found.customer, found.deal_id, found.owner, found.minutes) == ("苏州恒力精密有限公司", deal, "王敏", 90)
    assert found.planned


def test_what_was_done_stands_on_its_local_day(file: File):
    late = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)  # half past one in the morning of the fifth in China
    file.add(Activity(status="done", happened_at=late, feedback="要报价\n还有别的", owner_id=file.me))
    (found,) = on(file, date(2026, 3, 5))
    assert (found.kind, found.at, found.title, found.planned) == ("done", "01:30", "要报价", False)
    assert on(file, date(2026, 3, 4)) == []


def test_what_was_called_off_or_deleted_is_gone(file: File):
    day = date(2026, 3, 5)
    plan(file, day, status="cancelled")
    plan(file, day, deleted_at=datetime(2026, 1, 1, tzinfo=UTC))
    file.add(
        Activity(
            status="done", happened_at=datetime(2026, 3, 5, tzinfo=UTC), deleted_at=datetime(2026, 3, 6, tzinfo=UTC)
        )
    )
    assert file.ask(calendar, MARCH, EVERYBODY).total == 0


def test_a_person_sees_what_is_theirs(file: File):
    other = file.add(Member(name="李强"))
    plan(file, date(2026, 3, 5), "我的")
    plan(file, date(2026, 3, 5), "他的", owner_id=other)
    assert [entry.title for entry in on(file, date(2026, 3, 5), CalendarFilter(owner=other))] == ["他的"]


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [("", "plan"), ("cadence", "plan"), ("visit", "care"), ("greeting", "care"), ("re_evaluate", "re_evaluate")],
)
def test_a_plan_is_of_the_kind_of_its_purpose(file: File, purpose: str, kind: str):
    plan(file, date(2026, 3, 5), purpose=purpose)
    (found,) = on(file, date(2026, 3, 5), CalendarFilter(kinds=frozenset({kind})))
    assert found.kind == kind
    others = frozenset({"plan", "care", "re_evaluate", "done"} - {kind})
    assert on(file, date(2026, 3, 5), CalendarFilter(kinds=others)) == []


def test_a_re_evaluation_stands_once_even_when_it_is_planned(file: File):
    day = date(2026, 3, 9)
    deal = file.deal(re_evaluate_on=day, nurture=True)
    (found,) = on(file, day)
    assert (found.kind, found.deal_id, found.planned) == ("re_evaluate", deal, False)
    plan(file, day, purpose="re_evaluate", deal_id=deal)
    (found,) = on(file, day)
    assert found.planned


def test_birthdays_come_every_year_and_the_leap_day_is_not_lost(file: File):
    customer = file.customer(owner_id=file.me)
    file.contact(customer, "张伟", birthday=date(1980, 3, 8))
    file.contact(customer, "李敏", birthday=date(1984, 2, 29))
    (found,) = on(file, date(2026, 3, 8), CalendarFilter(owner=file.me))
    assert found.title == "张伟 生日"
    february = file.ask(calendar, Span(date(2026, 2, 1), date(2026, 2, 28)), EVERYBODY)
    assert [entry.title for entry in february.of(date(2026, 2, 28))] == ["李敏 生日"]


def test_a_birthday_is_shown_to_whom_sells_to_the_customer(file: File):
    other = file.add(Member(name="李强"))
    customer = file.customer()
    file.contact(customer, birthday=date(1980, 3, 8))
    file.deal(customer, owner_id=other)
    assert len(on(file, date(2026, 3, 8), CalendarFilter(owner=other))) == 1
    assert on(file, date(2026, 3, 8), CalendarFilter(owner=file.me)) == []


def test_a_lunar_anniversary_falls_on_its_day_of_the_year(file: File):
    customer = file.customer()
    file.add(Anniversary(customer_id=customer, name="公司周年", month=1, day=15, lunar=True))
    (found,) = on(file, date(2026, 3, 3))  # the fifteenth of the first lunar month of 2026
    assert found.title == "公司周年（农历）"


def test_an_anniversary_of_december_is_seen_from_january_of_the_lunar_year(file: File):
    customer = file.customer()
    file.add(Anniversary(customer_id=customer, name="周年", month=12, day=8, lunar=True))
    january = Span(date(2026, 1, 1), date(2026, 1, 31))
    assert [*file.ask(calendar, january, EVERYBODY).entries] == [date(2026, 1, 26)]


def test_a_text_comes_first_and_hides_nothing(file: File):
    day = date(2026, 3, 5)
    plan(file, day, "例行电话", due_at="09:00")
    plan(file, day, "送报价单", due_at="16:00")
    customer = file.customer()
    plan(file, day, "拜访", due_at="17:00", customer_id=customer)
    assert [(one.title, one.hit) for one in on(file, day, CalendarFilter(text="报价"))] == [
        ("送报价单", True),
        ("例行电话", False),
        ("拜访", False),
    ]
    assert on(file, day, CalendarFilter(text="hengli"))[0].title == "拜访"


def test_a_planned_entry_is_read_alone(file: File):
    key = plan(file, date(2026, 3, 5), due_at="10:00")
    found = file.ask(entry, key)
    assert found
    assert (found.day, found.at) == (date(2026, 3, 5), "10:00")
    assert file.ask(entry, "nobody") is None


def test_a_clock_that_runs_out_stands_on_its_deadline_until_it_is_met(file: File):
    assigned = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)  # ten in the morning in China
    deal = file.deal(assigned_at=assigned, created_at=assigned)
    (found,) = on(file, date(2026, 3, 5), CalendarFilter(kinds=frozenset({"clock"})))
    assert (found.title, found.at, found.deal_id, found.planned) == ("首次联系客户", "10:00", deal, False)
    file.do(record_activity, deal, feedback="谈过了", happened_at=datetime(2026, 3, 4, 3, 0, tzinfo=UTC))
    assert on(file, date(2026, 3, 5), CalendarFilter(kinds=frozenset({"clock"}))) == []
