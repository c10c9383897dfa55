"""What there is to do today, read from a real file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from desktop_crm.models import Activity, Anniversary, Assignment, Contact, Member, Role
from desktop_crm.queries.greeting_text import greeting_text
from desktop_crm.queries.today import MOST, Item, Today, Wanted, today
from desktop_crm.queries.today_records import today_records
from desktop_crm.refusal import Refused
from tests.make import File

DAY = date(2026, 3, 18)  # a Wednesday
NOON = datetime(2026, 3, 18, 12).astimezone()


@pytest.fixture
def plan(file: File) -> Callable[..., str]:
    deal = file.deal()

    def make(days: int, **values: Any) -> str:
        defaults: dict[str, Any] = {"deal_id": deal, "owner_id": file.me, "goal": "电话确认预算"}
        return file.add(Activity(due_on=DAY + timedelta(days=days), **defaults | values))

    return make


def read(file: File, member: str | None = None, **values: Any) -> Today:
    return file.ask(today, Wanted(file.me if member is None else member, NOON, file.me, **values))


def section(found: Today, kind: str) -> tuple[Item, ...]:
    return next((part.items for part in found.parts if part.kind == kind), ())


def ids(found: Today, kind: str) -> list[str]:
    return [item.id for item in section(found, kind)]


def test_overdue_first_and_then_today_by_the_clock(file: File, plan: Callable[..., str]):
    later, any_time, early = plan(0, due_at="16:00"), plan(0), plan(0, due_at="09:00", method="call")
    yesterday, long_ago = plan(-1), plan(-5)
    plan(1)
    found = read(file)
    assert [part.kind for part in found.parts][:2] == ["overdue", "today"]
    assert ids(found, "overdue") == [long_ago, yesterday]
    assert ids(found, "today") == [early, later, any_time]


def test_a_row_says_what_and_who(file: File, plan: Callable[..., str]):
    customer = file.customer("宁波蓝海食品")
    deal = file.deal(customer, title="冷链改造", grade="B", amount_fen=50_000_00)
    plan(0, deal_id=deal, contact_id=file.contact(customer, "李敏"), due_at="14:00")
    (item,) = section(read(file), "today")
    assert (item.customer, item.contact, item.deal, item.grade, item.amount_fen, item.time, item.owner) == (
        "宁波蓝海食品", "李敏", "冷链改造", "B", 50_000_00, "14:00", "王敏",
    )  # fmt: skip


def test_a_talk_that_is_over_waits_for_its_record_and_is_not_overdue(file: File, plan: Callable[..., str]):
    over = plan(0, method="meeting", due_at="10:00", minutes=60)
    running = plan(0, method="meeting", due_at="11:30", minutes=60)
    before = plan(-1, method="visit", due_at="15:00")
    call = plan(-1, method="call", due_at="15:00")
    found = read(file)
    assert ids(found, "record") == [over, before]
    assert ids(found, "today") == [running]
    assert ids(found, "overdue") == [call]


def test_plans_of_lost_and_deleted_deals_are_nobodys_work(file: File, plan: Callable[..., str]):
    plan(0, deal_id=file.deal(outcome="lost"))
    plan(0, deal_id=file.deal(deleted_at=datetime(2026, 1, 1, tzinfo=UTC)))
    won = plan(0, deal_id=file.deal(outcome="won"))
    alone = plan(0, deal_id=None, customer_id=file.customer("老客户"))
    assert set(ids(read(file), "today")) == {won, alone}


def test_whose_day_it_is(file: File, plan: Callable[..., str]):
    other = file.add(Member(name="赵强"))
    mine, theirs = plan(0), plan(0, owner_id=other)
    assert ids(read(file), "today") == [mine]
    assert ids(read(file, other), "today") == [theirs]
    assert set(ids(read(file, ""), "today")) == {mine, theirs}


def test_deals_without_a_next_step_the_best_first(file: File):
    low, high = file.deal(grade="C"), file.deal(grade="A")
    file.deal(next_step="回访", next_due=DAY)
    file.deal(stage_status="paused")
    file.deal(nurture=True)
    file.deal(outcome="won")
    assert ids(read(file), "unplanned") == [high, low]
    assert ids(read(file, ""), "unplanned") == [high, low]


def test_a_lead_to_accept_is_asked_once(file: File):
    deal = file.deal()
    file.add(Assignment(deal_id=deal, member_id=file.me, confirm_by=NOON + timedelta(hours=3)))
    found = read(file)
    assert ids(found, "confirm") == [deal]
    assert ids(found, "unplanned") == []


def test_leads_to_give_out_are_the_managers(file: File):
    lead = file.deal(owner_id=None, verified_at=NOON)
    assert ids(read(file), "assign") == []
    boss = file.add(Member(name="经理", role=Role.SALES_MANAGER))
    found = file.ask(today, Wanted(boss, NOON, boss))
    assert ids(found, "assign") == [lead]


def test_a_first_contact_that_is_late(file: File):
    deal = file.deal(playbook="full-cycle", assigned_at=NOON - timedelta(hours=30), created_at=NOON - timedelta(days=9))
    (item,) = section(read(file), "clock")
    assert item.deal_id == deal
    assert "首次联系" in item.what


def test_a_first_contact_that_is_soon_due(file: File):
    file.deal(assigned_at=NOON - timedelta(hours=22), created_at=NOON - timedelta(hours=22))
    (item,) = section(read(file), "clock")
    assert item.until is not None
    assert item.until > NOON


@pytest.mark.parametrize("begun", [30, 22], ids=["late", "soon"])
@pytest.mark.parametrize(("days", "twice"), [(-1, False), (0, False), (1, True)])
def test_a_first_contact_planned_for_the_day_stands_there_once(file: File, begun: int, days: int, *, twice: bool):
    since = NOON - timedelta(hours=begun)
    deal = file.deal(assigned_at=since, created_at=since)
    plan = {"deal_id": deal, "owner_id": file.me, "goal": "首次联系", "purpose": "first_contact"}
    made = file.add(Activity(due_on=DAY + timedelta(days=days), **plan))
    found = read(file)
    assert (ids(found, "overdue") + ids(found, "today") == [made]) is not twice
    assert [item.deal_id for item in section(found, "clock")] == ([deal] if twice else [])
    assert [item.deal_id for item in section(read(file, ""), "clock")] == ([deal] if twice else [])


def test_a_plan_of_another_kind_or_of_somebody_else_does_not_stand_for_the_first_contact(file: File):
    deal = file.deal(assigned_at=NOON - timedelta(hours=30), created_at=NOON - timedelta(hours=30))
    file.add(Activity(deal_id=deal, owner_id=file.me, due_on=DAY, goal="发资料", purpose="cadence"))
    other = file.add(Member(name="同事"))
    file.add(Activity(deal_id=deal, owner_id=other, due_on=DAY, goal="首次联系", purpose="first_contact"))
    assert [item.deal_id for item in section(read(file), "clock")] == [deal]


def test_it_is_known_when_the_next_first_contact_will_be_soon_due(file: File):
    assert read(file).turns_at is None
    file.deal(assigned_at=NOON - timedelta(hours=2), created_at=NOON - timedelta(hours=2))
    found = read(file)
    assert section(found, "clock") == ()
    assert found.turns_at is not None
    assert found.turns_at > NOON
    with time_machine.travel(found.turns_at, tick=False):
        later = file.ask(today, Wanted(file.me, found.turns_at, file.me))
    assert [item.kind for item in section(later, "clock")] == ["clock"]


def test_leads_to_look_at_again(file: File):
    due = file.deal(nurture=True, re_evaluate_on=DAY - timedelta(days=1))
    file.deal(nurture=True, re_evaluate_on=DAY + timedelta(days=1))
    assert ids(read(file), "re_evaluate") == [due]


def test_birthdays_and_days_to_remember_of_the_coming_week(file: File):
    customer = file.customer()
    file.deal(customer, next_step="x", next_due=DAY)
    file.add(Contact(customer_id=customer, name="张伟", birthday=date(1980, 3, 20)))
    file.add(Contact(customer_id=customer, name="李敏", birthday=date(1980, 4, 20)))
    file.add(Anniversary(customer_id=customer, name="司庆", month=3, day=19))
    assert [item.what for item in section(read(file), "remember")] == ["司庆", "张伟 生日"]


def test_a_greeting_that_is_planned_stands_for_the_day(file: File, plan: Callable[..., str]):
    customer = file.customer()
    deal = file.deal(customer, outcome="won")
    person = file.contact(customer, "张伟", birthday=date(1980, 3, 20))
    greeting = plan(2, deal_id=deal, customer_id=customer, contact_id=person, purpose="greeting", goal="张伟生日祝福")
    found = read(file)
    assert ids(found, "remember") == [greeting]
    text = file.ask(greeting_text, section(found, "remember")[0])
    assert "张伟" in text
    assert "王敏" in text
    assert "{" not in text


def test_long_sections_show_their_first_rows_and_count_all(file: File, plan: Callable[..., str]):
    for _ in range(30):
        plan(-1)
    (part,) = [part for part in read(file).parts if part.kind == "overdue"]
    assert (len(part.items), part.count, part.more) == (20, 30, True)
    (part,) = [part for part in read(file, rows={"overdue": 220}).parts if part.kind == "overdue"]
    assert (len(part.items), part.count, part.more) == (30, 30, False)


def test_beyond_a_thousand_nothing_is_counted(file: File, plan: Callable[..., str]):
    plan(-1)
    file.add(*(Activity(owner_id=file.me, due_on=DAY - timedelta(days=2), goal="x") for _ in range(MOST + 50)))
    (part,) = [part for part in read(file).parts if part.kind == "overdue"]
    assert part.count == MOST


def test_the_figures_and_the_week_ahead(file: File, plan: Callable[..., str]):
    for days, status in ((0, "planned"), (0, "done"), (-2, "done"), (2, "planned"), (5, "planned"), (0, "cancelled")):
        plan(days, status=status)
    figures = read(file).figures
    assert (figures.due_today.done, figures.due_today.total) == (1, 2)
    assert (figures.this_week.done, figures.this_week.planned) == (2, 2)  # Monday to Sunday
    assert [load.planned for load in figures.days] == [1, 0, 1, 0, 0, 1, 0]
    assert (figures.open_deals, figures.open_amount_fen) == (1, 80_000_000)


def test_nothing_to_do(file: File):
    assert read(file).parts == ()


def test_the_command_line_tells_everybodys_day_or_one_persons(file: File, plan: Callable[..., str]):
    other = file.add(Member(name="赵强"))
    with time_machine.travel(NOON, tick=False):
        plan(0, goal="我的")
        plan(-1, goal="他的", owner_id=other)
        assert [(each.section, each.what) for each in file.ask(today_records) if each.section != "unplanned"] == [
            ("overdue", "他的"),
            ("today", "我的"),
        ]
        (row,) = [each for each in file.ask(today_records, "王敏") if each.section == "today"]
        assert (row.what, row.deal, row.owner, row.due) == ("我的", "Z20240315001", "王敏", DAY)
        with pytest.raises(Refused):
            file.ask(today_records, "没有这个人")
