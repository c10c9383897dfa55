"""The team."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.queries.company import colleagues
from desktop_crm.queries.team import MemberLine, team
from desktop_crm.system import settings
from desktop_crm.views.screens.team_screen import MEMBERS, WAITING, TeamScreen
from desktop_crm.workspace import Workspace
from tests.make import File


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot) -> TeamScreen:
    made = TeamScreen(workspace)
    qtbot.addWidget(made)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def member(workspace: Workspace, name: str) -> MemberLine:
    return next(line for line in workspace.ask(team) if line.name == name)


def write(screen: TeamScreen, key: str, text: str) -> None:
    screen.facts.edit(key)
    editor = screen.facts.field(key).editing()
    assert editor
    assert isinstance(editor.focus, QLineEdit)
    editor.focus.setText(text)
    QTest.keyClick(editor.focus, Qt.Key.Key_Return)


def add(screen: TeamScreen, name: str) -> None:
    screen.begin_new()
    screen.new_name.setText(name)
    QTest.keyClick(screen.new_name, Qt.Key.Key_Return)


def test_who_works_here_is_chosen_first(screen: TeamScreen):
    assert screen.me.currentText() == "王敏"
    assert [line.name for line in screen.table.chosen()] == ["王敏"]


def test_a_colleague_is_added_by_name_and_edited_where_they_stand(screen: TeamScreen, workspace: Workspace):
    add(screen, "林志强")
    write(screen, "regions", "浙江、安徽 江西")
    write(screen, "capacity", "12")
    line = member(workspace, "林志强")
    assert (line.regions, line.capacity) == (("浙江", "安徽", "江西"), 12)
    assert [chosen.name for chosen in screen.table.chosen()] == ["林志强"]


def test_what_leads_they_take_and_when_they_are_away_is_typed_as_people_say_it(
    screen: TeamScreen, workspace: Workspace
):
    add(screen, "林志强")
    write(screen, "grades", "a b级")
    write(screen, "customer_types", "大客户、经销商")
    with time_machine.travel(datetime(2024, 3, 14, 4, tzinfo=UTC), tick=False):  # a Thursday
        write(screen, "away_from", "明天")
        write(screen, "away_until", "下周五")
    line = member(workspace, "林志强")
    assert (line.grades, line.customer_types) == (("A", "B"), ("大客户", "经销商"))
    assert (line.away_from, line.away_until) == (date(2024, 3, 15), date(2024, 3, 22))
    write(screen, "grades", "全部")
    write(screen, "away_from", "")
    line = member(workspace, "林志强")
    assert (line.grades, line.away_from) == ((), None)


def test_an_absence_that_ends_before_it_begins_is_refused_and_shown_as_it_was(
    screen: TeamScreen, workspace: Workspace, qtbot: QtBot
):
    write(screen, "away_from", "2024-03-15")
    with qtbot.waitSignal(workspace.refused):
        write(screen, "away_until", "2024-03-14")
    assert workspace.ask(team)[0].away_until is None
    assert screen.facts.field("away_until").fact().value is None


def test_the_second_part_is_what_waits_for_assignment(screen: TeamScreen, workspace: Workspace, file: File):
    assert [screen.parts.tabText(part) for part in (MEMBERS, WAITING)] == ["成员 1", "待分配 0"]
    deal = file.deal(owner_id=None, verified_at=datetime(2024, 3, 15, tzinfo=UTC))
    screen.refresh()
    assert screen.parts.tabText(WAITING) == "待分配 1"
    screen.parts.setCurrentIndex(WAITING)
    assert screen.waiting.panel.ids == (deal,)
    QTest.keyClick(screen.waiting.table, Qt.Key.Key_Return)
    QTest.keyClick(screen.waiting.panel.one.table, Qt.Key.Key_Return)
    assert screen.parts.tabText(WAITING) == "待分配 0"
    assert member(workspace, "王敏").open_deals == 1
    assert screen.waiting.panel.notices.isVisible()
    screen.begin_new()
    assert screen.parts.currentIndex() == MEMBERS
    assert screen.new_name.hasFocus()


@pytest.mark.parametrize(("key", "text"), [("capacity", "很多"), ("name", ""), ("grades", "A、D")])
def test_nonsense_is_said_and_not_stored(screen: TeamScreen, workspace: Workspace, qtbot: QtBot, key: str, text: str):
    before = workspace.ask(team)
    with qtbot.waitSignal(screen.noted):
        write(screen, key, text)
    assert workspace.ask(team) == before
    assert screen.facts.field(key).fact().value == {"name": "王敏", "capacity": "30", "grades": "全部"}[key]


def test_who_left_is_no_owner_any_more_and_undo_brings_them_back(screen: TeamScreen, workspace: Workspace):
    add(screen, "老马")
    QTest.mouseClick(screen.left, Qt.MouseButton.LeftButton, pos=screen.left.rect().center())
    if not screen.left.isChecked():
        screen.left.click()
    assert [one.name for one in workspace.ask(colleagues)] == ["王敏"]
    workspace.undo()
    assert not screen.left.isChecked()
    assert len(workspace.ask(colleagues)) == 2


def test_another_person_sits_down_at_this_laptop(screen: TeamScreen, workspace: Workspace):
    add(screen, "林志强")
    screen.me.setCurrentIndex(screen.me.findText("林志强"))
    screen.me.activated.emit(screen.me.currentIndex())
    assert workspace.me == member(workspace, "林志强").id
    assert settings.load(workspace.folder).me == workspace.me
