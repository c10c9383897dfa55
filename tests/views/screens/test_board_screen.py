"""The board as a person uses it: keys, drags, filters, capture."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from desktop_crm.operations.deals import move_deal, set_stage_status
from desktop_crm.queries.board import PAGE
from desktop_crm.queries.deal import deal_head
from desktop_crm.system import clock
from desktop_crm.views.board.column_model import MIME
from desktop_crm.views.board.column_view import ColumnView
from desktop_crm.views.dialogs.packs import PacksWindow
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle


@pytest.fixture
def screen(workspace: Workspace, qtbot: QtBot) -> Iterator[BoardScreen]:
    made = BoardScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.refresh()
    made.show()
    workspace.changed.connect(made.on_changes)
    yield made
    made.close()


def show_again(screen: BoardScreen) -> None:
    screen.refresh()
    settle(screen.workspace)


def titles(column: ColumnView) -> list[str]:
    return [card.title for row in range(column.model.rowCount()) if (card := column.model.card(row))]


def drop(screen: BoardScreen, deal_id: str, key: str) -> None:
    """Let go of a dragged card over a column."""
    data = QMimeData()
    data.setData(MIME, deal_id.encode())
    column = screen.board.column(key).cards
    column.dropEvent(
        QDropEvent(
            QPointF(20, 20),
            Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_an_empty_board_says_what_to_do(screen: BoardScreen) -> None:
    assert screen.empty.isVisible()
    assert [step.text() for step in screen.empty.steps()] == ["新线索", "导入表格"]
    asked: list[str] = []
    screen.screen_requested.connect(asked.append)
    screen.empty.steps()[1].click()
    assert asked == ["import"]


def test_capturing_a_lead_by_keyboard_puts_it_on_the_board(screen: BoardScreen) -> None:
    screen.begin_new()
    screen.new_bar.customer.setText("苏州恒力精密")
    screen.new_bar.need.setText("替换旧 ERP")
    screen.new_bar.amount.set_value(80_000_000)
    QTest.keyClick(screen.new_bar.customer, Qt.Key.Key_Return)
    settle(screen.workspace)
    assert titles(screen.board.column("lead")) == ["替换旧 ERP"]
    assert screen.pane is not None
    assert screen.pane.isVisible()
    assert screen.board.column("lead").sum.text() == "80万"


def test_ctrl_enter_goes_on_with_the_next_lead(screen: BoardScreen) -> None:
    screen.begin_new()
    for name in ("甲公司", "乙公司"):
        screen.new_bar.customer.setText(name)
        QTest.keyClick(screen.new_bar.customer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert screen.new_bar.customer.text() == ""
    assert screen.new_bar.isVisible()
    settle(screen.workspace)
    assert screen.board.column("lead").model.total.count == 2


def test_a_lead_without_a_customer_is_refused_in_place(screen: BoardScreen) -> None:
    screen.begin_new()
    screen.new_bar.need.setText("要报价")
    QTest.keyClick(screen.new_bar.need, Qt.Key.Key_Return)
    assert screen.new_bar.problem.isVisible()
    assert screen.new_bar.need.text() == "要报价"
    assert screen.board.total().count == 0


def test_a_drop_that_the_gate_refuses_changes_nothing_and_shows_what_is_missing(
    file: File, screen: BoardScreen
) -> None:
    deal = file.deal(grade="", need="")
    show_again(screen)
    drop(screen, deal, "discovery")
    assert titles(screen.board.column("lead")) == ["ERP 替换"]
    assert screen.pane is not None
    assert screen.pane.deal_id == deal
    assert screen.pane.gate.isVisible()
    assert screen.pane.gate.question is not None


def test_a_drop_backwards_asks_for_the_fact_behind_it(file: File, screen: BoardScreen) -> None:
    deal = file.deal(stage="proposal")
    show_again(screen)
    drop(screen, deal, "lead")
    assert screen.pane is not None
    assert screen.pane.gate.isVisible()
    assert titles(screen.board.column("proposal")) == ["ERP 替换"]


def test_a_moved_card_goes_where_it_belongs_and_the_heads_follow(
    file: File, workspace: Workspace, screen: BoardScreen
) -> None:
    deal = file.deal(amount_fen=1_000_000)
    show_again(screen)
    workspace.do(move_deal, deal, to_stage="proposal", override_reason="老客户直接报价")
    assert titles(screen.board.column("lead")) == []
    assert titles(screen.board.column("proposal")) == ["ERP 替换"]  # at once; the heads are summed beside the window
    settle(workspace)
    assert screen.board.column("lead").count.text() == "0"
    assert screen.board.column("proposal").sum.text() == "1万"
    workspace.undo()
    assert titles(screen.board.column("lead")) == ["ERP 替换"]


def test_ctrl_right_moves_the_card_and_keeps_it_current(file: File, screen: BoardScreen, workspace: Workspace) -> None:
    deal = file.deal(stage="aftersales", outcome="won")
    file.do(set_stage_status, deal, status="in_progress")
    show_again(screen)
    column = screen.board.column("aftersales").cards
    column.setFocus()
    column.select(0)
    QTest.keyClick(column, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert screen.pane is not None  # backwards: it asks why
    head = workspace.ask(deal_head, deal)
    assert head is not None
    assert head.stage == "aftersales"


def test_arrows_go_to_the_neighbour_column_and_skip_empty_ones(file: File, screen: BoardScreen) -> None:
    file.deal(stage="lead")
    file.deal(stage="contract")
    show_again(screen)
    first = screen.board.column("lead").cards
    first.setFocus()
    first.select(0)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert screen.board.column("contract").cards.currentIndex().isValid()


def test_enter_opens_the_deal_and_escape_closes_it(file: File, screen: BoardScreen) -> None:
    deal = file.deal()
    show_again(screen)
    cards = screen.board.column("lead").cards
    cards.select(0)
    QTest.keyClick(cards, Qt.Key.Key_Return)
    assert screen.pane is not None
    assert screen.pane.deal_id == deal
    QTest.keyClick(screen.pane, Qt.Key.Key_Escape)
    assert not screen.pane.isVisible()


def test_the_keys_of_the_open_deal_work_from_its_card(file: File, screen: BoardScreen) -> None:
    file.deal()
    show_again(screen)
    cards = screen.board.column("lead").cards
    cards.select(0)
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cards.visualRect(cards.currentIndex()).center())
    QTest.keyClick(cards, Qt.Key.Key_F2)
    assert screen.pane is not None
    assert screen.pane.tab().key == "followup"
    QTest.keyClick(cards, Qt.Key.Key_Escape)
    assert not screen.pane.isVisible()


def test_a_column_reads_further_cards_when_scrolled(file: File, screen: BoardScreen) -> None:
    for place in range(PAGE + 10):
        file.deal(title=f"第{place}条", next_due=clock.today() + timedelta(place))
    show_again(screen)
    column = screen.board.column("lead")
    assert (column.model.rowCount(), column.count.text()) == (PAGE, str(PAGE + 10))
    column.cards.scrollToBottom()
    column.cards.scrollToBottom()
    assert column.model.rowCount() == PAGE + 10
    assert titles(column)[-1] == f"第{PAGE + 9}条"


def test_a_filter_that_finds_nothing_offers_to_be_cleared(file: File, screen: BoardScreen, qtbot: QtBot) -> None:
    file.deal()
    show_again(screen)
    screen.tool_bar.text.setText("没有这家公司")
    qtbot.waitUntil(screen.nothing_found.isVisible)
    screen.nothing_found.steps()[0].click()
    qtbot.waitUntil(screen.board.isVisible)
    assert screen.tool_bar.text.text() == ""
    assert screen.board.total().count == 1


def test_opening_a_deal_of_another_playbook_shows_its_board(file: File, screen: BoardScreen) -> None:
    deal = file.deal(playbook="handbook", stage="need")
    screen.open_deal(deal)
    assert screen.tool_bar.playbook_key == "handbook"
    settle(screen.workspace)
    assert titles(screen.board.column("need")) == ["ERP 替换"]
    assert screen.board.column("need").cards.currentIndex().isValid()


def test_a_change_made_while_the_board_is_read_is_not_lost(
    file: File, workspace: Workspace, screen: BoardScreen
) -> None:
    deal = file.deal()
    show_again(screen)
    screen.refresh()
    assert workspace._pool.waitForDone(10_000)  # read before the move, shown after it
    workspace.do(move_deal, deal, to_stage="proposal", override_reason="老客户直接报价")
    settle(workspace)
    assert titles(screen.board.column("lead")) == []
    assert titles(screen.board.column("proposal")) == ["ERP 替换"]


def test_the_keyboard_goes_on_where_the_cards_are_once_there_are_some(
    file: File, screen: BoardScreen, qtbot: QtBot
) -> None:
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    screen.start()
    assert screen.empty.steps()[0].hasFocus()
    file.deal()
    show_again(screen)
    assert screen.board.column("lead").cards.hasFocus()


def test_reading_again_takes_the_keyboard_from_nobody(file: File, screen: BoardScreen, qtbot: QtBot) -> None:
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    deal = file.deal()
    show_again(screen)
    screen.refresh()  # as the window does when the board was out of date, then it is opened at a place
    screen.start()
    screen.open_deal_at(deal, "followup")
    assert screen.pane is not None
    kept = screen.window().focusWidget()
    assert screen.pane.isAncestorOf(kept)
    settle(screen.workspace)
    assert kept.hasFocus()


def test_how_long_is_left_is_painted_anew_while_the_cards_are_seen(file: File, screen: BoardScreen) -> None:
    file.deal()
    show_again(screen)
    assert screen.board._minute.isActive()
    viewport = screen.board.column("lead").cards.viewport()
    painted = Painted(viewport)
    screen.board._minute.timeout.emit()
    QApplication.processEvents()
    assert painted.times == 1
    screen.hide()
    assert not screen.board._minute.isActive()


class Painted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        QApplication.processEvents()
        self.times = 0
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def menu_of(column: ColumnView, reason: QContextMenuEvent.Reason, place: QWidget) -> QMenu | None:
    spot = place.rect().center()
    QApplication.sendEvent(place, QContextMenuEvent(reason, spot, place.mapToGlobal(spot)))
    return next((menu for menu in column.findChildren(QMenu) if menu.isVisible()), None)


@pytest.mark.parametrize("by", ["mouse on the head", "menu key in the cards"])
def test_the_packs_of_a_column_are_bound_from_its_menu(screen: BoardScreen, file: File, qtbot: QtBot, by: str) -> None:
    mine = file.deal(title="甲", stage="proposal")
    file.deal(title="乙", stage="lead", number="Z20240315002")
    show_again(screen)
    column = screen.board.column("proposal")
    place = column.title if by.startswith("mouse") else column.cards
    reason = QContextMenuEvent.Reason.Mouse if by.startswith("mouse") else QContextMenuEvent.Reason.Keyboard
    menu = menu_of(column, reason, place)
    assert menu is not None
    assert menu.actions()[0].text() == "“方案制定”的资料包…"
    menu.actions()[0].trigger()
    menu.close()
    packs = next(window for window in QApplication.topLevelWidgets() if isinstance(window, PacksWindow))
    qtbot.addWidget(packs)
    settle(screen.workspace)
    assert packs.chosen() == (mine,)


def test_the_packs_are_of_those_that_the_board_shows(screen: BoardScreen, file: File, qtbot: QtBot) -> None:
    file.deal(title="甲", stage="proposal")
    wanted = file.deal(title="乙", stage="proposal", number="Z20240315002")
    show_again(screen)
    screen.tool_bar.text.setText("Z20240315002")
    screen._bind_packs("proposal")
    packs = next(window for window in QApplication.topLevelWidgets() if isinstance(window, PacksWindow))
    qtbot.addWidget(packs)
    settle(screen.workspace)
    assert packs.chosen() == (wanted,)


def test_a_column_without_deals_or_of_an_outcome_has_no_packs(screen: BoardScreen, file: File) -> None:
    file.deal(title="甲", stage="proposal")
    show_again(screen)
    empty = screen.board.column("negotiation")
    menu = menu_of(empty, QContextMenuEvent.Reason.Mouse, empty.title)
    assert menu is not None
    assert not menu.actions()[0].isEnabled()
    menu.close()
    screen.tool_bar.choose_playbook("handbook")
    show_again(screen)
    won = next(column for column in screen.board.columns if column.model.spec.wanted.outcome)
    assert menu_of(won, QContextMenuEvent.Reason.Mouse, won.title) is None
