"""The presentations of a deal: written by keys alone, answered, corrected, struck out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.operations.activities import plan_activity
from desktop_crm.operations.presentations import record_presentation
from desktop_crm.queries.presentations import TalkSheet, talk_sheet
from desktop_crm.queries.timeline import plans, records
from desktop_crm.views.deal.presentation_card import TalkCard
from desktop_crm.views.deal.presentation_section import PresentationSection
from desktop_crm.views.widgets.text_cell import TextCell
from tests.views.deal.desk import CONTROL, Desk

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
TODAY = date.today()


class Stage(Desk[PresentationSection]):
    def now(self) -> TalkSheet:
        return self.workspace.ask(talk_sheet, self.deal)

    def cards(self) -> list[TalkCard]:
        QApplication.processEvents()
        return sorted(self.tab.cards.values(), key=lambda card: card.y())

    def said(self, card: TalkCard) -> str:
        return "\n".join(label.text() for label in card.findChildren(QLabel))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path / "data", PresentationSection)
    yield made
    made.close()


def test_a_presentation_is_written_by_keys_alone(stage: Stage) -> None:
    assert stage.tab.open.isHidden()
    stage.tab.go_to("")
    stage.type("认可节拍，担心夜班")
    stage.key(TAB)
    stage.paste("赵经理：要能耗数据\n保养由谁做")
    stage.key(TAB)
    stage.type("补齐能耗数据")
    stage.key(TAB)
    stage.type("明天")
    stage.key(ENTER, CONTROL)
    (talk,) = stage.now().talks
    assert (talk.reaction, talk.method, talk.their_side, talk.our_side) == (
        "认可节拍，担心夜班", "meeting", "赵经理", "王敏",
    )  # fmt: skip
    assert [(point.raised_by, point.text) for point in talk.points] == [("赵经理", "要能耗数据"), ("", "保养由谁做")]
    (plan,) = stage.workspace.ask(plans, stage.deal)
    assert (plan.goal, plan.due_on) == ("补齐能耗数据", TODAY + timedelta(days=1))
    assert stage.workspace.ask(records, stage.deal).records[0].feedback == "认可节拍，担心夜班"
    assert stage.tab.entry.draft().empty
    assert QApplication.focusWidget() is stage.tab.entry.reaction
    assert len(stage.tab.points.rows()) == 2
    assert "下一步：补齐能耗数据" in stage.said(stage.cards()[0])


def test_method_and_day_are_chosen_without_the_mouse(stage: Stage) -> None:
    stage.tab.entry.method.take_focus()
    stage.key(Qt.Key.Key_2)
    stage.tab.go_to("when")
    stage.type("昨天15点")
    stage.tab.go_to("")
    stage.type("好")
    stage.key(ENTER, CONTROL)
    (talk,) = stage.now().talks
    assert (talk.method, talk.presented_on) == ("demo", TODAY - timedelta(days=1))


def test_what_is_refused_stays_in_the_fields(stage: Stage) -> None:
    stage.tab.go_to("next_action")
    stage.type("补数据")
    stage.key(ENTER, CONTROL)
    assert "反应" in stage.refusals[0].reason
    assert stage.tab.entry.next_action.text() == "补数据"
    stage.tab.entry.due.line.setText("不是日期")
    stage.tab.go_to("")
    stage.type("好")
    stage.key(ENTER, CONTROL)
    assert stage.now().talks == ()
    assert stage.tab.entry.due.error()


def test_the_plan_that_was_carried_out_is_offered(stage: Stage) -> None:
    stage.workspace.do(plan_activity, stage.deal, goal="上门讲解方案", method="visit", due_on=TODAY)
    assert stage.tab.entry.fulfil.text() == "完成计划：上门讲解方案"
    stage.tab.go_to("")
    stage.type("好")
    stage.key(ENTER, CONTROL)
    assert stage.workspace.ask(plans, stage.deal) == ()
    assert stage.tab.entry.fulfil.isHidden()
    stage.workspace.do(plan_activity, stage.deal, goal="再讲解一次", due_on=TODAY)
    stage.tab.entry.fulfil.click()
    stage.tab.go_to("")
    stage.type("又好")
    stage.key(ENTER, CONTROL)
    assert len(stage.workspace.ask(plans, stage.deal)) == 1


def test_a_point_gets_its_answer_and_goes_to_its_presentation(stage: Stage) -> None:
    late = TODAY - timedelta(days=1)
    stage.workspace.do(
        record_presentation, stage.deal, reaction="好", points=["要能耗数据", "保养"], next_action="补", next_due=late
    )
    assert "1 条" not in stage.tab.open._count.text()
    assert stage.tab.open._count.text() == "2 条待答复 · 2 条逾期"
    stage.tab.go_to("open")
    row = stage.tab.points.rows()[0]
    flag = row.cell("settled")
    assert isinstance(flag, QCheckBox)
    flag.click()
    assert "怎样答复" in stage.refusals[0].reason
    assert not flag.isChecked()
    answer = row.cell("answer")
    assert isinstance(answer, TextCell)
    stage.tab.go_to(stage.now().open_points[0].id)
    stage.type("附实测数据")
    stage.key(ENTER)
    flag.click()
    assert [point.text for point in stage.now().open_points] == ["保养"]
    card = stage.cards()[0]
    assert "要能耗数据 → 附实测数据" in stage.said(card)
    card.reopen_requested.emit(stage.now().talks[0].settled[0].id)
    assert len(stage.tab.points.rows()) == 2


def test_who_raised_a_point_is_corrected_as_it_is_typed(stage: Stage) -> None:
    stage.workspace.do(record_presentation, stage.deal, reaction="好", points=["李工：要能耗数据"])
    row = stage.tab.points.rows()[0]
    assert row.main.text() == "李工：要能耗数据"
    row.main.start()
    stage.key(Qt.Key.Key_A, CONTROL)
    stage.type("陈总：要夜班数据")
    stage.key(ENTER)
    (point,) = stage.now().open_points
    assert (point.raised_by, point.text) == ("陈总", "要夜班数据")


def test_a_presentation_is_corrected_where_it_stands(stage: Stage) -> None:
    made = stage.workspace.do(record_presentation, stage.deal, reaction="认可节拍", place="总部")
    card = stage.cards()[0]
    card.correct()
    card.facts.edit("place")
    stage.key(Qt.Key.Key_A, CONTROL)
    stage.type("一号车间")
    stage.key(ENTER)
    assert stage.now().talks[0].place == "一号车间"
    card = stage.cards()[0]
    card.correct()
    card.edited.emit(made, "presented_on", TODAY + timedelta(days=3))
    assert "还没有到" in stage.refusals[0].reason
    assert card.facts.field("presented_on").fact().value == TODAY
    card.delete_requested.emit(made)
    assert stage.now().talks == ()
    assert stage.tab.talks.isHidden()
    stage.workspace.undo()
    assert [talk.id for talk in stage.now().talks] == [made]


def test_the_newest_stands_first(stage: Stage) -> None:
    for reaction in ("先", "后"):
        stage.workspace.do(record_presentation, stage.deal, reaction=reaction)
    assert [card.talk.reaction for card in stage.cards()] == ["后", "先"]


def test_what_was_begun_waits_for_its_deal(stage: Stage) -> None:
    stage.tab.go_to("")
    stage.type("认可节拍")
    stage.tab.show_deal(stage.other_deal)
    assert stage.tab.entry.reaction.toPlainText() == ""
    assert stage.tab.entry.their_side.text() == ""
    stage.tab.show_deal(stage.deal)
    assert stage.tab.entry.reaction.toPlainText() == "认可节拍"
    assert stage.tab.entry.their_side.text() == "赵经理"
