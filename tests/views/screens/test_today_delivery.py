"""Money and milestones on the start screen: one key writes down what came in, or that a step is reached."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.models import Milestone, Payment, new_id
from desktop_crm.queries.payments import payment_plan
from desktop_crm.queries.projects import project_sheet
from desktop_crm.views.screens.today_screen import TodayScreen
from desktop_crm.views.today.lines import Head, Row
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

DAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 18, 12).astimezone(), tick=False):
        yield


@pytest.fixture
def deal(file: File) -> str:
    made = file.deal(next_step="已有安排", next_due=DAY + timedelta(days=20))
    file.add(
        Payment(id=new_id(), deal_id=made, name="预付款", amount_fen=24_000_000, due_on=DAY - timedelta(days=5)),
        Milestone(id=new_id(), deal_id=made, name="系统上线", due_on=DAY + timedelta(days=1)),
    )
    return made


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot, deal: str) -> TodayScreen:
    assert deal
    made = TodayScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    settle(workspace)
    made.start()
    return made


def kinds(screen: TodayScreen) -> list[str]:
    return [line.kind for line in screen.rows.day.lines if isinstance(line, Head)]


def choose(screen: TodayScreen, kind: str) -> None:
    item = next(line.item for line in screen.rows.day.lines if isinstance(line, Row) and line.item.kind == kind)
    focus = QApplication.focusWidget()
    assert focus is not None
    while screen.rows.chosen() != item:
        before = screen.rows.chosen()
        QTest.keyClick(focus, Qt.Key.Key_Down)
        assert screen.rows.chosen() != before


def press(key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_what_came_in_is_written_down_with_enter_and_taken_back(
    screen: TodayScreen, workspace: Workspace, deal: str
) -> None:
    assert {"payment", "milestone"} <= set(kinds(screen))
    choose(screen, "payment")
    press(Qt.Key.Key_Return)
    settle(workspace)
    assert workspace.ask(payment_plan, deal).instalments[0].paid
    assert "payment" not in kinds(screen)
    workspace.undo()
    settle(workspace)
    assert "payment" in kinds(screen)
    assert not workspace.ask(payment_plan, deal).instalments[0].paid


def test_a_part_is_asked_for_in_the_deal(screen: TodayScreen, workspace: Workspace, deal: str) -> None:
    asked: list[tuple[str, str]] = []

    def hear(deal: str, place: str) -> None:
        asked.append((deal, place))

    screen.deal_at_requested.connect(hear)
    choose(screen, "payment")
    press(Qt.Key.Key_P)
    payment = workspace.ask(payment_plan, deal).instalments[0].id
    assert asked == [(deal, f"contract.payments.receive:{payment}")]


def test_a_milestone_is_reached_with_enter(screen: TodayScreen, workspace: Workspace, deal: str) -> None:
    choose(screen, "milestone")
    press(Qt.Key.Key_Return)
    settle(workspace)
    assert workspace.ask(project_sheet, deal).steps[0].done_on == DAY
    assert "milestone" not in kinds(screen)
