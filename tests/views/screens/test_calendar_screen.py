"""The calendar, by keyboard and mouse."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_crm.models import Activity, Member
from desktop_crm.queries.calendar import Entry, entry
from desktop_crm.system import clock
from desktop_crm.views.calendar.agenda_rows import DayHead, Further, row_text
from desktop_crm.views.calendar.canvas import Block, DayCanvas
from desktop_crm.views.screens.calendar_screen import CalendarScreen
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

# A Wednesday in the middle of a month, so that its neighbours are shown too.
DAY = date(2026, 3, 18)
CONTROL = Qt.KeyboardModifier.ControlModifier


def open_screen(workspace: Workspace, qtbot: QtBot, day: date = DAY) -> CalendarScreen:
    made = CalendarScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.go(day)
    settle(workspace)
    made.start()
    return made


def plan(file: File, goal: str = "送报价单", day: date = DAY, **values: object) -> str:
    deal = file.deal()
    return file.add(Activity(deal_id=deal, goal=goal, due_on=day, **{"owner_id": file.me, **values}))


def stored(workspace: Workspace, key: str) -> Entry:
    found = workspace.ask(entry, key)
    assert found
    return found


def block(view: DayCanvas, key: str) -> Block:
    return next(block for block in view.blocks if block.entry.id == key)


def drag(view: DayCanvas, start: QPoint, *way: QPoint) -> None:
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    for point in way:
        QTest.mouseMove(view.viewport(), point)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=way[-1])


def heard(*signals: SignalInstance) -> list[object]:
    """Return the list that what the signals say goes into."""
    said: list[object] = []
    for signal in signals:
        signal.connect(said.append)
    return said


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Answer every question for a file with `path`."""

    def answer(*_: object) -> tuple[str, str]:
        return str(path), ""

    for question in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, question, answer)


def titles(view: DayCanvas, day: date = DAY) -> list[str]:
    return [block.entry.title for block in view.blocks if block.entry.day == day]


# ---- what is shown


def test_a_month_shows_mine_and_all_when_asked(file: File, workspace: Workspace, qtbot: QtBot):
    other = file.add(Member(name="李强"))
    plan(file, "我的")
    plan(file, "他的", owner_id=other)
    screen = open_screen(workspace, qtbot)
    assert titles(screen.month) == ["我的"]
    screen.tool_bar.owner.setCurrentIndex(screen.tool_bar.owner.findData(""))
    assert sorted(titles(screen.month)) == ["他的", "我的"]
    screen.tool_bar.owner.setCurrentIndex(screen.tool_bar.owner.findData(other))
    assert titles(screen.month) == ["他的"]


def test_a_full_day_shows_four_and_how_many_more_and_lists_them_all(file: File, workspace: Workspace, qtbot: QtBot):
    for hour in range(9, 18):
        plan(file, f"{hour}点", due_at=f"{hour:02}:00")
    screen = open_screen(workspace, qtbot)
    shown = titles(screen.month)
    assert 1 <= len(shown) <= 4
    assert shown == [f"{hour}点" for hour in range(9, 9 + len(shown))]
    (more,) = screen.month.more
    assert more.count == 9 - len(shown)
    QTest.mouseClick(screen.month.viewport(), Qt.MouseButton.LeftButton, pos=more.place.center())
    assert screen.day_list
    assert screen.day_list.rows.rowCount() == 9
    QTest.keyClick(screen.day_list.list, Qt.Key.Key_Escape)
    assert not screen.findChildren(type(screen.day_list)) or not screen.day_list.isVisible()


def test_a_kind_alone_may_be_shown(file: File, workspace: Workspace, qtbot: QtBot):
    plan(file, "电话")
    plan(file, "回访客户", purpose="visit")
    screen = open_screen(workspace, qtbot)
    screen.tool_bar.kinds.choose("care")
    assert titles(screen.month) == ["回访客户"]


def test_a_search_marks_what_it_finds_and_hides_nothing(file: File, workspace: Workspace, qtbot: QtBot):
    plan(file, "电话", due_at="09:00")
    plan(file, "送报价单", due_at="16:00")
    screen = open_screen(workspace, qtbot)
    screen.tool_bar.text.setText("报价")
    QTest.keyClick(screen.tool_bar.text, Qt.Key.Key_Return)
    settle(workspace)
    qtbot.waitUntil(lambda: titles(screen.month) == ["送报价单", "电话"])
    first, second = screen.month.blocks
    assert first.entry.hit
    assert not screen.month.look(first.entry).faded
    assert screen.month.look(second.entry).faded


def test_what_was_done_joins_what_is_planned(file: File, workspace: Workspace, qtbot: QtBot):
    plan(file, "送报价单")
    file.add(Activity(status="done", goal="拜访", happened_at=clock.now() - timedelta(minutes=1), owner_id=file.me))
    screen = open_screen(workspace, qtbot, clock.today())
    qtbot.waitUntil(lambda: "拜访" in [block.entry.title for block in screen.month.blocks])
    assert not block(screen.month, screen.month.blocks[-1].entry.id).entry.planned


def test_a_year_without_announced_holidays_is_said(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    assert not screen.tool_bar.note.isVisible()
    screen.go(date(2099, 5, 1))
    assert screen.tool_bar.note.isVisible()
    assert "2099" in screen.tool_bar.note.text()
    settle(workspace)


# ---- keyboard


def test_arrows_move_the_day_and_load_the_month_it_leaves_for(file: File, workspace: Workspace, qtbot: QtBot):
    plan(file, "四月的事", date(2026, 4, 20))
    screen = open_screen(workspace, qtbot)
    QTest.keyClick(screen.month, Qt.Key.Key_Right)
    QTest.keyClick(screen.month, Qt.Key.Key_Down)
    assert screen.month.day == DAY + timedelta(8)
    QTest.keyClick(screen.month, Qt.Key.Key_PageDown)
    assert screen.month.day == date(2026, 4, 26)
    assert screen.tool_bar.title.text() == "2026年4月"
    assert titles(screen.month, date(2026, 4, 20)) == ["四月的事"]
    QTest.keyClick(screen.month, Qt.Key.Key_T)
    assert screen.month.day == clock.today()
    settle(workspace)


def test_tab_goes_through_the_day_and_enter_opens_the_deal(file: File, workspace: Workspace, qtbot: QtBot):
    first, second = plan(file, "一", due_at="09:00"), plan(file, "二", due_at="10:00")
    screen = open_screen(workspace, qtbot)
    QTest.keyClick(screen.month, Qt.Key.Key_Tab)
    assert screen.month.selected == first
    QTest.keyClick(screen.month, Qt.Key.Key_Tab)
    assert screen.month.selected == second
    asked = heard(screen.deal_requested)
    QTest.keyClick(screen.month, Qt.Key.Key_Return)
    assert asked == [stored(workspace, second).deal_id]
    QTest.keyClick(screen.month, Qt.Key.Key_Tab)
    assert not screen.month.hasFocus()


def test_control_and_an_arrow_move_the_entry_and_undo_brings_it_back(file: File, workspace: Workspace, qtbot: QtBot):
    key = plan(file, due_at="15:00")
    screen = open_screen(workspace, qtbot)
    said = heard(screen.done)
    QTest.keyClick(screen.month, Qt.Key.Key_Down, CONTROL)
    assert (stored(workspace, key).day, stored(workspace, key).at) == (DAY + timedelta(7), "15:00")
    assert said == ["“送报价单”改到 3月25日 周三 15:00"]
    assert screen.month.selected == key
    QTest.keyClick(screen.month, Qt.Key.Key_Left, CONTROL)
    assert stored(workspace, key).day == DAY + timedelta(6)
    workspace.undo()
    workspace.undo()
    assert stored(workspace, key).day == DAY
    settle(workspace)


def test_letters_change_the_view_and_keep_the_day(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    QTest.keyClick(screen.month, Qt.Key.Key_W)
    assert screen.view is screen.week
    assert screen.week.day == DAY
    QTest.keyClick(screen.week, Qt.Key.Key_A)
    assert screen.view is screen.agenda
    QTest.keyClick(screen.agenda, Qt.Key.Key_M)
    assert screen.view is screen.month
    assert screen.month.day == DAY
    settle(workspace)


# ---- mouse


def test_an_entry_dragged_to_another_day_keeps_its_time(file: File, workspace: Workspace, qtbot: QtBot):
    key = plan(file, due_at="15:00")
    screen = open_screen(workspace, qtbot)
    target = screen.month.place_of(DAY - timedelta(8)).center()
    drag(screen.month, block(screen.month, key).place.center(), target - QPoint(30, 20), target)
    assert (stored(workspace, key).day, stored(workspace, key).at) == (DAY - timedelta(8), "15:00")
    workspace.undo()
    assert stored(workspace, key).day == DAY
    settle(workspace)


def test_escape_calls_a_drag_off(file: File, workspace: Workspace, qtbot: QtBot):
    key = plan(file)
    screen = open_screen(workspace, qtbot)
    start, target = block(screen.month, key).place.center(), screen.month.place_of(DAY + timedelta(1)).center()
    QTest.mousePress(screen.month.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(screen.month.viewport(), target)
    assert screen.month.dragged
    QTest.keyClick(screen.month, Qt.Key.Key_Escape)
    QTest.mouseRelease(screen.month.viewport(), Qt.MouseButton.LeftButton, pos=target)
    assert stored(workspace, key).day == DAY


def test_what_was_done_does_not_move(file: File, workspace: Workspace, qtbot: QtBot):
    moment = clock.now() - timedelta(minutes=1)
    key = file.add(Activity(status="done", goal="拜访", happened_at=moment, owner_id=file.me))
    screen = open_screen(workspace, qtbot, clock.today())
    qtbot.waitUntil(lambda: bool(screen.month.blocks))
    drag(screen.month, block(screen.month, key).place.center(), QPoint(20, 60), QPoint(30, 60))
    assert workspace.undo() in (None, "make")  # nothing was done but the test's own rows
    settle(workspace)


def test_in_the_week_an_entry_moves_by_the_hour_and_is_made_longer(file: File, workspace: Workspace, qtbot: QtBot):
    key = plan(file, due_at="10:00", minutes=60)
    screen = open_screen(workspace, qtbot)
    screen.show_view("week")
    settle(workspace)
    place = block(screen.week, key).place
    hour = screen.week.place_of(DAY, "11:00").top() - screen.week.place_of(DAY, "10:00").top()
    start = place.topLeft() + QPoint(20, 10)
    aim = QPoint(screen.week.place_of(DAY + timedelta(1)).center().x(), start.y() + 2 * hour)
    drag(screen.week, start, aim - QPoint(4, 4), aim)
    moved = stored(workspace, key)
    assert (moved.day, moved.at, moved.minutes) == (DAY + timedelta(1), "12:00", 60)
    settle(workspace)
    place = block(screen.week, key).place
    edge = QPoint(place.center().x(), place.bottom() - 2)
    drag(screen.week, edge, edge + QPoint(0, hour // 2), edge + QPoint(0, hour))
    assert stored(workspace, key).minutes == 120
    assert workspace.undo() == "修改跟进"
    assert stored(workspace, key).minutes == 60
    settle(workspace)


def test_in_the_week_an_untimed_plan_gets_a_time_and_a_timed_one_loses_it(
    file: File, workspace: Workspace, qtbot: QtBot
):
    key = plan(file)
    screen = open_screen(workspace, qtbot)
    screen.show_view("week")
    settle(workspace)
    target = screen.week.place_of(DAY, "14:00").center()
    drag(screen.week, block(screen.week, key).place.center(), target - QPoint(3, 3), target)
    assert stored(workspace, key).at in {"14:00", "14:15"}
    settle(workspace)
    start = block(screen.week, key).place.topLeft() + QPoint(20, 8)
    up = QPoint(start.x(), screen.week.place_of(DAY).center().y())
    drag(screen.week, start, up + QPoint(0, 4), up)
    assert stored(workspace, key).at == ""
    settle(workspace)


def test_the_week_opens_at_the_working_hours(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    screen.show_view("week")
    settle(workspace)
    assert screen.week.place_of(DAY, "08:00").top() >= screen.week.place_of(DAY).bottom()
    assert screen.week.place_of(DAY, "17:00").bottom() <= screen.week.viewport().height()
    assert screen.week.place_of(DAY, "06:00").top() < screen.week.place_of(DAY).bottom()


# ---- making a plan


def test_a_double_click_makes_a_plan_in_one_line(file: File, workspace: Workspace, qtbot: QtBot):
    deal = file.deal()
    screen = open_screen(workspace, qtbot)
    place = screen.month.place_of(DAY + timedelta(1)).center()
    QTest.mouseDClick(screen.month.viewport(), Qt.MouseButton.LeftButton, pos=place)
    line = screen.new_line
    assert line.line.hasFocus()
    line.line.setText("恒力 ERP 送样品 下午3点")
    with qtbot.waitSignal(screen.done):
        QTest.keyClick(line.line, Qt.Key.Key_Return)
    assert not line.isVisible()
    (made,) = [block.entry for block in screen.month.blocks]
    assert (made.title, made.day, made.at, made.deal_id) == ("送样品", DAY + timedelta(1), "15:00", deal)
    assert screen.month.selected == made.id
    settle(workspace)


def test_the_deals_found_are_offered_while_typing_and_down_chooses(file: File, workspace: Workspace, qtbot: QtBot):
    customer = file.customer()
    older = file.deal(customer, title="ERP 替换")
    file.deal(customer, title="MES 二期")
    screen = open_screen(workspace, qtbot)
    QTest.keyClick(screen.month, Qt.Key.Key_N)
    screen.new_line.line.setText("恒力 电话")
    qtbot.waitUntil(lambda: screen.new_line.deals.count() == 2)
    QTest.keyClick(screen.new_line.line, Qt.Key.Key_Down)
    QTest.keyClick(screen.new_line.line, Qt.Key.Key_Return)
    assert [block.entry.deal_id for block in screen.month.blocks] == [older]
    settle(workspace)


@pytest.mark.parametrize(("typed", "said"), [("", "先写"), ("没有这家 电话", "没有找到"), ("恒力 ERP", "要做什么")])
def test_a_line_that_says_too_little_stays_and_says_what_is_missing(
    file: File, workspace: Workspace, qtbot: QtBot, typed: str, said: str
):
    file.deal()
    screen = open_screen(workspace, qtbot)
    screen.begin_new()
    screen.new_line.line.setText(typed)
    QTest.keyClick(screen.new_line.line, Qt.Key.Key_Return)
    assert screen.new_line.isVisible()
    assert said in screen.new_line.hint.text()
    QTest.keyClick(screen.new_line.line, Qt.Key.Key_Escape)
    assert not screen.new_line.isVisible()
    assert screen.month.hasFocus()
    settle(workspace)


def test_a_double_click_among_the_hours_means_that_hour(file: File, workspace: Workspace, qtbot: QtBot):
    file.deal()
    screen = open_screen(workspace, qtbot)
    screen.show_view("week")
    settle(workspace)
    place = screen.week.place_of(DAY, "14:00")
    QTest.mouseDClick(
        screen.week.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.center().x(), place.top() + 3)
    )
    screen.new_line.line.setText("恒力 ERP 演示")
    QTest.keyClick(screen.new_line.line, Qt.Key.Key_Return)
    assert [block.entry.at for block in screen.week.blocks] == ["14:00"]
    settle(workspace)


# ---- agenda


def rows(screen: CalendarScreen) -> list[str]:
    model = screen.agenda.rows
    return [row_text(row).partition("\n")[0] for at in range(model.rowCount()) if (row := model.row(at))]


def test_the_agenda_names_days_with_entries_and_stretches_without(file: File, workspace: Workspace, qtbot: QtBot):
    plan(file, day=DAY + timedelta(2), due_at="10:00")
    screen = open_screen(workspace, qtbot)
    screen.show_view("agenda")
    settle(workspace)
    heads = [row.day for at in range(99) if isinstance(row := screen.agenda.rows.row(at), DayHead)]
    assert heads == [DAY, DAY + timedelta(2)]
    assert any("没有安排" in row for row in rows(screen))


def test_the_agenda_goes_on_in_both_directions(file: File, workspace: Workspace, qtbot: QtBot):
    far = (DAY - timedelta(50), DAY + timedelta(50))
    for day in far:
        plan(file, day=day)
    screen = open_screen(workspace, qtbot)
    screen.show_view("agenda")
    settle(workspace)
    for end in (0, -1):
        model = screen.agenda.rows
        at = model.rowCount() - 1 if end else 0
        assert isinstance(model.row(at), Further)
        screen.agenda.setCurrentIndex(model.index(at, 0))
        QTest.keyClick(screen.agenda, Qt.Key.Key_Return)
        settle(workspace)
    heads = [row.day for at in range(99) if isinstance(row := screen.agenda.rows.row(at), DayHead)]
    assert set(far) <= set(heads)


def test_an_entry_of_the_agenda_is_moved_and_opened_by_keys(file: File, workspace: Workspace, qtbot: QtBot):
    key = plan(file)
    screen = open_screen(workspace, qtbot)
    screen.show_view("agenda")
    settle(workspace)
    screen.agenda.setCurrentIndex(screen.agenda.rows.index(screen.agenda.rows.find(key), 0))
    with qtbot.waitSignal(screen.deal_requested):
        QTest.keyClick(screen.agenda, Qt.Key.Key_Return)
    QTest.keyClick(screen.agenda, Qt.Key.Key_Right, CONTROL)
    assert stored(workspace, key).day == DAY + timedelta(1)
    settle(workspace)


# ---- files


def test_a_calendar_goes_out_and_comes_back_in_by_the_menu(
    file: File, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    plan(file)
    screen = open_screen(workspace, qtbot)
    target = tmp_path / "我的.ics"
    said = heard(screen.noted, screen.done)
    choose_file(monkeypatch, target)
    screen.tool_bar.export_requested.emit()
    settle(workspace)
    foreign = target.read_text("utf-8").replace("@desktop-crm", "@elsewhere").replace("20260318", "20990318")
    target.write_text(foreign.replace("20260319", "20990319"), "utf-8")
    screen.tool_bar.import_requested.emit()
    settle(workspace)
    screen.tool_bar.import_requested.emit()
    settle(workspace)
    assert said == [
        "已导出 1 项到 我的.ics",
        "日历：新增 1 项，更新 0 项",
        "日历：新增 0 项，更新 0 项，1 项没有变化",
    ]


def test_a_file_that_is_no_calendar_is_refused_and_nothing_changes(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    screen = open_screen(workspace, qtbot)
    (tmp_path / "x.ics").write_text("nothing", "utf-8")
    choose_file(monkeypatch, tmp_path / "x.ics")
    with qtbot.waitSignal(workspace.refused):
        screen.tool_bar.import_requested.emit()
    settle(workspace)
    assert workspace.undo() in (None, "make")
