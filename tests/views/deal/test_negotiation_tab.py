"""The negotiation tab: the floor stays inside, objections are answered, the memo is confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.operations.negotiations import add_objections, edit_floor, edit_memo_clause, start_memo
from desktop_crm.queries.negotiations import memo_sheet, negotiation_sheet
from desktop_crm.views.deal.negotiation_tab import NegotiationTab
from desktop_crm.views.widgets.badge import Badge
from tests.views.deal.desk import Desk

ENTER = Qt.Key.Key_Return


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk[NegotiationTab]]:
    made = Desk(qtbot, tmp_path / "data", NegotiationTab, amount_fen=80_000_000)
    yield made
    made.close()


def click(box: QWidget) -> None:
    assert isinstance(box, QCheckBox)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() * 0.2 + box.rect().topLeft())


def test_the_floor_is_typed_as_people_say_it_and_marked_internal(desk: Desk[NegotiationTab]) -> None:
    desk.tab.go_to("floor")
    for typed in ("90万", "8.5折", "两个月"):
        desk.paste(typed)
        desk.key(ENTER)
        following = {"90万": "lowest_discount", "8.5折": "longest_payment_days"}.get(typed)
        if following:
            desk.tab.floor.edit(following)
    floor = desk.workspace.ask(negotiation_sheet, desk.deal).floor
    assert (floor.lowest_price_fen, floor.lowest_discount, floor.longest_payment_days) == (90_000_000, 850, 60)
    assert desk.tab.below.isVisible()
    assert desk.tab.below.text.text() == "商机金额：总价 ¥800,000 低于最低成交价 ¥900,000。"
    assert sum(badge.mark().text == "仅内部" for badge in desk.tab.findChildren(Badge)) == 3


def test_what_the_memo_agrees_below_the_floor_is_said_inside_until_it_is_mended(desk: Desk[NegotiationTab]) -> None:
    desk.workspace.do(edit_floor, desk.deal, longest_payment_days=60)
    desk.workspace.do(start_memo, desk.deal)
    payment = desk.workspace.ask(memo_sheet, desk.deal).clauses[1]
    desk.workspace.do(edit_memo_clause, payment.id, text="验收后 90 天付款")
    assert desk.tab.below.isHidden()  # an open point is not agreed
    desk.workspace.do(edit_memo_clause, payment.id, agreed=True)
    assert desk.tab.below.text.text() == "纪要“付款”：账期 90 天超过最长账期 60 天。"
    assert desk.tab.below.isVisible()
    desk.workspace.do(edit_memo_clause, payment.id, text="验收后 60 天付款")
    assert desk.tab.below.isHidden()


def test_a_discount_that_is_none_is_refused_and_stays_open(desk: Desk[NegotiationTab]) -> None:
    desk.workspace.do(edit_floor, desk.deal, lowest_discount=900)
    desk.tab.floor.edit("lowest_discount")
    desk.paste("便宜点")
    desk.key(ENTER)
    assert "折扣" in desk.refusals[0].reason
    assert desk.workspace.ask(negotiation_sheet, desk.deal).floor.lowest_discount == 900
    assert desk.tab.floor.field("lowest_discount").editing() is not None


def test_an_objection_is_answered_before_it_is_resolved(desk: Desk[NegotiationTab]) -> None:
    desk.workspace.do(add_objections, desk.deal, texts=["太贵"])
    (row,) = desk.tab.objections.rows()
    box = row.cell("resolved")
    click(box)
    assert desk.refusals[0].remedies[0].target == "negotiation.objections"
    assert isinstance(box, QCheckBox)
    assert not box.isChecked()
    desk.tab.go_to("objections")
    desk.type("14 个月回本")
    desk.key(ENTER)
    click(box)
    assert box.isChecked()
    assert desk.workspace.ask(negotiation_sheet, desk.deal).unresolved == 0


def test_the_memo_is_drafted_written_and_confirmed(desk: Desk[NegotiationTab]) -> None:
    desk.tab.go_to("memo")
    desk.key(Qt.Key.Key_Space)
    rows = desk.tab.clauses.rows()
    assert [row.main.text() for row in rows] == ["价格", "付款", "交付标准", "验收", "售后服务", "违约责任"]
    desk.press("记录确认")
    desk.key(ENTER)
    assert "付款" in desk.refusals[0].reason
    for row in rows[1:]:
        desk.tab.go_to("memo")
        assert row.cell("text").hasFocus()
        desk.type("按双方约定")
        desk.key(ENTER)
    click(rows[0].cell("agreed"))
    assert rows[0].cell("settled_by").isHidden()
    assert not rows[1].cell("settled_by").isHidden()
    desk.tab.go_to("confirm")
    desk.key(ENTER)
    memo = desk.workspace.ask(memo_sheet, desk.deal)
    assert memo.state.latest is not None
    assert memo.state.latest.confirmed_by == "赵经理"
    assert memo.open_points == 5


def test_an_edit_after_confirmation_goes_into_the_next_version_in_the_same_row(desk: Desk[NegotiationTab]) -> None:
    desk.workspace.do(start_memo, desk.deal)
    for clause in desk.workspace.ask(memo_sheet, desk.deal).clauses:
        desk.workspace.do(edit_memo_clause, clause.id, text="约定")
    desk.tab.go_to("confirm")
    desk.key(ENTER)
    rows = desk.tab.clauses.rows()
    rows[1].cell("text").setFocus()
    desk.type("：")
    desk.key(Qt.Key.Key_Tab)
    assert desk.tab.clauses.rows() == rows
    assert rows[1].cell("settled_by").hasFocus()
    assert len(desk.workspace.ask(memo_sheet, desk.deal).state.versions) == 2


def test_all_that_is_written_is_agreed_by_one_press_and_undone_by_one(desk: Desk[NegotiationTab]) -> None:
    desk.workspace.do(start_memo, desk.deal)
    payment = desk.workspace.ask(memo_sheet, desk.deal).clauses[1]
    desk.workspace.do(edit_memo_clause, payment.id, text="分三期")
    desk.press("全部谈妥")
    clauses = desk.workspace.ask(memo_sheet, desk.deal).clauses
    assert [clause.title for clause in clauses if clause.agreed] == [clause.title for clause in clauses[:2]]
    assert desk.tab.agree_all.isHidden()
    desk.workspace.undo()
    assert not any(clause.agreed for clause in desk.workspace.ask(memo_sheet, desk.deal).clauses)
    assert desk.tab.agree_all.isVisible()
