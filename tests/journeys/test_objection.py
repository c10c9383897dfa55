"""An answer that won one deal is found in another through the real window, used there, and counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.models import Outcome
from desktop_crm.operations.deals import close_deal
from desktop_crm.operations.negotiations import add_objections, edit_objection, start_memo
from desktop_crm.queries.negotiations import negotiation_sheet
from desktop_crm.queries.objection_library import objection_library
from desktop_crm.views.deal.objection_footer import ObjectionFooter
from desktop_crm.views.screens.team_screen import OBJECTIONS, TeamScreen
from tests.journeys.hands import CONTROL, KEY, click, key, press, shown, words, write
from tests.journeys.salesperson import Salesperson, hand_over
from tests.make import File

SAID = "按 14 个月回本算"


class Seller(Salesperson):
    """Has a deal that she is about to win and one in which the same is asked."""

    first: str
    second: str

    def talks(self, deal: str) -> None:
        """Open the negotiation of a deal."""
        self.window.open_deal(deal)
        self.waits()
        self.opens_tab("negotiation")
        self.waits()

    def below(self, place: int = 0) -> ObjectionFooter:
        """Return what stands below an objection."""
        footer = self.negotiation.objections.rows()[place].footer
        assert isinstance(footer, ObjectionFooter)
        return footer


@pytest.fixture
def her(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Seller]:
    file = File(tmp_path / "data")
    first, second = file.deal(number="Z20240315001"), file.deal(number="Z20240316001", title="MES 一期")
    (objection,) = file.do(add_objections, first, texts=["价格太高"])
    file.do(edit_objection, objection, answer=SAID)
    file.do(add_objections, second, texts=["总部要再看看"])
    file.do(start_memo, second)
    hand_over(file)
    made = Seller(qtbot, monkeypatch, tmp_path / "data")
    made.first, made.second = first, second
    qtbot.waitExposed(made.window)
    yield made
    made.leaves()


def test_an_answer_that_won_is_found_reused_and_counted(her: Seller) -> None:
    keeps_it_and_wins(her)
    finds_it_by_pinyin_in_the_other_deal(her)
    sees_it_counted_in_the_library(her)
    takes_the_reuse_back(her)


def keeps_it_and_wins(her: Seller) -> None:
    her.talks(her.first)
    press("存入异议库", her.negotiation)
    her.waits()
    assert not her.below().keep.isVisible()
    her.program.workspace.do(close_deal, her.first, outcome=Outcome.WON, override_reason="合同已签")


def finds_it_by_pinyin_in_the_other_deal(her: Seller) -> None:
    her.talks(her.second)
    assert not her.below().said.isVisible()  # it was put in quite other words
    click(her.negotiation.objections.rows()[0].main)
    key(KEY.Key_L, CONTROL)
    write("jgtg")
    her.waits()
    picker = her.below().picker
    assert picker is not None
    assert [(one.answer, one.won) for one in picker.model.answers] == [(SAID, 1)]
    key(KEY.Key_Return)
    her.waits()
    sheet = her.program.workspace.ask(negotiation_sheet, her.second)
    assert [(found.text, found.answer) for found in sheet.objections] == [("总部要再看看", SAID)]
    assert her.below().said.text() == "异议库 · 用过 2 次，成交 1 次"


def sees_it_counted_in_the_library(her: Seller) -> None:
    press("异议库", her.negotiation)
    her.waits()
    team = shown(TeamScreen, her.window)
    assert team.parts.currentIndex() == OBJECTIONS
    assert team.objections.kept.table.hasFocus()
    assert "用过 2 次，成交 1 次，还在谈 1 条。" in words(team)
    assert SAID in words(team)


def takes_the_reuse_back(her: Seller) -> None:
    assert her.takes_back() == "已撤销：采用异议库答复"
    her.waits()
    (answer,) = her.program.workspace.ask(objection_library)
    assert (answer.used, answer.won) == (1, 1)
    assert "用过 1 次，成交 1 次。" in words(shown(TeamScreen, her.window))
