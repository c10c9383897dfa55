"""The objection library as a page of the team screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_crm.models import Objection, Outcome, ReusableAnswer
from desktop_crm.queries.objection_library import objection_library, unkept_answers
from desktop_crm.views.screens.team_screen import OBJECTIONS, TeamScreen
from desktop_crm.views.team.objections_page import ObjectionsPage
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

KEY = Qt.Key
Make = Callable[[], ObjectionsPage]


@pytest.fixture
def make(workspace: Workspace, qtbot: QtBot) -> Make:
    def made() -> ObjectionsPage:
        screen = TeamScreen(workspace)
        qtbot.addWidget(screen)
        workspace.changed.connect(screen.on_changes)
        screen.resize(1000, 600)
        screen.refresh()
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        screen.show_place("objections")
        assert screen.parts.currentIndex() == OBJECTIONS
        settle(screen.objections.workspace)
        return screen.objections

    return made


def fill(file: File) -> tuple[str, str]:
    price = file.add(ReusableAnswer(kind="price", text="价格太高", answer="14 个月回本", proof="恒力案例"))
    slow = file.add(ReusableAnswer(kind="delivery", text="上线太慢", answer="先上一条产线"))
    for outcome in (Outcome.WON, Outcome.OPEN):
        deal = file.deal(outcome=outcome)
        file.add(Objection(deal_id=deal, text="慢", answer="先上一条产线", reusable_id=slow))
    return price, slow


def titles(page: ObjectionsPage) -> list[str]:
    rows = page.kept.table.rows
    return [rows.row(at).text for at in range(rows.rowCount())]


def choose_all(page: ObjectionsPage) -> None:
    page.kept.table.selectAll()


def test_the_library_is_listed_by_what_it_won_and_says_so(make: Make, file: File) -> None:
    fill(file)
    page = make()
    assert titles(page) == ["上线太慢", "价格太高"]
    assert page.kept.usage.text() == "用过 2 次，成交 1 次，还在谈 1 条。"
    assert [chip.text() for chip in page.places.chips()] == ["异议库 2", "可收录 0"]


def test_words_and_kind_narrow_the_list(make: Make, file: File) -> None:
    fill(file)
    page = make()
    page.words.setText("jgtg")
    settle(page.workspace)
    assert titles(page) == ["价格太高"]
    page.kinds.choose("delivery")
    settle(page.workspace)
    assert page.nothing.isVisible()
    page.nothing.steps()[0].click()
    settle(page.workspace)
    assert len(titles(page)) == 2


def test_an_answer_is_edited_where_it_stands(make: Make, file: File) -> None:
    fill(file)
    page = make()
    page.kept.table.setFocus()
    QTest.keyClick(page.kept.table, KEY.Key_Return)
    editor = page.kept.facts.field("answer").editing()
    assert editor is not None
    field = editor.focus
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("八周上一条产线")
    page.kept.facts.field("answer").commit()
    settle(page.workspace)
    assert page.workspace.ask(objection_library)[0].answer == "八周上一条产线"
    assert page.kept.table.chosen()[0].text == "上线太慢"


def test_doubles_are_merged_and_brought_back_by_undo(make: Make, file: File, qtbot: QtBot) -> None:
    fill(file)
    page = make()
    assert page.kept.merge.isHidden()
    choose_all(page)
    assert page.kept.merge.text() == "合并 2 条"
    with qtbot.waitSignal(page.done):
        page.kept.merge.click()
    settle(page.workspace)
    assert titles(page) == ["上线太慢"]
    assert page.kept.facts.field("proof").fact().value == "恒力案例"
    page.workspace.undo()
    settle(page.workspace)
    assert len(titles(page)) == 2


def test_what_is_deleted_comes_back_by_undo(make: Make, file: File, qtbot: QtBot) -> None:
    fill(file)
    page = make()
    choose_all(page)
    page.kept.table.setFocus()
    with qtbot.waitSignal(page.done):
        QTest.keyClick(page.kept.table, KEY.Key_Delete)
    settle(page.workspace)
    assert page.empty.isVisible()
    page.workspace.undo()
    settle(page.workspace)
    assert len(titles(page)) == 2


def test_a_new_objection_goes_on_with_its_answer(make: Make) -> None:
    page = make()
    page.empty.steps()[0].click()
    assert page.new_text.hasFocus()
    page.new_text.setText("合同要用集团模板")
    QTest.keyClick(page.new_text, KEY.Key_Return)
    settle(page.workspace)
    (made,) = page.workspace.ask(objection_library)
    assert (made.text, made.kind) == ("合同要用集团模板", "approval")
    assert page.kept.facts.field("answer").editing() is not None


def test_answers_of_deals_are_kept_by_enter_until_none_is_left(make: Make, file: File) -> None:
    for text, outcome in (("怕断线", Outcome.LOST), ("怕停产", Outcome.WON)):
        file.add(Objection(deal_id=file.deal(outcome=outcome), text=text, answer="周末切换"))
    page = make()
    page.places.chips()[1].click()
    table = page.unkept.table
    assert [table.rows.row(at).text for at in range(2)] == ["怕停产", "怕断线"]
    table.setFocus()
    for _ in range(2):
        table.selectionModel().setCurrentIndex(table.rows.index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        QTest.keyClick(table, KEY.Key_Return)
        settle(page.workspace)
    assert [(one.text, one.won) for one in page.workspace.ask(objection_library)] == [("怕停产", 1), ("怕断线", 0)]
    assert page.workspace.ask(unkept_answers) == ()
    assert [chip.text() for chip in page.places.chips()] == ["异议库 2", "可收录 0"]


def test_escape_puts_the_new_line_away(make: Make) -> None:
    page = make()
    page.begin_new()
    QTest.keyClick(page.new_text, KEY.Key_Escape)
    assert page.new_text.isHidden()


def test_several_answers_are_kept_and_taken_back_in_one_step(make: Make, file: File) -> None:
    for text in ("怕断线", "怕停产"):
        file.add(Objection(deal_id=file.deal(), text=text, answer="周末切换"))
    page = make()
    page.places.chips()[1].click()
    page.unkept.table.selectAll()
    told: list[str] = []
    page.done.connect(told.append)
    page.unkept.keep.click()
    settle(page.workspace)
    assert told == ["已收录 2 条"]
    assert len(page.workspace.ask(objection_library)) == 2
    page.workspace.undo()
    assert page.workspace.ask(objection_library) == ()
