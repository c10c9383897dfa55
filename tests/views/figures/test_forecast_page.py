"""The forecast page worked by keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.models import ClosedEstimate
from desktop_crm.operations import deals, forecast
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.rules.bridge import STEPS
from desktop_crm.system import clock
from desktop_crm.views.figures.forecast_page import ForecastPage
from desktop_crm.workspace import Workspace
from tests.make import File
from tests.views.waiting import settle

KEY = Qt.Key
Make = Callable[[], ForecastPage]


@pytest.fixture
def make(workspace: Workspace, qtbot: QtBot) -> Make:
    def made() -> ForecastPage:
        page = ForecastPage(workspace)
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.refresh()
        settle(page.workspace)
        return page

    return made


def lines(page: ForecastPage) -> list[tuple[bool, str, int, int]]:
    rows = [page.lines.rows.row(at) for at in range(page.lines.rows.rowCount())]
    return [(row.whole, row.line.owner, row.line.deals, row.line.weighted_fen) for row in rows]


def listed(page: ForecastPage) -> list[str]:
    return [page.deals.rows.row(at).title for at in range(page.deals.rows.rowCount())]


def test_months_then_their_people_and_enter_lists_the_deals(make: Make, file: File):
    today = clock.today()
    file.deal(title="甲", amount_fen=10_000, chance=50, expected_close=today)
    mine = file.deal(title="乙", amount_fen=20_000, chance=90, expected_close=today)
    file.deal(title="丙", amount_fen=40_000, chance=10, expected_close=today, owner_id=None)
    file.deal(title="输", amount_fen=90_000, chance=90, expected_close=today, outcome="lost", closed_on=today)
    page = make()
    assert lines(page) == [(True, "", 3, 27_000), (False, "王敏", 2, 23_000), (False, "", 1, 4_000)]
    assert "¥270" in page.answer.text()
    opened: list[str] = []
    page.deal_requested.connect(opened.append)
    page.take_focus()
    page.lines.setCurrentIndex(page.lines.rows.index(1, 0))
    QTest.keyClick(page.lines, KEY.Key_Return)
    settle(page.workspace)
    assert listed(page) == ["乙", "甲"]
    assert page.deals.hasFocus()
    QTest.keyClick(page.deals, KEY.Key_Return)
    assert opened == [mine]
    QTest.keyClick(page.deals, KEY.Key_Escape)
    assert not page.deals.isVisible()
    assert page.lines.hasFocus()


def test_filters_narrow_it(make: Make, file: File):
    file.deal(source="官网", amount_fen=10_000, chance=50, expected_close=clock.today())
    file.deal(source="展会", amount_fen=20_000, chance=50, expected_close=clock.today())
    page = make()
    page.show_filters(Filters(source="官网"))
    settle(page.workspace)
    assert [line[2:] for line in lines(page)] == [(1, 5_000), (1, 5_000)]


def test_the_bridge_by_keys_and_by_pointer(make: Make, file: File):
    today = clock.today()
    file.deal(title="旧", amount_fen=10_000, expected_close=today)
    lost = file.deal(title="丢", amount_fen=30_000, expected_close=today)
    file.do(forecast.take_snapshots, today=today)
    file.do(deals.close_deal, lost, outcome="lost", reason="价格")
    page = make()
    page.parts.choose("bridge")
    assert "流失" in page.answer.text()
    page.take_focus()
    assert page.canvas.hasFocus()
    for _ in range(STEPS.index("lost")):
        QTest.keyClick(page.canvas, KEY.Key_Right)
    QTest.keyClick(page.canvas, KEY.Key_Return)
    settle(page.workspace)
    assert listed(page) == ["丢"]
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(page.canvas.width() - 20, 40))
    settle(page.workspace)
    assert page.canvas.step == "closing"
    assert listed(page) == ["旧"]


def test_another_week_is_compared_with(make: Make, file: File):
    today = clock.today()
    deal = file.deal(amount_fen=10_000, expected_close=today)
    for back in (21, 14, 0):
        file.do(forecast.take_snapshots, today=today - timedelta(days=back))
    page = make()
    page.parts.choose("bridge")
    assert page.week.count() == 3
    assert page.week.currentIndex() == 1  # the last before this one
    page.week.setCurrentIndex(2)
    page.week.activated.emit(2)
    settle(page.workspace)
    assert page.week.currentIndex() == 2
    assert page.canvas._bridge is not None
    assert page.canvas._bridge.deals["closing"] == [deal]


def test_tenths_with_too_few_deals_say_so(make: Make, file: File):
    for place in range(10):
        file.add(ClosedEstimate(deal_id=file.deal(outcome="won"), chance=75, won=place < 7))
    file.add(ClosedEstimate(deal_id=file.deal(outcome="lost"), chance=15, won=False))
    page = make()
    page.parts.choose("truth")
    model = page.tenths.model()
    shown = [model.data(model.index(row, 4), Qt.ItemDataRole.DisplayRole) for row in range(model.rowCount())]
    assert shown == ["样本不足（n=1）", "70.0%"]
    assert page.answer.text().startswith("11 个已结束的商机")


@pytest.mark.parametrize("part", ["months", "bridge", "truth"])
def test_an_empty_part_says_how_it_fills(make: Make, part: str):
    page = make()
    page.parts.choose(part)
    assert page.empty.isVisible()
    assert page.answer.isHidden()
    assert page.note.isHidden()
