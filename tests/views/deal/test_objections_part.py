"""Objections of a deal with the library at hand: chosen by keyboard, offered quietly, kept for others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.models import Activity
from desktop_crm.operations.negotiations import add_objections, edit_memo_clause, edit_objection, start_memo
from desktop_crm.operations.objection_library import add_reusable_answer, edit_reusable_answer
from desktop_crm.queries.negotiations import memo_sheet, negotiation_sheet
from desktop_crm.queries.objection_library import objection_library
from desktop_crm.system import clock
from desktop_crm.views.deal.answer_picker import AnswerPicker
from desktop_crm.views.deal.negotiation_tab import NegotiationTab
from desktop_crm.views.deal.objection_footer import ObjectionFooter
from desktop_crm.views.deal.open_point_step import OpenPointStep
from tests.views.deal.desk import CONTROL, Desk

KEY = Qt.Key


class Talks(Desk[NegotiationTab]):
    """The desk of a deal with one objection."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder, NegotiationTab, amount_fen=80_000_000)
        self.qtbot = qtbot
        self.objection: str = self.workspace.do(add_objections, self.deal, texts=["你们价格太高"])[0]
        self.waits()

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: not self.workspace.busy)
        QApplication.processEvents()

    def footer(self, objection: str = "") -> ObjectionFooter:
        row = self.tab.objections.row(objection or self.objection)
        assert row is not None
        assert isinstance(row.footer, ObjectionFooter)
        return row.footer

    def picker(self) -> AnswerPicker:
        found = self.footer().picker
        assert found is not None
        return found

    def answer(self, objection: str = "") -> str:
        sheet = self.workspace.ask(negotiation_sheet, self.deal)
        return next(found.answer for found in sheet.objections if found.id == (objection or self.objection))

    def knows(self, text: str, answer: str, kind: str = "price") -> str:
        made = self.workspace.do(add_reusable_answer, text=text, answer=answer, kind=kind)
        self.waits()
        return made


@pytest.fixture
def talks(qtbot: QtBot, tmp_path: Path) -> Iterator[Talks]:
    made = Talks(qtbot, tmp_path / "data")
    yield made
    made.close()


def test_an_answer_is_chosen_from_the_library_by_keyboard(talks: Talks) -> None:
    talks.knows("上线太慢", "先上一条产线", "delivery")
    talks.knows("要集团审批", "附上审过的合同", "approval")
    talks.tab.objections.rows()[0].main.start()
    talks.key(KEY.Key_L, CONTROL)
    assert talks.picker().field.hasFocus()
    talks.waits()
    assert [one.text for one in talks.picker().model.answers] == ["上线太慢", "要集团审批"]
    talks.key(KEY.Key_Down)
    assert talks.picker().list.currentIndex().row() == 1
    talks.type("sxtm")
    talks.waits()
    assert [one.text for one in talks.picker().model.answers] == ["上线太慢"]
    talks.key(KEY.Key_Return)
    assert talks.answer() == "先上一条产线"
    assert talks.picker().isHidden()
    assert talks.footer().choose.hasFocus()
    talks.waits()
    assert talks.footer().said.text() == "异议库 · 用过 1 次，成交 0 次"
    talks.workspace.undo()
    assert talks.answer() == ""


def test_enter_before_the_answers_are_read_takes_the_first_that_comes(talks: Talks) -> None:
    talks.knows("价格高", "14 个月回本")
    talks.press("从异议库选")
    talks.type("回本")
    talks.key(KEY.Key_Return)
    talks.waits()
    assert talks.answer() == "14 个月回本"


def test_escape_goes_back_and_changes_nothing(talks: Talks) -> None:
    talks.knows("上线太慢", "先上一条产线")
    talks.press("从异议库选")
    talks.waits()
    talks.key(KEY.Key_Escape)
    assert talks.picker().isHidden()
    assert talks.footer().choose.hasFocus()
    assert talks.answer() == ""


def test_an_empty_library_says_how_it_fills_and_no_match_says_so(talks: Talks) -> None:
    talks.tab.go_to("library")
    talks.waits()
    assert "还是空的" in talks.picker().none.text()
    talks.knows("上线太慢", "先上一条产线")
    talks.type("没有的词")
    talks.waits()
    assert "没有找到" in talks.picker().none.text()
    assert talks.picker().none.isVisible()
    talks.key(KEY.Key_Return)
    assert talks.answer() == ""


def test_a_like_objection_is_offered_its_answer_and_taken_by_one_key(talks: Talks) -> None:
    assert talks.footer().said.isHidden()
    kept = talks.knows("价格太高了", "14 个月回本")
    assert talks.footer().said.text() == "异议库里有：14 个月回本（还没用过）"
    talks.press("采用")
    talks.waits()
    assert talks.answer() == "14 个月回本"
    assert talks.footer().take.isHidden()
    assert talks.workspace.ask(objection_library)[0].used == 1
    talks.workspace.do(edit_reusable_answer, kept, answer="12 个月回本")
    talks.waits()
    assert talks.answer() == "14 个月回本"  # what was said stays as it was said
    assert talks.footer().keep.isVisible()


def test_an_own_answer_is_kept_by_one_key(talks: Talks) -> None:
    assert talks.footer().keep.isHidden()
    talks.workspace.do(edit_objection, talks.objection, answer="分三期付")
    talks.waits()
    talks.press("存入异议库")
    talks.waits()
    assert [one.answer for one in talks.workspace.ask(objection_library)] == ["分三期付"]
    assert talks.footer().keep.isHidden()
    assert talks.footer().said.isVisible()


def test_tab_goes_from_the_answer_through_the_ways_of_the_library(talks: Talks) -> None:
    talks.knows("价格太高", "14 个月回本")
    row = talks.tab.objections.rows()[0]
    row.cell("proof").setFocus()
    talks.key(KEY.Key_Tab)
    talks.key(KEY.Key_Tab)
    assert talks.footer().take.hasFocus()
    talks.key(KEY.Key_Tab)
    assert talks.footer().choose.hasFocus()
    talks.key(KEY.Key_Space)
    assert talks.picker().field.hasFocus()


def test_the_library_is_reached_from_the_title(talks: Talks) -> None:
    asked: list[str] = []
    talks.tab.go_to_requested.connect(asked.append)
    talks.press("异议库")
    assert asked == ["team.objections"]


def test_another_deal_shows_nothing_of_the_one_before(talks: Talks) -> None:
    talks.knows("价格太高", "14 个月回本")
    talks.tab.show_deal(talks.other_deal)
    talks.waits()
    assert talks.tab.objections.rows() == []


def test_an_open_point_becomes_the_next_step_and_follows_its_day(talks: Talks) -> None:
    talks.workspace.do(start_memo, talks.deal)
    payment = talks.workspace.ask(memo_sheet, talks.deal).clauses[1]
    row = talks.tab.clauses.row(payment.id)
    assert row is not None
    step = row.footer
    assert isinstance(step, OpenPointStep)
    assert step.isHidden()
    day = clock.today() + timedelta(days=5)
    talks.workspace.do(edit_memo_clause, payment.id, due_on=day, settled_by="双方财务")
    step.plan.setFocus()
    talks.key(KEY.Key_Return)
    assert plans(talks) == [("谈定“付款”（双方财务）", day)]
    assert step.planned.isVisible()
    assert step.plan.isHidden()
    later = day + timedelta(days=2)
    talks.workspace.do(edit_memo_clause, payment.id, due_on=later)
    assert step.plan.text().startswith("下一步改到")
    step.plan.click()
    assert plans(talks) == [("谈定“付款”（双方财务）", later)]
    talks.workspace.do(edit_memo_clause, payment.id, text="分三期", agreed=True)
    assert step.isHidden()


def plans(talks: Talks) -> list[tuple[str, object]]:
    planned = select(Activity.goal, Activity.due_on).where(
        Activity.deal_id == talks.deal, Activity.goal.startswith("谈定")
    )
    return [(row.goal, row.due_on) for row in talks.workspace.ask(lambda session: session.execute(planned).all())]
