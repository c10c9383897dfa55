"""The start of a delivery: what is agreed is not typed again, the notice is sent whole, both sides have their people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from desktop_crm.models import (
    ClauseKind,
    Contract,
    ContractClause,
    ItemKind,
    Member,
    Memo,
    MemoClause,
    Requirement,
    RequirementItem,
    Role,
    new_id,
)
from desktop_crm.operations.milestones import (
    add_milestones,
    edit_milestone,
    finish_milestone,
    move_milestone,
    remove_milestone,
    suggest_milestones,
)
from desktop_crm.operations.projects import (
    accept_order_notice,
    add_project_members,
    edit_order_notice,
    edit_project,
    edit_project_member,
    hold_kickoff,
    move_project_member,
    pick_project_member,
    remove_project_member,
    send_order_notice,
    start_project,
    withdraw_kickoff,
)
from desktop_crm.queries.projects import ProjectSheet, project_sheet
from desktop_crm.refusal import Refused
from tests.make import File

pytestmark = pytest.mark.usefixtures("_monday")


@pytest.fixture
def _monday() -> Iterator[None]:
    with time_machine.travel(date(2026, 3, 2), tick=False):
        yield


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer(address="星湖街 218 号")
    return file.deal(customer, contact_id=file.contact(customer, "王建国", title="总监"))


def sheet(file: File, deal: str) -> ProjectSheet:
    return file.ask(project_sheet, deal)


def contract(file: File, deal: str) -> None:
    paper = file.add(
        Contract(id=new_id(), deal_id=deal, title="恒力 ERP 采购合同", deliver_by=date(2026, 8, 31), amount_fen=1)
    )
    file.add(
        ContractClause(contract_id=paper, kind=ClauseKind.PRICE, text="总价 72 万"),
        ContractClause(contract_id=paper, kind=ClauseKind.DELIVERY, text="按需求分析报告交付", position=1),
        ContractClause(contract_id=paper, kind=ClauseKind.ACCEPTANCE, text="连续 5 个班次无差错", position=2),
    )


def test_delivery_begins_with_what_the_contract_says(file: File, deal: str) -> None:
    contract(file, deal)
    need = file.add(Requirement(id=new_id(), deal_id=deal))
    file.add(RequirementItem(requirement_id=need, kind=ItemKind.GOAL, text="降本", measure="15%"))
    file.do(start_project, deal)
    found = sheet(file, deal)
    assert (found.plan.name, found.plan.goal, found.plan.scope, found.plan.ends_on) == (
        "恒力 ERP 采购合同", "降本（15%）", "按需求分析报告交付", date(2026, 8, 31),
    )  # fmt: skip
    assert (found.notice.content, found.notice.deliver_by, found.notice.deliver_to, found.notice.standard) == (
        "按需求分析报告交付", date(2026, 8, 31), "星湖街 218 号", "连续 5 个班次无差错",
    )  # fmt: skip
    assert [(hand.name, hand.role) for hand in (*found.ours, *found.theirs)] == [
        ("王敏", "客户经理"),
        ("王建国", "总监"),
    ]


def test_without_a_contract_it_begins_with_the_memo(file: File, deal: str) -> None:
    memo = file.add(Memo(id=new_id(), deal_id=deal))
    file.add(
        MemoClause(memo_id=memo, kind=ClauseKind.DELIVERY, text="两周内到货", agreed=True),
        MemoClause(memo_id=memo, kind=ClauseKind.SERVICE, text="还没谈妥", agreed=False, position=1),
    )
    file.do(start_project, deal)
    assert sheet(file, deal).plan.scope == "两周内到货"


def test_starting_twice_changes_nothing(file: File, deal: str) -> None:
    file.do(start_project, deal)
    file.do(edit_project, deal, goal="按期上线")
    file.do(start_project, deal)
    found = sheet(file, deal)
    assert (found.plan.goal, len(found.ours), len(found.theirs)) == ("按期上线", 1, 1)


def test_a_notice_is_sent_whole(file: File, deal: str) -> None:
    for field, value in (("deliver_by", date(2026, 8, 31)), ("receiver_id", file.me)):
        with pytest.raises(Refused, match="没有写明") as refused:
            file.do(send_order_notice, deal)
        assert refused.value.remedies[0].target == f"delivery.plan.{field}"
        file.do(edit_order_notice, deal, **{field: value})
    with pytest.raises(Refused, match="还没有下达"):
        file.do(accept_order_notice, deal)
    file.do(send_order_notice, deal)
    file.do(accept_order_notice, deal)
    assert (sheet(file, deal).notice.sent_on, sheet(file, deal).notice.accepted_on) == (date(2026, 3, 2),) * 2
    file.do(edit_order_notice, deal, attention="现场无网络")
    assert (sheet(file, deal).notice.sent_on, sheet(file, deal).notice.accepted_on) == (None, None)
    with pytest.raises(Refused, match="还没有到"):
        file.do(send_order_notice, deal, sent_on=date(2026, 3, 3))


def test_the_kick_off_is_planned_and_held(file: File, deal: str) -> None:
    file.do(edit_project, deal, kickoff_on=date(2026, 3, 5), starts_on=date(2026, 3, 5), ends_on=date(2026, 6, 30))
    with pytest.raises(Refused, match="还没有到"):
        file.do(hold_kickoff, deal, held_on=date(2026, 3, 5))
    file.do(hold_kickoff, deal)
    assert (sheet(file, deal).plan.kickoff_on, sheet(file, deal).plan.kickoff_held) == (
        date(2026, 3, 5), date(2026, 3, 2),
    )  # fmt: skip
    file.do(withdraw_kickoff, deal)
    assert sheet(file, deal).plan.kickoff_held is None
    with pytest.raises(Refused, match="早于"):
        file.do(edit_project, deal, ends_on=date(2026, 1, 1))


def test_people_are_taken_in_with_one_pick_or_typed(file: File, deal: str) -> None:
    colleague = file.add(Member(id=new_id(), name="陈思远", role=Role.DELIVERY, phone="13900000001"))
    found = sheet(file, deal)
    assert [person.name for person in found.free_team] == ["陈思远", "王敏"]
    (contact,) = [person.id for person in found.free_contacts]
    picked = file.do(pick_project_member, deal, member_id=colleague, role="项目经理")
    file.do(pick_project_member, deal, contact_id=contact)
    typed, stranger = file.do(
        add_project_members, deal, texts=["王敏 销售", "老林 调试 现场 13700000000"], after=picked
    )
    found = sheet(file, deal)
    assert [(hand.name, hand.role, hand.phone) for hand in found.ours] == [
        ("陈思远", "项目经理", "13900000001"), ("王敏", "销售", ""), ("老林", "调试", "13700000000"),
    ]  # fmt: skip
    assert [(hand.name, hand.role) for hand in found.theirs] == [("王建国", "总监")]
    assert found.free_team == found.free_contacts == ()
    file.do(edit_project_member, typed, duty="商务")
    file.do(move_project_member, stranger, place=0)
    file.do(remove_project_member, picked)
    assert [(hand.name, hand.duty) for hand in sheet(file, deal).ours] == [("老林", "现场"), ("王敏", "商务")]


def test_a_customers_name_brings_its_contact(file: File, deal: str) -> None:
    file.do(add_project_members, deal, texts=["王建国"], side="customer")
    found = sheet(file, deal)
    assert (found.theirs[0].role, found.theirs[0].phone, found.free_contacts) == ("总监", "13800001234", ())


def test_milestones_are_typed_arranged_and_moved(file: File, deal: str) -> None:
    goods, live = file.do(add_milestones, deal, texts=["到货", "上线 4月30日 交付：上线报告"])
    file.do(move_milestone, live, place=0)
    file.do(edit_milestone, live, due_on=date(2026, 5, 8), owner="陈思远")
    first, second = sheet(file, deal).steps
    assert (first.name, first.deliverable, first.planned_on, first.due_on) == (
        "上线", "上线报告", date(2026, 4, 30), date(2026, 5, 8),
    )  # fmt: skip
    file.do(edit_milestone, goods, due_on=date(2026, 4, 1))
    assert second.planned_on is None
    assert sheet(file, deal).steps[1].planned_on == date(2026, 4, 1)
    with pytest.raises(Refused, match="还没有到"):
        file.do(finish_milestone, goods, done_on=date(2026, 3, 3))
    file.do(remove_milestone, goods)
    assert [step.name for step in sheet(file, deal).steps] == ["上线"]


def test_the_usual_steps_fill_the_time_there_is(file: File, deal: str) -> None:
    with pytest.raises(Refused, match="从哪天到哪天"):
        file.do(suggest_milestones, deal)
    file.do(edit_project, deal, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30))
    file.do(add_milestones, deal, texts=["验收 6月30日"])
    file.do(suggest_milestones, deal)
    steps = sheet(file, deal).steps
    assert [step.name for step in steps] == ["验收", "启动会", "方案确认", "实施部署", "上线试运行"]
    days = [step.due_on for step in steps[1:]]
    assert days == sorted(days, key=str)
    with pytest.raises(Refused, match="都已经在"):
        file.do(suggest_milestones, deal)


@pytest.mark.parametrize(
    ("operation", "values"),
    [(edit_project, {"deal_id": "x"}), (edit_order_notice, {"sent_on": None}), (edit_project, {"kickoff_held": None})],
)
def test_only_named_fields_are_changed(file: File, deal: str, operation: Any, values: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        file.do(operation, deal, **values)
