"""The requirement tab, written by keys as on paper, sent, confirmed and changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.operations.requirements import (
    add_requirement_items,
    confirm_requirement,
    edit_requirement_item,
    remove_requirement_item,
)
from desktop_crm.queries.interviews import interview_sheet
from desktop_crm.queries.requirements import RequirementSheet, requirement_sheet
from desktop_crm.views.deal.requirement_tab import RequirementTab
from desktop_crm.views.widgets.choice_cell import ChoiceCell
from desktop_crm.views.widgets.text_cell import TextCell
from tests.views.deal.desk import ALT, CONTROL, Desk

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Sheet(Desk[RequirementTab]):
    def now(self, version: str = "") -> RequirementSheet:
        return self.workspace.ask(requirement_sheet, self.deal, version_id=version)

    def texts(self, kind: str = "pain") -> list[str]:
        return [item.text for item in self.now().of(kind)]

    def shown(self, kind: str = "pain") -> list[str]:
        return [row.main.text() for row in self.tab.lists[kind].rows()]

    def add(self, *texts: str, kind: str = "pain") -> tuple[str, ...]:
        return self.workspace.do(add_requirement_items, self.deal, kind=kind, texts=texts)

    def confirm(self) -> str:
        version = self.now().state.shown
        assert version is not None
        return self.workspace.do(confirm_requirement, version.id, confirmed_by="赵经理")

    def cell(self, place: int, key: str, kind: str = "pain") -> TextCell:
        found = self.tab.lists[kind].rows()[place].cell(key)
        assert isinstance(found, TextCell)
        return found


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path) -> Iterator[Sheet]:
    made = Sheet(qtbot, tmp_path / "data", RequirementTab, budget_low_fen=50_000_000, stage="discovery")
    yield made
    made.close()


def test_enter_adds_line_after_line(sheet: Sheet) -> None:
    sheet.tab.go_to("pain_points")
    for text in ("换模要 40 分钟", "夜班漏检"):
        sheet.type(text)
        sheet.key(ENTER)
    assert sheet.texts() == sheet.shown() == ["换模要 40 分钟", "夜班漏检"]
    sheet.key(ENTER)
    assert len(sheet.texts()) == 2
    assert sheet.tab.lists["pain"].add_line.hasFocus()


def test_pasted_lines_become_items_at_the_end_and_in_the_middle(sheet: Sheet) -> None:
    sheet.tab.go_to("needs")
    sheet.paste("对接 MES\n\n  手机看板 \n权限分级")
    assert sheet.texts("need") == ["对接 MES", "手机看板", "权限分级"]
    sheet.cell(0, "text", "need").start()
    sheet.paste("（含工单）\n断网续传")
    assert sheet.texts("need") == ["对接 MES（含工单）", "断网续传", "手机看板", "权限分级"]


def test_tab_goes_from_a_new_goal_to_its_measure(sheet: Sheet) -> None:
    sheet.tab.go_to("goals")
    sheet.type("人力成本降低")
    sheet.key(TAB)
    sheet.key(TAB)
    sheet.type("15%")
    sheet.key(ENTER)
    (goal,) = sheet.now().of("goal")
    assert (goal.text, goal.measure) == ("人力成本降低", "15%")
    assert sheet.tab.lists["goal"].add_line.hasFocus()


def test_items_are_arranged_by_keys_and_by_mouse(sheet: Sheet) -> None:
    sheet.add("一", "二", "三")
    sheet.cell(2, "text").start()
    sheet.key(Qt.Key.Key_Up, ALT)
    assert sheet.texts() == sheet.shown() == ["一", "三", "二"]
    assert sheet.cell(1, "text").hasFocus()
    sheet.key(Qt.Key.Key_Down, ALT)
    rows = sheet.tab.lists["pain"].rows()
    sheet.drag(rows[2].grip, rows[0])
    assert sheet.texts() == sheet.shown() == ["三", "一", "二"]


def test_backspace_in_an_emptied_line_strikes_it_out_and_an_emptied_line_alone_does_not(sheet: Sheet) -> None:
    sheet.add("一", "二")
    cell = sheet.cell(1, "text")
    cell.start()
    sheet.key(Qt.Key.Key_Backspace)
    sheet.key(TAB)
    assert sheet.shown() == ["一", "二"]
    cell.start()
    sheet.key(Qt.Key.Key_Backspace)
    sheet.key(Qt.Key.Key_Backspace)
    assert sheet.texts() == sheet.shown() == ["一"]
    assert sheet.cell(0, "text").hasFocus()


def test_priority_is_changed_by_arrow_keys_and_not_by_the_wheel(sheet: Sheet) -> None:
    sheet.add("一")
    choice = sheet.tab.lists["pain"].rows()[0].cell("priority")
    assert isinstance(choice, ChoiceCell)
    choice.setFocus()
    sheet.key(Qt.Key.Key_Up)
    assert sheet.now().items[0].priority == "must"
    assert choice.text().startswith("必须")


def test_what_is_being_typed_survives_changes_from_elsewhere(sheet: Sheet) -> None:
    (item,) = sheet.add("一")
    sheet.cell(0, "text").start()
    sheet.type("半句")
    sheet.workspace.do(edit_requirement_item, item, priority="must")
    sheet.add("二")
    assert sheet.cell(0, "text").text() == "一半句"
    sheet.workspace.undo()
    assert sheet.cell(0, "text").text() == "一半句"
    sheet.key(ENTER)
    assert sheet.texts() == ["一半句"]


def test_what_is_being_typed_is_kept_for_its_own_deal_when_another_is_shown(sheet: Sheet) -> None:
    sheet.tab.go_to("pain_points")
    sheet.type("没按回车")
    sheet.tab.show_deal(sheet.other_deal)
    assert sheet.texts() == ["没按回车"]
    assert sheet.shown() == []
    assert sheet.tab.lists["pain"].add_line.text() == ""


def test_a_refused_edit_keeps_what_was_typed(sheet: Sheet) -> None:
    (item,) = sheet.add("一")
    cell = sheet.cell(0, "text")
    cell.start()
    sheet.type("改")
    sheet.workspace.changed.disconnect()  # the deletion elsewhere is not heard of yet
    sheet.workspace.do(remove_requirement_item, item)
    sheet.key(ENTER)
    assert len(sheet.refusals) == 1
    assert cell.text() == "一改"


def test_escape_takes_typing_back_and_undo_without_typing_is_left_to_the_window(sheet: Sheet) -> None:
    sheet.add("一")
    cell = sheet.cell(0, "text")
    cell.start()
    sheet.type("改")
    sheet.key(Qt.Key.Key_Escape)
    assert cell.text() == "一"
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CONTROL)
    QApplication.sendEvent(cell, event)
    assert not event.isAccepted()
    sheet.type("改")
    event = QKeyEvent(QKeyEvent.Type.ShortcutOverride, Qt.Key.Key_Z, CONTROL)
    QApplication.sendEvent(cell, event)
    assert event.isAccepted()


def test_a_budget_is_typed_as_people_say_it(sheet: Sheet) -> None:
    sheet.tab.go_to("budget")
    sheet.paste("60万到90万")
    sheet.key(ENTER)
    assert sheet.now().budget == "60万–90万"
    sheet.tab.go_to("budget")
    sheet.paste("看情况")
    sheet.key(ENTER)
    assert sheet.now().budget == "60万–90万"
    assert sheet.refusals[-1].remedies[0].target == "requirement.budget"
    assert sheet.tab.facts.field("budget").editing() is not None


def test_from_draft_over_sent_to_confirmed_and_on_to_the_next_version(sheet: Sheet) -> None:
    sheet.add("换模慢", "漏检")
    bar = sheet.tab.bar
    sheet.press("记录发送")
    assert bar.badge.mark().text == "已发送"
    sheet.press("记录确认")
    assert bar.form.by.text() == "赵经理"
    sheet.key(ENTER)
    assert "赵经理" in bar.badge.mark().text
    cell = sheet.cell(1, "text")
    cell.start()
    sheet.type("率 2.3%")
    sheet.key(ENTER)
    assert sheet.texts() == ["换模慢", "漏检率 2.3%"]
    assert bar.sentence.text() == "v1 已确认（冻结），正在编辑 v2。"
    assert sheet.cell(1, "text") is cell
    sheet.press("与 v1 对比")
    assert bar.differences.texts() == ["痛点：漏检 → 漏检率 2.3%"]
    bar.note.start()
    sheet.type("客户补了数字")
    sheet.key(ENTER)
    assert sheet.now().state.shown is not None
    assert sheet.now().state.shown.change_note == "客户补了数字"  # type: ignore[union-attr]


def test_a_sent_version_that_is_edited_asks_to_be_sent_again(sheet: Sheet) -> None:
    sheet.add("漏检")
    sheet.press("记录发送")
    sheet.cell(0, "text").start()
    sheet.type("！")
    sheet.key(ENTER)
    assert "需要重新发送" in sheet.tab.bar.sentence.text()
    assert sheet.tab.bar.confirm.isHidden()
    sheet.tab.go_to("confirm")
    assert sheet.tab.bar.send.hasFocus()
    sheet.press("重新发送")
    assert sheet.tab.bar.badge.mark().text == "已发送"


def test_an_old_version_can_be_read_but_not_written(sheet: Sheet) -> None:
    sheet.add("漏检")
    sheet.confirm()
    sheet.add("换模慢")
    menu = sheet.tab.bar.picker.menu()
    menu.actions()[1].trigger()
    assert sheet.shown() == ["漏检"]
    assert sheet.cell(0, "text").isReadOnly()
    assert sheet.tab.lists["pain"].add_line.isHidden()
    sheet.cell(0, "text").setFocus()
    sheet.key(Qt.Key.Key_X)
    assert sheet.shown() == ["漏检"]
    sheet.press("回到 v2")
    assert sheet.shown() == ["漏检", "换模慢"]
    sheet.press("放弃 v2")
    assert sheet.shown() == ["漏检"]
    assert len(sheet.now().state.versions) == 1


def test_nothing_to_send_leads_to_where_it_is_written(sheet: Sheet) -> None:
    sheet.tab.facts.edit("present_system")
    sheet.paste("用友 U8")
    sheet.key(ENTER)
    sheet.press("记录发送")
    assert sheet.refusals[0].remedies[0].target == "requirement.pain_points"
    sheet.tab.go_to("pain_points")
    assert sheet.tab.lists["pain"].add_line.hasFocus()


def test_the_first_need_is_taken_over_in_one_click(sheet: Sheet) -> None:
    sheet.press("带入初步需求：替换旧 ERP")
    assert sheet.texts("need") == ["替换旧 ERP"]
    assert sheet.tab.from_lead.isHidden()


def test_the_talk_is_prepared_from_the_playbook(sheet: Sheet) -> None:
    suggested = sheet.workspace.ask(interview_sheet, sheet.deal).suggested
    sheet.press(f"带入流程建议的 {len(suggested)} 个问题")
    rows = sheet.tab.interview.questions.rows()
    assert [row.main.text() for row in rows] == list(suggested)
    answer = rows[0].cell("answer")
    answer.setFocus()
    sheet.type("每月赔 18 万")
    sheet.key(ENTER)
    assert rows[1].main.hasFocus()
    assert sheet.workspace.ask(interview_sheet, sheet.deal).answered == 1
    assert sheet.tab.interview.take_over.isHidden()


def test_the_page_holds_at_the_narrowest_pane(sheet: Sheet) -> None:
    sheet.add("客户自己说的很长的一句话，里面还带着数字 2.3% 和英文 MES，一行写不下")
    sheet.confirm()
    sheet.add("二")
    QTest.qWait(0)
    page = sheet.tab.findChildren(TextCell)[0].window()
    page.resize(420, 900)
    QApplication.processEvents()
    assert sheet.tab.page_width() <= 410
