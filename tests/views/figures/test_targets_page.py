"""The grid of targets, worked like a spreadsheet on the screen of figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.models import Measure, Member
from desktop_crm.operations.targets import set_targets
from desktop_crm.queries.targets import Aim, targets_in
from desktop_crm.refusal import Refused
from desktop_crm.rules.months import month_of, months_on
from desktop_crm.system import clock
from desktop_crm.views.figures.target_files import take_in, write_out
from desktop_crm.views.figures.targets_page import TargetsPage
from desktop_crm.views.screens.figures_screen import FiguresScreen
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

KEY, M = Qt.Key, Measure
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with time_machine.travel("2026-03-16T09:00:00+08:00"):  # ten of 22 working days are over
        yield


@pytest.fixture
def screen(file: File, workspace: Workspace, qtbot: QtBot) -> FiguresScreen:
    file.add(Member(id="chen", name="陈思远", role="marketing"))
    for place in range(4):
        file.deal(number=f"Z{place}", outcome="won", closed_on=clock.today(), amount_fen=10_000_000)
    made = FiguresScreen(workspace)
    qtbot.addWidget(made)
    workspace.changed.connect(made.on_changes)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_place("target_sheet")
    settle(made.workspace)
    return made


@pytest.fixture
def page(screen: FiguresScreen) -> TargetsPage:
    found = screen.other["target_sheet"]
    assert isinstance(found, TargetsPage)
    found.take_focus()
    return found


def aim(measure: Measure, member: str = "", months: int = 0) -> Aim:
    playbook = "full-cycle" if measure is M.NEW_LEADS else ""
    return Aim(months_on(month_of(clock.today()), months), measure, playbook, member=member)


def go_to(page: TargetsPage, measure: Measure, column: int) -> None:
    assert page.model.sheet is not None
    row = next(at for at, line in enumerate(page.model.sheet.lines) if line.measure is measure)
    page.grid.setCurrentIndex(page.model.index(row, column))


def write(page: TargetsPage, text: str, end: Qt.Key = KEY.Key_Return) -> None:
    """Type over the current cell, sign by sign, and end with a key."""
    QTest.sendKeyEvent(QTest.KeyAction.Click, page.grid, KEY.Key_unknown, text[0], Qt.KeyboardModifier.NoModifier)
    editor = editing()
    for sign in text[1:]:
        QTest.sendKeyEvent(QTest.KeyAction.Click, editor, KEY.Key_unknown, sign, Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(editor, end)
    QApplication.processEvents()


def editing() -> QLineEdit:
    """Return the field over the current cell."""
    found = QApplication.focusWidget()
    assert isinstance(found, QLineEdit)
    return found


def test_what_is_typed_is_kept_and_the_next_line_is_ready(screen: FiguresScreen, page: TargetsPage, file: File) -> None:
    assert page.answer.text() == "2026年3月还没有定目标：在格子里直接输入，或者复制上月。"
    go_to(page, M.WON_AMOUNT, 1)
    write(page, "88万")
    write(page, "10")
    settle(screen.workspace)
    assert file.ask(targets_in) == {aim(M.WON_AMOUNT, file.me): 88_000_000, aim(M.WON_DEALS, file.me): 10}
    assert page.grid.hasFocus()
    go_to(page, M.WON_AMOUNT, 1)
    assert (
        page.said.text()
        == "王敏 · 成交金额：目标 88万，已有 40万，到今天应有 40万，正好；剩 12 个工作日，平均每天要 4万"
    )
    go_to(page, M.WON_AMOUNT, 0)
    assert "（各人目标之和）" in page.said.text()
    assert (
        page.answer.text()
        == ("团队 2 项目标：1 项跟得上，1 项落后。最要赶的是“成交数”：落后 1；剩 12 个工作日，平均每天要 0.5。")
        or page.answer.text() == "团队 2 项目标：2 项跟得上。"
    )


def test_what_is_no_number_is_said_and_changes_nothing(screen: FiguresScreen, page: TargetsPage, file: File) -> None:
    said: list[str] = []
    screen.noted.connect(said.append)
    go_to(page, M.CONTACTS, 1)
    here = page.grid.currentIndex()
    write(page, "-3")
    write(page, "许多")
    settle(screen.workspace)
    assert said == ["目标不能是负数。", "“许多”不是数字。"]
    assert file.ask(targets_in) == {}
    assert page.grid.currentIndex() == here


def test_escape_keeps_what_stood(screen: FiguresScreen, page: TargetsPage, file: File) -> None:
    file.do(set_targets, {aim(M.CONTACTS): 40})
    page.refresh()
    settle(screen.workspace)
    go_to(page, M.CONTACTS, 0)
    write(page, "9", KEY.Key_Escape)
    assert file.ask(targets_in) == {aim(M.CONTACTS): 40}


def test_delete_clears_the_block_and_undo_brings_it_back(
    screen: FiguresScreen, page: TargetsPage, file: File, workspace: Workspace
) -> None:
    stood = {aim(M.WON_DEALS, who): 5 for who in ("", file.me, "chen")}
    workspace.do(set_targets, stood)
    settle(screen.workspace)
    go_to(page, M.WON_DEALS, 0)
    QTest.keyClick(page.grid, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    done: list[str] = []
    screen.done.connect(done.append)
    QTest.keyClick(page.grid, KEY.Key_Delete)
    assert file.ask(targets_in) == {aim(M.WON_DEALS, "chen"): 5}
    assert done == ["已改 2 项目标"]
    workspace.undo()
    assert file.ask(targets_in) == stood


def test_a_block_from_a_spreadsheet_is_pasted_whole_or_not_at_all(
    screen: FiguresScreen, page: TargetsPage, file: File, workspace: Workspace
) -> None:
    go_to(page, M.WON_AMOUNT, 0)
    QGuiApplication.clipboard().setText("100万\t60万\t40万\n10\t6\t\n")
    QTest.keyClick(page.grid, KEY.Key_V, CONTROL)
    expected = {
        aim(M.WON_AMOUNT): 100_000_000, aim(M.WON_AMOUNT, file.me): 60_000_000, aim(M.WON_AMOUNT, "chen"): 40_000_000,
        aim(M.WON_DEALS): 10, aim(M.WON_DEALS, file.me): 6,
    }  # fmt: skip
    assert file.ask(targets_in) == expected
    settle(screen.workspace)
    page.grid.selectAll()
    QTest.keyClick(page.grid, KEY.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[:2] == ["¥1,000,000\t¥600,000\t¥400,000", "10\t6\t"]
    go_to(page, M.WON_AMOUNT, 0)
    QGuiApplication.clipboard().setText("1\t2\n3\t许多")
    QTest.keyClick(page.grid, KEY.Key_V, CONTROL)
    assert file.ask(targets_in) == expected
    workspace.undo()
    assert file.ask(targets_in) == {}


def test_months_by_keys_and_what_stood_last_month(screen: FiguresScreen, page: TargetsPage, file: File) -> None:
    file.do(set_targets, {aim(M.CONTACTS): 40, aim(M.CONTACTS, months=1): 99})
    done: list[str] = []
    refused: list[Refused] = []
    screen.done.connect(done.append)
    screen.workspace.refused.connect(refused.append)
    QTest.keyClick(page.grid, KEY.Key_PageDown, CONTROL)
    settle(screen.workspace)
    assert page.name.text() == "2026年4月"
    page.copy_last_month()
    assert [one.reason for one in refused] == ["2026年4月的目标都已定好，没有覆盖。"]
    for _ in range(3):
        QTest.keyClick(page.grid, KEY.Key_PageUp, CONTROL)
        settle(screen.workspace)
    assert page.name.text() == "2026年1月"
    page.go_to_this_month()
    page.step(2)
    page.copy_last_month()
    settle(screen.workspace)
    assert done == ["已从2026年4月复制 1 项目标"]
    assert file.ask(targets_in)[aim(M.CONTACTS, months=2)] == 99


def test_the_filters_choose_person_playbook_and_month(screen: FiguresScreen, page: TargetsPage, file: File) -> None:
    for choice, key in ((screen.bar.playbook, "funnel"), (screen.bar.member, file.me)):
        choice.fill()
        choice.setCurrentIndex(choice.findData(key))
    screen.bar.period.setCurrentIndex(screen.bar.period.findData("last_month"))
    settle(screen.workspace)
    model = page.model
    assert [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())] == ["团队", "王敏"]
    assert page.name.text() == "2026年2月"
    names = [model.headerData(at, Qt.Orientation.Vertical) for at in range(model.rowCount())]
    assert "转化率 · 意向客户筛选" in names
    page.take_proposals()
    found = file.ask(targets_in, [months_on(month_of(clock.today()), -1)])
    assert {one.measure: value for one, value in found.items()} == {M.NEW_LEADS: 200, M.CONVERSION: 300}


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_sheet_goes_out_and_comes_back(
    screen: FiguresScreen, page: TargetsPage, file: File, workspace: Workspace, tmp_path: Path, ending: str
) -> None:
    stood = {
        aim(M.CONTACTS, file.me): 40, aim(M.WON_AMOUNT): 123_456, aim(M.NEW_LEADS): 20,
        Aim(month_of(clock.today()), M.CONVERSION, "full-cycle", "discovery", "chen"): 305,
    }  # fmt: skip
    workspace.do(set_targets, stood)
    path, said = tmp_path / f"目标{ending}", list[str]()
    write_out(workspace, path, page.month, said.append)
    settle(screen.workspace)
    workspace.undo()
    assert file.ask(targets_in) == {}
    take_in(workspace, path, said.append, said.append)
    settle(screen.workspace)
    assert file.ask(targets_in) == stood
    take_in(workspace, path, said.append, said.append)
    settle(screen.workspace)
    name = path.name
    assert said == [f"已导出 4 项到 {name}，改动后可以再导入", "已导入 4 项目标", "表里的目标都已经是这样，没有改动"]
    workspace.undo()
    assert file.ask(targets_in) == {}


def test_rows_that_say_nothing_known_are_told(
    screen: FiguresScreen, file: File, workspace: Workspace, tmp_path: Path
) -> None:
    path, said = tmp_path / "目标.csv", list[str]()
    path.write_text(
        "月份,负责人,指标,目标\n2026年3月,王敏,跟进次数,30\n2026-03,李四,跟进次数,5\n三月,,成交数,5\n", "utf-8"
    )
    take_in(workspace, path, said.append, said.append)
    settle(screen.workspace)
    assert said == ["已导入 1 项目标；2 行没有读：第 3 行，团队里没有“李四”。"]
    assert file.ask(targets_in) == {aim(M.CONTACTS, file.me): 30}


def test_what_is_being_typed_outlives_a_new_reading(screen: FiguresScreen, page: TargetsPage, file: File) -> None:
    go_to(page, M.CONTACTS, 1)
    QTest.sendKeyEvent(QTest.KeyAction.Click, page.grid, KEY.Key_unknown, "7", Qt.KeyboardModifier.NoModifier)
    editor = editing()
    screen.refresh()
    settle(screen.workspace)
    assert editor.text() == "7"
    QTest.keyClick(editor, KEY.Key_Return)
    QApplication.processEvents()  # an editor hands over what stands in it after the key
    settle(screen.workspace)
    assert file.ask(targets_in) == {aim(M.CONTACTS, file.me): 7}
