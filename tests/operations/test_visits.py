"""Visits: planned by the acceptance, written once, and what comes out of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.models import Activity, Deal
from desktop_crm.operations import activities, visit_leads, visits
from desktop_crm.operations.acceptance_checks import accept, record_check
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.deals import delete_deal
from desktop_crm.operations.plans import finish_plan
from desktop_crm.queries.evidenced import evidenced
from desktop_crm.queries.linked_deals import linked_deals
from desktop_crm.queries.timeline import plans, records
from desktop_crm.queries.visits import VisitSheet, visit_sheet
from desktop_crm.refusal import Refused
from desktop_crm.rules.working_time import is_working_day, next_working_day
from desktop_crm.store.undo import take_back, undo_step
from desktop_crm.system import clock
from tests.make import File

TODAY = clock.today()
WEEK = timedelta(weeks=1)


def accepted(file: File, playbook: str = "guide", **values: Any) -> str:
    """Return a deal whose delivery the customer accepted today."""
    customer = file.customer("苏州恒力精密有限公司")
    contact = file.contact(customer, "赵经理")
    deal = file.deal(customer, contact_id=contact, playbook=playbook, **values)
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["节拍 20 秒"])
    file.do(record_check, clause, result="passed")
    file.do(accept, deal)
    return deal


def sheet(file: File, deal: str) -> VisitSheet:
    return file.ask(visit_sheet, deal)


def visit(file: File, deal: str, **values: Any) -> str:
    return file.do(visits.record_visit, deal, **{"satisfaction": 4, "usage": "每天在用", **values})


def stored(file: File, deal: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal))


@pytest.mark.parametrize(
    ("playbook", "occasions"), [("guide", ["验收后1周"]), ("full-cycle", ["验收后1个月", "验收后3个月"]), ("care", [])]
)
def test_the_acceptance_plans_the_visits_of_the_playbook(file: File, playbook: str, occasions: list[str]) -> None:
    found = sheet(file, accepted(file, playbook))
    assert [plan.occasion for plan in found.planned] == occasions
    assert all(plan.due_on and is_working_day(plan.due_on) for plan in found.planned)
    assert found.accepted_on == TODAY
    assert found.visits == ()


def test_one_step_is_the_visit_its_record_and_the_plans(file: File) -> None:
    deal = accepted(file)
    (planned,) = sheet(file, deal).planned
    visit(
        file, deal, fulfils=planned.id, complaint="导出慢", training="夜班操作", second_need="二号车间也想上",
        referral="张总 苏州华业 13900001111", follow_up="出二期估算", next_due=TODAY + WEEK, method="visit",
    )  # fmt: skip
    found = sheet(file, deal)
    assert found.planned == ()
    (made,) = found.visits
    assert (made.occasion, made.due_on, made.visited_on, made.method) == (
        "验收后1周", next_working_day(TODAY + WEEK), TODAY, "visit",
    )  # fmt: skip
    assert (made.satisfaction, made.contact, made.visitor, made.follow_up) == (4, "赵经理", "王敏", "出二期估算")
    assert found.marks == ((TODAY, 4),)
    (record,) = file.ask(records, deal).records
    assert record.feedback.splitlines() == [
        "满意度：满意（4/5）", "使用情况：每天在用", "投诉：导出慢", "培训：夜班操作", "新需求：二号车间也想上",
        "转介绍：张总 苏州华业 13900001111",
    ]  # fmt: skip
    assert {(plan.goal, plan.due_on) for plan in file.ask(plans, deal)} == {
        ("出二期估算", TODAY + WEEK), ("安排培训：夜班操作", next_working_day(TODAY + WEEK)),
    }  # fmt: skip
    assert "first_visit_done" in file.ask(evidenced, deal)


def test_a_visit_nobody_planned_counts_and_leaves_the_plan_alone(file: File) -> None:
    deal = accepted(file, "full-cycle")
    visit(file, deal)
    found = sheet(file, deal)
    assert [plan.occasion for plan in found.planned] == ["验收后1个月", "验收后3个月"]
    assert [made.occasion for made in found.visits] == [""]
    visit(file, deal, fulfils=found.planned[0].id)
    assert {"first_visit_done", "second_visit_done"} <= file.ask(evidenced, deal)


@pytest.mark.parametrize("how", ["record", "finish"])
def test_a_planned_visit_recorded_elsewhere_is_a_visit_too(file: File, how: str) -> None:
    deal = accepted(file)
    (planned,) = sheet(file, deal).planned
    if how == "record":
        file.do(activities.record_activity, deal, feedback="用得很顺", fulfils=planned.id)
    else:
        file.do(finish_plan, planned.id)
    (made,) = sheet(file, deal).visits
    assert made.usage == ("用得很顺" if how == "record" else f"已完成：{planned.goal}")
    file.do(visits.edit_visit, made.id, satisfaction=5)
    assert sheet(file, deal).visits[0].satisfaction == 5
    file.do(activities.delete_activity, planned.id)
    assert sheet(file, deal).visits == ()


def test_it_is_taken_back_as_one(file: File) -> None:
    deal = accepted(file)
    (planned,) = sheet(file, deal).planned
    visit(file, deal, fulfils=planned.id, training="夜班")
    with file.store.read() as session:
        step = undo_step(session)
    assert step is not None
    file.store.write("undo", "撤销", lambda session: take_back(session, step.rid), undoes=step.rid)
    found = sheet(file, deal)
    assert [plan.id for plan in found.planned] == [planned.id]
    assert found.visits == ()
    assert len(file.ask(plans, deal)) == 1


@pytest.mark.parametrize(
    ("values", "said", "place"),
    [
        ({"satisfaction": None, "usage": " "}, "用得怎样", "usage"),
        ({"satisfaction": 6}, "1 到 5", "satisfaction"),
        ({"satisfaction": 0}, "1 到 5", "satisfaction"),
        ({"next_due": TODAY}, "下一步要做什么", "follow_up"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_way_to_mend_it(
    file: File, values: dict[str, Any], said: str, place: str
) -> None:
    deal = accepted(file)
    with pytest.raises(Refused, match=said) as refusal:
        visit(file, deal, **values)
    assert refusal.value.remedies[0].target == f"delivery.visits.{place}"
    assert sheet(file, deal).visits == ()


def test_what_is_corrected_is_corrected_in_the_record_and_the_plan(file: File) -> None:
    deal = accepted(file)
    made = visit(file, deal, follow_up="出估算", next_due=TODAY + WEEK)
    yesterday = TODAY - timedelta(days=1)
    file.do(visits.edit_visit, made, satisfaction=2, complaint="报表慢", visited_on=yesterday, follow_up="出二期估算")
    (record,) = file.ask(records, deal).records
    assert record.feedback == "满意度：不满意（2/5）\n使用情况：每天在用\n投诉：报表慢"
    assert clock.local_day(record.at) == yesterday
    assert [(plan.goal, plan.due_on) for plan in file.ask(plans, deal) if plan.purpose == ""] == [
        ("出二期估算", TODAY + WEEK)
    ]
    for values, said in (
        ({"visited_on": TODAY + WEEK}, "还没有到"), ({"visited_on": None}, "不能为空"),
        ({"satisfaction": None, "usage": "", "complaint": ""}, "用得怎样"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=said):
            file.do(visits.edit_visit, made, **values)
    assert sheet(file, deal).visits[0].visited_on == yesterday


def test_words_of_the_record_that_somebody_changed_are_left_alone(file: File) -> None:
    deal = accepted(file)
    made = visit(file, deal)
    file.do(activities.edit_activity, file.ask(records, deal).records[0].id, feedback="另有说法", method="wechat")
    file.do(visits.edit_visit, made, satisfaction=5)
    (record,) = file.ask(records, deal).records
    assert record.feedback == "另有说法"
    assert sheet(file, deal).visits[0].method == "wechat"


def test_a_visit_is_struck_out_with_its_record(file: File) -> None:
    deal = accepted(file)
    kept = visit(file, deal, usage="留下的")
    file.do(visits.delete_visit, visit(file, deal, usage="写错的"))
    assert [made.id for made in sheet(file, deal).visits] == [kept]
    assert len(file.ask(records, deal).records) == 1


def test_the_day_of_an_earlier_visit_is_kept(file: File) -> None:
    deal = accepted(file)
    day = TODAY - timedelta(days=3)
    visit(file, deal, happened_at=datetime.combine(day, datetime.min.time().replace(hour=15)).astimezone())
    visit(file, deal, satisfaction=5)
    assert sheet(file, deal).marks == ((day, 4), (TODAY, 5))


def test_a_second_need_becomes_a_linked_deal_of_the_same_customer(file: File) -> None:
    deal = accepted(file)
    made = visit(file, deal, second_need="二号车间也想上 MES")
    second = file.do(visit_leads.open_second_deal, made)
    parent, child = stored(file, deal), stored(file, second)
    assert (child.customer_id, child.contact_id, child.owner_id) == (
        parent.customer_id, parent.contact_id, parent.owner_id,
    )  # fmt: skip
    assert (child.source, child.need, child.playbook, child.parent_id) == (
        "老客户", "二号车间也想上 MES", "guide", deal,
    )  # fmt: skip
    assert child.number == f"L{TODAY:%Y%m%d}001"
    assert child.stage == file.playbooks["guide"].first_stage.key
    assert child.screened_at is not None
    (link,) = file.ask(linked_deals, deal).children
    assert (link.id, link.number, link.same_customer) == (second, child.number, True)
    back = file.ask(linked_deals, second).parent
    assert back is not None
    assert back.id == deal
    with pytest.raises(Refused, match=f"已经转过了，是 {child.number}"):
        file.do(visit_leads.open_second_deal, made)
    file.do(delete_deal, second)
    assert file.ask(linked_deals, deal).children == ()
    assert file.do(visit_leads.open_second_deal, made) != second


def test_the_customer_is_the_very_same_even_when_another_has_its_name(file: File) -> None:
    file.customer("苏州恒力精密有限公司")  # found first by its name
    deal = accepted(file)
    second = file.do(visit_leads.open_second_deal, visit(file, deal, second_need="二期"))
    assert stored(file, second).customer_id == stored(file, deal).customer_id


def test_a_referral_becomes_a_lead_as_it_was_jotted_down(file: File) -> None:
    deal = accepted(file)
    made = visit(file, deal, referral="张总 苏州华业 13900001111 想上MES")
    lead = stored(file, file.do(visit_leads.take_referral, made))
    assert (lead.source, lead.sub_source, lead.need, lead.parent_id) == (
        "老客户推荐", "苏州恒力精密有限公司", "想上MES", deal,
    )  # fmt: skip
    (link,) = file.ask(linked_deals, deal).children
    assert (link.customer, link.same_customer) == ("苏州华业", False)
    assert lead.owner_id == file.me
    with pytest.raises(Refused, match="已经转过了"):
        file.do(visit_leads.take_referral, made)


def test_nothing_comes_from_nothing(file: File) -> None:
    deal = accepted(file)
    made = visit(file, deal)
    for operation, said in ((visit_leads.open_second_deal, "没有写新需求"), (visit_leads.take_referral, "看不出推荐")):
        with pytest.raises(Refused, match=said) as refusal:
            file.do(operation, made)
        assert refusal.value.remedies[0].target == f"delivery.visits.{made}"
    assert file.ask(lambda session: session.query(Deal).count()) == 1


def test_without_a_customer_there_is_no_second_deal(file: File) -> None:
    deal = file.add(Deal(number="Z1", owner_id=file.me, playbook="guide", stage="delivery"))
    made = visit(file, deal, second_need="二期")
    with pytest.raises(Refused, match="还没有客户"):
        file.do(visit_leads.open_second_deal, made)


def test_a_deal_that_is_gone_has_no_visits(file: File) -> None:
    assert sheet(file, "gone") == VisitSheet()
    assert file.ask(linked_deals, "gone").children == ()
    assert file.ask(lambda session: session.query(Activity).count()) == 0
    assert date.today() == TODAY
