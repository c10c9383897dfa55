"""The two pools on screen: words copied and noted as sent, leads graded many at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Deal
from desktop_crm.operations.care import plan_care
from desktop_crm.operations.nurture import move_to_nurture
from desktop_crm.views.screens.care_screen import CareScreen
from desktop_crm.workspace import Workspace
from tests.make import File


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(datetime(2025, 1, 3, 2, tzinfo=UTC)):
        yield


def won(file: File, name: str = "苏州恒力精密有限公司") -> str:
    customer = file.customer(name)
    return file.deal(
        customer, contact_id=file.contact(customer), playbook="care", stage="interested", outcome="won",
        stage_status="done", closed_on=date(2025, 1, 3),
    )  # fmt: skip


def pooled(file: File, number: str, day: date) -> str:
    deal = file.deal(playbook="funnel", grade="C", stage="acquire", number=number)
    file.do(move_to_nurture, deal, re_evaluate_on=day)
    return deal


def open_screen(workspace: Workspace, qtbot: QtBot) -> CareScreen:
    made = CareScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    return made


def statuses(workspace: Workspace) -> list[str]:
    def read(session: Session) -> list[str]:
        return list(session.scalars(select(Activity.status).order_by(Activity.due_on)))

    return workspace.ask(read)


def test_empty_pools_say_what_comes_here(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    assert screen.customers.empty.isVisible()
    screen.show_place("nurture")
    assert screen.nurture.empty.isVisible()


def test_the_words_are_copied_touched_up_and_noted_as_sent(file: File, workspace: Workspace, qtbot: QtBot):
    won(file)
    file.do(plan_care)
    screen = open_screen(workspace, qtbot)
    panel = screen.customers.panel
    assert panel.title.text() == "苏州恒力精密有限公司　春节祝福"
    assert panel.words.toPlainText().startswith("张伟，")
    panel.words.setPlainText("张伟，新年好")
    QTest.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "张伟，新年好"
    with qtbot.waitSignal(screen.done):
        QTest.mouseClick(panel.send, Qt.MouseButton.LeftButton)
    assert statuses(workspace)[0] == ActivityStatus.DONE
    assert screen.customers.table.rows.rowCount() == 2
    assert panel.title.text().endswith("使用反馈调研"), "the next one is chosen"


def test_a_kind_narrows_the_plans(file: File, workspace: Workspace, qtbot: QtBot):
    won(file)
    file.do(plan_care)
    screen = open_screen(workspace, qtbot)
    screen.customers.kinds.choose("survey")
    assert [screen.customers.table.rows.row(at).purpose for at in range(screen.customers.table.rows.rowCount())] == [
        "survey"
    ]


def test_several_leads_are_graded_at_once(file: File, workspace: Workspace, qtbot: QtBot):
    first, second = pooled(file, "G1", date(2025, 1, 3)), pooled(file, "G2", date(2025, 1, 3))
    pooled(file, "G3", date(2025, 3, 3))
    screen = open_screen(workspace, qtbot)
    screen.show_place("nurture")
    page = screen.nurture
    assert not any(each.isEnabled() for each in (*page.grades, page.wait, page.leave))
    page.only.choose("due")
    assert page.table.rows.rowCount() == 2
    page.table.selectAll()
    assert page.chosen.text() == "已选 2 条"
    said: list[str] = []
    screen.done.connect(said.append)
    QTest.mouseClick(page.grades[1], Qt.MouseButton.LeftButton)
    assert said == ["已评估 2 条，2 条离开培育池，回到正常跟进"]

    def grades(session: Session) -> list[tuple[str, bool]]:
        query = select(Deal.grade, Deal.nurture).where(Deal.id.in_([first, second]))
        return [(row.grade, row.nurture) for row in session.execute(query)]

    assert workspace.ask(grades) == [("B", False)] * 2


def test_waiting_on_and_taking_out(file: File, workspace: Workspace, qtbot: QtBot):
    pooled(file, "G1", date(2025, 1, 3))
    screen = open_screen(workspace, qtbot)
    screen.show_place("nurture")
    page = screen.nurture
    page.table.selectRow(0)
    QTest.mouseClick(page.wait, Qt.MouseButton.LeftButton)
    assert page.table.rows.row(0).re_evaluate_on == date(2025, 4, 3)
    QTest.mouseClick(page.leave, Qt.MouseButton.LeftButton)
    assert page.empty.isVisible()


def test_opening_a_row_asks_for_its_deal(file: File, workspace: Workspace, qtbot: QtBot):
    deal = pooled(file, "G1", date(2025, 1, 3))
    screen = open_screen(workspace, qtbot)
    screen.show_place("nurture")
    screen.nurture.table.selectRow(0)
    asked: list[str] = []
    screen.deal_requested.connect(asked.append)
    QTest.keyClick(screen.nurture.table, Qt.Key.Key_Return)
    assert asked == [deal]


def test_one_of_the_pools_is_always_shown(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    screen.show_place("nurture")
    screen.places.choose()
    assert screen.places.chosen() == {"nurture"}
