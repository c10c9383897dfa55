"""D4 and D5: visits after acceptance, surveys, reports and greetings, over a simulated year and by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Anniversary, ChangeSet, Deal, Purpose
from desktop_crm.operations import activities, anniversaries, care, deals
from desktop_crm.queries.care import care_counts, care_plans, greeting_texts, remembered_days, words_for
from desktop_crm.refusal import Refused
from desktop_crm.rules.working_time import is_working_day
from desktop_crm.store import undo
from tests.make import File
from tests.operations.test_cadence import planned, stage, the_deal

START = datetime(2025, 1, 3, 2, tzinfo=UTC)
WON_ON = START.date()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def won(file: File, playbook: str = "care", day: date = WON_ON, **values: Any) -> str:
    return file.deal(playbook=playbook, stage=stage(file, playbook), outcome="won", closed_on=day, **values)


def kinds(file: File, deal: str) -> list[tuple[str, str, date | None]]:
    return [(row.purpose, row.occasion, row.due_on) for row in planned(file, deal)]


def change_sets(file: File) -> int:
    def read(session: Session) -> int:
        return session.scalar(select(func.count()).select_from(ChangeSet)) or 0

    return file.ask(read)


def test_the_coming_weeks_are_planned_and_no_more(file: File):
    deal = won(file)
    file.do(care.plan_care)
    assert kinds(file, deal) == [
        ("greeting", "2025-春节", date(2025, 1, 27)),  # the last working day before the holiday
        ("survey", "2025-02", date(2025, 2, 5)),  # a month on is the 3rd, still a holiday
        ("greeting", "2025-元宵节", date(2025, 2, 12)),
    ]
    assert the_deal(file, deal).next_due == date(2025, 1, 27)


def test_planning_again_makes_nothing_and_leaves_no_trace(file: File):
    won(file)
    file.do(care.plan_care)
    before = change_sets(file)
    file.do(care.plan_care)
    assert change_sets(file) == before


@pytest.mark.parametrize("playbook", ["full-cycle", "care", "guide", "funnel", "handbook"])
def test_a_year_in_the_pool(file: File, clock: time_machine.Traveller, playbook: str):
    deal = won(file, playbook)
    file.do(anniversaries.add_anniversary, the_deal(file, deal).customer_id, name="公司周年", day="9-30")
    for _ in range(52):
        file.do(care.plan_care)
        clock.shift(timedelta(days=7))
    plans = [row for row in planned(file, deal) if row.due_on and row.due_on < date(2026, 1, 3)]
    made = Counter(row.purpose for row in plans)
    assert 11 <= made[Purpose.SURVEY] <= 12
    assert made[Purpose.REPORT] in (3, 4)
    greeted = [row.occasion for row in plans if row.purpose == Purpose.GREETING]
    assert sorted(greeted) == sorted([
        "2025-春节", "2025-元宵节", "2025-端午节", "2025-国庆节", "2025-中秋节", "2025-公司周年", "2026-元旦",
    ])  # fmt: skip
    days = [row.due_on for row in plans if row.purpose == Purpose.GREETING]
    assert len(set(days)) == len(days), "one greeting a day"
    assert all(is_working_day(day) for day in days if day)


def test_pages_of_customers_are_gone_through_to_the_end(file: File):
    deals_won = [won(file, customer=file.customer(f"客户{place}")) for place in range(5)]
    won(file, customer=the_deal(file, deals_won[0]).customer_id, day=date(2025, 1, 2))
    after, rounds = "", 0
    while True:
        after = file.do(care.plan_care, after=after, limit=2)
        rounds += 1
        if not after:
            break
    assert rounds == 3
    assert all(len(planned(file, deal)) == 3 for deal in deals_won)


def test_winning_plans_and_taking_the_win_back_calls_off(file: File):
    deal = file.deal(playbook="care", stage="interested")
    file.do(deals.close_deal, deal, outcome="won", override_reason="测试")
    assert [purpose for purpose, _, _ in kinds(file, deal)] == ["greeting", "survey", "greeting"]
    file.do(deals.reopen_deal, deal, evidence="合同没有签成")
    assert not [row for row in planned(file, deal) if row.purpose in care.POOL]
    file.do(deals.close_deal, deal, outcome="won", override_reason="测试")
    assert len(kinds(file, deal)) == 3


def test_what_an_undo_took_back_is_planned_again_but_what_a_person_called_off_is_not(file: File):
    deal = won(file)
    file.do(care.plan_care)
    step = file.ask(undo.undo_step)
    assert step is not None
    assert step.label == "安排客户维护"
    file.store.write("undo", "undo", lambda session: undo.take_back(session, step.rid), undoes=step.rid)
    assert kinds(file, deal) == []
    file.do(care.plan_care)
    assert len(kinds(file, deal)) == 3
    file.do(activities.cancel_activity, planned(file, deal)[0].id)
    file.do(activities.delete_activity, planned(file, deal)[0].id)
    file.do(care.plan_care)
    assert [occasion for _, occasion, _ in kinds(file, deal)] == ["2025-元宵节"]


def test_two_greetings_never_stand_on_one_day(file: File):
    customer = file.customer()
    file.contact(customer, "张伟", birthday=date(1980, 2, 12))
    file.contact(customer, "李芳", birthday=date(1985, 2, 12))
    deal = won(file, customer=customer)
    file.do(care.plan_care)
    greetings = [(occasion, day) for purpose, occasion, day in kinds(file, deal) if purpose == Purpose.GREETING]
    assert {occasion for occasion, _ in greetings} == {"2025-春节", "2025-元宵节", "2025-张伟生日", "2025-李芳生日"}
    days = [day for _, day in greetings]
    assert len(set(days)) == 4
    assert max(day for day in days if day) == date(2025, 2, 12), "the others are sent before the day, not after it"


def test_a_birthday_by_the_moon_stands_for_the_one_in_the_profile(file: File):
    customer = file.customer()
    person = file.contact(customer, "张伟", birthday=date(1980, 1, 20))
    file.add(Anniversary(customer_id=customer, contact_id=person, name="生日", month=12, day=20, lunar=True))
    deal = won(file, customer=customer)
    file.do(care.plan_care)
    (birthday,) = (row for row in planned(file, deal) if "生日" in row.occasion)
    assert (birthday.occasion, birthday.due_on) == ("2025-张伟生日", date(2025, 1, 17))  # the 19th is a Sunday
    assert birthday.contact_id == person


@pytest.mark.parametrize(
    ("playbook", "expected"),
    [
        ("full-cycle", [("验收后1个月", date(2025, 2, 5)), ("验收后3个月", date(2025, 4, 3))]),
        ("guide", [("验收后1周", date(2025, 1, 10))]),
        ("care", []),
        ("funnel", []),
        ("handbook", []),
    ],
)
def test_acceptance_plans_the_visits_of_the_playbook(file: File, playbook: str, expected: list[tuple[str, date]]):
    deal = won(file, playbook)

    def visit(session: Session) -> None:
        found = session.get(Deal, deal)
        assert found is not None
        care.plan_visits(session, found, START.date())
        care.plan_visits(session, found, START.date())

    file.store.write("accept", "accept", visit)
    visits = [(occasion, day) for purpose, occasion, day in kinds(file, deal) if purpose == Purpose.VISIT]
    assert visits == expected


def test_sending_a_greeting_is_a_record_of_it(file: File):
    customer = file.customer()
    person = file.contact(customer, "张伟")
    deal = won(file, customer=customer, contact_id=person)
    file.do(care.plan_care)
    plan = planned(file, deal)[0]
    words = file.ask(words_for, plan.id)
    assert words.startswith("张伟，")
    assert "苏州恒力精密有限公司" in words
    assert words.endswith("杭州启明软件有限公司 王敏敬上")
    file.do(care.mark_sent, plan.id, text=words)

    def read(session: Session) -> tuple[str, str]:
        row = session.get(Activity, plan.id)
        assert row is not None
        return row.status, row.feedback

    assert file.ask(read) == (ActivityStatus.DONE, "已发送：" + words)
    file.do(care.plan_care)
    assert plan.id not in {row.id for row in planned(file, deal)}


def test_the_company_may_have_its_own_words(file: File):
    file.do(care.set_greeting, "spring_festival", text="{联系人}过年好，{公司}敬上")
    text = next(each for each in file.ask(greeting_texts) if each.key == "spring_festival")
    assert (text.text, text.own) == ("{联系人}过年好，{公司}敬上", True)
    for wrong in ("{联系人}{职务}好", "{联系人", " "):
        with pytest.raises(Refused):
            file.do(care.set_greeting, "spring_festival", text=wrong)
    file.do(care.reset_greeting, "spring_festival")
    assert not any(each.own for each in file.ask(greeting_texts))
    file.do(care.set_greeting, "spring_festival", text="再改一次")
    assert sum(each.own for each in file.ask(greeting_texts)) == 1


def test_the_pool_is_listed_by_day_and_counted_by_kind(file: File):
    won(file)
    file.do(care.plan_care)
    assert file.ask(care_counts) == {"greeting": 2, "survey": 1}
    assert [plan.occasion for plan in file.ask(care_plans)] == ["2025-春节", "2025-02", "2025-元宵节"]
    assert [plan.occasion for plan in file.ask(care_plans, purpose="survey")] == ["2025-02"]
    assert [plan.occasion for plan in file.ask(care_plans, order="due_on", descending=True, limit=1)] == ["2025-元宵节"]


def test_days_to_remember_are_typed_as_people_say_them(file: File):
    customer = file.customer()
    person = file.contact(customer, "张伟")
    made = file.do(anniversaries.add_anniversary, customer, name="公司周年", day="6月18日")
    file.do(anniversaries.add_anniversary, customer, name="生日", day="农历八月十五", contact_id=person)
    with pytest.raises(Refused, match="不是一年里的某一天"):
        file.do(anniversaries.edit_anniversary, made, day="13-45")
    file.do(anniversaries.edit_anniversary, made, lunar=True)
    first, second = file.ask(remembered_days, customer)
    assert (first.name, first.month, first.day, first.lunar) == ("公司周年", 6, 18, True)
    assert (second.contact, second.month, second.day, second.lunar) == ("张伟", 8, 15, True)
    file.do(anniversaries.remove_anniversary, made)
    assert len(file.ask(remembered_days, customer)) == 1
