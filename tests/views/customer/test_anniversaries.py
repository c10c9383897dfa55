"""Days to remember in the customer pane."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_crm.queries.care import remembered_days
from desktop_crm.views.customer.pane import CustomerPane
from desktop_crm.workspace import Workspace
from tests.make import File


@pytest.fixture
def pane(file: File, workspace: Workspace, qtbot: QtBot) -> CustomerPane:
    customer = file.customer()
    file.contact(customer, "张伟")
    made = CustomerPane(workspace)
    qtbot.addWidget(made)
    made.resize(480, 900)
    made.show_customer(customer)
    workspace.changed.connect(made.refresh)
    made.show()
    return made


def days(pane: CustomerPane) -> list[tuple[str, str, int, int, bool]]:
    found = pane.workspace.ask(remembered_days, pane.customer_id)
    return [(each.contact, each.name, each.month, each.day, each.lunar) for each in found]


def test_a_day_is_added_by_typing_it(pane: CustomerPane):
    pane.days.typed.setText("6/18")
    QTest.keyClick(pane.days.typed, Qt.Key.Key_Return)
    pane.days.what.setCurrentIndex(1)
    pane.days.typed.setText("农历八月十五")
    QTest.keyClick(pane.days.typed, Qt.Key.Key_Return)
    assert days(pane) == [("", "公司周年", 6, 18, False), ("张伟", "生日", 8, 15, True)]
    assert pane.days.typed.text() == ""


def test_what_is_no_day_stays_with_the_reason(pane: CustomerPane):
    pane.days.typed.setText("13-1")
    QTest.keyClick(pane.days.typed, Qt.Key.Key_Return)
    assert pane.days.problem.isVisible()
    assert pane.days.typed.text() == "13-1"
    assert days(pane) == []


def test_the_moon_is_a_tick_and_a_day_can_be_changed_and_removed(pane: CustomerPane):
    pane.days.typed.setText("12-31")
    pane.days.add_day()
    (row,) = pane.days.rows.values()
    row.lunar.click()
    assert days(pane) == [("", "公司周年", 12, 30, True)]  # a month of the moon has no 31st
    row.when.start()
    editor = row.when.editing()
    assert editor is not None
    row.when.edited.emit("9-9")
    row.when.cancel()
    assert days(pane) == [("", "公司周年", 9, 9, False)]
    pane.days.rows[row.day.id].show_day(row.day)
    row.when.edited.emit("99")
    assert row.when.fact().text() == "9月9日"
