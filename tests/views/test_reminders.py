"""Reminders in the window: said through the tray or the notice bar, once, and also across restarts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from desktop_crm.models import Activity, Assignment, AssignmentState, ChangeSet
from desktop_crm.operations.activities import plan_activity
from desktop_crm.system import reminded
from desktop_crm.views.main_window import MainWindow
from desktop_crm.views.reminders import MINUTE_MS, Reminders
from desktop_crm.views.tray import Entries
from desktop_crm.workspace import Workspace
from tests.make import File

DAY = date(2026, 3, 18)  # a Wednesday


class FakeTray:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.entries: dict[str, Callable[[], object]] = {}
        self.gone = False

    def clicked(self, run: Callable[[], object]) -> None:
        self.click = run

    def opened(self, run: Callable[[], object]) -> None:
        self.icon_clicked = run

    def offer(self, entries: Entries) -> None:
        self.entries = dict(entries)

    def say(self, title: str, text: str) -> None:
        self.said.append((title, text))

    def leave(self) -> None:
        self.gone = True


class Desk:
    """A window with reminders, and a clock that can be set."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, clock: time_machine.Traveller) -> None:
        self._qtbot, self.workspace, self._clock = qtbot, workspace, clock
        self.tray: FakeTray | None = FakeTray()
        self.window = MainWindow(workspace)
        qtbot.addWidget(self.window)
        self.window.show()
        self.settle()
        self.made: Reminders | None = None

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self.workspace.busy)

    @property
    def reminders(self) -> Reminders:
        if self.made is None:
            self.made = Reminders(self.window, self.tray)
        return self.made

    def at(self, clock: str, day: date = DAY) -> list[tuple[str, str]]:
        """Let it be this time, tick, and return what was said."""
        self._clock.move_to(datetime.fromisoformat(f"{day}T{clock}").astimezone())
        before = len(self.tray.said) if self.tray else 0
        self.reminders.tick()
        self.settle()
        return self.tray.said[before:] if self.tray else []

    def restart(self) -> None:
        self.made = None


@pytest.fixture
def desk(qtbot: QtBot, workspace: Workspace) -> Iterator[Desk]:
    with time_machine.travel(datetime.fromisoformat(f"{DAY}T08:30").astimezone(), tick=False) as clock:
        yield Desk(qtbot, workspace, clock)


def plan(file: File, at: str, goal: str = "上门看现场", day: date = DAY) -> str:
    deal = file.deal(
        file.customer("宁波蓝海食品"), next_step=goal, next_due=day, last_contact_at=datetime.now().astimezone()
    )
    return file.add(Activity(deal_id=deal, owner_id=file.me, goal=goal, due_on=day, due_at=at))


def test_a_plan_is_told_ten_minutes_before_and_once(desk: Desk, file: File):
    plan(file, "14:00")
    desk.at("13:00")
    assert desk.at("13:49") == []
    assert desk.at("13:50") == [("提醒", "14:00 宁波蓝海食品 上门看现场")]
    assert desk.at("13:51") == []


def test_a_restart_does_not_say_it_again(desk: Desk, file: File):
    plan(file, "14:00")
    assert len(desk.at("13:55")) == 1  # with the digest, as one
    desk.restart()
    assert desk.at("13:56") == []


def test_several_are_said_as_one(desk: Desk, file: File):
    for number in range(5):
        plan(file, "14:00", f"第{number}件")
    desk.at("10:00")
    (said,) = desk.at("13:50")
    assert said[0] == "5 件事要做"
    assert said[1].endswith("… 还有 2 件")


def test_the_morning_begins_with_a_digest(desk: Desk, file: File):
    plan(file, "", day=DAY)
    plan(file, "", day=DAY - timedelta(days=1))
    assert desk.at("08:59") == []
    assert desk.at("09:00") == [("提醒", "今天 1 件到期，1 件逾期")]


def test_at_night_and_on_free_days_nothing_is_said(desk: Desk, file: File):
    saturday = DAY + timedelta(days=3)
    plan(file, "10:00", day=saturday)
    plan(file, "21:00")
    desk.at("12:00")
    assert desk.at("20:55") == []
    assert desk.at("09:55", saturday) == []
    monday = DAY + timedelta(days=5)
    assert len(desk.at("08:00", monday)) == 1


def test_a_click_opens_the_deal(desk: Desk, file: File):
    plan(file, "14:00")
    desk.at("09:00")
    desk.at("13:50")
    assert desk.tray is not None
    desk.tray.click()
    desk.settle()
    assert desk.window.screen_key == "board"


def test_without_a_tray_the_window_says_it_and_can_put_it_off(desk: Desk, file: File):
    plan(file, "14:00")
    desk.tray = None
    desk.at("09:00")
    desk.at("13:50")
    bar = desk.window.notices.bar
    assert "14:00 宁波蓝海食品" in bar.text()
    assert [each.text() for each in bar.buttons()] == ["打开", "10 分钟后", "明天再说"]
    bar.buttons()[1].click()
    desk.at("13:59")
    assert bar.text() == ""
    desk.at("14:00")
    assert "14:00 宁波蓝海食品" in bar.text()


def test_the_menu_mutes_until_tomorrow(desk: Desk, file: File):
    plan(file, "14:00")
    desk.at("09:00")
    assert desk.tray is not None
    desk.tray.entries["静音到明天"]()
    assert desk.at("13:55") == []
    plan(file, "10:00", day=DAY + timedelta(days=1))
    assert desk.at("09:55", DAY + timedelta(days=1)) != []


def test_when_nothing_is_near_nothing_is_read(desk: Desk, file: File, monkeypatch: pytest.MonkeyPatch):
    plan(file, "17:00")
    desk.at("13:00")
    looks: list[str] = []

    def look(_found: object) -> None:
        looks.append("read")

    monkeypatch.setattr(desk.reminders, "_on_read", look)
    desk.at("13:01")
    desk.at("13:40")
    assert looks == []
    monkeypatch.undo()
    desk.workspace.do(plan_activity, file.deal(), goal="马上打电话", due_on=DAY, due_at="13:45")
    desk.settle()
    assert len(desk.at("13:41")) == 1


def test_closing_hides_the_window_when_the_program_stays_in_the_tray(desk: Desk):
    desk.workspace.settings.stay_in_tray = True
    assert desk.reminders.stays()
    desk.window.close()
    assert not desk.window.isVisible()
    assert desk.tray is not None
    assert [title for title, _ in desk.tray.said] == ["已最小化到托盘"]
    desk.tray.icon_clicked()
    assert desk.window.isVisible()


def test_without_that_setting_closing_closes(desk: Desk, qtbot: QtBot):
    assert not desk.reminders.stays()
    with qtbot.waitSignal(desk.window.closed):
        desk.window.close()


def test_staying_is_offered_once_and_quietly(desk: Desk, file: File):
    plan(file, "14:00")
    desk.at("13:55")
    bar = desk.window.notices.bar
    assert [each.text() for each in bar.buttons()] == ["继续提醒", "不用"]
    bar.buttons()[0].click()
    assert desk.workspace.settings.stay_in_tray


def test_each_day_is_prepared_once_and_leaves_no_empty_trace(desk: Desk, file: File):
    overdue = datetime.fromisoformat(f"{DAY}T07:00").astimezone()
    given = file.add(Assignment(deal_id=file.deal(), member_id=file.me, confirm_by=overdue))
    desk.at("08:30")
    assert file.ask(lambda session: session.get_one(Assignment, given).state) == AssignmentState.EXPIRED
    count = select(func.count(ChangeSet.rid)).where(ChangeSet.operation == "daily")
    assert file.ask(lambda session: session.scalar(count)) == 1
    desk.at("08:31")
    desk.at("08:30", DAY + timedelta(days=1))
    assert file.ask(lambda session: session.scalar(count)) == 1
    assert reminded.load(file.folder).prepared == DAY + timedelta(days=1)


def test_undo_takes_back_what_a_person_did_before_what_the_day_prepared(desk: Desk, file: File):
    overdue = datetime.fromisoformat(f"{DAY}T07:00").astimezone()
    given = file.add(Assignment(deal_id=file.deal(), member_id=file.me, confirm_by=overdue))
    desk.at("08:30")
    desk.workspace.do(plan_activity, file.deal(), goal="回访", due_on=DAY)
    assert desk.workspace.undo() == "安排下一步"
    assert file.ask(lambda session: session.get_one(Assignment, given).state) == AssignmentState.EXPIRED


def test_it_ticks_each_minute_until_it_is_stopped(desk: Desk):
    desk.reminders.start()
    assert desk.reminders._timer.isActive()
    assert desk.reminders._timer.interval() == MINUTE_MS
    desk.settle()
    desk.reminders.stop()
    assert desk.tray is not None
    assert desk.tray.gone
