"""A deal is lost on the board; what it taught is written from the notice, found again, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.views.deal.debrief_part import DebriefPart
from desktop_crm.views.figures.lessons_page import LessonsPage
from desktop_crm.views.screens.figures_screen import FiguresScreen
from desktop_crm.views.screens.today_screen import TodayScreen
from desktop_crm.views.widgets.inline_edit import FactValue
from tests.journeys.hands import CONTROL, KEY, click, key, press, shown, words, write
from tests.journeys.salesperson import Salesperson, hand_over
from tests.make import File

HENGLI = "苏州恒力精密有限公司"
LESSON = "报价前先问清预算"


@pytest.fixture
def her(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Salesperson]:
    file = File(tmp_path / "data")
    file.deal(file.customer(HENGLI, competitors="蓝澜、易达"), title="换模改造", playbook="care", stage="interested")
    hand_over(file, "care")
    made = Salesperson(qtbot, monkeypatch, tmp_path / "data")
    qtbot.waitExposed(made.window)
    yield made
    made.leaves()


def test_a_lost_deal_teaches_something(her: Salesperson) -> None:
    loses_it_on_the_board(her)
    is_asked_at_once_and_in_the_morning(her)
    writes_down_why(her)
    has_nothing_left_to_review(her)
    finds_it_among_the_lessons(her)
    finds_it_from_anywhere(her)
    takes_it_back(her)


def loses_it_on_the_board(her: Salesperson) -> None:
    her.goes_to("board")
    her.drags(HENGLI, to="流失")
    press("价格", her.pane.gate)
    press("标为“流失”", her.pane.gate)
    assert her.notice() == "已移到“流失”"
    assert [one.text() for one in her.window.notices.bar.buttons()] == ["写复盘", "补充依据", "撤销"]


def is_asked_at_once_and_in_the_morning(her: Salesperson) -> None:
    press("写复盘", her.window.notices.bar)
    her.waits()
    assert [chip.text() for chip in part(her).reasons.chips() if chip.hasFocus()] == ["价格"]
    assert "复盘丢单：换模改造" in to_do(her)
    key(KEY.Key_Return)
    her.waits()


def writes_down_why(her: Salesperson) -> None:
    assert [chip.text() for chip in part(her).reasons.chips() if chip.isChecked()] == ["价格"]
    press("蓝澜", part(her))
    her.waits()
    click(shown(FactValue, part(her).texts.field("lesson")))
    write(LESSON)
    key(KEY.Key_Return, CONTROL)
    her.waits()
    sheet = part(her).sheet
    assert sheet is not None
    assert (sheet.lesson, sheet.competitor, sheet.reasons) == (LESSON, "蓝澜", ("价格",))


def part(her: Salesperson) -> DebriefPart:
    return shown(DebriefPart, her.pane)


def to_do(her: Salesperson) -> str:
    her.goes_to("today")
    return words(shown(TodayScreen, her.window))


def has_nothing_left_to_review(her: Salesperson) -> None:
    assert "复盘丢单" not in to_do(her)


def finds_it_among_the_lessons(her: Salesperson) -> None:
    her.goes_to("figures")
    shown(FiguresScreen, her.window).show_place("lessons")
    her.waits()
    page = shown(LessonsPage, her.window)
    click(page.words)
    write("预算")
    key(KEY.Key_Return)
    her.waits()
    assert LESSON in words(page)
    key(KEY.Key_Return)  # into the deal
    her.waits()
    assert part(her).isVisible()


def finds_it_from_anywhere(her: Salesperson) -> None:
    her.goes_to("today")
    key(KEY.Key_K, CONTROL)
    write("预算")
    popup = her.window.palette_popup
    assert popup is not None
    her._qtbot.waitUntil(lambda: LESSON in words(popup))
    key(KEY.Key_Return)
    her.waits()
    assert [chip.text() for chip in part(her).reasons.chips() if chip.hasFocus()] == ["价格"]


def takes_it_back(her: Salesperson) -> None:
    assert her.takes_back() == "已撤销：写复盘"
    her.waits()
    assert part(her).texts.field("lesson").fact().text() == ""
    her.goes_to("figures")
    assert shown(LessonsPage, her.window).nothing.isVisible()  # the words are still looked for
