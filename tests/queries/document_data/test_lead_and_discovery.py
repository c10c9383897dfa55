"""The internal papers of lead and discovery, and the list of needs: what they say at each point of a deal's way."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import select

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Assignment,
    AssignmentState,
    Contact,
    CustomerTag,
    Interview,
    InterviewQuestion,
    ItemKind,
    Member,
    Priority,
    Requirement,
    RequirementItem,
    link_id,
)
from desktop_crm.operations.leads import grade_lead, score_lead
from desktop_crm.operations.stakeholders import add_stakeholder
from desktop_crm.queries.document_data import (
    care_sheet,
    customer_registration,
    followup_sheet,
    interview_outline,
    lead_assessment,
    requirement_list,
    requirement_record,
)
from desktop_crm.queries.document_data.lead_assessment import Finding
from desktop_crm.refusal import Refused
from tests.make import File

FRIDAY = datetime(2026, 3, 13, 2, tzinfo=UTC)


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer(headcount=320, revenue_fen=26_000_000_000, present_supplier="本地代理商")
    person = file.contact(customer, "王建国", department="信息部", email="wang@example.com")
    file.contact(customer, "周志强", title="总经理", phone="")
    return file.deal(customer, contact_id=person, sub_source="工博会", acquired_on=date(2026, 3, 12), grade="")


class TestLeadAssessment:
    def test_a_new_lead_waits_for_everything(self, file: File, deal: str) -> None:
        said = file.ask(lead_assessment, deal)
        assert (said.source, said.screening, said.lacking) == ("展会-工博会", "尚未筛选", "")
        assert (said.total, said.grade, said.given) == ("", "", ())
        assert said.findings == ()

    def test_what_speaks_against_it_is_told(self, file: File) -> None:
        nobody = file.deal(file.customer("测试公司", industry=""), need="")
        said = file.ask(lead_assessment, nobody)
        assert Finding("客户“测试公司”像是测试数据。") in said.findings
        assert said.lacking == "联系方式、行业、需求、获取时间"

    def test_marks_stand_beside_the_written_rubric(self, file: File) -> None:
        lead = file.deal(playbook="funnel", stage=file.playbooks["funnel"].first_stage.key, grade="")
        file.do(score_lead, lead, budget=5, need=4, decision=3, urgency=1)
        said = file.ask(lead_assessment, lead)
        assert [(mark.points, mark.weight) for mark in said.marks] == [("5", "1"), ("4", "1"), ("3", "1"), ("1", "1")]
        assert said.total == "13 / 20 分"
        assert said.grade.startswith("B（")
        assert said.marks[0].meaning in said.marks[0].rubric
        assert said.marks[1].meaning.startswith("介于“")

    def test_the_first_contact_is_due_by_the_grades_rule(self, file: File) -> None:
        with time_machine.travel(FRIDAY, tick=False):
            lead = file.deal(
                playbook="handbook", stage=file.playbooks["handbook"].first_stage.key, grade="", assigned_at=FRIDAY
            )
            file.do(grade_lead, lead, grade="A", reason="本月招标")
            said = file.ask(lead_assessment, lead)
        assert (said.first_contact_within, said.grade_reason) == ("4 小时", "本月招标")
        local = FRIDAY.replace(hour=6).astimezone()
        assert said.first_contact_by == f"2026年3月13日 {local:%H:%M}"

    def test_each_giving_says_to_whom_why_and_what_they_answered(self, file: File, deal: str) -> None:
        other = file.add(Member(name="李强"))
        file.add(
            Assignment(deal_id=deal, member_id=other, by_id=file.me, at=FRIDAY, reasons=["华东 40", "制造业 30"],
                       state=AssignmentState.REFUSED, refuse_reason="手上项目已满"),
            Assignment(deal_id=deal, member_id=file.me, by_id=file.me, at=FRIDAY.replace(hour=5), override_reason="老客户",
                       state=AssignmentState.CONFIRMED),
        )  # fmt: skip
        given = file.ask(lead_assessment, deal).given
        assert [(one.member, one.reasons, one.answer) for one in given] == [
            ("李强", "华东 40、制造业 30", "已拒绝：手上项目已满"), ("王敏", "老客户", "已确认"),
        ]  # fmt: skip


class TestCustomerRegistration:
    def test_a_row_for_each_person_the_deals_own_first(self, file: File, deal: str) -> None:
        customer = file.ask(customer_registration, deal).rows[0].customer
        said = file.ask(customer_registration, deal)
        assert [(row.contact, row.position, row.reach) for row in said.rows] == [
            ("王建国", "信息部 采购总监", "13800001234\nwang@example.com"), ("周志强", "总经理", ""),
        ]  # fmt: skip
        assert {row.customer for row in said.rows} == {customer}
        assert [row.need for row in said.rows] == ["替换旧 ERP", "同上"]
        assert said.size == "320 人，年营收 ¥260,000,000"

    def test_without_people_there_is_still_a_row(self, file: File) -> None:
        alone = file.deal(file.customer("甲"))
        (row,) = file.ask(customer_registration, alone).rows
        assert (row.customer, row.contact, row.need) == ("甲", "", "替换旧 ERP")

    def test_tags_are_sorted(self, file: File) -> None:
        customer = file.customer("乙")
        file.add(*(CustomerTag(id=link_id(customer, tag), customer_id=customer, tag=tag) for tag in ("b", "a")))
        assert file.ask(customer_registration, file.deal(customer)).tags == "a、b"


def requirement(file: File, deal: str) -> None:
    file.add(
        Requirement(id="r1", deal_id=deal, version=1, background="旧背景"),
        Requirement(
            id="r2", deal_id=deal, version=2, background="新背景", budget_low_fen=50_000_000, timeline="8 月前"
        ),
    )
    lines = (
        (ItemKind.PAIN, "次日才看到产量", Priority.SHOULD), (ItemKind.NEED, "大屏", Priority.COULD),
        (ItemKind.NEED, "扫码报工", Priority.MUST), (ItemKind.GOAL, "15 分钟可见", Priority.SHOULD),
    )  # fmt: skip
    file.add(
        *(
            RequirementItem(requirement_id="r2", kind=kind, text=text, priority=priority, position=place)
            for place, (kind, text, priority) in enumerate(lines)
        ),
        RequirementItem(requirement_id="r1", kind=ItemKind.PAIN, text="旧痛点"),
    )


class TestRequirementRecord:
    def test_the_latest_version_with_the_chain_and_the_customers_words(self, file: File, deal: str) -> None:
        requirement(file, deal)
        boss = file.ask(lambda session: session.scalars(select(Contact.id).where(Contact.name == "周志强")).one())
        file.do(add_stakeholder, deal, contact_id=boss, role="decider")
        file.add(
            Activity(deal_id=deal, status=ActivityStatus.DONE, method="visit", feedback="“急单经常排错”",
                     happened_at=FRIDAY, intention="要找三家比"),
            Activity(deal_id=deal, goal="还没做"),
        )  # fmt: skip
        said = file.ask(requirement_record, deal)
        assert (said.recorded, said.background, said.timeline) == ("第 2 版", "新背景", "8 月前")
        assert said.budget == "不低于 ¥500,000.00"
        assert [line.text for line in said.pains] == ["次日才看到产量"]
        assert said.present_supplier == "本地代理商"
        assert [(one.name, one.role, one.met) for one in said.people] == [("周志强", "决策者", "否")]
        assert [(talk.day, talk.method, talk.feedback) for talk in said.talks] == [
            (date(2026, 3, 13), "拜访", "“急单经常排错”")
        ]

    def test_talks_alone_are_worth_a_record(self, file: File, deal: str) -> None:
        with pytest.raises(Refused) as refused:
            file.ask(requirement_record, deal)
        assert refused.value.remedies[0].target == "requirement"
        file.add(Activity(deal_id=deal, status=ActivityStatus.DONE, feedback="先看看", happened_at=FRIDAY))
        said = file.ask(requirement_record, deal)
        assert (said.recorded, said.pains) == ("", ())
        assert said.talks[0].feedback == "先看看"


class TestInterviewOutline:
    def test_questions_stand_by_what_they_are_after_with_room_for_answers(self, file: File, deal: str) -> None:
        file.add(
            Interview(deal_id=deal, background="刚换财务总监", opening="恭喜投产"),
            InterviewQuestion(deal_id=deal, kind="problem", question="差错怎么发现？", answer="客户投诉"),
            InterviewQuestion(deal_id=deal, kind="implication", question="一次损失多少？", position=1),
            InterviewQuestion(deal_id=deal, kind="open", question="还有谁？", position=2),
        )
        said = file.ask(interview_outline, deal)
        assert [(asked.question, asked.answer) for asked in said.problem] == [("差错怎么发现？", "客户投诉")]
        assert [(asked.question, asked.answer.strip(), asked.answer.count("\n")) for asked in said.implication] == [
            ("一次损失多少？", "", 3)
        ]
        assert [asked.question for asked in said.open] == ["还有谁？"]
        assert said.suggested == ()

    def test_without_questions_of_ones_own_the_playbook_suggests(self, file: File, deal: str) -> None:
        said = file.ask(interview_outline, deal)
        stage = next(stage for stage in file.playbooks.default.stages if stage.phase == "discovery")
        assert {asked.question for asked in said.suggested} >= set(stage.questions)


class TestRequirementList:
    def test_what_must_be_met_comes_first(self, file: File, deal: str) -> None:
        requirement(file, deal)
        said = file.ask(requirement_list, deal)
        assert [(need.text, need.priority) for need in said.needs] == [("扫码报工", "必须"), ("大屏", "可选")]
        assert (said.total, said.must, said.should, said.could, said.version) == (2, 1, 0, 1, 2)

    def test_without_needs_it_says_where_to_write_them(self, file: File, deal: str) -> None:
        for _ in range(2):
            with pytest.raises(Refused) as refused:
                file.ask(requirement_list, deal)
            assert refused.value.remedies[0].target == "requirement"
            file.add(Requirement(deal_id=deal))


class TestSheets:
    def test_the_fields_that_say_several_things(self, file: File) -> None:
        customer = file.customer()
        person = file.contact(customer, "王建国", email="wang@example.com")
        planned = file.deal(customer, contact_id=person, next_step="提交方案", next_due=date(2026, 3, 20))
        (row,) = file.ask(followup_sheet, [planned]).rows
        assert (row.contact, row.reach) == ("王建国（采购总监）", "13800001234\nwang@example.com")
        assert (row.next_step, row.owner, row.status) == ("提交方案（2026-03-20 前，王敏）", "王敏", "未开始")

    @pytest.mark.parametrize(
        ("values", "state"),
        [
            ({}, "潜在"),
            ({"stage": "discovery"}, "意向"),
            ({"stage": "delivery", "outcome": "won"}, "成交"),
            ({"outcome": "lost"}, "流失"),
            ({"outcome": "invalid"}, "无效"),
        ],
    )
    def test_the_four_states_whatever_the_stage_is_called(self, file: File, values: dict[str, str], state: str) -> None:
        (row,) = file.ask(care_sheet, [file.deal(**values)]).rows
        assert row.state == state

    def test_the_plan_says_how_often_by_which_means_and_what_for(self, file: File) -> None:
        stage = file.playbooks["care"].first_stage.key
        (row,) = file.ask(care_sheet, [file.deal(playbook="care", stage=stage, grade="A")]).rows
        assert row.plan.startswith("每 1 周 · 电话、方案演示 · ")

    def test_what_was_sent_is_care_and_what_was_said_is_a_record(self, file: File, deal: str) -> None:
        file.add(
            Activity(deal_id=deal, status=ActivityStatus.DONE, purpose="greeting", goal="春节问候", happened_at=FRIDAY),
            Activity(deal_id=deal, purpose="survey", goal="使用情况", due_on=date(2026, 4, 1)),
            Activity(deal_id=deal, status=ActivityStatus.DONE, feedback="要看案例", happened_at=FRIDAY),
        )
        (row,) = file.ask(care_sheet, [deal]).rows
        assert row.care == "2026-04-01 使用调研 使用情况（计划）\n2026-03-13 祝福 春节问候"
        assert row.records == "2026-03-13 电话：要看案例"
        assert row.background == "规模：320 人，年营收 ¥260,000,000"
