"""The main window: its side bar, keys, palette, notices, and what it remembers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_crm.models import Customer
from desktop_crm.operations.activities import plan_activity
from desktop_crm.operations.customers import add_customer, edit_customer
from desktop_crm.operations.deals import edit_deal
from desktop_crm.operations.negotiations import add_objections
from desktop_crm.operations.operation import operation
from desktop_crm.queries.deal import deal_head
from desktop_crm.queries.today import Kind
from desktop_crm.refusal import Refused, Remedy, Unavailable
from desktop_crm.system import settings
from desktop_crm.system.progress import Progress
from desktop_crm.views.commands import ENTRIES
from desktop_crm.views.deal.pane import DealPane
from desktop_crm.views.deal.tabs import TABS, TabPlace
from desktop_crm.views.dialogs.keys import KeysPage
from desktop_crm.views.main_window import START, MainWindow
from desktop_crm.views.palette import Palette
from desktop_crm.views.screens import PLACES, shortcut
from desktop_crm.views.screens.board_screen import BoardScreen
from desktop_crm.views.screens.customers_screen import CustomersScreen
from desktop_crm.views.screens.today_screen import TodayScreen
from desktop_crm.views.today.lines import TITLES, Head, Row
from desktop_crm.workspace import Workspace
from tests.journeys.flashes import Flashes
from tests.journeys.hands import ALT, CONTROL, KEY, SHIFT, button, click, key, press, shown, words, write
from tests.make import File

HENGLI = "苏州恒力精密有限公司"


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer()
    return file.deal(customer, contact_id=file.contact(customer))


@pytest.fixture
def window(deal: str, workspace: Workspace, qtbot: QtBot) -> Iterator[MainWindow]:
    assert deal
    app = QApplication.instance()
    assert app is not None
    flashes = Flashes(app, MainWindow)
    made = opened(workspace, qtbot)
    yield made
    made.close()
    flashes.stop()


def test_a_window_left_open_overnight_shows_the_new_day(
    deal: str, file: File, workspace: Workspace, qtbot: QtBot
) -> None:
    evening = datetime.fromisoformat("2024-03-11T21:00").astimezone()
    file.do(plan_activity, deal, goal="上门看换模", due_on=date(2024, 3, 12))
    with time_machine.travel(evening) as clock:
        window = opened(workspace, qtbot)
        screen = window.go("today")
        assert isinstance(screen, TodayScreen)
        qtbot.waitUntil(lambda: screen.shown is not None)
        assert not [row for row in screen.rows.day.lines if isinstance(row, Row)]
        clock.move_to(evening + timedelta(hours=11))
        window.turn_day()
        qtbot.waitUntil(lambda: [TITLES[kind] for kind in kinds(screen)] == ["今天到期"])
        assert "3月12日" in screen.date_line.text()
        window.close()


def kinds(screen: TodayScreen) -> list[Kind]:
    return [line.kind for line in screen.rows.day.lines if isinstance(line, Head)]


def opened(workspace: Workspace, qtbot: QtBot) -> MainWindow:
    made = MainWindow(workspace, "杭州启明软件有限公司")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def amount(workspace: Workspace, deal: str) -> int | None:
    head = workspace.ask(deal_head, deal)
    assert head is not None
    return head.amount_fen


# ---- places


@pytest.mark.parametrize("place", range(len(PLACES)))
def test_every_screen_opens_from_the_side_bar_and_by_its_key(window: MainWindow, place: int) -> None:
    asked = PLACES[place]
    away = PLACES[place - 1].key
    window.go(away)
    entry = next(made for made in window._side.findChildren(QToolButton) if made.property("title") == asked.title)
    click(entry)
    assert window.screen_key == asked.key
    assert entry.isChecked()
    window.go(away)
    assert not entry.isChecked()
    if keys := shortcut(asked):
        key(Qt.Key(KEY.Key_0 + int(keys[-1])), ALT)
        assert window.screen_key == asked.key
    window.go(asked.key)
    assert window.current().isVisible()


def test_a_screen_that_was_not_seen_shows_what_changed_meanwhile(
    file: File, window: MainWindow, workspace: Workspace
) -> None:
    customer = file.customer("东湖物流有限公司")
    window.go("customers")
    assert "东湖物流有限公司" in words(window)
    window.go("board")
    workspace.do(edit_customer, customer, name="东湖供应链有限公司")
    window.go("customers")
    assert isinstance(window.current(), CustomersScreen)
    assert "东湖供应链有限公司" in words(window)
    assert "东湖物流有限公司" not in words(window)


def test_the_side_bar_counts_what_waits(file: File, window: MainWindow, workspace: Workspace, deal: str) -> None:
    entry = next(made for made in window._side.findChildren(QToolButton) if made.property("title") == "待补全")
    assert entry.text() == "待补全"
    file.deal(missing=["industry"])
    workspace.do(edit_deal, deal, amount_fen=1)
    assert entry.text() == "待补全 1"


@pytest.mark.parametrize("tab", TABS, ids=lambda tab: tab.key)
def test_a_deal_opens_at_each_of_its_tabs(window: MainWindow, deal: str, tab: TabPlace) -> None:
    window.open_deal_at(deal, tab.key)
    pane = shown(DealPane, window)
    assert pane.tab().key == tab.key
    assert pane.tab().deal_id == deal


# ---- palette


def test_the_palette_runs_a_command_by_its_pinyin_letters(window: MainWindow) -> None:
    key(KEY.Key_K, CONTROL)
    write("dkkh")
    key(KEY.Key_Return)
    assert window.screen_key == "customers"


def test_the_palette_finds_a_record_by_the_letters_of_its_pinyin(window: MainWindow, deal: str, qtbot: QtBot) -> None:
    window.go("customers")
    key(KEY.Key_K, CONTROL)
    write("szhl")
    qtbot.waitUntil(lambda: f"{HENGLI} · ERP 替换" in palette(window).titles())
    for _ in range(palette(window).titles().index(f"{HENGLI} · ERP 替换")):
        key(KEY.Key_Down)
    key(KEY.Key_Return)
    board = window.current()
    assert isinstance(board, BoardScreen)
    assert board.pane is not None
    assert board.pane.deal_id == deal


def test_enter_before_the_records_have_come_opens_the_first_of_them(window: MainWindow, qtbot: QtBot) -> None:
    key(KEY.Key_K, CONTROL)
    write("szhl")
    assert palette(window).titles() == []
    key(KEY.Key_Return)
    qtbot.waitUntil(lambda: window.screen_key == "customers")
    assert not palette(window).isVisible()
    assert HENGLI in words(window)


def palette(window: MainWindow) -> Palette:
    assert window.palette_popup is not None
    return window.palette_popup


# ---- notices


def test_undo_and_redo_by_keys_and_by_the_buttons_of_their_notices(
    window: MainWindow, workspace: Workspace, deal: str
) -> None:
    bar = window.notices.bar
    workspace.do(edit_deal, deal, amount_fen=90_000_000)
    key(KEY.Key_Z, CONTROL)
    assert (bar.text(), amount(workspace, deal)) == ("已撤销：修改商机", 80_000_000)
    key(KEY.Key_Z, CONTROL | SHIFT)
    assert (bar.text(), amount(workspace, deal)) == ("已重做：修改商机", 90_000_000)
    press("撤销", bar)
    assert amount(workspace, deal) == 80_000_000
    press("重做", bar)
    assert amount(workspace, deal) == 90_000_000


def test_with_nothing_left_the_window_says_so(window: MainWindow, workspace: Workspace) -> None:
    while workspace.undo():
        pass
    key(KEY.Key_Z, CONTROL)
    assert window.notices.bar.text() == "没有可撤销的操作"


def test_a_refusal_leads_to_the_record_it_names(window: MainWindow, file: File, workspace: Workspace) -> None:
    file.customer("东湖物流有限公司")
    workspace.attempt(add_customer, name="东湖物流有限公司")
    assert "已经有客户“东湖物流有限公司”" in window.notices.bar.text()
    press("打开", window.notices.bar)
    customers = window.current()
    assert isinstance(customers, CustomersScreen)
    assert "东湖物流有限公司" in words(customers)


def test_a_refusal_in_the_open_deal_leads_to_its_place(window: MainWindow, workspace: Workspace, deal: str) -> None:
    workspace.do(add_objections, deal, texts=["太贵"])
    window.open_deal(deal)
    pane = shown(BoardScreen, window).pane
    assert pane is not None
    pane.open_tab("negotiation")
    resolved = button("已解决", pane.tab())
    click(resolved)
    assert not resolved.isChecked()
    assert window.notices.bar.text() == "先写下怎样答复的，再标记为已解决。"
    press("填写答复", window.notices.bar)
    write("一年省 38 万")
    key(KEY.Key_Return)
    click(button("已解决", pane.tab()))
    assert button("已解决", pane.tab()).isChecked()


def test_a_refusal_goes_once_its_reader_went_on(window: MainWindow, workspace: Workspace, deal: str) -> None:
    bar = window.notices.bar
    workspace.attempt(add_customer, name="")
    workspace.do(edit_deal, deal, amount_fen=90_000_000)  # by the same press: the refusal has not been read yet
    assert bar.kind == "refused"
    said = bar.text()
    assert said
    QApplication.processEvents()
    assert bar.text() == said
    workspace.do(edit_deal, deal, amount_fen=70_000_000)
    assert bar.text() == ""


def test_trouble_is_not_over_because_something_else_went_well(
    window: MainWindow, workspace: Workspace, deal: str
) -> None:
    window.notices.trouble(Unavailable("磁盘空间已满。"), None)
    QApplication.processEvents()
    workspace.do(edit_deal, deal, amount_fen=70_000_000)
    assert window.notices.bar.text() == "磁盘空间已满。"


def test_a_way_out_that_does_not_exist_here_is_not_offered(window: MainWindow, workspace: Workspace) -> None:
    workspace.refused.emit(Refused("还没有写原因。", Remedy("写明原因", "reason"), Remedy("看板", "negotiation.floor")))
    assert window.notices.bar.text() == "还没有写原因。"
    assert window.notices.bar.buttons() == []


def test_trouble_stays_until_it_is_tried_again(window: MainWindow, workspace: Workspace) -> None:
    answers: Iterator[bool] = iter((False, False, True))
    done: list[bool] = []

    def write_down() -> None:
        if not next(answers):
            raise Unavailable("磁盘空间已满。")
        done.append(True)

    workspace.guarded(write_down)
    assert (window.notices.bar.text(), window.notices.bar.kind) == ("磁盘空间已满。", "trouble")
    press("重试", window.notices.bar)
    assert (window.notices.bar.text(), done) == ("磁盘空间已满。", [])
    press("重试", window.notices.bar)
    assert (window.notices.bar.text(), done) == ("", [True])


# ---- the window itself


def test_f1_lists_every_shortcut_and_escape_closes_it(window: MainWindow) -> None:
    key(KEY.Key_F1)
    page = shown(KeysPage, window)
    said = words(page)
    for entry in ENTRIES:
        assert not entry.shortcut or entry.title in said
    assert "Ctrl+K" in said
    QTest.keyClick(page, KEY.Key_Escape)
    assert not [made for made in window.findChildren(KeysPage) if made.isVisible()]


def test_place_size_and_screen_are_remembered(window: MainWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window.resize(1000, 640)  # its height fits into the offscreen platform's small screen
    window.go("customers")
    window.close()
    assert settings.load(workspace.folder).screen == "customers"
    again = opened(workspace, qtbot)
    assert (again.height(), again.screen_key) == (640, "customers")
    again.close()


def test_a_place_that_cannot_be_read_costs_nothing(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.settings.window = "not a place"
    workspace.settings.screen = "gone"
    made = opened(workspace, qtbot)
    assert made.screen_key == START
    assert made.width() >= made.minimumWidth()
    made.close()


def test_the_look_is_chosen_from_the_palette_and_kept(window: MainWindow, workspace: Workspace) -> None:
    key(KEY.Key_K, CONTROL)
    write("深色")
    chosen: list[str] = []
    window.theme_chosen.connect(chosen.append)
    key(KEY.Key_Return)
    assert chosen == ["dark"]
    assert settings.load(workspace.folder).theme == "dark"


@operation("导入")
def bring_in(session: Session) -> None:
    raise NotImplementedError


def test_closing_while_work_is_under_way_takes_it_back(window: MainWindow, workspace: Workspace, file: File) -> None:
    begun, told = threading.Event(), list[object]()

    def work(session: Session, progress: Progress) -> None:
        session.add(Customer(name="半途而废"))
        session.flush()
        begun.set()
        while True:  # until it is told to stop
            progress(1, 2)

    workspace.do_later(bring_in, work, told.append, told.append)
    assert begun.wait(10)
    window.close()
    workspace.close()
    QApplication.processEvents()
    assert told == []
    assert "半途而废" not in [row.name for row in file.ask(lambda session: session.query(Customer).all())]


def test_a_note_leaves_the_last_line_of_an_open_pane_in_sight(window: MainWindow, deal: str) -> None:
    window.resize(1280, 800)
    window.go("board")
    window.notices.say("已保存")
    bar = window.notices.bar
    middle = bar.geometry().center().x()
    window.open_deal(deal)
    QApplication.processEvents()
    pane = shown(DealPane, window)
    left = pane.mapTo(window, QPoint()).x()
    assert bar.isVisible()
    assert bar.geometry().right() < left
    assert bar.geometry().center().x() < middle
    window.go("settings")
    QApplication.processEvents()
    screen = window.current()
    assert abs(bar.geometry().center().x() - screen.mapTo(window, screen.rect().center()).x()) <= 1
