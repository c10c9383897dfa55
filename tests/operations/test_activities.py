"""Follow-ups: a record, the next step in the same breath, and what the deal repeats of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from desktop_crm.models import Activity, CustomerTag, Deal, Member, Stakeholder, link_id
from desktop_crm.operations import activities
from desktop_crm.operations.customers import add_tag
from desktop_crm.queries.records import activities as shown_activities
from desktop_crm.queries.timeline import plans, records
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.make import File


def deal_of(file: File, deal_id: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal_id))


def activity(file: File, row_id: str) -> Activity:
    return file.ask(lambda session: session.get_one(Activity, row_id))


def tags_of(file: File, customer: str) -> set[str]:
    return set(
        file.ask(
            lambda session: session.scalars(select(CustomerTag.tag).where(CustomerTag.customer_id == customer)).all()
        )
    )


def undo_last(file: File) -> None:
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)


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


def test_grade_tags_and_the_next_plan_come_with_the_record_and_go_with_one_undo(file: File) -> None:
    customer = file.customer()
    deal = file.deal(customer, grade="B")
    colleague = file.add(Member(name="李强"))
    file.do(add_tag, customer, tag="关注性价比")
    file.do(
        activities.record_activity,
        deal,
        feedback="预算批了 80 万",
        grade="A",
        grade_reason="预算已批",
        tags_add=("决策链复杂", "关注性价比"),
        tags_remove=("关注性价比", "早就没有的"),
        next_step="讲方案",
        next_due=date(2026, 3, 17),
        next_at="15:00",
        next_owner_id=colleague,
    )
    kept = deal_of(file, deal)
    assert (kept.grade, kept.grade_reason, kept.next_step) == ("A", "预算已批", "讲方案")
    assert kept.graded_at is not None
    assert tags_of(file, customer) == {"决策链复杂", "关注性价比"}
    (plan,) = file.ask(plans, deal)
    assert (plan.due_on, plan.due_at, plan.owner) == (date(2026, 3, 17), "15:00", "李强")
    undo_last(file)
    assert (deal_of(file, deal).grade, deal_of(file, deal).next_step) == ("B", "")
    assert tags_of(file, customer) == {"关注性价比"}
    assert file.ask(records, deal).total == 0


def test_the_same_grade_again_is_no_new_grading(file: File) -> None:
    deal = file.deal(grade="B", grade_reason="样本达标")
    file.do(activities.record_activity, deal, feedback="问了交期", grade="B")
    kept = deal_of(file, deal)
    assert (kept.grade_reason, kept.graded_at) == ("样本达标", None)


@pytest.mark.parametrize(
    ("playbook", "minutes", "late"),
    [
        ("care", 61, True), ("care", 59, False), ("handbook", 61, True), ("handbook", 59, False),
        ("full-cycle", 60 * 24 * 9, False), ("guide", 60 * 24 * 9, False), ("funnel", 60 * 24 * 9, False),
    ],
)  # fmt: skip
def test_a_record_written_past_the_playbooks_limit_is_flagged(
    file: File, playbook: str, minutes: int, *, late: bool
) -> None:
    deal = file.deal(playbook=playbook)
    file.do(
        activities.record_activity, deal, feedback="要求补报价", happened_at=clock.now() - timedelta(minutes=minutes)
    )
    (record,) = file.ask(records, deal).records
    assert (record.late_by is not None) is late
    if record.late_by is not None:
        assert timedelta(minutes=minutes) <= record.late_by < timedelta(minutes=minutes + 1)
    (shown,) = (each for each in file.ask(shown_activities) if each.status == "done")
    assert shown.written_late is late


def test_what_was_written_before_writing_was_timed_is_not_late(file: File) -> None:
    deal = file.deal(playbook="care")
    file.add(Activity(deal_id=deal, status="done", feedback="旧记录", happened_at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert [record.late_by for record in file.ask(records, deal).records] == [None]


def test_plans_come_by_day_and_time(file: File) -> None:
    deal, day = file.deal(), date(2026, 3, 17)
    for goal, due_on, due_at in (
        ("哪天都行", None, ""), ("下午", day, "15:00"), ("次日", date(2026, 3, 18), ""), ("上午", day, "09:30"),
        ("当天", day, ""),
    ):  # fmt: skip
        file.do(activities.plan_activity, deal, goal=goal, due_on=due_on, due_at=due_at)
    assert [plan.goal for plan in file.ask(plans, deal)] == ["当天", "上午", "下午", "次日", "哪天都行"]
    assert deal_of(file, deal).next_step == "当天"


def test_a_plan_of_the_program_is_a_persons_once_changed_and_a_time_needs_its_day(file: File) -> None:
    deal = file.deal()
    plan = file.add(
        Activity(
            deal_id=deal, goal="寄资料", purpose="nurture", automatic=True, due_on=date(2026, 3, 2), due_at="10:00"
        )
    )
    file.do(activities.edit_activity, plan, due_on=None)
    kept = activity(file, plan)
    assert (kept.automatic, kept.due_at) == (False, "")


def test_a_record_is_corrected_but_not_emptied_nor_moved_ahead(file: File) -> None:
    deal = file.deal()
    record = file.do(activities.record_activity, deal, feedback="要求补报价")
    moved = datetime(2026, 1, 5, 4, tzinfo=UTC)
    file.do(activities.edit_activity, record, happened_at=moved, method="visit")
    assert deal_of(file, deal).last_contact_at == moved
    for values in ({"feedback": " "}, {"happened_at": datetime.now(UTC) + timedelta(days=3)}):
        with pytest.raises(Refused):
            file.do(activities.edit_activity, record, **values)
    kept = activity(file, record)
    assert (kept.feedback, kept.happened_at, kept.method) == ("要求补报价", moved, "visit")
