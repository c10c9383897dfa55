"""The quiet note."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.views.widgets import notice_bar
from desktop_crm.views.widgets.notice_bar import Kind, NoticeAction, NoticeBar


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    return made


@pytest.fixture
def bar(window: QWidget) -> NoticeBar:
    return NoticeBar(window)


def test_an_action_runs_once_and_takes_the_note_away(bar: NoticeBar):
    done: list[str] = []
    bar.show_notice("已移动", NoticeAction("撤销", lambda: done.append("undo")))
    QTest.mouseClick(bar.buttons()[0], Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert bar.isHidden()


def test_an_action_may_show_the_next_note(bar: NoticeBar):
    bar.show_notice("一", NoticeAction("撤销", lambda: bar.show_notice("已撤销")))
    QTest.mouseClick(bar.buttons()[0], Qt.MouseButton.LeftButton)
    assert bar.text() == "已撤销"
    assert bar.buttons() == []


def test_the_last_note_wins(bar: NoticeBar):
    bar.show_notice("一", NoticeAction("甲", print), NoticeAction("乙", print))
    bar.show_notice("二", NoticeAction("丙", print), kind="good")
    assert bar.text() == "二"
    assert [made.text() for made in bar.buttons()] == ["丙"]


@pytest.mark.parametrize("kind", ["info", "good"])
def test_news_goes_by_itself(bar: NoticeBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: Kind):
    monkeypatch.setattr(notice_bar, "STAYS_MS", 1)
    with qtbot.waitSignal(bar.dismissed):
        bar.show_notice("已保存", kind=kind)
    assert bar.isHidden()


@pytest.mark.parametrize("kind", ["refused", "trouble"])
def test_a_refusal_stays_even_after_news_had_started_the_clock(bar: NoticeBar, kind: Kind):
    bar.show_notice("已保存")
    bar.show_notice("还缺决策人", kind=kind)
    assert not bar._timer.isActive()
    assert bar.text() == "还缺决策人"


def test_escape_closes(bar: NoticeBar):
    bar.show_notice("还缺决策人", NoticeAction("去填写", print), kind="refused")
    QTest.keyClick(bar.buttons()[0], Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_it_stays_inside_the_window_and_grows_with_long_text(window: QWidget, bar: NoticeBar):
    bar.show_notice("短")
    low = bar.height()
    bar.show_notice("还缺决策人的联系方式，" * 20, NoticeAction("去填写", print), kind="refused")
    assert bar.height() > low
    window.resize(420, 300)
    assert window.rect().contains(bar.geometry())


def test_markup_in_a_name_is_shown_as_typed(bar: NoticeBar):
    bar.show_notice("已移动 <b>恒力</b>")
    assert bar._text.textFormat() == Qt.TextFormat.PlainText


def test_screen_readers_get_the_text(bar: NoticeBar):
    bar.show_notice("已移动")
    assert bar.accessibleName() == "已移动"
