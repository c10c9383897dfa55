"""The screen of figures, worked with mouse and keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.operations.deals import close_deal
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.views.figures.periods import PERIODS, days_of
from desktop_crm.views.screens import PLACES
from desktop_crm.views.screens.figures_screen import FiguresScreen
from tests.make import File
from tests.views.waiting import settle

KEY = Qt.Key


@pytest.fixture
def company(file: File) -> File:
    customer = file.customer()
    for place in range(12):
        outcome = "won" if place < 3 else "open"
        file.deal(customer, number=f"Z{place:02d}", outcome=outcome, amount_fen=(place + 1) * 100)
    file.deal(customer, number="G1", source="官网")
    return file


def rows(screen: FiguresScreen) -> list[str]:
    assert screen.page.table is not None
    return [str(screen.page.table.rows.row(at).cells[0]) for at in range(screen.page.table.rows.rowCount())]


def test_the_first_question_is_answered_at_once(screen: FiguresScreen) -> None:
    assert screen.page.title.text() == "哪个来源的线索最容易成交？"
    assert screen.page.answer.text() == "“展会”最容易：12 条线索成交 3 条，25.0%。"
    assert rows(screen) == ["展会", "官网"]
    assert not screen.page.listing


def test_a_click_on_a_bar_lists_its_deals_and_enter_opens_one(screen: FiguresScreen) -> None:
    plot = screen.page.plot
    assert plot is not None
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.point_of("展会").toPoint())
    settle(screen.workspace)
    assert screen.page.behind_title.text() == "展会：12 条商机"
    numbers = [screen.page.deals.rows.row(at).number for at in range(12)]
    assert numbers == [f"Z{place:02d}" for place in reversed(range(12))]  # the largest first
    asked: list[str] = []
    screen.deal_requested.connect(asked.append)
    QTest.keyClick(screen.page.deals, KEY.Key_Return)
    assert asked == [screen.page.deals.rows.row(0).id]


def test_by_keyboard_from_the_questions_to_the_deals_and_back(screen: FiguresScreen, qtbot: QtBot) -> None:
    screen.activateWindow()
    screen.start()
    QTest.keyClick(screen.questions, KEY.Key_Down)
    settle(screen.workspace)
    assert screen.page.title.text() == "下一笔推广费该投给哪个来源？"
    QTest.keyClick(screen.questions, KEY.Key_Return)
    table = screen.page.table
    assert table is not None
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, KEY.Key_Down)
    QTest.keyClick(table, KEY.Key_Return)
    settle(screen.workspace)
    assert screen.page.behind_title.text() == "官网：1 条商机"
    assert screen.page.deals.hasFocus()
    QTest.keyClick(screen.page.deals, KEY.Key_Escape)
    assert not screen.page.listing
    assert table.hasFocus()


def test_the_list_is_sorted_where_it_is_read(screen: FiguresScreen) -> None:
    screen.page.chosen.emit("展会")
    settle(screen.workspace)
    screen.page.deals.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    settle(screen.workspace)
    assert screen.page.deals.rows.row(0).number == "Z00"


def test_filters_hold_for_every_question_and_come_off_again(screen: FiguresScreen) -> None:
    screen.bar.source.fill()
    screen.bar.source.setCurrentIndex(screen.bar.source.findData("官网"))
    settle(screen.workspace)
    assert rows(screen) == ["未填写"]  # its sub-sources
    screen.show_place("members")
    settle(screen.workspace)
    assert screen.page.chart is not None
    assert screen.page.chart.value(screen.page.chart.rows[0], "open") == 1
    screen.bar.reset.click()
    settle(screen.workspace)
    assert screen.page.chart.value(screen.page.chart.rows[0], "open") == 10
    assert not screen.bar.reset.isVisible()


def test_a_change_shows_in_the_chart_and_in_the_open_list(screen: FiguresScreen, company: File) -> None:
    screen.show_place("loss")
    settle(screen.workspace)
    assert screen.page.answer.text() == "这个范围里没有丢单。"
    assert screen.page.nothing is not None
    assert screen.page.nothing.isVisible()
    deal = company.deal(number="L1")
    screen.workspace.do(close_deal, deal, outcome="lost", reason="价格过高")
    settle(screen.workspace)
    assert rows(screen) == ["价格过高"]
    assert screen.page.nothing is None


@pytest.mark.parametrize("key", CATALOGUE)
def test_an_empty_chart_leads_to_where_it_is_filled_or_takes_the_filters_off(screen: FiguresScreen, key: str) -> None:
    screen.bar.set_wanted(Filters(source="没有这个来源", playbook="没有这个流程"))
    screen.show_place(key)
    screen.refresh()
    settle(screen.workspace)
    assert screen.page.chart is not None
    if screen.page.nothing is None:
        assert screen.page.chart.rows  # stands whatever the filters
        return
    went: list[str] = []
    screen.screen_requested.connect(went.append)
    screen.page.take_focus()
    step = screen.page.nothing.steps()[0]
    assert step.text() == "清除筛选"
    step.click()
    assert not screen.bar.wanted().narrow
    settle(screen.workspace)
    if not screen.page.chart.rows:
        screen.page.nothing.steps()[0].click()
        assert went[0].partition(".")[0] in {place.key for place in PLACES}


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_chart_is_painted(screen: FiguresScreen, key: str) -> None:
    screen.show_place(key)
    settle(screen.workspace)
    assert screen.page.chart is not None
    assert screen.page.chart.key == key
    assert screen.page.title.text() == CATALOGUE[key].title
    assert not screen.grab().isNull()


def test_periods_are_whole_months_quarters_and_years() -> None:
    today = date(2026, 2, 14)
    assert {key: days_of(key, today) for key in PERIODS} == {
        "": (None, None),
        "month": (date(2026, 2, 1), date(2026, 2, 28)),
        "last_month": (date(2026, 1, 1), date(2026, 1, 31)),
        "quarter": (date(2026, 1, 1), date(2026, 3, 31)),
        "last_quarter": (date(2025, 10, 1), date(2025, 12, 31)),
        "year": (date(2026, 1, 1), date(2026, 12, 31)),
        "last_year": (date(2025, 1, 1), date(2025, 12, 31)),
        "twelve": (date(2025, 3, 1), date(2026, 2, 28)),
    }
    assert days_of("month", date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_the_forecast_is_the_last_question_and_follows_the_filters(screen: FiguresScreen) -> None:
    assert "forecast" not in screen.other
    screen.show_place("forecast")
    settle(screen.workspace)
    assert screen.other["forecast"].isVisible()
    assert not screen.page.isVisible()
    screen.show_place("conversion")
    settle(screen.workspace)
    assert screen.page.isVisible()
    assert not screen.other["forecast"].isVisible()
