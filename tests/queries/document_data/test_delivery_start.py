"""Order notice and kick-off plan: filled from what is stored, each for those who may read it, whole at any size."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.documents.desk import print_sheet
from desktop_crm.models import Contract, Member, Payment, VersionStatus, new_id
from desktop_crm.operations.milestones import add_milestones
from desktop_crm.operations.payments import plan_payments
from desktop_crm.operations.projects import (
    add_project_members,
    edit_order_notice,
    edit_project,
    hold_kickoff,
    send_order_notice,
    start_project,
)
from desktop_crm.operations.receipts import receive_payment
from desktop_crm.queries.document_data import kickoff_plan, order_notice
from desktop_crm.queries.document_data.kickoff_plan import PlannedHand, PlannedStep
from desktop_crm.queries.document_data.order_notice import NoticedPayment
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from tests.documents.reading_back import page_texts, printed, squeezed
from tests.make import File

LONG = "现场要求一条一条写清楚，" * 420  # 5,040 characters


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer(address="星湖街 218 号")
    made = file.deal(customer, contact_id=file.contact(customer, "王建国", title="总监"), amount_fen=80_000_001)
    file.add(
        Contract(
            deal_id=made, number="HT-2026-01", status=VersionStatus.CONFIRMED, amount_fen=80_000_001,
            confirmed_on=date(2026, 3, 2), deliver_by=date(2026, 6, 30),
        )
    )  # fmt: skip
    return made


def test_without_a_beginning_there_is_nothing_to_print(file: File, deal: str) -> None:
    for query in (order_notice, kickoff_plan):
        with pytest.raises(Refused) as refused:
            file.ask(query, deal)
        assert refused.value.remedies[0].target.startswith("delivery.plan.")


def test_the_order_notice_says_what_how_and_how_it_is_paid(file: File, deal: str) -> None:
    receiver = file.add(Member(id=new_id(), name="陈思远"))
    first, _ = file.do(plan_payments, deal, line="30% 预付款 签约后5个工作日；余款 验收后")
    file.do(receive_payment, first, amount_fen=1_00)
    file.do(edit_order_notice, deal, content="安装四条产线", receiver_id=receiver, attention="无外网")
    file.do(send_order_notice, deal)
    found = file.ask(order_notice, deal)
    assert (found.contract_number, found.signed_on, found.amount, found.receiver) == (
        "HT-2026-01", date(2026, 3, 2), 80_000_001, "陈思远",
    )  # fmt: skip
    assert (found.content, found.deliver_by, found.deliver_to, found.attention, found.sent_on) == (
        "安装四条产线", date(2026, 6, 30), "星湖街 218 号", "无外网", clock.today(),
    )  # fmt: skip
    assert found.payments == (
        NoticedPayment("预付款", "30%", "签约后5个工作日", 24_000_000, date(2026, 3, 9), "部分到账"),
        NoticedPayment("验收款", "70%", "验收后", 56_000_001, None, "未到账"),
    )
    assert found.planned == 80_000_001
    text = printed(file.ask(print_sheet, deal, "order_notice").pdf)
    for said in ("¥800,000.01", "捌拾万元零壹分", "安装四条产线", "无外网", "陈思远", "2026年6月30日"):
        assert squeezed(said) in text, said


def test_the_kick_off_plan_names_both_sides_and_every_step(file: File, deal: str) -> None:
    file.do(start_project, deal)
    file.do(add_project_members, deal, texts=["陈思远 项目经理 总体负责 13900000001"])
    file.do(add_milestones, deal, texts=["上线 2026-05-10 交付：上线报告"])
    file.do(edit_project, deal, goal="降本 15%", communication="每周五周报", escalation="项目经理 → 总监")
    file.do(hold_kickoff, deal)
    found = file.ask(kickoff_plan, deal)
    assert (found.name, found.contract_number, found.ends_on, found.kickoff_on) == (
        "ERP 替换", "HT-2026-01", date(2026, 6, 30), clock.today(),
    )  # fmt: skip
    assert found.ours == (
        PlannedHand("王敏", "客户经理"),
        PlannedHand("陈思远", "项目经理", "总体负责", "13900000001"),
    )
    assert found.theirs == (PlannedHand("王建国", "总监", "", "13800001234"),)
    assert found.steps == (PlannedStep("上线", "上线报告", "", date(2026, 5, 10)),)
    text = printed(file.ask(print_sheet, deal, "kickoff_plan").pdf)
    for said in ("降本15%", "每周五周报", "项目经理→总监", "上线报告", "2026年5月10日", "13900000001"):
        assert squeezed(said) in text, said


def test_what_is_internal_never_reaches_the_kick_off_plan(file: File, deal: str) -> None:
    file.do(start_project, deal)
    file.do(edit_order_notice, deal, content="内部机密一", attention="内部机密二", standard="内部机密三")
    file.add(Payment(deal_id=deal, name="内部机密四", note="内部机密五", amount_fen=1))
    assert "机密" not in printed(file.ask(print_sheet, deal, "kickoff_plan").pdf)


@pytest.mark.parametrize("key", ["order_notice", "kickoff_plan"])
def test_a_bare_deal_prints_on_two_pages_at_most(file: File, key: str) -> None:
    bare = file.deal(file.customer("极简客户"), amount_fen=None)
    file.do(start_project, bare)
    assert 1 <= len(page_texts(file.ask(print_sheet, bare, key).pdf)) <= 2


def test_an_extreme_deal_loses_nothing(file: File, deal: str) -> None:
    file.do(start_project, deal)
    file.do(edit_project, deal, goal=LONG, scope=LONG, communication=LONG, escalation=LONG)
    file.do(edit_order_notice, deal, content=LONG, standard=LONG, attention=LONG)
    file.do(add_milestones, deal, texts=[f"第{place}步 2026-05-10 交付：第{place}号报告" for place in range(200)])
    for side in ("us", "customer"):
        file.do(add_project_members, deal, texts=[f"人{side}{place} 角色 职责" for place in range(20)], side=side)
    file.do(plan_payments, deal, line="；".join(f"1% 第{place}期款" for place in range(60)))
    plan = file.ask(print_sheet, deal, "kickoff_plan").pdf
    text = printed(plan)
    assert text.count("场") == 4 * 420
    assert all(f"第{place}号报告" in text for place in range(200))
    assert all(f"人{side}{place}" in text for side in ("us", "customer") for place in range(20))
    pages = [squeezed(page) for page in page_texts(plan)]
    with_steps = [page for page in pages if "号报告" in page]
    assert len(with_steps) > 4
    assert all("里程碑交付物负责人完成日期" in page for page in with_steps)  # the header repeats
    notice = printed(file.ask(print_sheet, deal, "order_notice").pdf)
    assert notice.count("场") == 3 * 420
    assert all(f"第{place}期款" in notice for place in range(60))
