"""The command palette and how it matches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.rules.matching import fit
from desktop_crm.views.widgets import command_palette
from desktop_crm.views.widgets.command_palette import Answer, Command, CommandPalette

TITLES = ["打开看板", "新建线索", "导入表格…", "撤销", "Open data folder"]


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def palette(qtbot: QtBot, done: list[str]) -> Iterator[CommandPalette]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    made = CommandPalette(window)
    made.set_commands([Command(title, lambda title=title: done.append(title), "命令", "Ctrl+N") for title in TITLES])
    made.open()
    yield made  # noqa: PT022 - keeps the window alive for the time of the test


def field(palette: CommandPalette) -> QLineEdit:
    found = palette.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("看板", "打开看板"),
        ("dkkb", "打开看板"),
        ("kb", "打开看板"),
        ("dakai", "打开看板"),
        ("xinjianxs", "新建线索"),
        ("XJXS", "新建线索"),
        ("xinjain xiansuo", "新建线索"),
        ("data", "Open data folder"),
        ("odf", "Open data folder"),
    ],
)
def test_the_first_line_is_what_was_meant(palette: CommandPalette, typed: str, title: str):
    field(palette).setText(typed)
    assert palette.titles()[0] == title


def test_true_matches_come_before_near_ones():
    assert fit("看板", "看板") > fit("看板", "打开看板") > fit("dk", "打开看板") > fit("kb", "打开看板")
    assert fit("xinjain", "新建线索") < fit("kb", "打开看板")
    assert fit("zzzz", "打开看板") == 0
    assert fit("  ", "打开看板") == 100


def test_nothing_found_is_said(palette: CommandPalette):
    field(palette).setText("qqqqqq")
    assert palette.titles() == []
    assert palette._none.isVisibleTo(palette)
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert not palette.isHidden()


def test_arrows_go_round_and_enter_runs_after_closing(palette: CommandPalette, done: list[str]):
    QTest.keyClick(field(palette), Qt.Key.Key_Down)
    QTest.keyClick(field(palette), Qt.Key.Key_Down)
    QTest.keyClick(field(palette), Qt.Key.Key_Up)
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert done == ["新建线索"]
    assert palette.isHidden()
    palette.open()
    QTest.keyClick(field(palette), Qt.Key.Key_Up)
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert done[-1] == TITLES[-1]


def test_escape_closes_and_the_next_time_starts_empty(palette: CommandPalette, done: list[str]):
    field(palette).setText("撤销")
    QTest.keyClick(field(palette), Qt.Key.Key_Escape)
    assert palette.isHidden()
    palette.open()
    assert field(palette).text() == ""
    assert palette.titles() == TITLES
    assert done == []


def test_records_follow_the_commands(palette: CommandPalette, done: list[str], qtbot: QtBot):
    def records(text: str, answer: Answer) -> None:
        answer([Command(f"苏州恒力 {text}", lambda: done.append("record"), "客户")])

    palette.set_records(records)
    palette._pause.setInterval(0)
    field(palette).setText("撤销")
    qtbot.waitUntil(lambda: palette.titles() == ["撤销", "苏州恒力 撤销"])
    QTest.keyClick(field(palette), Qt.Key.Key_Down)
    QTest.keyClick(field(palette), Qt.Key.Key_Return)
    assert done == ["record"]


def test_an_answer_that_comes_too_late_is_dropped(palette: CommandPalette, qtbot: QtBot):
    waiting: list[Answer] = []

    def records(_text: str, answer: Answer) -> None:
        waiting.append(answer)

    palette.set_records(records)
    palette._pause.setInterval(0)
    field(palette).setText("撤")
    qtbot.waitUntil(lambda: len(waiting) == 1)
    field(palette).setText("看板")
    waiting[0]([Command("旧的", lambda: None)])
    assert palette.titles() == ["打开看板"]


def test_many_lines_stay_within_bounds(palette: CommandPalette):
    palette.set_commands([Command(f"命令{number}", lambda: None) for number in range(500)])
    palette.open()
    assert len(palette.titles()) == command_palette.MOST_ROWS
    assert palette.height() < 600


def test_every_line_is_painted(palette: CommandPalette):
    before = palette.grab().toImage()
    QTest.keyClick(field(palette), Qt.Key.Key_Down)
    assert palette.grab().toImage() != before
