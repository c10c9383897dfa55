"""Taking a lead down in one line."""

from __future__ import annotations

from functools import partial
from operator import eq

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop_crm.models import Contact, Deal
from desktop_crm.views.board.new_deal_bar import NewDealBar
from desktop_crm.views.leads.capture_bar import CaptureBar
from desktop_crm.workspace import Workspace
from tests.make import File

LINE = "展会 华强电子 李总 13800001234 想换ERP"


@pytest.fixture
def bar(workspace: Workspace, qtbot: QtBot) -> CaptureBar:
    made = CaptureBar(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.start()
    return made


def deals(file: File) -> list[Deal]:
    return file.ask(lambda session: list(session.scalars(select(Deal).order_by(Deal.id))))


def say(bar: CaptureBar, text: str) -> None:
    bar.line.setText(text)
    QTest.keyClick(bar.line, Qt.Key.Key_Return)


def enter(bar: CaptureBar, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = bar.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return, modifier)


def test_enter_reads_the_line_and_enter_again_stores_it(bar: CaptureBar, file: File, qtbot: QtBot):
    say(bar, LINE)
    form = bar.form
    texts = [each.text() for each in (form.customer, form.contact, form.phone, form.need)]
    assert texts == ["华强电子", "李总", "13800001234", "想换ERP"]
    assert form.source.currentText() == "展会"
    assert form.industry.hasFocus()  # the first required field that is empty
    with qtbot.waitSignals([bar.added, bar.left]):
        enter(bar)
    (deal,) = deals(file)
    assert (deal.source, deal.need, deal.first_responder_id) == ("展会", "想换ERP", file.me)
    assert deal.number.startswith("Z")
    assert file.ask(lambda session: session.get_one(Contact, deal.contact_id).phone) == "13800001234"
    assert bar.form.isHidden()
    assert bar.line.text() == ""


def test_ctrl_enter_goes_on_with_the_next_one_of_the_same_source(bar: CaptureBar, file: File):
    say(bar, LINE)
    enter(bar, Qt.KeyboardModifier.ControlModifier)
    assert bar.line.hasFocus()
    say(bar, "无锡新科 张伟 想上WMS")
    assert bar.form.source.currentText() == "展会"
    enter(bar)
    assert [deal.source for deal in deals(file)] == ["展会", "展会"]


def test_the_same_customer_is_shown_before_it_is_stored_twice(bar: CaptureBar, file: File, qtbot: QtBot):
    known = file.deal(file.customer("华强电子"))
    say(bar, LINE)
    enter(bar)
    assert bar.similar.isVisible()
    assert len(deals(file)) == 1
    assert bar.similar.anyway.hasFocus()
    opens = next(each for each in bar.similar.findChildren(QPushButton) if each is not bar.similar.anyway)
    with qtbot.waitSignal(bar.open_requested, check_params_cb=partial(eq, known)):
        QTest.mouseClick(opens, Qt.MouseButton.LeftButton)
    assert len(deals(file)) == 1


def test_somebody_who_knows_better_stores_it_all_the_same(bar: CaptureBar, file: File):
    customer = file.customer("别的公司")
    file.deal(customer, contact_id=file.contact(customer, phone="13800001234"))
    say(bar, LINE)
    enter(bar)
    assert bar.similar.isVisible()
    QTest.mouseClick(bar.similar.anyway, Qt.MouseButton.LeftButton)
    assert len(deals(file)) == 2
    assert not bar.similar.isVisible()


def test_escape_folds_the_fields_and_keeps_the_line(bar: CaptureBar, qtbot: QtBot):
    say(bar, LINE)
    QTest.keyClick(bar.form.need, Qt.Key.Key_Escape)
    assert bar.form.isHidden()
    assert bar.line.text() == LINE
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar.line, Qt.Key.Key_Escape)


def test_a_number_that_cannot_be_one_is_said_but_may_be_kept(bar: CaptureBar, file: File):
    say(bar, "展会 华强电子 1380000123 想换ERP")
    assert "1380000123" in bar.remarks.text()
    enter(bar)
    assert len(deals(file)) == 1


def test_a_range_becomes_the_budget(bar: CaptureBar, file: File):
    say(bar, "华强电子 李总 预算50-80万 想换ERP")
    assert "¥500,000 – ¥800,000" in bar.remarks.text()
    enter(bar)
    (deal,) = deals(file)
    assert (deal.budget_low_fen, deal.budget_high_fen, deal.amount_fen) == (50_000_000, 80_000_000, None)


def test_without_a_customer_nothing_is_stored_and_the_reason_is_said(bar: CaptureBar, file: File, qtbot: QtBot):
    say(bar, "")
    assert bar.form.customer.hasFocus()
    with qtbot.waitSignal(bar.workspace.refused):
        enter(bar)
    assert deals(file) == []
    assert bar.form.customer.hasFocus()


def test_a_whole_line_pasted_on_the_board_fills_its_fields(workspace: Workspace, qtbot: QtBot):
    bar = NewDealBar(workspace)
    qtbot.addWidget(bar)
    bar.show()
    bar.begin("full-cycle")
    QGuiApplication.clipboard().setText(LINE)
    QTest.keyClick(bar.customer, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [bar.customer.text(), bar.contact.text(), bar.reach.text()] == ["华强电子", "李总", "13800001234"]
    assert (bar.need.text(), bar.source.currentText()) == ("想换ERP", "展会")


def test_a_name_pasted_on_the_board_stays_a_name(workspace: Workspace, qtbot: QtBot):
    bar = NewDealBar(workspace)
    qtbot.addWidget(bar)
    bar.customer.setText("苏州")
    QGuiApplication.clipboard().setText("恒力精密 有限公司")
    QTest.keyClick(bar.customer, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar.customer.text() == "苏州恒力精密 有限公司"
