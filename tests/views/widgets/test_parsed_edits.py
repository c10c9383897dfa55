"""Date and amount fields."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.views.widgets.amount_edit import AmountEdit
from desktop_crm.views.widgets.date_edit import DateEdit

WEDNESDAY = date(2024, 3, 13)


def type_into(line: QLineEdit, text: str) -> None:
    """Type any text as an input method does; key events of the test library carry ASCII only."""
    line.setText(text)
    line.textEdited.emit(text)


@pytest.fixture
def day(qtbot: QtBot) -> DateEdit:
    made = DateEdit(today=lambda: WEDNESDAY)
    qtbot.addWidget(made)
    made.resize(320, 40)
    made.show()
    return made


@pytest.fixture
def amount(qtbot: QtBot) -> AmountEdit:
    made = AmountEdit()
    qtbot.addWidget(made)
    made.resize(320, 40)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("明天", date(2024, 3, 14)),
        ("下周二", date(2024, 3, 19)),
        ("3/15", date(2024, 3, 15)),
        ("2025-01-02", date(2025, 1, 2)),
    ],
)
def test_a_day_is_understood_while_typing_and_written_out_when_left(day: DateEdit, typed: str, meant: date):
    type_into(day.line, typed)
    assert meant.isoformat() in day.hint()
    assert day.line.text() == typed
    QTest.keyClick(day.line, Qt.Key.Key_Return)
    assert day.value() == meant
    assert day.line.text().startswith(meant.isoformat())
    assert not day.hint()


def test_what_is_written_out_is_read_back_as_the_same_day(day: DateEdit):
    type_into(day.line, "下周二下午3点")
    day.settle()
    day.settle()
    when = day.when()
    assert when is not None
    assert (when.day, when.time) == (date(2024, 3, 19), time(15))


def test_nonsense_keeps_its_text_and_says_why(day: DateEdit):
    type_into(day.line, "改天吧")
    assert not day.error()  # nobody is told off while still typing
    QTest.keyClick(day.line, Qt.Key.Key_Return)
    assert day.line.text() == "改天吧"
    assert "改天吧" in day.error()
    assert day.line.property("invalid") == "true"
    assert day.value() is None
    type_into(day.line, "明天")
    assert not day.error()
    assert day.line.property("invalid") == "false"


def test_up_and_down_go_by_a_day(day: DateEdit, qtbot: QtBot):
    QTest.keyClick(day.line, Qt.Key.Key_Up)
    assert day.value() == WEDNESDAY
    with qtbot.waitSignal(day.value_changed):
        QTest.keyClick(day.line, Qt.Key.Key_Up)
    assert day.value() == date(2024, 3, 14)
    for _ in range(2):
        QTest.keyClick(day.line, Qt.Key.Key_Down)
    assert day.value() == date(2024, 3, 12)


def test_clearing_is_a_value_too(day: DateEdit):
    day.set_value(WEDNESDAY)
    type_into(day.line, "")
    assert day.settle()
    assert day.value() is None


def test_the_calendar_chooses_and_closes(day: DateEdit):
    day.set_value(WEDNESDAY)
    popup = day.open_calendar()
    month = popup.findChild(QCalendarWidget)
    assert isinstance(month, QCalendarWidget)
    assert month.selectedDate() == QDate(2024, 3, 13)
    month.clicked.emit(QDate(2024, 3, 20))
    assert day.value() == date(2024, 3, 20)
    assert popup.isHidden()


@pytest.mark.parametrize(
    ("typed", "fen", "shown"), [("50万", 50_000_000, "¥500,000"), ("1,200.50", 120_050, "¥1,200.50")]
)
def test_an_amount_is_written_out_when_left(amount: AmountEdit, typed: str, fen: int, shown: str):
    type_into(amount.line, typed)
    assert amount.hint() == shown
    QTest.keyClick(amount.line, Qt.Key.Key_Return)
    assert (amount.value(), amount.line.text()) == (fen, shown)


def test_a_bad_amount_says_why(amount: AmountEdit):
    type_into(amount.line, "很多")
    assert not amount.settle()
    assert "很多" in amount.error()
    assert amount.value() is None


def test_setting_a_value_is_silent_and_typing_is_not(amount: AmountEdit):
    heard: list[int | None] = []
    amount.value_changed.connect(lambda: heard.append(amount.value()))
    amount.set_value(100)
    assert heard == []
    type_into(amount.line, "3万")
    assert heard == [3_000_000]
