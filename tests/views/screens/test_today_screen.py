"""The start screen by keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.models import Activity, Assignment, AssignmentState, Member, Proposal
from desktop_crm.operations.deals import add_deal
from desktop_crm.operations.reviews import ask_for_review
from desktop_crm.queries.today import Item
from desktop_crm.views.screens.today_screen import TodayScreen
from desktop_crm.views.today.lines import Head, More, Row
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

DAY = date(2026, 3, 18)  # a Wednesday
NOON = datetime(2026, 3, 18, 12).astimezone()
KEY = Qt.Key
Show = Callable[[], TodayScreen]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def plan(file: File) -> Callable[..., str]:
    deal = file.deal(next_step="已有安排", next_due=DAY)

    def make(days: int, goal: str, **values: Any) -> str:
        defaults: dict[str, Any] = {"deal_id": deal, "owner_id": file.me, "goal": goal}
        return file.add(Activity(due_on=DAY + timedelta(days=days), **defaults | values))

    return make


@pytest.fixture
def show(workspace: Workspace, qtbot: QtBot) -> Show:
    def make() -> TodayScreen:
        screen = TodayScreen(workspace)
        qtbot.addWidget(screen)
        screen.resize(1200, 800)
        workspace.changed.connect(screen.on_changes)
        screen.refresh()
        screen.show()
        screen.activateWindow()
        qtbot.waitUntil(screen.isActiveWindow)
        qtbot.waitUntil(lambda: not workspace.busy)
        screen.start()
        return screen

    return make


def shown(screen: TodayScreen) -> list[str]:
    return [line.item.what for line in screen.rows.day.lines if isinstance(line, Row)]


def heard(signal: SignalInstance) -> list[tuple[str, ...]]:
    """Return a list that takes what `signal` says from now on."""
    found: list[tuple[str, ...]] = []

    def hear(*said: str) -> None:
        found.append(said)

    signal.connect(hear)
    return found


def type_key(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def chosen(screen: TodayScreen) -> str:
    item = screen.rows.chosen()
    return item.what if item else ""


def press(screen: TodayScreen, key: Qt.Key) -> None:
    QTest.keyClick(screen.rows, key)


def write(text: str) -> None:
    """Type into the field that has the keyboard; `QTest` cannot type Chinese."""
    focus = QApplication.focusWidget()
    assert focus is not None
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(focus, QKeyEvent(QKeyEvent.Type.KeyPress, 0, none, text))


def stored(file: File, key: str) -> Activity:
    return file.ask(lambda session: session.get_one(Activity, key))


def test_the_first_thing_to_do_is_the_loudest_and_has_the_keyboard(plan: Callable[..., str], show: Show):
    plan(0, "发报价")
    plan(-2, "回电话")
    screen = show()
    heads = [line.kind for line in screen.rows.day.lines if isinstance(line, Head)]
    assert heads == ["overdue", "today"]
    loud = [line.item.what for line in screen.rows.day.lines if isinstance(line, Row) and line.loud]
    assert loud == ["回电话"]
    assert screen.rows.hasFocus()
    assert chosen(screen) == "回电话"


def test_enter_opens_the_deal_where_the_plan_is_carried_out(plan: Callable[..., str], show: Show):
    key = plan(0, "回电话")
    screen = show()
    asked = heard(screen.deal_at_requested)
    press(screen, KEY.Key_Return)
    assert [target for _, target in asked] == [f"followup.plan:{key}"]


def test_done_and_the_next_row_has_the_keyboard(plan: Callable[..., str], show: Show, workspace: Workspace, file: File):
    first, _ = plan(0, "一", due_at="09:00"), plan(0, "二", due_at="10:00")
    plan(0, "三", due_at="11:00")
    screen = show()
    said = heard(screen.done)
    press(screen, KEY.Key_D)
    assert said == [("已完成：一",)]
    assert shown(screen) == ["二", "三"]  # at once, before the file is read again
    settle(screen.workspace)
    assert shown(screen) == ["二", "三"]
    assert chosen(screen) == "二"
    assert stored(file, first).status == "done"
    assert workspace.undo() == "完成计划"
    settle(screen.workspace)
    assert shown(screen) == ["一", "二", "三"]
    assert screen.side.due.number.text() == "0 / 3"


@pytest.mark.parametrize(("key", "day"), [(KEY.Key_T, 19), (KEY.Key_W, 23)])
def test_one_key_puts_a_plan_off(plan: Callable[..., str], show: Show, file: File, key: Qt.Key, day: int):
    made = plan(-1, "回电话", due_at="09:00")
    screen = show()
    press(screen, key)
    settle(screen.workspace)
    assert stored(file, made).due_on == date(2026, 3, day)
    assert stored(file, made).due_at == "09:00"
    assert "回电话" not in shown(screen)


def test_another_day_is_typed_in_the_row(plan: Callable[..., str], show: Show, file: File):
    made = plan(0, "回电话")
    screen = show()
    press(screen, KEY.Key_R)
    assert screen.rows.editor is not None
    write("3月27日下午3点")
    type_key(KEY.Key_Return)
    settle(screen.workspace)
    assert stored(file, made).due_on == date(2026, 3, 27)
    assert stored(file, made).due_at == "15:00"
    assert screen.rows.editor is None


def test_a_day_that_is_not_understood_keeps_the_field_open(plan: Callable[..., str], show: Show, file: File):
    made = plan(0, "回电话")
    screen = show()
    press(screen, KEY.Key_R)
    write("某天")
    type_key(KEY.Key_Return)
    assert screen.rows.editor is not None
    type_key(KEY.Key_Escape)
    assert screen.rows.editor is None
    assert screen.rows.hasFocus()
    assert stored(file, made).due_on == DAY


def test_a_next_step_is_planned_in_the_row(file: File, show: Show):
    file.deal(title="冷链改造")
    screen = show()
    assert shown(screen) == ["冷链改造"]
    press(screen, KEY.Key_Return)
    write("上门看现场")
    type_key(KEY.Key_Return)  # the day is still missing: the cursor goes there
    write("明天")
    type_key(KEY.Key_Return)
    settle(screen.workspace)
    plans = file.ask(lambda session: session.scalars(select(Activity)).all())
    assert [(each.goal, each.due_on) for each in plans] == [("上门看现场", DAY + timedelta(days=1))]
    assert shown(screen) == []


def test_a_lead_is_accepted_or_handed_back_with_a_reason(file: File, show: Show):
    keys = [
        file.add(Assignment(deal_id=file.deal(title=title, owner_id=file.me), member_id=file.me, confirm_by=NOON))
        for title in ("甲", "乙")
    ]
    screen = show()
    press(screen, KEY.Key_Return)
    settle(screen.workspace)
    press(screen, KEY.Key_X)
    write("不在我的区域")
    type_key(KEY.Key_Return)
    settle(screen.workspace)
    states = file.ask(lambda session: {each.id: each.state for each in session.scalars(select(Assignment))})
    assert [states[key] for key in keys] == [AssignmentState.CONFIRMED, AssignmentState.REFUSED]
    assert not [line for line in screen.rows.day.lines if isinstance(line, Head) and line.kind == "confirm"]


def test_a_greeting_is_copied(plan: Callable[..., str], show: Show, file: File):
    plan(1, "张伟生日祝福", purpose="greeting", customer_id=file.customer(), method="wechat")
    screen = show()
    said = heard(screen.noted)
    press(screen, KEY.Key_Return)
    assert "生日" in QApplication.clipboard().text()
    assert [text.partition("，")[0] for (text,) in said] == ["祝福已复制"]


def test_a_click_on_an_action_does_it(plan: Callable[..., str], show: Show):
    plan(0, "一", due_at="09:00")
    plan(0, "二", due_at="10:00")
    screen = show()
    index = screen.rows.day.index(screen.rows.day.row_of(screen.rows.day.keys()[1]))
    rect = screen.rows.visualRect(index)
    asked = heard(screen.deal_at_requested)
    at_the_right = QPoint(rect.right() - 40, rect.center().y())
    QTest.mouseClick(screen.rows.viewport(), Qt.MouseButton.LeftButton, pos=at_the_right)
    assert [target.partition(":")[0] for _, target in asked] == ["followup.plan"]


def test_more_rows_come_when_asked_for(plan: Callable[..., str], show: Show):
    for number in range(25):
        plan(-1, f"第{number}件")
    screen = show()
    assert len(shown(screen)) == 20
    more = next(at for at, line in enumerate(screen.rows.day.lines) if isinstance(line, More))
    screen.rows.scrollToBottom()
    rect = screen.rows.visualRect(screen.rows.day.index(more))
    QTest.mouseClick(screen.rows.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    settle(screen.workspace)
    assert len(shown(screen)) == 25


def test_a_colleagues_day_and_everybodys(plan: Callable[..., str], show: Show, file: File):
    other = file.add(Member(name="赵强"))
    plan(0, "我的")
    plan(0, "他的", owner_id=other)
    screen = show()
    assert shown(screen) == ["我的"]
    screen.whose.setCurrentIndex(screen.whose.findData(other))
    settle(screen.workspace)
    assert shown(screen) == ["他的"]
    screen.whose.setCurrentIndex(screen.whose.findData(""))
    settle(screen.workspace)
    assert sorted(shown(screen)) == ["他的", "我的"]


def test_nothing_to_do_says_what_comes_next(plan: Callable[..., str], show: Show):
    plan(2, "回访")
    screen = show()
    assert screen.empty.isVisible()
    assert "3月20日 周五，1 件" in screen.empty._sentence.text()
    assert screen.empty.steps()[0].hasFocus()


def test_a_new_company_is_told_the_first_step(show: Show):
    screen = show()
    assert screen.fresh.isVisible()
    asked = heard(screen.screen_requested)
    QTest.keyClick(screen.fresh.steps()[0], KEY.Key_Return)
    assert asked == [("import",)]


def test_the_head_greets_and_says_what_day_it_is(show: Show, qtbot: QtBot):
    screen = show()
    qtbot.waitUntil(lambda: "农历正月三十" in screen.date_line.text())
    assert screen.greeting.text() == "中午好，王敏"
    assert "3月18日 周三" in screen.date_line.text()


def test_what_others_change_is_shown_without_losing_the_place(
    plan: Callable[..., str], show: Show, workspace: Workspace
):
    plan(0, "一", due_at="09:00")
    plan(0, "二", due_at="10:00")
    screen = show()
    press(screen, KEY.Key_Down)
    assert chosen(screen) == "二"
    workspace.do(add_deal, customer="新客户")
    settle(screen.workspace)
    assert chosen(screen) == "二"


def test_a_time_that_runs_out_during_the_day_is_seen_when_it_does(file: File, show: Show, qtbot: QtBot):
    since = NOON - timedelta(hours=24) + timedelta(minutes=20, seconds=30)
    file.deal(assigned_at=since, created_at=since, next_step="打电话", next_due=DAY + timedelta(days=1))
    screen = show()
    (item,) = items(screen)
    assert item.why == "还剩20分钟"
    assert 30_000 < screen._turn.interval() <= 31_000  # then it is 19 minutes
    for minutes, said in ((20, "还剩1分钟"), (21, "逾期1分钟")):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            screen._turn.timeout.emit()
            qtbot.waitUntil(lambda: not screen.workspace.busy)
            assert [item.why for item in items(screen)] == [said]


def test_a_day_on_which_nothing_runs_is_left_alone(file: File, show: Show):
    file.add(Activity(owner_id=file.me, goal="打电话", due_on=DAY))
    assert not show()._turn.isActive()


def test_what_ran_out_unseen_is_read_when_the_day_is_seen_again(file: File, show: Show, qtbot: QtBot):
    since = NOON - timedelta(hours=23)
    file.deal(assigned_at=since, created_at=since, next_step="打电话", next_due=DAY + timedelta(days=1))
    screen = show()
    screen.hide()
    with time_machine.travel(NOON + timedelta(hours=2), tick=False):
        screen._turn.timeout.emit()
        assert not screen.workspace.busy
        screen.show()
        qtbot.waitUntil(lambda: not screen.workspace.busy)
        assert [item.why for item in items(screen)] == ["逾期1小时"]


def items(screen: TodayScreen) -> list[Item]:
    return [line.item for line in screen.rows.day.lines if isinstance(line, Row)]


def test_a_review_that_waits_opens_where_it_is_judged(file: File, show: Show) -> None:
    deal = file.deal(title="换模改造", next_step="已有安排", next_due=DAY)
    file.add(Proposal(deal_id=deal))
    (review,) = file.do(ask_for_review, deal, paper="proposal", roles=["finance"], reviewers={"finance": file.me})
    screen = show()
    assert shown(screen) == ["评审方案：换模改造"]
    asked = heard(screen.deal_at_requested)
    type_key(KEY.Key_Return)
    assert asked == [(deal, f"proposal.review.{review}")]
