"""The review section: asked for, judged by keys, returned, mended and asked for again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractClause, Member, Proposal
from desktop_crm.operations.operation import Operation
from desktop_crm.queries.reviews import ReviewSheet, Standing, review_sheet
from desktop_crm.views.deal.review_section import ContractReviewSection, ProposalReviewSection, ReviewSection
from desktop_crm.views.deal.review_step import StepCard
from tests.make import File
from tests.views.deal.desk import Desk

ENTER, UP, DOWN, P, R = (Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_P, Qt.Key.Key_R)


class Room(Desk[ReviewSection]):
    def asked_for(self) -> list[str]:
        """Return, as it grows, where the section wants to lead."""
        places: list[str] = []
        self.tab.go_to_requested.connect(places.append)
        return places

    def now(self) -> ReviewSheet:
        return self.workspace.ask(review_sheet, self.deal, self.tab.paper)

    @property
    def cards(self) -> list[StepCard]:
        return list(self.tab.cards.values())

    def badges(self) -> list[str]:
        return [card.badge.mark().text for card in self.cards]

    def drafts(self, title: str = "换模") -> None:
        """Begin the paper, or change what it says."""
        model = Contract if self.tab.paper == "contract" else Proposal

        def work(session: Session) -> None:
            found = session.get(model, "paper") or model(id="paper", deal_id=self.deal)
            found.title = title
            session.add(found)
            if model is Contract and not session.get(ContractClause, "clause"):
                session.add(ContractClause(id="clause", contract_id="paper", title="价格", text="80 万元"))

        self.workspace.do(Operation(work, "起草"))


def room(qtbot: QtBot, folder: Path, kind: type[ReviewSection], **deal: str) -> Room:
    file = File(folder)
    file.close()
    made = Room(qtbot, folder, kind, **deal)
    team = (Member(name="韩雪", role="legal"), Member(name="冯远", role="finance"))
    made.workspace.do(Operation(lambda session: session.add_all(team), "来人"))
    return made


@pytest.fixture
def contract(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = room(qtbot, tmp_path / "data", ContractReviewSection, playbook="guide", stage="contract")
    made.drafts()
    yield made
    made.close()


@pytest.fixture
def proposal(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    made = room(qtbot, tmp_path / "data", ProposalReviewSection)
    yield made
    made.close()


def test_before_there_is_a_paper_the_way_to_it_is_shown(proposal: Room) -> None:
    places = proposal.asked_for()
    proposal.press("去起草方案")
    assert places == ["proposal.proposal"]
    proposal.drafts()
    assert proposal.tab.empty.isHidden()
    assert proposal.tab.bar.badge.mark().text == "未送审"


def test_a_contract_goes_from_one_to_the_next_by_single_keys(contract: Room) -> None:
    contract.tab.go_to("ask")
    contract.key(Qt.Key.Key_Space)
    assert [card.role.text() for card in contract.cards] == ["法务部门", "客户经理", "财务部门"]
    assert contract.badges() == ["待评审", "未评审", "未评审"]
    contract.tab.go_to("")
    contract.key(P)
    assert contract.badges() == ["通过", "待评审", "未评审"]
    assert contract.tab.bar.badge.mark().text == "评审中 1/3"
    contract.tab.go_to("")
    assert QApplication.focusWidget() is contract.cards[1]
    contract.cards[1].comment.start()
    contract.type("付款已核对")
    contract.press("通过 P", contract.cards[1])
    contract.tab.go_to("")
    contract.key(P)
    assert contract.now().standing == Standing.PASSED
    assert [step.comment for step in contract.now().rounds[0].steps] == ["", "付款已核对", ""]
    assert contract.tab.bar.ask.isHidden()
    assert "韩雪" in contract.cards[0].who.text()
    assert contract.cards[1].said.text() == "付款已核对"


def test_a_return_asks_for_its_reason_and_the_paper_is_mended_first(contract: Room) -> None:
    contract.press("送审")
    contract.tab.go_to("")
    contract.key(R)
    contract.key(ENTER)  # nothing written yet
    assert contract.now().standing == Standing.WAITING
    contract.tab.go_to("")
    contract.key(R)
    contract.type("缺保密条款")
    contract.key(ENTER)
    assert contract.refusals == []
    assert contract.badges() == ["退回", "未评审", "未评审"]
    assert contract.tab.bar.badge.mark().text == "已退回"
    assert contract.tab.bar.ask.isHidden()
    places = contract.asked_for()
    contract.press("去修改合同")
    assert places == ["contract.contract"]
    contract.drafts("供货与保密合同")
    assert contract.tab.bar.badge.mark().text == "需重新送审"
    contract.press("重新送审")
    assert contract.badges() == ["待评审", "未评审", "未评审"]
    assert contract.tab.before.folded()
    assert "法务部门　韩雪　退回" in contract.tab._before.text()
    assert "缺保密条款" in contract.tab._before.text()


def test_letters_typed_into_a_comment_judge_nothing(contract: Room) -> None:
    contract.press("送审")
    contract.cards[0].comment.start()
    contract.key(P)
    contract.key(R)
    assert contract.cards[0].comment.text() == "pr"
    assert contract.now().standing == Standing.WAITING


def test_a_reason_not_wanted_after_all_is_left_by_escape(contract: Room) -> None:
    contract.press("送审")
    contract.tab.go_to("")
    contract.key(R)
    contract.key(Qt.Key.Key_Escape)
    contract.key(P)
    assert contract.badges()[0] == "通过"


def test_where_the_playbook_names_nobody_the_chips_say_who_is_asked(proposal: Room) -> None:
    proposal.drafts()
    chips = proposal.tab.bar.roles
    assert chips.chosen() == {"product", "technology", "legal", "finance"}
    chips.chips()[0].click()
    chips.chips()[1].click()
    proposal.press("送审")
    assert [(step.role, step.reviewer) for step in proposal.now().rounds[0].steps] == [
        ("legal", "韩雪"), ("finance", "冯远"),
    ]  # fmt: skip
    proposal.tab.go_to("")
    proposal.key(DOWN)
    proposal.key(P)  # the second before the first
    assert proposal.badges() == ["待评审", "通过"]
    proposal.tab.go_to("")
    proposal.key(UP)
    proposal.key(P)
    assert proposal.now().standing == Standing.PASSED


def test_whom_the_playbook_names_is_always_asked(contract: Room) -> None:
    chips = contract.tab.bar.roles
    chips.chips()[0].click()
    assert chips.chosen() == {"legal", "sales_rep", "finance"}
    chips.chips()[-1].click()
    contract.press("送审")
    assert [step.role for step in contract.now().rounds[0].steps] == ["legal", "sales_rep", "finance", "sales_manager"]


def test_a_review_asked_by_mistake_is_withdrawn(proposal: Room) -> None:
    proposal.drafts()
    proposal.press("送审")
    proposal.press("撤回送审")
    assert proposal.cards == []
    assert proposal.tab.bar.badge.mark().text == "未送审"


def test_another_colleague_is_chosen_on_the_card(proposal: Room) -> None:
    proposal.drafts()
    proposal.press("送审")
    card = proposal.cards[0]
    assert card.reviewer.text() == "未指定 ▾"
    card.reviewer.setFocus()
    proposal.key(DOWN)
    assert proposal.now().rounds[0].steps[0].reviewer == "冯远"


def test_a_comment_being_written_stays_when_something_changes(proposal: Room) -> None:
    proposal.drafts()
    proposal.press("送审")
    proposal.cards[0].comment.start()
    proposal.type("毛利偏低")
    proposal.cards[1].pass_it()
    assert proposal.cards[0].comment.text() == "毛利偏低"
    assert proposal.badges()[:2] == ["待评审", "通过"]
    proposal.tab.show_deal(proposal.other_deal)
    assert proposal.cards == []
