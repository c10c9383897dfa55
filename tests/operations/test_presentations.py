"""Presentations: written once, they are a follow-up record and the next plan too; what was raised gets its answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from desktop_crm.models import Activity, Deal, Member, Proposal
from desktop_crm.operations import activities, presentations
from desktop_crm.queries.presentations import Point, TalkSheet, talk_sheet
from desktop_crm.queries.timeline import plans, records
from desktop_crm.refusal import Refused
from desktop_crm.store.undo import take_back, undo_step
from desktop_crm.system import clock
from tests.make import File

TODAY = date.today()
NEXT_WEEK = TODAY + timedelta(days=7)


def sheet(file: File, deal: str) -> TalkSheet:
    return file.ask(talk_sheet, deal)


def talk(file: File, deal: str, **values: Any) -> str:
    return file.do(presentations.record_presentation, deal, **{"reaction": "认可节拍，担心夜班", **values})


def stored(file: File, deal: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal))


def texts(file: File, deal: str) -> list[str]:
    return [point.text for point in sheet(file, deal).open_points]


def test_one_step_is_the_presentation_its_record_and_the_next_plan(file: File) -> None:
    colleague = file.add(Member(name="周工", role="technology"))
    deal = file.deal()
    file.add(Proposal(deal_id=deal), Proposal(deal_id=deal, version=2))
    talk(
        file, deal, method="demo", place="一号车间", our_side="王敏、周工", their_side="陈总、赵经理",
        points=["赵经理：要能耗数据", "  ", "保养由谁做"], next_action="补能耗数据", next_due=NEXT_WEEK,
        next_owner_id=colleague,
    )  # fmt: skip
    (found,) = sheet(file, deal).talks
    assert (found.presented_on, found.method, found.version) == (TODAY, "demo", 2)
    assert (found.place, found.our_side, found.their_side) == ("一号车间", "王敏、周工", "陈总、赵经理")
    assert (found.next_action, found.next_due, found.next_owner) == ("补能耗数据", NEXT_WEEK, "周工")
    first, second = found.points
    assert (first.raised_by, first.text, first.settled_by, first.due_on) == (
        "赵经理", "要能耗数据", "周工", NEXT_WEEK,
    )  # fmt: skip
    assert (second.raised_by, second.text) == ("", "保养由谁做")
    (record,) = file.ask(records, deal).records
    assert (record.feedback, record.method) == ("认可节拍，担心夜班", "demo")
    (plan,) = file.ask(plans, deal)
    assert (plan.goal, plan.due_on, plan.owner) == ("补能耗数据", NEXT_WEEK, "周工")
    assert (stored(file, deal).next_step, stored(file, deal).next_due) == ("补能耗数据", NEXT_WEEK)


def test_it_is_taken_back_as_one(file: File) -> None:
    deal = file.deal()
    talk(file, deal, points=["要能耗数据"], next_action="补数据")
    with file.store.read() as session:
        step = undo_step(session)
    assert step is not None
    file.store.write("undo", "撤销", lambda session: take_back(session, step.rid), undoes=step.rid)
    assert sheet(file, deal).talks == ()
    assert file.ask(records, deal).records == ()
    assert file.ask(plans, deal) == ()


def test_a_planned_presentation_is_carried_out(file: File) -> None:
    deal = file.deal()
    file.do(activities.plan_activity, deal, goal="电话催款", due_on=TODAY)
    plan = file.do(activities.plan_activity, deal, goal="上门讲解方案", method="visit", due_on=TODAY)
    offered = sheet(file, deal).plan
    assert offered is not None
    assert offered.id == plan
    talk(file, deal, fulfils=plan)
    assert [left.goal for left in file.ask(plans, deal)] == ["电话催款"]
    (record,) = file.ask(records, deal).records
    assert record.id == plan


def test_the_day_of_an_earlier_presentation_is_kept(file: File) -> None:
    deal = file.deal()
    day = TODAY - timedelta(days=3)
    talk(file, deal, happened_at=datetime.combine(day, datetime.min.time().replace(hour=15)).astimezone())
    assert sheet(file, deal).talks[0].presented_on == day
    (record,) = file.ask(records, deal).records
    assert clock.local_day(record.at) == day


@pytest.mark.parametrize(
    ("values", "said", "place"),
    [
        ({"reaction": " ", "points": ["", " "]}, "反应或提出的问题", "proposal.talks"),
        ({"happened_at": clock.now() + timedelta(days=2)}, "还没有到", "proposal.talks.when"),
        ({"next_due": NEXT_WEEK}, "下一步要做什么", "proposal.talks.next_action"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_way_to_mend_it(
    file: File, values: dict[str, Any], said: str, place: str
) -> None:
    deal = file.deal()
    with pytest.raises(Refused, match=said) as refusal:
        talk(file, deal, **values)
    assert refusal.value.remedies[0].target == place
    assert sheet(file, deal).talks == ()


def test_questions_alone_are_a_record_too(file: File) -> None:
    deal = file.deal()
    talk(file, deal, reaction="", points=["要能耗数据", "保养由谁做"])
    (record,) = file.ask(records, deal).records
    assert record.feedback == "要能耗数据；保养由谁做"


def test_what_is_corrected_is_corrected_in_the_record_and_the_plan(file: File) -> None:
    deal = file.deal()
    made = talk(file, deal, next_action="补能耗数据", next_due=NEXT_WEEK)
    day = TODAY - timedelta(days=1)
    file.do(presentations.edit_presentation, made, reaction="认可节拍", presented_on=day, method="visit")
    file.do(presentations.edit_presentation, made, next_action="补齐能耗数据", next_due=None)
    (record,) = file.ask(records, deal).records
    assert (record.feedback, clock.local_day(record.at), record.method) == ("认可节拍", day, "visit")
    (plan,) = file.ask(plans, deal)
    assert (plan.goal, plan.due_on) == ("补齐能耗数据", None)
    with pytest.raises(Refused, match="还没有到"):
        file.do(presentations.edit_presentation, made, presented_on=NEXT_WEEK)
    with pytest.raises(Refused, match="不能为空"):
        file.do(presentations.edit_presentation, made, presented_on=None)


def test_a_plan_that_went_its_own_way_is_left_alone(file: File) -> None:
    deal = file.deal()
    made = talk(file, deal, next_action="补能耗数据", next_due=NEXT_WEEK)
    (plan,) = file.ask(plans, deal)
    file.do(activities.edit_activity, plan.id, goal="带数据上门")
    file.do(presentations.edit_presentation, made, next_action="补数据")
    assert [left.goal for left in file.ask(plans, deal)] == ["带数据上门"]


def test_a_record_struck_out_before_is_not_missed(file: File) -> None:
    deal = file.deal()
    made = talk(file, deal)
    file.do(activities.delete_activity, file.ask(records, deal).records[0].id)
    file.do(presentations.edit_presentation, made, reaction="改口")
    assert sheet(file, deal).talks[0].reaction == "改口"
    file.do(presentations.delete_presentation, made)
    assert sheet(file, deal).talks == ()


def test_a_presentation_is_struck_out_with_its_points_and_its_record(file: File) -> None:
    deal = file.deal()
    kept = talk(file, deal, points=["留下的"])
    gone = talk(file, deal, points=["要能耗数据"], next_action="补数据")
    file.do(presentations.delete_presentation, gone)
    assert [found.id for found in sheet(file, deal).talks] == [kept]
    assert texts(file, deal) == ["留下的"]
    assert len(file.ask(records, deal).records) == 1
    assert [plan.goal for plan in file.ask(plans, deal)] == ["补数据"]


def test_points_of_all_presentations_are_one_list_in_the_order_people_give(file: File) -> None:
    deal = file.deal()
    earlier = datetime.now().astimezone() - timedelta(days=2)
    talk(file, deal, points=["一", "二"], happened_at=earlier)
    talk(file, deal, points=["三"])
    first, _, third = (point.id for point in sheet(file, deal).open_points)
    (added,) = file.do(presentations.add_presentation_points, deal, texts=["采购李工：四"], after=first)
    assert texts(file, deal) == ["一", "四", "二", "三"]
    newest, oldest = sheet(file, deal).talks
    assert {point.id for point in newest.points} == {third, added}
    assert [point.text for point in oldest.points] == ["一", "二"]
    file.do(presentations.move_presentation_point, third, place=0)
    assert texts(file, deal) == ["三", "一", "四", "二"]
    file.do(presentations.edit_presentation_point, first, answer="答了", settled=True)
    file.do(presentations.move_presentation_point, third, place=1)  # among the open ones
    assert texts(file, deal) == ["四", "三", "二"]
    file.do(presentations.remove_presentation_point, added)
    assert texts(file, deal) == ["三", "二"]


def test_a_point_is_settled_with_its_answer(file: File) -> None:
    deal = file.deal()
    talk(file, deal, points=["要能耗数据"])
    (point,) = sheet(file, deal).open_points
    with pytest.raises(Refused, match="怎样答复") as refusal:
        file.do(presentations.edit_presentation_point, point.id, settled=True)
    assert refusal.value.remedies[0].target == f"proposal.talks.{point.id}"
    file.do(presentations.edit_presentation_point, point.id, answer="附实测数据", settled=True)
    assert sheet(file, deal).open_points == ()
    (settled,) = sheet(file, deal).talks[0].settled
    assert settled == Point(point.id, "要能耗数据", answer="附实测数据", settled_by="王敏", settled=True)


def test_there_is_nothing_to_raise_before_the_first_presentation(file: File) -> None:
    deal = file.deal()
    with pytest.raises(Refused, match="先记录一次讲解"):
        file.do(presentations.add_presentation_points, deal, texts=["一"])


@pytest.mark.parametrize(
    ("typed", "raised_by", "text"),
    [
        ("赵经理：要数据", "赵经理", "要数据"),
        ("赵经理: 要数据", "赵经理", "要数据"),
        ("交付之后多久付款：三十天还是六十天", "", "交付之后多久付款：三十天还是六十天"),
        ("赵经理：", "", "赵经理："),
        ("：要数据", "", "：要数据"),
    ],
)
def test_who_raised_it_is_read_from_a_short_name(file: File, typed: str, raised_by: str, text: str) -> None:
    deal = file.deal()
    talk(file, deal, points=[typed])
    (point,) = sheet(file, deal).open_points
    assert (point.raised_by, point.text) == (raised_by, text)
    file.do(presentations.edit_presentation_point, point.id, said="李工：" + text)
    file.do(presentations.edit_presentation_point, point.id, said=typed)
    (again,) = sheet(file, deal).open_points
    assert (again.raised_by, again.text) == (raised_by, text)


def test_the_sheet_offers_who_is_there(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer, contact_id=file.contact(customer, "赵经理"))
    found = sheet(file, deal)
    assert (found.contact, found.me, found.plan) == ("赵经理", "王敏", None)
    assert [one.name for one in found.colleagues] == ["王敏"]
    assert sheet(file, "gone") == TalkSheet()
    assert file.ask(lambda session: session.query(Activity).count()) == 0
