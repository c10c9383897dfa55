"""Internal reviews: who is asked, in which order, what a rejection asks for, and what makes a verdict outdated."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Contract,
    ContractClause,
    Member,
    Memo,
    MemoClause,
    Proposal,
    ProposalItem,
    ProposalPoint,
    Review,
)
from desktop_crm.operations import deals, reviews
from desktop_crm.operations.operation import Operation
from desktop_crm.operations.rows import mark_deleted
from desktop_crm.queries.reviews import ReviewSheet, Standing, review_sheet
from desktop_crm.refusal import Refused
from tests.make import File


@pytest.fixture
def team(file: File) -> dict[str, str]:
    roles = {"product": "周宁", "technology": "孙立", "legal": "韩雪", "finance": "冯远"}
    return {role: file.add(Member(name=name, role=role)) for role, name in roles.items()}


def proposal(file: File, deal: str, **values: Any) -> str:
    paper = file.add(Proposal(deal_id=deal, title="换模方案", **values))
    file.add(
        ProposalPoint(proposal_id=paper, pain="换模 40 分钟", function="快换模架"),
        ProposalItem(proposal_id=paper, name="模架", price_fen=1_000_000),
    )
    return paper


def contract(file: File, deal: str, **values: Any) -> str:
    paper = file.add(Contract(deal_id=deal, title="供货合同", amount_fen=80_000_000, **values))
    file.add(ContractClause(contract_id=paper, kind="price", title="价格", text="80 万元"))
    return paper


def sheet(file: File, deal: str, paper: str = "proposal") -> ReviewSheet:
    return file.ask(review_sheet, deal, paper)


def change(file: File, model: Any, row: str, **values: Any) -> None:
    def work(session: Session) -> None:
        found = session.get_one(model, row)
        for name, value in values.items():
            setattr(found, name, value)

    file.do(Operation(work, "改"))


def lines(file: File, model: Any) -> list[str]:
    return [row.id for row in file.ask(lambda session: session.query(model).order_by(model.id).all())]


def test_the_playbook_says_who_is_asked_and_members_are_found_by_role(file: File, team: dict[str, str]) -> None:
    deal = file.deal(playbook="guide", stage="solution")
    proposal(file, deal)
    file.do(reviews.ask_for_review, deal, paper="proposal")
    steps = sheet(file, deal).rounds[0].steps
    assert [step.role for step in steps] == ["product", "technology", "legal", "finance"]
    assert [step.reviewer_id for step in steps] == list(team.values())
    assert [step.role_name for step in steps] == ["产品专家", "技术部门", "法务部门", "财务部门"]
    assert all(step.turn for step in steps)


def test_where_the_playbook_names_nobody_a_person_chooses(file: File, team: dict[str, str]) -> None:
    deal = file.deal()
    proposal(file, deal)
    with pytest.raises(Refused, match="由谁来评审"):
        file.do(reviews.ask_for_review, deal, paper="proposal")
    assert [choice.role for choice in sheet(file, deal).roles] == ["product", "technology", "legal", "finance"]
    file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"], reviewers={"finance": team["product"]})
    (step,) = sheet(file, deal).rounds[0].steps
    assert (step.role, step.reviewer) == ("finance", "周宁")


def test_the_owner_and_their_manager_stand_before_others_of_their_role(file: File) -> None:
    manager = file.add(Member(name="赵总", role="sales_manager"))
    file.add(Member(name="安总", role="sales_manager"), Member(name="白杨"))
    owner = file.add(Member(name="郑一", manager_id=manager))
    deal = file.deal(playbook="guide", stage="contract", owner_id=owner)
    contract(file, deal)
    file.do(reviews.ask_for_review, deal, paper="contract", roles=["sales_manager"])
    people = {step.role: step.reviewer for step in sheet(file, deal, "contract").rounds[0].steps}
    assert people == {"legal": "", "sales_rep": "郑一", "finance": "", "sales_manager": "赵总"}


def test_nothing_can_be_reviewed_before_there_is_a_paper(file: File) -> None:
    deal = file.deal(playbook="guide")
    with pytest.raises(Refused, match="没有可以送审的方案") as refusal:
        file.do(reviews.ask_for_review, deal, paper="proposal")
    assert refusal.value.remedies[0].target == "proposal.proposal"
    assert sheet(file, deal).standing == Standing.NONE


def test_a_proposal_is_judged_in_any_order_and_passes_when_all_passed(file: File) -> None:
    deal = file.deal()
    proposal(file, deal)
    first, second = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["product", "finance"])
    file.do(reviews.give_verdict, second, verdict="passed", comment="毛利 24%")
    assert (sheet(file, deal).standing, sheet(file, deal).said) == (Standing.WAITING, "等产品专家评审")
    file.do(reviews.give_verdict, first, verdict="passed")
    found = sheet(file, deal)
    assert (found.standing, found.rejections) == (Standing.PASSED, 0)
    assert found.rounds[0].steps[1].comment == "毛利 24%"
    assert found.rounds[0].steps[1].reviewer == "王敏"  # nobody had the role: who wrote it down
    assert found.rounds[0].steps[1].decided_at is not None
    with pytest.raises(Refused, match="已经通过评审"):
        file.do(reviews.ask_for_review, deal, paper="proposal", roles=["product"])


def test_a_rejection_needs_its_reason(file: File) -> None:
    deal = file.deal()
    proposal(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["legal"])
    with pytest.raises(Refused, match="哪里要改") as refusal:
        file.do(reviews.give_verdict, review, verdict="rejected", comment="  ")
    assert refusal.value.remedies[0].target == f"proposal.review.{review}"
    assert sheet(file, deal).standing == Standing.WAITING


def test_a_contract_is_judged_in_order(file: File) -> None:
    deal = file.deal(playbook="guide", stage="contract")
    contract(file, deal)
    legal, sales, finance = file.do(reviews.ask_for_review, deal, paper="contract")
    with pytest.raises(Refused, match="先等法务部门、客户经理通过"):
        file.do(reviews.give_verdict, finance, verdict="passed")
    file.do(reviews.give_verdict, legal, verdict="passed")
    assert [step.turn for step in sheet(file, deal, "contract").rounds[0].steps] == [False, True, False]
    file.do(reviews.give_verdict, sales, verdict="rejected", comment="付款改回 10 个工作日")
    found = sheet(file, deal, "contract")
    assert (found.standing, found.said, found.rejections) == (Standing.REJECTED, "客户经理退回", 1)
    with pytest.raises(Refused, match="先等客户经理通过"):
        file.do(reviews.give_verdict, finance, verdict="passed")


def test_after_a_rejection_the_paper_changes_before_it_is_asked_again(file: File) -> None:
    deal = file.deal()
    paper = proposal(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    file.do(reviews.give_verdict, review, verdict="rejected", comment="毛利不够")
    with pytest.raises(Refused, match="先按意见修改") as refusal:
        file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    assert refusal.value.remedies[0].target == "proposal.proposal"
    change(file, Proposal, paper, reduction_fen=100)
    assert (sheet(file, deal).standing, sheet(file, deal).rejections) == (Standing.OUTDATED, 1)
    (again,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    found = sheet(file, deal)
    assert [made.number for made in found.rounds] == [1, 2]
    assert (found.standing, found.rejections) == (Standing.WAITING, 1)  # asking again mends nothing yet
    file.do(reviews.give_verdict, again, verdict="passed")
    assert (sheet(file, deal).standing, sheet(file, deal).rejections) == (Standing.PASSED, 0)


@pytest.mark.parametrize("what", ["a line edited", "a line added", "a line struck out", "a new version"])
def test_a_change_makes_the_verdict_outdated(file: File, what: str) -> None:
    deal = file.deal()
    paper = proposal(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    file.do(reviews.give_verdict, review, verdict="passed")
    (item,) = lines(file, ProposalItem)
    if what == "a line edited":
        change(file, ProposalItem, item, price_fen=900_000)
    elif what == "a line added":
        file.add(ProposalPoint(proposal_id=paper, pain="夜班"))
    elif what == "a line struck out":
        file.do(Operation(lambda session: mark_deleted(session.get_one(ProposalItem, item)), "删"))
    else:
        proposal(file, deal, version=2)
    assert sheet(file, deal).standing == Standing.OUTDATED
    file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    assert sheet(file, deal).standing == Standing.WAITING


def test_what_is_no_change_of_the_content_keeps_the_verdict(file: File) -> None:
    deal = file.deal()
    paper = contract(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.give_verdict, review, verdict="passed")
    (clause,) = lines(file, ContractClause)
    change(file, Contract, paper, number="HT-2026-001", copies=4, status="sent")
    change(file, ContractClause, clause, difference="客户坚持", position=3)
    change(file, ContractClause, clause, text="85 万元")
    assert sheet(file, deal, "contract").standing == Standing.OUTDATED
    change(file, ContractClause, clause, text="80 万元")  # taken back
    added = file.add(ContractClause(contract_id=paper, title="保密"))
    file.do(Operation(lambda session: mark_deleted(session.get_one(ContractClause, added)), "删"))
    assert sheet(file, deal, "contract").standing == Standing.PASSED


def test_a_verdict_about_an_old_text_is_not_taken(file: File) -> None:
    deal = file.deal()
    paper = contract(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    change(file, Contract, paper, amount_fen=1)
    with pytest.raises(Refused, match="又改过") as refusal:
        file.do(reviews.give_verdict, review, verdict="passed")
    assert refusal.value.remedies[0].target == "contract.review.ask"


def test_a_decided_part_is_not_decided_again(file: File) -> None:
    deal = file.deal()
    contract(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.give_verdict, review, verdict="passed")
    with pytest.raises(Refused, match="法务已经给出意见"):
        file.do(reviews.give_verdict, review, verdict="rejected", comment="再看")
    with pytest.raises(Refused, match="法务已经给出意见"):
        file.do(reviews.assign_reviewer, review, reviewer_id=file.me)


def test_another_colleague_judges(file: File, team: dict[str, str]) -> None:
    deal = file.deal()
    contract(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.assign_reviewer, review, reviewer_id=team["finance"])
    file.do(reviews.give_verdict, review, verdict="passed")
    assert sheet(file, deal, "contract").rounds[0].steps[0].reviewer == "冯远"


def test_what_nobody_judged_yet_can_be_withdrawn(file: File) -> None:
    deal = file.deal()
    proposal(file, deal)
    first, _ = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["product", "legal"])
    with pytest.raises(Refused, match="正在评审：等产品专家、法务评审"):
        file.do(reviews.ask_for_review, deal, paper="proposal", roles=["product"])
    assert file.do(reviews.withdraw_review, deal, paper="proposal") == 2
    assert sheet(file, deal).rounds == ()
    with pytest.raises(Refused, match="还没有送审"):
        file.do(reviews.withdraw_review, deal, paper="proposal")
    with pytest.raises(Refused, match="已被删除"):
        file.do(reviews.give_verdict, first, verdict="passed")
    first, _ = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["product", "legal"])
    file.do(reviews.give_verdict, first, verdict="passed")
    with pytest.raises(Refused, match="不能撤回"):
        file.do(reviews.withdraw_review, deal, paper="proposal")


def test_a_signed_contract_is_not_sent_for_review(file: File) -> None:
    deal = file.deal()
    contract(file, deal, status="confirmed")
    with pytest.raises(Refused, match="已经签署"):
        file.do(reviews.ask_for_review, deal, paper="contract")


def test_a_contract_says_first_why_it_differs_from_the_memo(file: File) -> None:
    deal = file.deal()
    memo = file.add(Memo(deal_id=deal))
    agreed = file.add(MemoClause(memo_id=memo, title="付款", text="10 个工作日", agreed=True))
    paper = file.add(Contract(deal_id=deal, memo_id=memo))
    clause = file.add(ContractClause(contract_id=paper, memo_clause_id=agreed, title="付款", text="30 天"))
    with pytest.raises(Refused, match="付款") as refusal:
        file.do(reviews.ask_for_review, deal, paper="contract")
    assert refusal.value.remedies[0].target == "contract.contract.differences"
    change(file, ContractClause, clause, difference="财务要求")
    assert len(file.do(reviews.ask_for_review, deal, paper="contract")) == 1


def test_a_returned_contract_keeps_the_deal_in_its_stage_until_it_passed(file: File) -> None:
    deal = file.deal(stage="contract")
    for item in ("contract_signed", "kickoff_held"):
        file.do(deals.tick_item, deal, item=item)
    file.add(Memo(deal_id=deal, status="confirmed"))
    paper = contract(file, deal)
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.give_verdict, review, verdict="rejected", comment="缺保密条款")
    with pytest.raises(Refused, match="法务退回") as refusal:
        file.do(deals.move_deal, deal, to_stage="delivery")
    assert [remedy.target for remedy in refusal.value.remedies] == ["contract.review", "override"]
    change(file, Contract, paper, title="供货与保密合同")
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.give_verdict, review, verdict="passed")
    file.do(deals.move_deal, deal, to_stage="delivery")


def test_reviews_of_both_papers_stand_apart(file: File) -> None:
    deal = file.deal()
    proposal(file, deal)
    contract(file, deal)
    file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    assert sheet(file, deal, "contract").standing == Standing.NONE
    assert lines(file, Review)
