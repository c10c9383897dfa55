"""A manager sets the month's targets and sees them again: on the page, on the chart, over the board."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_crm.models import Measure
from desktop_crm.operations.deals import add_deal
from desktop_crm.queries.targets import targets_in
from desktop_crm.system import clock
from desktop_crm.views.figures.targets_page import TargetsPage
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.views.screens.figures_screen import FiguresScreen
from tests.journeys.hands import CONTROL, KEY, key, press, shown, words, write
from tests.journeys.salesperson import Salesperson

M = Measure


def test_targets_are_set_copied_and_seen_over_the_board(salesperson: Salesperson, qtbot: QtBot) -> None:
    her = salesperson
    her.answers_three_questions("杭州启明软件有限公司", "王敏")
    her.goes_to("figures")
    page = opens_the_targets(her)
    row_of(page, M.NEW_LEADS)
    write("20")
    key(KEY.Key_Return)
    her.waits()
    assert "团队 1 项目标" in words(page)
    row_of(page, M.WON_AMOUNT)
    QGuiApplication.clipboard().setText("100万\t60万")
    key(KEY.Key_V, CONTROL)
    her.waits()
    key(KEY.Key_PageDown, CONTROL)
    her.waits()
    press("复制上月", page)
    her.waits()
    assert sorted(stood(her)) == [20, 20, 60_000_000, 60_000_000, 100_000_000, 100_000_000]
    key(KEY.Key_Z, CONTROL)
    her.waits()
    assert len(stood(her)) == 3
    screen = shown(FiguresScreen, her.window)
    screen.show_place("targets")
    her.waits()
    assert "这个月的目标完成了多少？" in words(screen)
    assert "还没有定" not in words(screen)
    her.window.workspace.do(add_deal, customer="华强电子")
    her.goes_to("board")
    board = shown(BoardScreen, her.window)
    first = board.board.columns[0]
    qtbot.waitUntil(lambda: first.pace.done is not None)
    assert "目标 20，已有 1" in first.pace.toolTip()


def opens_the_targets(her: Salesperson) -> TargetsPage:
    screen = shown(FiguresScreen, her.window)
    while screen.question() != "target_sheet":
        key(KEY.Key_Down)
        her.waits()
    key(KEY.Key_Return)
    her.waits()
    return shown(TargetsPage, her.window)


def row_of(page: TargetsPage, measure: Measure) -> None:
    """Go to the team's cell of a measure by the arrows."""
    key(KEY.Key_Home, CONTROL)
    while page.model.aim(page.grid.currentIndex()).measure is not measure:
        key(KEY.Key_Down)


def stood(her: Salesperson) -> list[int]:
    """Return the numbers of all targets from this month on."""
    found = her.window.workspace.ask(targets_in)
    return [value for aim, value in found.items() if aim.month >= clock.today().replace(day=1)]
