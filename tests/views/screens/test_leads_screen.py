"""The lead inbox, worked through by keyboard and mouse."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from functools import partial
from operator import eq
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.models import Deal, Outcome
from desktop_crm.operations.deals import edit_deal
from desktop_crm.queries.lead_line import LeadState
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.views.leads.doing import FEW
from desktop_crm.views.screens.leads_screen import LeadsScreen
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

THEN = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = date(2026, 3, 2)


def deal_of(file: File, deal_id: str) -> Deal:
    return file.ask(lambda session: session.get_one(Deal, deal_id))


def lead(file: File, name: str, **values: Any) -> str:
    """Store a complete lead that has not been graded."""
    customer = file.customer(name)
    contact = file.contact(customer, phone=values.pop("phone", "13805721836"))
    return file.deal(
        customer, contact_id=contact, acquired_on=DAY, **{"grade": "", "created_at": clock.now(), **values}
    )


def open_screen(workspace: Workspace, qtbot: QtBot) -> LeadsScreen:
    made = LeadsScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.start()
    settle(workspace)
    return made


def shown(screen: LeadsScreen) -> list[str]:
    settle(screen.workspace)
    rows = screen.table.rows
    return [rows.row(at).customer for at in range(rows.rowCount())]


def press(widget: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        QTest.keyClick(widget, key, modifier)
    settle_around(widget)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    settle_around(widget)


def settle_around(widget: QWidget) -> None:
    screen = widget.window()
    assert isinstance(screen, LeadsScreen)
    settle(screen.workspace)


def choose(screen: LeadsScreen, name: str) -> None:
    screen.table.setCurrentIndex(screen.table.rows.index(shown(screen).index(name), 0))


@pytest.fixture
def three(file: File) -> list[str]:
    return [lead(file, name) for name in ("丙", "乙", "甲")]


@pytest.fixture
def screen(three: list[str], workspace: Workspace, qtbot: QtBot) -> LeadsScreen:  # noqa: ARG001 - the rows come first
    return open_screen(workspace, qtbot)


def test_an_empty_inbox_puts_the_cursor_where_the_first_lead_is_taken_down(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    assert screen.empty.isVisible()
    assert screen.capture.line.hasFocus()
    assert not screen.bar.isVisible()


def test_j_and_k_go_through_the_leads_and_the_card_follows(screen: LeadsScreen):
    assert shown(screen) == ["甲", "乙", "丙"]
    press(screen.table, Qt.Key.Key_J)
    assert screen.pane.lead is not None
    assert screen.pane.lead.customer == "乙"
    press(screen.table, Qt.Key.Key_K, Qt.Key.Key_K)
    assert screen.pane.lead.customer == "甲"


def test_one_lead_goes_through_all_steps_by_keys(screen: LeadsScreen, three: list[str], file: File, qtbot: QtBot):
    top = three[-1]
    press(screen.table, Qt.Key.Key_Y)
    assert deal_of(file, top).screened_at
    press(screen.table, Qt.Key.Key_V)
    assert deal_of(file, top).verified_at
    press(screen.table, Qt.Key.Key_2)
    assert deal_of(file, top).grade == "B"
    press(screen.table, Qt.Key.Key_T)
    assert screen.assigning.isVisible()
    press(screen.assigning, Qt.Key.Key_Escape)
    assert screen.table.hasFocus()
    assert screen.pane.isVisible()
    with qtbot.waitSignal(screen.deal_requested, check_params_cb=partial(eq, top)):
        press(screen.table, Qt.Key.Key_Return)


def test_in_a_list_of_one_step_what_is_done_leaves_and_the_next_one_is_chosen(screen: LeadsScreen):
    screen.bar.states.choose("screen")
    choose(screen, "乙")
    press(screen.table, Qt.Key.Key_Y)
    assert shown(screen) == ["甲", "丙"]
    assert [line.customer for line in screen.table.chosen()] == ["丙"]
    assert screen.table.hasFocus()


def test_keys_pressed_while_the_list_is_read_are_meant_for_what_it_will_show(
    screen: LeadsScreen, three: list[str], file: File
):
    screen.bar.states.choose("screen")
    settle(screen.workspace)
    for _ in range(2):
        QTest.keyClick(screen.table, Qt.Key.Key_Y)
    assert screen.workspace.busy
    assert shown(screen) == ["丙"]
    assert [bool(deal_of(file, one).screened_at) for one in three] == [False, True, True]


def test_rows_of_a_filter_that_was_changed_since_are_never_shown(screen: LeadsScreen, file: File):
    lead(file, "迟到", created_at=clock.now() - timedelta(days=3))
    seen: list[list[str]] = []
    rows = screen.table.rows
    rows.modelReset.connect(lambda: seen.append([rows.row(at).customer for at in range(rows.rowCount())]))
    screen.refresh()
    assert screen.workspace._pool.waitForDone(10_000)  # all four are read and on their way
    screen.bar.late.setChecked(True)
    settle(screen.workspace)
    assert seen == [["迟到"]]


def test_a_change_keeps_the_place_in_a_long_list_and_another_filter_begins_at_its_top(
    file: File, workspace: Workspace, qtbot: QtBot
):
    customer = file.customer()
    file.add(
        *(Deal(number=f"G{n:03}", customer_id=customer, stage="lead", title="x", grade="BA"[n % 2]) for n in range(400))
    )
    screen = open_screen(workspace, qtbot)
    for _ in range(120):
        press(screen.table, Qt.Key.Key_J)
    bar, (there,) = screen.table.verticalScrollBar(), screen.table.chosen()
    place, number = bar.value(), there.number
    assert place > 0
    workspace.do(edit_deal, there.id, need="要两台")
    settle(screen.workspace)
    assert bar.value() == place
    assert [(line.number, line.need) for line in screen.table.chosen()] == [(number, "要两台")]
    screen.bar.grade.fill()
    screen.bar.grade.setCurrentIndex(screen.bar.grade.findData("B" if there.grade == "A" else "A"))
    settle(screen.workspace)
    assert bar.value() < place
    assert screen.table.chosen()
    assert screen.table.visualRect(screen.table.currentIndex()).intersects(screen.table.viewport().rect())


def test_the_chips_count_each_step(screen: LeadsScreen):
    texts = [chip.text() for chip in screen.bar.states.chips()]
    assert texts[:2] == ["待筛选 3", "待核对 0"]
    press(screen.table, Qt.Key.Key_Y)
    assert [chip.text() for chip in screen.bar.states.chips()][:2] == ["待筛选 2", "待核对 1"]


def test_an_invalid_lead_needs_a_reason_and_is_then_out_of_the_inbox(screen: LeadsScreen, three: list[str], file: File):
    press(screen.table, Qt.Key.Key_X)
    assert screen.invalid.isVisible()
    assert not screen.invalid.confirm.isEnabled()
    press(screen.invalid.reasons.chips()[0], Qt.Key.Key_1)
    press(screen.invalid.reasons.chips()[0], Qt.Key.Key_Return)
    deal = deal_of(file, three[-1])
    assert (deal.outcome, deal.outcome_reason) == (Outcome.INVALID, "电话或邮箱无效")
    assert shown(screen) == ["乙", "丙"]
    assert screen.table.hasFocus()


def test_the_reason_that_was_found_stands_there_already(file: File, workspace: Workspace, qtbot: QtBot):
    bad = lead(file, "恒力", phone="12345")
    screen = open_screen(workspace, qtbot)
    assert "12345" in screen.pane.screening.says.text()
    click(screen.pane.screening.invalid)
    assert screen.invalid.reason() == "电话或邮箱无效"
    press(screen.invalid.confirm, Qt.Key.Key_Return)
    assert deal_of(file, bad).outcome_reason == "电话或邮箱无效"


def test_escape_takes_the_question_back(screen: LeadsScreen, three: list[str], file: File):
    press(screen.table, Qt.Key.Key_X)
    press(screen.invalid, Qt.Key.Key_Escape)
    assert not screen.invalid.isVisible()
    assert screen.table.hasFocus()
    assert deal_of(file, three[-1]).outcome == Outcome.OPEN


def test_several_are_done_in_one_go(screen: LeadsScreen, three: list[str], file: File):
    press(screen.table, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)
    assert screen.actions_bar.says.text() == "已选 3 条"
    click(screen.actions_bar.buttons["verify"])
    assert all(deal_of(file, one).verified_at for one in three)
    click(screen.actions_bar.grades["A"])
    assert {deal_of(file, one).grade for one in three} == {"A"}
    next(action for action in screen.actions_bar._sources.actions() if action.text() == "官网").trigger()
    assert {deal_of(file, one).source for one in three} == {"官网"}


@pytest.fixture
def many(file: File) -> list[str]:
    return [lead(file, f"展会客户{place}") for place in range(FEW + 5)]


def choose_all(screen: LeadsScreen) -> None:
    press(screen.table, Qt.Key.Key_A, modifier=Qt.KeyboardModifier.ControlModifier)


def test_many_are_graded_beside_the_window_and_one_undo_takes_it_back(
    many: list[str], workspace: Workspace, file: File, qtbot: QtBot
):
    screen = open_screen(workspace, qtbot)
    said: list[str] = []
    screen.done.connect(said.append)
    choose_all(screen)
    QTest.mouseClick(screen.actions_bar.grades["A"], Qt.MouseButton.LeftButton)
    assert workspace.busy
    assert screen.doing.progress.isVisible()
    settle(workspace)
    assert screen.doing.progress.isHidden()
    assert said == [f"{len(many)} 条评为 A"]
    assert {deal_of(file, one).grade for one in many} == {"A"}
    assert workspace.undo() == "批量评级"
    assert {deal_of(file, one).grade for one in many} == {""}


@pytest.mark.parametrize("act", ["grade", "mark_invalid", "mark_valid", "verify", "correct_source"])
def test_what_is_done_with_many_can_be_stopped_and_nothing_of_it_stays(
    many: list[str], workspace: Workspace, file: File, qtbot: QtBot, act: str
):
    screen = open_screen(workspace, qtbot)
    said: list[str] = []
    screen.done.connect(said.append)
    choose_all(screen)
    given = {"grade": ["A"], "mark_invalid": ["测试录入"], "correct_source": ["官网"]}.get(act, [])
    held = threading.Event()  # both threads are taken, so that the work has not ended before it is stopped
    for _ in range(2):
        workspace.later(lambda _session: held.wait(10), lambda _: None)
    getattr(screen.doing, act)(*given)
    QTest.mouseClick(screen.doing.progress._cancel, Qt.MouseButton.LeftButton)
    held.set()
    settle(workspace)
    assert screen.doing.progress.isHidden()
    assert screen.table.hasFocus()
    assert said == []
    found = [deal_of(file, one) for one in many]
    assert {(one.grade, one.outcome, one.screened_at, one.verified_at, one.source) for one in found} == {
        ("", Outcome.OPEN, None, None, "展会")
    }


def test_meanwhile_nothing_else_is_written(many: list[str], workspace: Workspace, file: File, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    refused: list[Refused] = []
    workspace.refused.connect(refused.append)
    choose_all(screen)
    screen.doing.grade("A")
    screen.doing.grade("B")
    assert [one.reason for one in refused] == ["正在批量评级，完成后再改。"]
    settle(workspace)
    assert {deal_of(file, one).grade for one in many} == {"A"}


def test_what_is_missing_is_a_button_that_puts_the_cursor_there(file: File, workspace: Workspace, qtbot: QtBot):
    deal_id = file.deal(file.customer("恒力", industry=""), acquired_on=DAY, screened_at=THEN, created_at=clock.now())
    screen = open_screen(workspace, qtbot)
    assert [gap.text() for gap in screen.pane.verification.gaps] == ["补联系方式", "补行业"]
    assert not screen.pane.verification.verify.isVisible()
    click(screen.pane.verification.gaps[1])
    editor = screen.pane.facts.field("industry").focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "IT")
    press(editor, Qt.Key.Key_Return)
    assert [gap.text() for gap in screen.pane.verification.gaps] == ["补联系方式"]
    said: list[Refused] = []
    workspace.refused.connect(said.append)
    screen.doing.verify()
    assert [refusal.reason for refusal in said] == ["“恒力”还缺联系方式。"]
    assert deal_of(file, deal_id).verified_at is None


def test_once_a_gap_is_filled_the_keyboard_is_on_what_is_next(file: File, workspace: Workspace, qtbot: QtBot):
    file.deal(file.customer("恒力", industry=""), acquired_on=DAY, screened_at=THEN, created_at=clock.now())
    screen = open_screen(workspace, qtbot)
    steps = screen.pane.verification
    for gap, typed in (("industry", "IT"), ("phone", "13805721836")):
        click(steps.gaps[-1])
        editor = screen.pane.facts.field(gap).focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, typed)
        press(editor, Qt.Key.Key_Return)
        assert (steps.gaps[0] if steps.gaps else steps.verify).hasFocus()
    assert steps.verify.hasFocus()


def test_a_gap_filled_from_the_list_leads_back_to_it(file: File, workspace: Workspace, qtbot: QtBot):
    file.deal(file.customer("恒力", industry=""), acquired_on=DAY, screened_at=THEN, created_at=clock.now())
    screen = open_screen(workspace, qtbot)
    for ends in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        screen.pane.fill("industry")
        editor = screen.pane.facts.field("industry").focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, "IT")
        press(editor, ends)
        assert screen.table.hasFocus()


def test_assigning_waits_for_the_verification(screen: LeadsScreen, qtbot: QtBot):
    with qtbot.waitSignal(screen.noted):
        press(screen.table, Qt.Key.Key_T)
    assert not screen.assigning.isVisible()


def test_four_keys_score_a_lead(file: File, workspace: Workspace, qtbot: QtBot):
    deal_id = lead(file, "恒力", playbook="funnel", stage="screen", verified_at=THEN)
    screen = open_screen(workspace, qtbot)
    press(screen.table, Qt.Key.Key_S)
    for key, total in ((Qt.Key.Key_5, 5), (Qt.Key.Key_5, 10), (Qt.Key.Key_4, 14)):
        press(screen.focusWidget(), key)
        assert screen.pane.score.total.text() == f"合计 {total} / 20"
        assert not screen.pane.score.grade.isVisible()
    press(screen.focusWidget(), Qt.Key.Key_1)
    assert screen.pane.score.grade.mark().text == "A"
    deal = deal_of(file, deal_id)
    assert (deal.grade, deal.score_urgency, deal.grade_reason) == ("A", 1, "评分 15：预算 5、需求 5、决策 4、紧急度 1")


def test_a_playbook_without_a_score_offers_the_grade_with_its_criteria(
    screen: LeadsScreen, three: list[str], file: File
):
    assert not screen.pane.score.isVisible()
    press(screen.table, Qt.Key.Key_S)
    click(screen.pane.grade.buttons["B"])
    assert deal_of(file, three[-1]).grade == "B"
    screen.pane.grade.reason.setText("预算没有落实")
    screen.pane.grade.reason.editingFinished.emit()
    assert deal_of(file, three[-1]).grade_reason == "预算没有落实"


def test_the_step_a_lead_waits_for_stands_first_on_its_card(screen: LeadsScreen):
    top = screen.pane
    assert top.screening.y() < top.facts.y() < top.verification.y()
    press(screen.table, Qt.Key.Key_Y)
    QTest.qWait(0)
    assert top.verification.y() < top.facts.y() < top.screening.y()


def test_filters_narrow_and_can_be_cleared(screen: LeadsScreen, file: File):
    lead(file, "迟到", created_at=clock.now() - timedelta(days=3))
    screen.refresh()
    click(screen.bar.late)
    assert shown(screen) == ["迟到"]
    screen.bar.states.choose(LeadState.DONE)
    settle(screen.workspace)
    assert screen.nothing_found.isVisible()
    click(screen.nothing_found.steps()[0])
    assert len(shown(screen)) == 4


def test_many_leads_come_a_page_at_a_time_and_say_so(file: File, workspace: Workspace, qtbot: QtBot):
    customer = file.customer()
    file.add(*(Deal(number=f"G{n:03}", customer_id=customer, stage="lead", title="x") for n in range(120)))
    screen = open_screen(workspace, qtbot)
    assert screen.bar.count.text() == "50 / 120"
    for _ in range(60):
        press(screen.table, Qt.Key.Key_J)
    assert screen.table.currentIndex().row() == 60
    assert screen.bar.count.text() == "100 / 120"


def test_scoring_shows_the_first_criterion_even_when_the_steps_have_just_changed_places(
    file: File, workspace: Workspace, qtbot: QtBot
):
    lead(file, "待评", playbook="funnel", stage="screen", verified_at=THEN)
    lead(file, "新的")
    screen = open_screen(workspace, qtbot)
    choose(screen, "待评")
    screen.pane.start_grading()
    first = screen.focusWidget()
    assert first is screen.pane.score.marks["budget"].chips()[0]
    qtbot.waitUntil(lambda: first.visibleRegion().boundingRect().height() == first.height() > 0)


def test_leads_that_are_done_do_not_hide_those_that_wait(file: File, workspace: Workspace, qtbot: QtBot):
    lead(file, "等着")
    lead(file, "谈过", grade="A", owner_id=file.me, screened_at=clock.now(), last_contact_at=clock.now())
    screen = open_screen(workspace, qtbot)
    assert shown(screen) == ["等着"]
    screen.bar.clear()
    assert set(shown(screen)) == {"等着", "谈过"}
