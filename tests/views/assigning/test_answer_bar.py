"""The member's answer in the deal pane."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.models import Member
from desktop_crm.operations.assignments import assign_to, expire_assignments
from desktop_crm.queries.assignments import assignment_records, waiting_for_assignment
from desktop_crm.queries.lead_matching import lead_cards
from desktop_crm.views.assigning.answer_bar import AnswerBar
from desktop_crm.workspace import Workspace
from tests.make import File

NOON = datetime(2024, 3, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def deal(file: File) -> str:
    """Give 王敏, who sits at this laptop, a lead by hand."""
    made = file.deal(owner_id=None, verified_at=NOON, playbook="handbook", stage="contact")
    with time_machine.travel(NOON, tick=False):
        file.do(assign_to, made, member_id=file.me)
    return made


@pytest.fixture
def bar(workspace: Workspace, qtbot: QtBot, deal: str) -> AnswerBar:
    made = AnswerBar(workspace)
    qtbot.addWidget(made)
    with time_machine.travel(NOON, tick=False):
        made.show_deal(deal)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_asks_only_whom_the_lead_was_given_to(bar: AnswerBar, workspace: Workspace, file: File, deal: str):
    local = (NOON + timedelta(hours=24)).astimezone()
    assert bar.said.text() == f"{local.month}月{local.day}日 {local:%H:%M} 前答复"
    assert bar.badge.mark().text == "待您确认"
    workspace.settings.me = file.add(Member(name="林志强"))
    bar.show_deal(deal)
    assert bar.isHidden()


def test_taking_it_is_one_press_and_undo_asks_again(bar: AnswerBar, workspace: Workspace):
    bar.accept.click()
    assert bar.isHidden()
    assert [one.state for one in workspace.ask(assignment_records)] == ["confirmed"]
    workspace.undo()
    assert not bar.isHidden()


def test_giving_it_back_asks_for_the_reason_first(bar: AnswerBar, workspace: Workspace, deal: str):
    bar.decline.click()
    assert bar.reason.hasFocus()
    assert workspace.ask(lead_cards, [deal])[0].owner == "王敏"
    QTest.keyClick(bar.reason, Qt.Key.Key_Escape)
    assert bar.reason.isHidden()
    bar.decline.click()
    bar.reason.setText("地区冲突")
    QTest.keyClick(bar.reason, Qt.Key.Key_Return)
    assert bar.isHidden()
    (waiting,) = workspace.ask(waiting_for_assignment)
    assert (waiting.by, waiting.reason) == ("王敏", "地区冲突")


def test_past_the_deadline_it_says_so_and_goes_once_the_lead_is_returned(
    bar: AnswerBar, workspace: Workspace, deal: str
):
    bar.show_deal(deal)  # today is long after
    assert bar.badge.mark().text == "确认已超时"
    workspace.do(expire_assignments, NOON + timedelta(days=2))
    assert bar.isHidden()
