"""Reviews that wait come to their reviewer's day, in turn, and leave it when they are judged."""

from __future__ import annotations

from typing import Any

from desktop_crm.models import Contract, ContractClause, Deal, Member, Proposal, new_id
from desktop_crm.operations import deals, reviews
from desktop_crm.operations.operation import Operation
from desktop_crm.queries.today import Item, Part, Wanted, today
from desktop_crm.queries.today_records import today_records
from desktop_crm.system import clock
from tests.make import File


def part(file: File, member: str, **values: Any) -> Part:
    found = file.ask(today, Wanted(member, clock.now(), file.me, **values))
    return next((part for part in found.parts if part.kind == "review"), Part("review", (), 0))


def waiting(file: File, member: str) -> list[str]:
    return [item.what for item in part(file, member).items]


def with_contract(file: File, **values: Any) -> str:
    deal = file.deal(playbook="guide", stage="contract", **values)
    paper = file.add(Contract(id=new_id(), deal_id=deal))
    file.add(ContractClause(contract_id=paper, title="价格", text="80 万元"))
    return deal


def test_a_contract_comes_to_one_after_the_other(file: File) -> None:
    legal = file.add(Member(name="韩雪", role="legal"))
    finance = file.add(Member(name="冯远", role="finance"))
    deal = with_contract(file, title="换模改造")
    first, second, _ = file.do(reviews.ask_for_review, deal, paper="contract")
    assert waiting(file, legal) == ["评审合同：换模改造"]
    assert waiting(file, file.me) == waiting(file, finance) == []
    (item,) = part(file, legal).items
    assert isinstance(item, Item)
    assert (item.id, item.deal_id, item.place, item.due_on) == (
        first, deal, f"contract.review.{first}", clock.today(),
    )  # fmt: skip
    file.do(reviews.give_verdict, first, verdict="passed")
    assert waiting(file, legal) == []
    assert waiting(file, file.me) == ["评审合同：换模改造"]  # the owner is the sales representative
    file.do(reviews.give_verdict, second, verdict="rejected", comment="付款改回")
    assert waiting(file, "") == []


def test_a_proposal_comes_to_all_at_once_and_leaves_with_a_new_version(file: File) -> None:
    deal = file.deal(title="换模改造")
    file.add(Proposal(deal_id=deal))
    file.do(
        reviews.ask_for_review, deal, paper="proposal", roles=["product", "finance"],
        reviewers={"product": file.me, "finance": file.me},
    )  # fmt: skip
    assert waiting(file, file.me) == ["评审方案：换模改造"] * 2
    assert [record.section for record in file.ask(today_records) if record.section == "review"] == ["review"] * 2
    file.add(Proposal(deal_id=deal, version=2))
    assert waiting(file, "") == []
    (again,) = file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    assert [item.id for item in part(file, "").items] == [again]


def test_what_is_withdrawn_or_over_waits_for_nobody(file: File) -> None:
    deal, lost = with_contract(file), with_contract(file)
    for one in (deal, lost):
        file.do(reviews.ask_for_review, one, paper="contract")
    file.do(deals.close_deal, lost, outcome="lost", reason="预算取消")
    assert [item.deal_id for item in part(file, "").items] == [deal]
    file.do(reviews.withdraw_review, deal, paper="contract")
    assert waiting(file, "") == []


def test_more_than_are_shown_are_counted(file: File) -> None:
    for _ in range(4):
        deal = file.deal()
        file.add(Proposal(deal_id=deal))
        file.do(reviews.ask_for_review, deal, paper="proposal", roles=["finance"])
    found = part(file, "", rows={"review": 3})
    assert (len(found.items), found.count, found.more) == (3, 4, True)

    def bin_one(session: Any) -> None:
        session.get_one(Deal, found.items[0].deal_id).deleted_at = clock.now()

    file.do(Operation(bin_one, "删"))
    assert part(file, "").count == 3
