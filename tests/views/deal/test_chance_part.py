"""The win chance in the overview, set and taken back by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.operations import deals
from desktop_crm.queries.win_chance import deal_chance
from desktop_crm.system import clock
from desktop_crm.views.deal.overview_tab import OverviewTab
from tests.views.deal.desk import Desk
from tests.views.waiting import settle

Make = Callable[..., Desk[OverviewTab]]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    made: list[Desk[OverviewTab]] = []

    def work(**deal: Any) -> Desk[OverviewTab]:
        made.append(Desk(qtbot, tmp_path / "desk", OverviewTab, **deal))
        settle(made[0].workspace)
        return made[0]

    yield work
    for desk in made:
        desk.close()


def figured(desk: Desk[OverviewTab]) -> int:
    known = desk.workspace.ask(deal_chance, desk.deal, clock.today())
    assert known is not None
    return known.figured.percent


def shown(desk: Desk[OverviewTab]) -> str:
    return desk.tab.chance.value.fact().text()


def set_to(desk: Desk[OverviewTab], text: str) -> None:
    desk.tab.chance.value.setFocus()
    desk.key(Qt.Key.Key_F2)
    editor = desk.tab.chance.value.editing()
    assert editor is not None
    editor.begin(text)
    desk.key(Qt.Key.Key_Return)
    settle(desk.workspace)


def test_a_figure_typed_counts_and_is_marked(make: Make):
    desk = make()
    part = desk.tab.chance
    assert shown(desk) == f"{figured(desk)}%"
    assert part.mark.isHidden()
    set_to(desk, "70")
    assert shown(desk) == "70%"
    assert part.mark.isVisible()
    known = desk.workspace.ask(deal_chance, desk.deal, clock.today())
    assert known is not None
    assert known.by_hand == 70
    desk.workspace.undo()
    settle(desk.workspace)
    assert shown(desk) == f"{figured(desk)}%"


def test_an_emptied_field_lets_the_figures_speak_again(make: Make):
    desk = make(chance=80)
    assert shown(desk) == "80%"
    desk.tab.go_to("chance")
    QTest.keyClick(desk._focus(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Return)
    settle(desk.workspace)
    assert shown(desk) == f"{figured(desk)}%"
    assert desk.tab.chance.mark.isHidden()


@pytest.mark.parametrize("text", ["很高", "0", "100"])
def test_what_is_no_chance_is_refused_and_nothing_changes(make: Make, text: str):
    desk = make(chance=40)
    set_to(desk, text)
    assert len(desk.refusals) == 1
    assert desk.refusals[0].remedies[0].target == "overview.chance"
    assert shown(desk) == "40%"


def test_the_reasons_come_on_demand_and_go_with_the_deal(make: Make):
    desk = make(chance=40)
    part = desk.tab.chance
    assert part.reasons.isHidden()
    part.why.click()
    assert part.reasons.isVisible()
    assert "人工设定的 40%" in part.reasons.text()
    desk.tab.show_deal(desk.other_deal)
    settle(desk.workspace)
    assert part.reasons.isHidden()
    assert "人工设定" not in part.reasons.text()


def test_a_closed_deal_shows_none(make: Make):
    desk = make()
    desk.workspace.do(deals.close_deal, desk.deal, outcome="lost", reason="价格")
    settle(desk.workspace)
    assert desk.tab.chance.isHidden()
