"""Completing what an import left open, by keyboard."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal
from desktop_crm.queries.customers import CustomerFilter, count_customers
from desktop_crm.queries.incomplete import count_incomplete
from desktop_crm.refusal import Refused
from desktop_crm.views.screens.incomplete_screen import IncompleteScreen
from desktop_crm.workspace import Workspace
from tests.make import File


def open_screen(workspace: Workspace, qtbot: QtBot) -> IncompleteScreen:
    made = IncompleteScreen(workspace)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    workspace.changed.connect(made.on_changes)
    made.refresh()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def lacking(file: File, number: str, *missing: str, **values: Any) -> str:
    return file.add(Deal(number=number, title=number, stage="lead", missing=list(missing), **values))


@pytest.fixture
def screen(file: File, workspace: Workspace, qtbot: QtBot) -> IncompleteScreen:
    file.customer("苏州恒力精密有限公司")
    lacking(file, "G1", "customer", "industry", "contact")
    lacking(file, "G2", "need", "acquired_on")
    lacking(file, "G3", "customer", "industry")
    return open_screen(workspace, qtbot)


def missing(workspace: Workspace, number: str) -> list[str]:
    def read(session: Session) -> list[str]:
        return session.scalars(select(Deal.missing).where(Deal.number == number)).one()

    return workspace.ask(read)


def press(screen: IncompleteScreen, key: str) -> None:
    QTest.keyClick(screen.form.field(key), Qt.Key.Key_Return)


def test_nothing_missing_is_said(workspace: Workspace, qtbot: QtBot):
    assert open_screen(workspace, qtbot).all_complete.isVisible()


def test_only_the_gaps_are_asked_for(screen: IncompleteScreen):
    assert screen.left.text() == "还有 3 条"
    assert screen.form.asked() == ("customer", "contact", "reach", "industry")


def test_enter_goes_through_the_gaps_saves_and_goes_on_to_the_next(screen: IncompleteScreen, workspace: Workspace):
    screen.start()
    assert screen.form.field("customer").hasFocus()
    screen.form.field("customer").setText("杭州新客户")
    press(screen, "customer")
    assert screen.form.field("contact").hasFocus()
    screen.form.field("contact").setText("李总")
    press(screen, "contact")
    screen.form.field("reach").setText("13800001234")
    press(screen, "reach")
    screen.form.field("industry").setText("食品")
    press(screen, "industry")
    assert missing(workspace, "G1") == []
    assert screen.left.text() == "还有 2 条"
    assert screen.form.asked() == ("need", "acquired_on")
    assert screen.form.field("need").hasFocus()
    screen.form.field("need").setText("要换 ERP")
    press(screen, "need")
    screen.form.field("acquired_on").setText("2026-01-15")
    press(screen, "acquired_on")
    assert missing(workspace, "G2") == []
    assert screen.form.asked() == ("customer", "industry")


def test_one_deal_is_one_undo(screen: IncompleteScreen, workspace: Workspace):
    screen.form.field("customer").setText("杭州新客户")
    screen.form.field("reach").setText("13800001234")
    screen.form.field("industry").setText("食品")
    screen.form.save_requested.emit()
    assert workspace.ask(count_incomplete) == 2
    assert workspace.undo() == "补全商机"
    assert missing(workspace, "G1") == ["customer", "industry", "contact"]
    assert screen.left.text() == "还有 3 条"


def test_a_known_customer_brings_its_industry(screen: IncompleteScreen, workspace: Workspace):
    screen.form.field("customer").setText("苏州恒力精密有限公司")
    screen.form.save_requested.emit()
    assert missing(workspace, "G1") == ["contact"]


def test_a_bad_number_is_refused_and_what_was_typed_stays(screen: IncompleteScreen, workspace: Workspace, qtbot: QtBot):
    screen.form.field("customer").setText("杭州新客户")
    screen.form.field("reach").setText("12")
    with qtbot.waitSignal(workspace.refused):
        screen.form.save_requested.emit()
    assert screen.form.field("customer").text() == "杭州新客户"
    assert missing(workspace, "G1") == ["customer", "industry", "contact"]


def test_of_a_contact_whose_name_is_known_only_the_number_is_asked(file: File, workspace: Workspace, qtbot: QtBot):
    customer = file.customer("清河食品")
    contact = file.contact(customer, "钱文", phone="")
    lacking(file, "G7", "phone", customer_id=customer, contact_id=contact)
    made = open_screen(workspace, qtbot)
    assert made.form.asked() == ("reach",)
    assert made.form.field("reach").accessibleName() == "钱文的联系方式"
    made.form.field("reach").setText("13912345678")
    made.form.save_requested.emit()
    assert missing(workspace, "G7") == []
    people = workspace.ask(lambda session: list(session.scalars(select(Contact))))
    assert [(person.name, person.phone) for person in people] == [("钱文", "13912345678")]


def test_a_date_that_is_none_keeps_the_form(screen: IncompleteScreen, workspace: Workspace):
    screen.table.setCurrentIndex(screen.table.rows.index(1, 0))
    screen.form.field("acquired_on").setText("昨天前")
    screen.form.save_requested.emit()
    assert missing(workspace, "G2") == ["need", "acquired_on"]
    assert screen.form.field("acquired_on").text() == "昨天前"


def test_another_change_does_not_cost_what_is_typed(screen: IncompleteScreen, file: File):
    screen.form.field("customer").setText("打了一半")
    lacking(file, "G9", "need")
    screen.refresh()
    assert screen.left.text() == "还有 4 条"
    assert screen.form.field("customer").text() == "打了一半"


def test_several_get_the_same_customer_in_one_undo(screen: IncompleteScreen, workspace: Workspace):
    screen.table.setCurrentIndex(screen.table.rows.index(0, 0))
    screen.table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
    screen.table.selectRow(2)
    assert screen.form.asked() == ("customer", "industry")
    screen.form.field("customer").setText("同一家")
    screen.form.field("industry").setText("食品")
    screen.form.save_requested.emit()
    assert missing(workspace, "G1") == ["contact"]
    assert missing(workspace, "G3") == []
    workspace.undo()
    assert missing(workspace, "G3") == ["customer", "industry"]


def test_the_list_is_narrowed_to_one_gap(screen: IncompleteScreen):
    screen.fields.choose("need")
    rows = screen.table.rows
    assert [rows.row(at).number for at in range(rows.rowCount())] == ["G2"]


def test_enter_in_the_list_opens_the_deal(screen: IncompleteScreen, qtbot: QtBot):
    with qtbot.waitSignal(screen.deal_requested):
        QTest.keyClick(screen.table, Qt.Key.Key_Return)


def test_a_deal_beyond_the_first_page_is_completed_in_its_place(file: File, workspace: Workspace, qtbot: QtBot):
    for number in range(120):
        lacking(file, f"G{number:03d}", "need", acquired_on=date(2026, 1, 1))
    screen = open_screen(workspace, qtbot)
    screen.table.rows.fetchMore(screen.table.rootIndex())
    screen.table.setCurrentIndex(screen.table.rows.index(70, 0))
    screen.form.field("need").setText("要换 ERP")
    press(screen, "need")
    assert screen.left.text() == "还有 119 条"
    assert [deal.number for deal in screen.table.chosen()] == ["G071"]


def test_an_industry_needs_its_customer_first(file: File, workspace: Workspace, qtbot: QtBot):
    lacking(file, "G1", "customer", "industry")
    screen = open_screen(workspace, qtbot)
    screen.form.field("industry").setText("食品")
    said: list[Refused] = []
    workspace.refused.connect(said.append)
    screen.form.save_requested.emit()
    assert "先填写客户" in said[0].reason
    assert file.ask(count_customers, CustomerFilter()) == 0
