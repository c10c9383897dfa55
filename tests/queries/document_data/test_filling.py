"""The documents' data comes from the file as it stands, and tells versions and rounds apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    ClauseKind,
    Deal,
    ItemKind,
    Memo,
    MemoClause,
    NegotiationFloor,
    Objection,
    Priority,
    Requirement,
    RequirementItem,
    Result,
    Stakeholder,
    VersionStatus,
    link_id,
)
from desktop_crm.queries.document_data import (
    acceptance_form,
    deal_pack,
    deal_summary,
    negotiation_memo,
    requirement_report,
)
from desktop_crm.queries.document_data.negotiation_memo import AgreedClause, OpenPoint
from desktop_crm.queries.document_data.requirement_report import RequirementChange, RequirementLine, budget_text
from desktop_crm.refusal import Refused
from tests.documents.reading_back import leaves
from tests.make import File

SECRETS = ("底线机密", "备注机密", "异议机密", "客户机密")


@pytest.fixture
def deal(file: File) -> str:
    """Give a deal with a contact, and something secret in every internal column near it."""
    customer = file.customer(note="客户机密", address="星湖街 218 号")
    contact = file.contact(customer, "王建国", department="信息部", note="备注机密", email="wang@example.com")
    made = file.deal(customer, contact_id=contact, note="备注机密")
    file.add(
        NegotiationFloor(deal_id=made, core_demands="底线机密", lowest_price_fen=6_500_000_00, lowest_discount=850),
        Objection(deal_id=made, text="异议机密", answer="异议机密"),
        Stakeholder(deal_id=made, contact_id=contact, role="decider", stance=-1, influence=5, note="备注机密"),
    )
    return made


def requirement(file: File, deal: str) -> tuple[Requirement, Requirement]:
    """Store a confirmed first version and a second that alters, drops and adds."""
    first = Requirement(
        id="r1",
        deal_id=deal,
        version=1,
        status=VersionStatus.CONFIRMED,
        confirmed_by="王建国",
        confirmed_on=date(2024, 3, 20),
    )
    second = Requirement(
        id="r2",
        deal_id=deal,
        version=2,
        background="背景",
        change_note="范围有变",
        budget_low_fen=50_000_000,
        budget_high_fen=80_000_000,
    )
    file.add(first, second)
    old: list[dict[str, Any]] = [
        {"id": "i1", "kind": ItemKind.PAIN, "text": "停产盘点"},
        {
            "id": "i2",
            "kind": ItemKind.NEED,
            "text": "扫码报工",
            "measure": "无",
            "priority": Priority.SHOULD,
            "position": 1,
        },
        {"id": "i3", "kind": ItemKind.NEED, "text": "大屏", "position": 2},
    ]
    file.add(*(RequirementItem(requirement_id="r1", **item) for item in old))
    file.add(
        RequirementItem(id=link_id("r2", "i1"), requirement_id="r2", kind=ItemKind.PAIN, text="停产盘点"),
        RequirementItem(
            id=link_id("r2", "i2"),
            requirement_id="r2",
            kind=ItemKind.NEED,
            text="离线扫码报工",
            measure="断网八小时",
            priority=Priority.MUST,
            position=1,
        ),
        RequirementItem(id="i4", requirement_id="r2", kind=ItemKind.GOAL, text="少算 15%", position=3),
    )
    return first, second


def test_the_latest_requirement_with_what_changed(file: File, deal: str) -> None:
    requirement(file, deal)
    report = file.ask(requirement_report, deal)
    assert (report.version, report.version_name, report.background) == (2, "第 2 版", "背景")
    assert report.pains == (RequirementLine("停产盘点", "", "应当"),)
    assert report.needs == (RequirementLine("离线扫码报工", "断网八小时", "必须"),)
    assert report.goals[0].text == "少算 15%"
    assert report.budget == "¥500,000.00 至 ¥800,000.00"
    assert report.changes == (
        RequirementChange("修改", "需求", "离线扫码报工（原：扫码报工，无，应当）"),
        RequirementChange("新增", "目标", "少算 15%"),
        RequirementChange("删除", "需求", "大屏"),
    )
    assert report.deal.customer.contact == "王建国"
    assert report.deal.customer.position == "信息部 采购总监"
    assert report.deal.us.name == "杭州启明软件有限公司"
    assert report.deal.us.contact == "王敏"


def test_an_earlier_version_as_it_was_confirmed(file: File, deal: str) -> None:
    requirement(file, deal)
    report = file.ask(requirement_report, deal, 1)
    assert [need.text for need in report.needs] == ["扫码报工", "大屏"]
    assert report.status == "客户已确认 王建国 2024-03-20"
    assert not report.has_predecessor
    assert report.changes == ()


def test_what_is_not_there_is_refused_with_a_way_out(file: File, deal: str) -> None:
    for query, target in (
        (requirement_report, "requirement"),
        (negotiation_memo, "negotiation"),
        (acceptance_form, "acceptance"),
    ):
        with pytest.raises(Refused) as refused:
            file.ask(query, deal)
        assert refused.value.remedies[0].target == target
    requirement(file, deal)
    for version in (0, 3):
        with pytest.raises(Refused):
            file.ask(requirement_report, deal, version)
    with pytest.raises(Refused):
        file.ask(deal_pack, ["no such deal"])


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (None, None, ""),
        (100, None, "不低于 ¥1.00"),
        (None, 100, "不超过 ¥1.00"),
        (100, 100, "¥1.00"),
        (0, 5, "¥0.00 至 ¥0.05"),
    ],
)
def test_budget_in_words(low: int | None, high: int | None, text: str) -> None:
    assert budget_text(low, high) == text


def memo(file: File, deal: str) -> None:
    """Store two versions of a memo."""
    file.add(
        Memo(id="m1", deal_id=deal, version=1, status=VersionStatus.SENT, place="上海"),
        Memo(id="m2", deal_id=deal, version=2, place="苏州", met_on=date(2024, 4, 18), change_note="价格已定"),
    )
    file.add(
        MemoClause(memo_id="m2", kind=ClauseKind.PRICE, title="总价", text="72 万", agreed=True, position=1),
        MemoClause(memo_id="m2", kind=ClauseKind.PAYMENT, text="三七", agreed=True, position=0),
        MemoClause(memo_id="m2", title="驻场", settled_by="陈思远", due_on=date(2024, 4, 25)),
    )


def test_the_memo_parts_agreed_from_open(file: File, deal: str) -> None:
    memo(file, deal)
    found = file.ask(negotiation_memo, deal)
    assert found.agreed == (AgreedClause("付款", "三七", ""), AgreedClause("总价", "72 万", "价格"))
    assert found.open_points == (OpenPoint("驻场", "", "陈思远", date(2024, 4, 25)),)
    assert (found.place, found.status, found.change_note) == ("苏州", "待客户确认", "价格已定")
    assert file.ask(negotiation_memo, deal, 1).status == "待客户确认"


def acceptance(file: File, deal: str) -> None:
    """Store three clauses: one failed and passed later, one passed, one never checked."""
    file.add(Acceptance(id="a", deal_id=deal, contract_number="HT-1"))
    file.add(
        AcceptanceClause(id="c2", acceptance_id="a", text="追溯", position=1),
        AcceptanceClause(id="c1", acceptance_id="a", text="报工", standard="不丢数据", position=0),
        AcceptanceClause(id="c3", acceptance_id="a", text="对账", position=2),
    )
    file.add(
        AcceptanceCheck(clause_id="c1", round=2, result=Result.PASSED, checked_on=date(2024, 8, 27), checked_by="赵勇"),
        AcceptanceCheck(clause_id="c1", round=1, result=Result.FAILED, cause="缓存满", rectification="改库"),
        AcceptanceCheck(clause_id="c2", round=1, result=Result.PASSED, checked_on=date(2024, 8, 20)),
    )


def test_the_latest_round_is_the_result_and_the_failed_one_stays(file: File, deal: str) -> None:
    acceptance(file, deal)
    form = file.ask(acceptance_form, deal)
    assert [(clause.text, clause.result) for clause in form.clauses] == [
        ("报工", "通过"),
        ("追溯", "通过"),
        ("对账", "待验收"),
    ]
    assert [(found.clause, found.round, found.cause) for found in form.rectifications] == [
        ("1. 报工", "第 1 轮", "缓存满")
    ]
    assert [(found.clause, found.round, found.result) for found in form.rechecks] == [("1. 报工", "第 2 轮", "通过")]
    assert (form.passed, form.failed, form.pending) == (2, 0, 1)
    assert form.project == "ERP 替换"


def test_the_cover_of_one_and_of_several_deals(file: File, deal: str) -> None:
    other = file.deal(number="Z20240315002", title="二期")
    one = file.ask(deal_pack, [deal])
    assert one.single is not None
    assert (one.single.number, one.subject, one.several) == ("Z20240315001", "ERP 替换", ())
    two = file.ask(deal_pack, [deal, other])
    assert (two.single, two.subject, two.customer) == (None, "2 个项目", "苏州恒力精密有限公司")
    assert [packed.number for packed in two.several] == ["Z20240315001", "Z20240315002"]


def test_the_internal_summary_knows_the_floor(file: File, deal: str) -> None:
    summary = file.ask(deal_summary, deal)
    assert summary.floor is not None
    assert (summary.floor.lowest_price, summary.floor.lowest_discount) == (650_000_000, "8.5 折")
    assert summary.stage == file.playbooks.default.first_stage.name
    assert [(person.name, person.role, person.stance) for person in summary.people] == [("王建国", "决策者", "疑虑")]
    assert summary.objections[0].state == "未解决"


def test_nothing_secret_reaches_a_customers_data(file: File, deal: str) -> None:
    requirement(file, deal)
    memo(file, deal)
    acceptance(file, deal)
    for data in (
        file.ask(requirement_report, deal),
        file.ask(negotiation_memo, deal),
        file.ask(acceptance_form, deal),
        file.ask(deal_pack, [deal]),
    ):
        said = "".join(leaves(data))
        assert [secret for secret in SECRETS if secret in said] == []
    assert all(secret in "".join(leaves(file.ask(deal_summary, deal))) for secret in SECRETS[:3])


def test_a_deal_without_customer_still_has_papers(file: File) -> None:
    nobodys = file.add(Deal(number="X20240315001", title="无主"))
    pack = file.ask(deal_pack, [nobodys])
    assert (pack.customer, pack.us.contact, pack.us.name) == ("", "", "杭州启明软件有限公司")
