"""Follow-ups: a record, the next step in the same breath, and what the deal repeats of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_crm.models import Activity, Deal, Stakeholder, link_id
from desktop_crm.operations import activities
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from tests.make import File


def deal_of(file: File, deal_id: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal_id))


def activity(file: File, row_id: str) -> Activity:
    return file.ask(lambda session: session.get_one(Activity, row_id))


def test_a_record_plans_the_next_step_and_the_deal_repeats_both(file: File) -> None:
    deal = file.deal()
    happened = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    record = file.do(
        activities.record_activity,
        deal,
        feedback="从观望转为对比3家供应商",
        happened_at=happened,
        method="visit",
        objection="嫌实施周期长",
        intention="对比3家",
        next_step="提交能耗数据",
        next_due=date(2026, 3, 15),
        next_method="email",
        grade="B",
    )
    kept = activity(file, record)
    assert (kept.status, kept.method, kept.objection, kept.owner_id) == ("done", "visit", "嫌实施周期长", file.me)
    repeated = deal_of(file, deal)
    assert (repeated.next_step, repeated.next_due) == ("提交能耗数据", date(2026, 3, 15))
    assert repeated.last_contact_at == happened
    assert (repeated.grade, repeated.stage_status) == ("B", "in_progress")


def test_the_earliest_plan_is_the_next_step_and_one_without_a_day_comes_last(file: File) -> None:
    deal = file.deal()
    file.do(activities.plan_activity, deal, goal="送样机")
    assert deal_of(file, deal).next_step == "送样机"
    later = file.do(activities.plan_activity, deal, goal="讲方案", due_on=date(2026, 4, 1))
    sooner = file.do(activities.plan_activity, deal, goal="问预算", due_on=date(2026, 3, 20))
    assert deal_of(file, deal).next_step == "问预算"
    file.do(activities.cancel_activity, sooner)
    assert deal_of(file, deal).next_step == "讲方案"
    file.do(activities.edit_activity, later, due_on=None)
    assert deal_of(file, deal).next_due is None
    file.do(activities.delete_activity, later)
    assert deal_of(file, deal).next_step == "送样机"


def test_a_record_that_fulfils_a_plan_is_the_same_row(file: File) -> None:
    deal = file.deal()
    plan = file.do(activities.plan_activity, deal, goal="提交能耗数据", due_on=date(2026, 3, 15))
    record = file.do(activities.record_activity, deal, feedback="赵经理收到，提了两处疑问", fulfils=plan)
    assert record == plan
    kept = activity(file, plan)
    assert (kept.status, kept.goal, kept.feedback) == ("done", "提交能耗数据", "赵经理收到，提了两处疑问")
    assert deal_of(file, deal).next_step == ""


def test_a_talk_with_a_stakeholder_counts_as_having_met_them(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer)
    deal = file.deal(customer)
    person = file.add(Stakeholder(id=link_id(deal, contact), deal_id=deal, contact_id=contact))
    file.do(activities.record_activity, deal, feedback="陈总同意试产", contact_id=contact)
    assert file.ask(lambda session: session.get_one(Stakeholder, person).met)


def test_a_record_keeps_the_time_it_happened_and_defaults_to_now(file: File) -> None:
    before = clock.now()
    record = file.do(activities.record_activity, file.deal(), feedback="要求补能耗数据")
    happened = activity(file, record).happened_at
    assert happened is not None
    assert before <= happened <= clock.now()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"feedback": "  "}, "说了什么"),
        ({"feedback": "谈了", "next_due": date(2026, 3, 15)}, "下一步"),
        ({"feedback": "谈了", "happened_at": datetime.now(UTC) + timedelta(days=3)}, "还没有到"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(file: File, values: dict[str, object], reason: str) -> None:
    deal = file.deal()
    with pytest.raises(Refused, match=reason):
        file.do(activities.record_activity, deal, **values)
    assert deal_of(file, deal).last_contact_at is None


def test_a_plan_needs_its_goal(file: File) -> None:
    with pytest.raises(Refused):
        file.do(activities.plan_activity, file.deal(), goal=" ")
