"""The forms of proposal talk and reviews come from what was recorded: the newest talk, the present round, what differs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractClause, Memo, MemoClause, NegotiationFloor, Proposal, new_id
from desktop_crm.operations import presentations, reviews
from desktop_crm.operations.operation import Operation
from desktop_crm.operations.proposal_items import add_proposal_items
from desktop_crm.queries.document_data import about_deal, items_of
from desktop_crm.queries.document_data.contract_review import ComparedLine, ContractReview, contract_review
from desktop_crm.queries.document_data.proposal_review import ProposalReview, proposal_review
from desktop_crm.queries.document_data.proposal_talk_record import (
    ProposalTalkRecord,
    RaisedPoint,
    proposal_talk_record,
)
from desktop_crm.queries.document_data.review_lines import BY_HAND, EarlierLine, ReviewLine
from desktop_crm.refusal import Refused
from tests.make import File

TODAY = date.today()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("ProposalTalkRecord", "proposal.talks"),
        ("ProposalReview", "proposal.proposal"),
        ("ContractReview", "contract.contract"),
    ],
)
def test_what_there_is_none_of_says_where_to_begin(file: File, data: str, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        file.ask(about_deal, data, file.deal())
    assert refusal.value.remedies[0].target == place


def test_a_talk_is_told_with_its_own_points_and_the_newest_comes_last(file: File) -> None:
    deal = file.deal()
    file.add(Proposal(deal_id=deal, version=3))
    earlier = datetime.now().astimezone() - timedelta(days=2)
    first = file.do(
        presentations.record_presentation, deal, reaction="认可节拍", points=["赵经理：要能耗数据"], method="demo",
        place="总部", our_side="王敏", their_side="赵经理", next_action="补数据", next_due=TODAY, happened_at=earlier,
    )  # fmt: skip
    file.do(presentations.record_presentation, deal, reaction="同意", points=["保养"])
    items = file.ask(items_of, "ProposalTalkRecord", deal)
    assert items is not None
    assert [item.label for item in items] == [f"第 1 次 {earlier.date()}", f"第 2 次 {TODAY}"]
    assert items[0].id == first
    newest = file.ask(about_deal, "ProposalTalkRecord", deal)
    assert isinstance(newest, ProposalTalkRecord)
    assert (newest.reaction, [point.text for point in newest.points]) == ("同意", ["保养"])
    found = file.ask(proposal_talk_record, deal, first)
    assert (found.presented_on, found.method, found.place) == (earlier.date(), "方案演示", "总部")
    assert (found.our_side, found.their_side, found.shown) == ("王敏", "赵经理", "第 3 版")
    assert (found.next_action, found.next_due, found.next_owner) == ("补数据", TODAY, "王敏")
    assert found.points == (RaisedPoint("要能耗数据", "赵经理", "王敏", TODAY, "", "待答复"),)


def test_before_anybody_was_asked_the_form_names_who_judges(file: File) -> None:
    deal = file.deal(playbook="guide", stage="solution")
    file.add(Proposal(deal_id=deal, title="换模方案"))
    found = file.ask(proposal_review, deal)
    assert [line.role for line in found.reviews] == ["产品专家", "技术部门", "法务部门", "财务部门"]
    assert (found.standing, found.round, found.total, found.warnings) == ("未送审", "", None, "")


def test_the_proposal_review_tells_price_and_floor_verdicts_and_rounds(file: File) -> None:
    deal = file.deal()
    file.add(NegotiationFloor(deal_id=deal, lowest_price_fen=20_000_000))
    file.do(add_proposal_items, deal, texts=["MES 模块 12万"])
    (first,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    file.do(reviews.give_verdict, first, verdict="rejected", comment="毛利不够")
    file.do(add_proposal_items, deal, texts=["实施 1万"])
    (second,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    file.do(reviews.give_verdict, second, verdict="passed", comment="可以")
    found = file.ask(proposal_review, deal)
    assert isinstance(found, ProposalReview)
    assert (found.shown, found.standing, found.round) == ("第 1 版", "评审通过", "第 2 轮（第 1 版）")
    assert found.total == 13_000_000
    assert "200,000" in found.warnings
    (line,) = found.reviews
    assert (line.role, line.reviewer, line.verdict, line.comment) == ("财务", "王敏", "通过", "可以")
    assert line.decided
    (earlier,) = found.earlier
    assert (earlier.round, earlier.verdict, earlier.comment) == ("第 1 轮 第 1 版", "退回", "毛利不够")
    assert isinstance(earlier, EarlierLine)


def test_the_contract_review_goes_in_order_and_says_what_differs(file: File) -> None:
    deal = file.deal(playbook="guide", stage="contract")
    memo = file.add(Memo(id=new_id(), deal_id=deal))
    same, changed, left = (
        file.add(MemoClause(id=new_id(), memo_id=memo, title=title, text=text, agreed=True, position=at))
        for at, (title, text) in enumerate((("价格", "80 万元"), ("付款", "10 个工作日"), ("质保", "24 个月")))
    )
    paper = file.add(Contract(id=new_id(), deal_id=deal, memo_id=memo, title="供货合同", number="HT-1", amount_fen=1))
    for at, (clause, title, text, why) in enumerate((
        (same, "价格", "80 万元", ""), (changed, "付款", "30 天", "财务要求"), ("", "保密", "三年", ""),
    )):  # fmt: skip
        file.add(
            ContractClause(
                contract_id=paper, memo_clause_id=clause, title=title, text=text, difference=why, position=at
            )
        )
    found = file.ask(contract_review, deal)
    assert isinstance(found, ContractReview)
    assert [line.role for line in found.reviews] == ["法务部门", "客户经理", "财务部门"]
    assert found.reviews[0] == ReviewLine("法务部门", BY_HAND, BY_HAND, BY_HAND, BY_HAND)
    assert (found.memo, found.number, found.standing) == ("第 1 版（尚未确认）", "HT-1", "未送审")
    assert found.compared == "共 3 条：一致 1，不同 1，新增 1；纪要有而合同没有 1"
    assert found.differences == (
        ComparedLine("付款", "不同", "10 个工作日", "30 天", "财务要求"),
        ComparedLine("保密", "新增", "", "三年", "尚未说明"),
        ComparedLine("质保", "未写入", "24 个月", "", "尚未说明"),
    )
    assert found.risks
    assert {risk.state for risk in found.risks} == {"未核对"}
    assert left


def test_a_contract_without_a_memo_compares_with_nothing(file: File) -> None:
    deal = file.deal()
    paper = file.add(Contract(id=new_id(), deal_id=deal))
    file.add(ContractClause(contract_id=paper, title="价格", text="80 万元"))
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.give_verdict, review, verdict="passed")

    def change(session: Session) -> None:
        session.get_one(Contract, paper).amount_fen = 5

    file.do(Operation(change, "改"))
    found = file.ask(contract_review, deal)
    assert (found.differences, found.compared) == ((), "共 1 条，没有可对照的谈判纪要")
    assert found.standing == "评审后内容有改动，需重新送审"
