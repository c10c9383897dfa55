"""The loop closes through the real window: a bar, an improvement, done, the clock moves on, measured on the same chart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.views.figures.improvement_form import ImprovementForm
from desktop_crm.views.figures.improvements_page import ImprovementsPage
from desktop_crm.views.screens.figures_screen import FiguresScreen
from desktop_crm.views.screens.today_screen import TodayScreen
from tests.journeys.hands import CONTROL, KEY, key, press, shown, write
from tests.journeys.salesperson import Salesperson, hand_over
from tests.make import File

START = datetime(2026, 4, 1, 2, tzinfo=UTC)


class Manager(Salesperson):
    """Looks at the figures and does something about them."""

    @property
    def figures(self) -> FiguresScreen:
        return shown(FiguresScreen, self.window)

    @property
    def list(self) -> ImprovementsPage:
        return shown(ImprovementsPage, self.window)

    def chooses(self, what: str) -> None:
        """Go to a thing to do in the day."""
        rows = shown(TodayScreen, self.window).rows
        (at,) = [at for at in range(len(rows.day.lines)) if (item := rows.day.item(at)) and item.what == what]
        rows.setCurrentIndex(rows.day.index(at, 0))


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=True) as found:
        yield found


def sell(file: File, day: date, leads: int, won: int) -> None:
    """Store leads of a fair on a day; so many of them were won."""
    customer = file.customer()
    for place in range(leads):
        outcome = "won" if place < won else "open"
        file.deal(customer, number=f"{day:%m%d}{place:02d}", outcome=outcome, acquired_on=day)


@pytest.fixture
def her(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, traveller: time_machine.Traveller
) -> Iterator[Manager]:
    assert traveller
    file = File(tmp_path / "data")
    sell(file, date(2026, 3, 10), 20, 2)
    sell(file, date(2026, 4, 20), 20, 8)  # what will come of it
    hand_over(file)
    made = Manager(qtbot, monkeypatch, tmp_path / "data")
    qtbot.waitExposed(made.window)
    yield made
    made.leaves()


def test_a_bar_becomes_an_improvement_that_is_measured_on_the_same_chart(
    her: Manager, traveller: time_machine.Traveller
) -> None:
    finds_it_on_a_bar(her)
    does_it_from_today(her, traveller)
    sees_that_it_got_better(her, traveller)
    looks_at_the_same_cut_and_takes_it_back(her)


def finds_it_on_a_bar(her: Manager) -> None:
    her.goes_to("figures")
    period = her.figures.bar.period
    period.setCurrentIndex(period.findText("上月"))
    her.waits()
    plot = her.figures.page.plot
    assert plot is not None
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.point_of("展会").toPoint())
    her.waits()
    key(KEY.Key_I, CONTROL)
    form = shown(ImprovementForm, her.window)
    given_the_keyboard(form)
    assert form.finding.text() == "上月 · 展会 · 转化率：10.0%（n=20）"
    write("展前电话邀约")
    key(KEY.Key_Return, CONTROL)
    assert "展前电话邀约" in her.notice()
    given_the_keyboard(her.window)
    assert her.figures.page.improving.standing.text() == "1 项改进在进行"


def given_the_keyboard(window: QWidget) -> None:
    """Do what a window manager does when a window opens over another or is closed again."""
    while not window.isActiveWindow():
        window.activateWindow()
        QApplication.processEvents()


def does_it_from_today(her: Manager, traveller: time_machine.Traveller) -> None:
    traveller.move_to(START + timedelta(days=9))
    her.goes_to("today")
    her.window.turn_day()
    her.waits()
    her.chooses("改进：展前电话邀约")
    key(KEY.Key_Return)
    assert her.notice() == "已完成：改进：展前电话邀约"


def sees_that_it_got_better(her: Manager, traveller: time_machine.Traveller) -> None:
    traveller.move_to(START + timedelta(days=9 + 31))
    her.window.turn_day()
    her.waits()
    her.chooses("看效果：展前电话邀约")
    key(KEY.Key_Return)
    her.waits()
    assert her.list.table.hasFocus()
    key(KEY.Key_Return)
    her.waits()
    assert her.notice() == "展会 · 转化率：10.0%（n=20） → 40.0%（n=20），变好了。"


def looks_at_the_same_cut_and_takes_it_back(her: Manager) -> None:
    press("看图", her.list)
    her.waits()
    assert her.figures.page.chart is not None
    assert her.figures.bar.period.currentText() == "2026-04-11 至 2026-05-11"
    assert her.figures.page.answer.text() == "“展会”最容易：20 条线索成交 8 条，40.0%。"
    assert her.takes_back().startswith("已撤销")
    her.window.go("figures.improvements")
    her.waits()
    assert her.list.table.rows.row(0).state == "ready"
