"""The customers, by keyboard and mouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.models import Activity, Deal
from desktop_crm.queries.customer import customer_profile
from desktop_crm.queries.customers import CustomerFilter, count_customers, customer_lines
from desktop_crm.views.screens.customers_screen import CustomersScreen
from desktop_crm.workspace import Workspace
from tests.make import File

ALL = CustomerFilter()


def shown(screen: CustomersScreen) -> list[str]:
    rows = screen.table.rows
    return [rows.row(at).name for at in range(rows.rowCount())]


def open_screen(workspace: Workspace, qtbot: QtBot) -> CustomersScreen:
    made = CustomersScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def three(file: File) -> File:
    hengli = file.customer("苏州恒力精密有限公司")
    file.deal(hengli)
    file.contact(hengli, "李敏")
    file.customer("宁波蓝海食品", industry="食品", region="浙江")
    file.customer("无锡新科")
    return file


@pytest.fixture
def screen(three: File, workspace: Workspace, qtbot: QtBot) -> CustomersScreen:  # noqa: ARG001 - the rows come first
    return open_screen(workspace, qtbot)


def choose(screen: CustomersScreen, name: str) -> str:
    place = shown(screen).index(name)
    rect = screen.table.visualRect(screen.table.rows.index(place, 0))
    QTest.mouseClick(screen.table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    return screen.table.rows.row(place).id


def test_an_empty_company_is_told_the_first_step(workspace: Workspace, qtbot: QtBot):
    screen = open_screen(workspace, qtbot)
    assert screen.empty.isVisible()
    QTest.mouseClick(screen.empty.steps()[0], Qt.MouseButton.LeftButton)
    assert screen.new_name.hasFocus()


def test_typing_finds_by_pinyin_and_escape_takes_the_filter_off(screen: CustomersScreen, qtbot: QtBot):
    QTest.keyClicks(screen.text, "szhl")
    QTest.keyClick(screen.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(shown(screen)) < 3)
    assert shown(screen) == ["苏州恒力精密有限公司"]
    QTest.keyClick(screen.text, Qt.Key.Key_Escape)
    assert len(shown(screen)) == 3


def test_a_filter_that_finds_nothing_says_so_and_can_be_cleared(screen: CustomersScreen, qtbot: QtBot):
    QTest.keyClicks(screen.text, "zzzz")
    QTest.keyClick(screen.text, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.nothing_found.isVisible)
    assert screen.nothing_found.isVisible()
    QTest.mouseClick(screen.nothing_found.steps()[0], Qt.MouseButton.LeftButton)
    assert len(shown(screen)) == 3


def test_an_industry_is_chosen_from_those_there_are(screen: CustomersScreen):
    screen.industry.fill()
    screen.industry.setCurrentIndex(screen.industry.findText("食品"))
    assert shown(screen) == ["宁波蓝海食品"]
    screen.industry.fill()
    assert screen.industry.chosen() == "食品"


def test_a_click_opens_the_pane_and_a_fact_is_edited_where_it_stands(screen: CustomersScreen, workspace: Workspace):
    customer = choose(screen, "无锡新科")
    assert screen.pane.isVisible()
    screen.pane.facts.edit("headcount")
    editor = screen.pane.facts.field("headcount").editing()
    assert editor
    QTest.keyClicks(editor.focus, "320")
    QTest.keyClick(editor.focus, Qt.Key.Key_Return)
    profile = workspace.ask(customer_profile, customer)
    assert profile
    assert profile.headcount == 320
    workspace.undo()
    profile = workspace.ask(customer_profile, customer)
    assert profile
    assert profile.headcount is None


def test_a_headcount_that_is_no_number_is_said_and_nothing_is_stored(
    screen: CustomersScreen, workspace: Workspace, qtbot: QtBot
):
    customer = choose(screen, "无锡新科")
    screen.pane.facts.edit("headcount")
    editor = screen.pane.facts.field("headcount").editing()
    assert editor
    QTest.keyClicks(editor.focus, "many")
    with qtbot.waitSignal(screen.noted):
        QTest.keyClick(editor.focus, Qt.Key.Key_Return)
    profile = workspace.ask(customer_profile, customer)
    assert profile
    assert profile.headcount is None


def test_a_contact_is_added_by_one_line(screen: CustomersScreen, workspace: Workspace):
    customer = choose(screen, "无锡新科")
    line = screen.pane.contacts.line.line
    line.setText("李总 采购总监 13800001234 li@hengli.cn")
    QTest.keyClick(line, Qt.Key.Key_Return)
    profile = workspace.ask(customer_profile, customer)
    assert profile
    (person,) = profile.contacts
    assert (person.name, person.title, person.phone, person.email) == (
        "李总",
        "采购总监",
        "13800001234",
        "li@hengli.cn",
    )
    assert line.text() == ""
    assert len(screen.pane.contacts.entries()) == 1


def test_a_line_that_is_no_person_stays_and_says_why(screen: CustomersScreen):
    choose(screen, "无锡新科")
    line = screen.pane.contacts.line
    line.line.setText("李总 1380000")
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    assert line.error()
    assert line.line.text() == "李总 1380000"


def test_what_is_half_typed_survives_another_change(screen: CustomersScreen, three: File):
    customer = choose(screen, "无锡新科")
    line = screen.pane.contacts.line.line
    line.setText("王")
    screen.pane.facts.edit("industry")
    editor = screen.pane.facts.field("industry").editing()
    assert editor
    assert isinstance(editor.focus, QLineEdit)
    editor.focus.setText("半导")
    three.add(Activity(customer_id=customer, status="done", feedback="来电"))
    screen.refresh()
    assert line.text() == "王"
    assert editor.focus.text() == "半导"
    assert screen.pane.facts.field("industry").editing() is editor


def test_tags_are_kept_and_undone(screen: CustomersScreen, workspace: Workspace):
    choose(screen, "无锡新科")
    screen.pane.tags.add("关注交期")
    assert workspace.ask(customer_lines, CustomerFilter(tag="关注交期"))[0].name == "无锡新科"
    workspace.undo()
    assert screen.pane.tags.tags() == ()


def test_a_customer_is_made_with_one_line_and_opened(screen: CustomersScreen, workspace: Workspace, qtbot: QtBot):
    screen.begin_new()
    screen.new_name.setText("常州光机")
    QTest.keyClick(screen.new_name, Qt.Key.Key_Return)
    assert "常州光机" in shown(screen)
    assert screen.pane.contacts.line.line.hasFocus()
    screen.begin_new()
    screen.new_name.setText("常州光机")
    with qtbot.waitSignal(workspace.refused):
        QTest.keyClick(screen.new_name, Qt.Key.Key_Return)
    assert workspace.ask(count_customers, ALL) == 4


def test_delete_takes_a_customer_away_and_undo_brings_it_back(screen: CustomersScreen, workspace: Workspace):
    choose(screen, "无锡新科")
    screen.delete(screen.pane.customer_id)
    assert "无锡新科" not in shown(screen)
    assert not screen.pane.isVisible()
    workspace.undo()
    assert "无锡新科" in shown(screen)


def test_a_customer_with_deals_is_not_deleted(screen: CustomersScreen, workspace: Workspace, qtbot: QtBot):
    customer = choose(screen, "苏州恒力精密有限公司")
    with qtbot.waitSignal(workspace.refused):
        screen.delete(customer)
    assert len(shown(screen)) == 3


def test_a_deal_of_the_customer_leads_to_the_board(screen: CustomersScreen, qtbot: QtBot):
    choose(screen, "苏州恒力精密有限公司")
    screen.pane.deals.setCurrentIndex(screen.pane.deals.rows.index(0, 0))
    with qtbot.waitSignal(screen.deal_requested):
        QTest.keyClick(screen.pane.deals, Qt.Key.Key_Return)


def test_paging_says_how_many_are_here_and_a_refresh_keeps_the_place(file: File, workspace: Workspace, qtbot: QtBot):
    for number in range(130):
        file.customer(f"客户{number:03d}")
    screen = open_screen(workspace, qtbot)
    assert screen.count.text() == "50 / 130"
    screen.table.rows.fetchMore(screen.table.rootIndex())
    screen.table.setCurrentIndex(screen.table.rows.index(77, 0))
    before = screen.count.text()
    screen.refresh()
    assert screen.count.text() == before != "50 / 130"
    assert [line.name for line in screen.table.chosen()] == ["客户077"]


def test_a_customer_asked_for_is_shown_even_past_the_first_page_and_the_filter(
    file: File, workspace: Workspace, qtbot: QtBot
):
    ids = [file.customer(f"客户{number:03d}") for number in range(130)]
    screen = open_screen(workspace, qtbot)
    screen.text.setText("客户001")
    QTest.keyClick(screen.text, Qt.Key.Key_Return)
    screen.open_customer(ids[120])
    assert screen.pane.customer_id == ids[120]
    assert [line.name for line in screen.table.chosen()] == ["客户120"]


def test_an_order_by_figures_is_read_beside_the_window_and_the_latest_question_wins(
    file: File, workspace: Workspace, qtbot: QtBot
):
    ids = [file.customer(f"客户{number:03d}") for number in range(60)]
    for number in (5, 41):
        file.deal(ids[number], amount_fen=number * 100)
    screen = open_screen(workspace, qtbot)
    column = next(at for at, each in enumerate(screen.table.rows.columns) if each.key == "open_fen")
    screen.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    screen.table.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    screen.table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: not workspace.busy)
    assert shown(screen)[:2] == ["客户041", "客户005"]
    assert screen.count.text() == "50 / 60"
    screen.table.rows.fetchMore(screen.table.rootIndex())
    assert sorted(shown(screen)) == [f"客户{number:03d}" for number in range(60)]
    screen.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown(screen)[0] == "客户000"


def test_of_many_records_the_newest_are_shown_and_the_others_on_request(file: File, workspace: Workspace, qtbot: QtBot):
    customer = file.customer()
    start = datetime(2026, 1, 5, 4, tzinfo=UTC)
    file.add(
        *(
            Activity(customer_id=customer, status="done", feedback=f"第{at}次", happened_at=start + timedelta(days=at))
            for at in range(20)
        )
    )
    screen = open_screen(workspace, qtbot)
    screen.open_customer(customer)
    records = screen.pane.records

    def said() -> list[str]:
        return [text for label in records.findChildren(QLabel) if (text := label.text()).startswith("第")]

    assert said() == [f"第{at}次" for at in range(19, 11, -1)]
    assert "12 条" in records.more.text()
    QTest.mouseClick(records.more, Qt.MouseButton.LeftButton)
    assert said() == [f"第{at}次" for at in range(19, -1, -1)]
    assert records.more.isHidden()


def test_many_deals_come_as_the_table_is_scrolled_and_their_number_is_said(
    three: File, workspace: Workspace, qtbot: QtBot
) -> None:
    crowded = three.customer("常州众望")
    three.add(*(Deal(customer_id=crowded, title=f"{at:03}", amount_fen=100, stage="lead") for at in range(120)))
    screen = open_screen(workspace, qtbot)
    choose(screen, "常州众望")
    section = [label.text() for label in screen.pane.findChildren(QLabel) if " / " in label.text()]
    assert section == ["50 / 120"]
    assert "进行中 120 条" in screen.pane._sums.text()
    table = screen.pane.deals
    for here in (100, 120):
        table.scrollToBottom()
        qtbot.waitUntil(lambda here=here: table.rows.rowCount() == here)
    choose(screen, "无锡新科")
    assert table.rows.rowCount() == 0
