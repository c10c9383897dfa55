"""Values that are edited where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_crm.views.widgets.date_edit import DateEdit
from desktop_crm.views.widgets.fact_grid import FactGrid
from desktop_crm.views.widgets.inline_edit import Fact, FactValue, InlineEdit, open_fields

FACTS = [
    Fact("number", "编号", "G20240313001", "fixed"),
    Fact("title", "需求", "ERP替换"),
    Fact("amount", "金额", 80_000_000, "amount"),
    Fact("due", "下次跟进", date(2024, 3, 15), "date"),
    Fact("grade", "等级", "A", "choice", (("A", "A 级"), ("B", "B 级"))),
    Fact("pains", "痛点", "对账三天", "long"),
    Fact("region", "地区", ""),
]
Heard = list[tuple[str, object]]


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[FactGrid]:
    around = QWidget()
    qtbot.addWidget(around)
    made = FactGrid()
    made.set_facts(FACTS)
    column = QVBoxLayout(around)
    column.addWidget(made)
    column.addWidget(QPushButton("别处"))
    around.resize(420, 500)
    with qtbot.waitExposed(around):
        around.show()
    around.activateWindow()
    yield made  # noqa: PT022 - keeps the window around it alive for the time of the test


@pytest.fixture
def heard(grid: FactGrid) -> Heard:
    told: Heard = []
    remember: Callable[[str, object], None] = lambda key, value: told.append((key, value))  # noqa: E731
    grid.edited.connect(remember)
    return told


def shown(grid: FactGrid, key: str) -> FactValue:
    found = grid.field(key).findChild(FactValue)
    assert isinstance(found, FactValue)
    return found


def line(grid: FactGrid, key: str) -> QLineEdit:
    editor = grid.field(key).editing()
    assert editor is not None
    assert isinstance(editor.focus, QLineEdit)
    return editor.focus


def test_values_are_written_for_people(grid: FactGrid):
    texts = [shown(grid, fact.key).text() for fact in FACTS]
    assert texts == ["G20240313001", "ERP替换", "¥800,000", "2024-03-15 周五", "A 级", "对账三天", "填写地区"]


def test_a_click_edits_and_enter_keeps(grid: FactGrid, heard: Heard):
    QTest.mouseClick(shown(grid, "title"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(line(grid, "title"), "MES")
    QTest.keyClick(line(grid, "title"), Qt.Key.Key_Return)
    assert heard == [("title", "MES")]
    assert shown(grid, "title").text() == "MES"
    assert grid.field("title").editing() is None


def test_typing_on_a_value_replaces_it(grid: FactGrid, heard: Heard):
    QTest.keyClick(shown(grid, "amount"), Qt.Key.Key_9)
    QTest.keyClicks(line(grid, "amount"), "000")
    QTest.keyClick(line(grid, "amount"), Qt.Key.Key_Return)
    assert heard == [("amount", 900_000)]
    assert shown(grid, "amount").text() == "¥9,000"


def test_escape_takes_it_back(grid: FactGrid, heard: Heard):
    grid.edit("title")
    QTest.keyClicks(line(grid, "title"), "x")
    QTest.keyClick(line(grid, "title"), Qt.Key.Key_Escape)
    assert heard == []
    assert shown(grid, "title").text() == "ERP替换"


def test_leaving_keeps_what_was_typed(grid: FactGrid, heard: Heard):
    grid.edit("title")
    QTest.keyClicks(line(grid, "title"), "CRM")
    grid.field("region").setFocus()
    assert heard == [("title", "CRM")]


def test_tab_goes_on_to_the_next_value(grid: FactGrid, heard: Heard):
    grid.edit("title")
    QTest.keyClicks(line(grid, "title"), "CRM")
    QTest.keyClick(line(grid, "title"), Qt.Key.Key_Tab)
    assert heard == [("title", "CRM")]
    assert shown(grid, "amount").hasFocus()


def test_what_is_not_understood_stays_open_with_its_reason(grid: FactGrid, heard: Heard):
    grid.edit("due")
    QTest.keyClicks(line(grid, "due"), "someday")
    grid.field("region").setFocus()
    assert heard == []
    assert line(grid, "due").text() == "someday"
    field = grid.field("due").findChild(DateEdit)
    assert isinstance(field, DateEdit)
    assert "someday" in field.error()


def test_a_choice_is_taken_at_once(grid: FactGrid, heard: Heard):
    grid.edit("grade")
    editor = grid.field("grade").editing()
    assert editor is not None
    box = editor.focus
    assert isinstance(box, QComboBox)
    box.hidePopup()
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert heard == [("grade", "B")]


def test_the_calendar_of_a_date_does_not_close_its_field(grid: FactGrid, heard: Heard):
    grid.edit("due")
    field = grid.field("due").findChild(DateEdit)
    assert isinstance(field, DateEdit)
    QTest.keyClick(field.line, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    month = popup.findChild(QCalendarWidget)
    assert isinstance(month, QCalendarWidget)
    assert heard == []
    month.clicked.emit(QDate(2024, 3, 20))
    grid.field("due").commit()
    assert heard == [("due", date(2024, 3, 20))]


def test_enter_breaks_a_line_in_long_text_and_ctrl_enter_keeps(grid: FactGrid, heard: Heard):
    grid.edit("pains")
    editor = grid.field("pains").editing()
    assert editor is not None
    assert isinstance(editor.focus, QPlainTextEdit)
    area = editor.focus
    QTest.keyClick(area, Qt.Key.Key_Return)
    QTest.keyClicks(area, "2")
    QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard == [("pains", "对账三天\n2")]


def test_an_unchanged_value_says_nothing(grid: FactGrid, heard: Heard):
    for key in ("title", "amount", "due", "region"):
        grid.edit(key)
        assert grid.field(key).commit()
    assert heard == []


def test_a_fixed_value_cannot_be_edited_or_reached(grid: FactGrid):
    grid.edit("number")
    assert grid.field("number").editing() is None
    assert shown(grid, "number").focusPolicy() == Qt.FocusPolicy.NoFocus


def test_fresh_facts_do_not_close_an_open_field(grid: FactGrid):
    grid.edit("title")
    QTest.keyClicks(line(grid, "title"), "half")
    grid.set_facts(FACTS)
    assert line(grid, "title").text() == "half"


def test_another_record_takes_what_was_typed_first(grid: FactGrid, heard: Heard):
    grid.edit("title")
    QTest.keyClicks(line(grid, "title"), "half")
    grid.set_facts([Fact("name", "姓名", "张三")])
    assert heard == [("title", "half")]
    assert shown(grid, "name").text() == "张三"


def test_fields_that_are_typed_in_are_known_until_they_close(qtbot: QtBot):
    page, beside = QWidget(), QWidget()
    for place in (page, beside):
        qtbot.addWidget(place)
        place.show()
    fields = [InlineEdit(Fact("need", "需求", "旧"), parent) for parent in (page, page, page, beside)]
    assert open_fields(page) == []
    for field in fields[1:]:
        field.start("新")
    assert set(open_fields(page)) == set(fields[1:3])
    fields[1].commit()
    assert open_fields(page) == [fields[2]]
    fields[2].deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert open_fields(page) == []
    fields[3].cancel()
    assert open_fields(beside) == []
