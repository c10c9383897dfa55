"""The contract section: drafted by one key, held against the memo, explained, its risks looked at, sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.operations.contract_signing import record_signing
from desktop_crm.operations.contracts import edit_contract
from desktop_crm.operations.negotiations import agree_clauses, edit_floor, edit_memo_clause, start_memo
from desktop_crm.queries.contract_comparison import ComparedClause
from desktop_crm.queries.contracts import ContractSheet, contract_sheet
from desktop_crm.queries.negotiations import memo_sheet
from desktop_crm.views import theme
from desktop_crm.views.deal.clause_comparison import ComparisonPanel
from desktop_crm.views.deal.contract_section import ContractSection
from desktop_crm.views.widgets.item_row import ItemRow
from desktop_crm.views.widgets.text_cell import TextCell
from desktop_crm.views.widgets.wording import WordingComparison
from tests.views.deal.desk import ALT, Desk

ENTER = Qt.Key.Key_Return


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk[ContractSection]]:
    made = Desk(qtbot, tmp_path / "data", ContractSection, amount_fen=80_000_000, playbook="funnel", stage="contract")
    made.workspace.do(start_memo, made.deal)
    for clause in made.workspace.ask(memo_sheet, made.deal).clauses:
        if not clause.text:
            text = "质保 24 个月。" if clause.title == "售后服务" else f"{clause.title}按双方约定执行。"
            made.workspace.do(edit_memo_clause, clause.id, text=text)
    made.workspace.do(agree_clauses, made.deal)
    yield made
    made.close()


def sheet(desk: Desk[ContractSection]) -> ContractSheet:
    return desk.workspace.ask(contract_sheet, desk.deal)


def row(desk: Desk[ContractSection], title: str) -> ItemRow:
    return next(row for row in desk.tab.clauses.rows() if row.item.values["title"] == title)


def panel(desk: Desk[ContractSection], title: str) -> ComparisonPanel:
    found = row(desk, title).footer
    assert isinstance(found, ComparisonPanel)
    return found


def wordings(desk: Desk[ContractSection], title: str) -> WordingComparison:
    found = panel(desk, title).comparison
    assert found is not None
    return found


def rewrite(desk: Desk[ContractSection], title: str, text: str) -> None:
    cell = row(desk, title).cell("text")
    assert isinstance(cell, TextCell)
    cell.setFocus()
    cell.selectAll()
    desk.paste(text)
    desk.key(ENTER)


def test_one_key_drafts_the_contract_from_the_memo(desk: Desk[ContractSection]) -> None:
    assert desk.tab.bar.isHidden()
    desk.tab.go_to("")
    desk.key(ENTER)
    assert len(desk.tab.clauses.rows()) == len(sheet(desk).clauses) > 10
    assert desk.tab.empty.isHidden()
    assert "一致 6 · 不同 0" in desk.tab.bar.memo.text()
    assert panel(desk, "售后服务").badge.mark().text == "与纪要一致"
    assert panel(desk, "保密").badge.mark().text == "标准条款"
    assert panel(desk, "保密").reason is None


def test_difference_is_marked_explained_and_taken_back_by_one_key(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    rewrite(desk, "售后服务", "质保 12 个月。")
    found = panel(desk, "售后服务")
    assert found.badge.mark().text == "与纪要不同"
    assert "line-through" in wordings(desk, "售后服务").old.text.text()
    assert "underline" in wordings(desk, "售后服务").new.text.text()
    assert wordings(desk, "售后服务").old.text.accessibleName() == "质保 24 个月。"
    assert "售后服务" in desk.tab.bar.open.text()
    desk.tab.go_to("differences")
    desk.type("客户自行维护")
    desk.key(ENTER)
    assert sheet(desk).unexplained == ()
    assert "没有写原因" not in desk.tab.bar.open.text()
    desk.press("采用纪要写法")
    assert panel(desk, "售后服务").badge.mark().text == "与纪要一致"
    assert wordings(desk, "售后服务").isHidden()


def test_wordings_stand_beside_each_other_where_there_is_room(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    rewrite(desk, "售后服务", "质保 12 个月。")
    assert not wordings(desk, "售后服务").side_by_side()
    desk.tab.resize(900, 900)
    QApplication.processEvents()
    assert wordings(desk, "售后服务").side_by_side()


def test_clause_that_was_struck_out_comes_back_or_gets_its_reason(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    desk.tab.clauses.remove(row(desk, "违约责任"))
    (left,) = desk.tab.left_out.rows.values()
    assert "违约责任" in left.text.text()
    desk.tab.go_to("differences")
    desk.type("另签协议")
    desk.key(ENTER)
    assert [clause.reason for clause in sheet(desk).left_out] == ["另签协议"]
    desk.press("写入合同")
    assert desk.tab.left_out.rows == {}
    assert row(desk, "违约责任").item.values["text"] == "违约责任按双方约定执行。"


def test_facts_are_typed_as_people_say_them(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    for key, typed in (("amount_fen", "75万"), ("tax_rate", "6"), ("copies", "一式四份"), ("deliver_by", "2027-06-30")):
        desk.tab.go_to(key)
        desk.paste(typed)
        desk.key(ENTER)
    found = sheet(desk)
    assert (found.amount_fen, found.tax_rate, found.copies) == (75_000_000, 600, 4)
    assert found.unwritten == ()
    desk.tab.go_to("tax_rate")
    desk.paste("很多")
    desk.key(ENTER)
    assert "税率" in desk.refusals[-1].reason
    assert sheet(desk).tax_rate == 600


def test_risks_are_ticked_by_keyboard_and_named_until_then(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    desk.tab.go_to("risks")
    assert "知识产权" in desk.tab.bar.open.text()
    desk.key(Qt.Key.Key_Space)
    line = desk.tab.risks.rows["intellectual_property"]
    line.note.setFocus()
    desk.type("源代码不交付")
    desk.key(ENTER)
    risk = next(risk for risk in sheet(desk).risks if risk.key == "intellectual_property")
    assert (risk.checked, risk.note) == (True, "源代码不交付")
    assert "知识产权" not in desk.tab.bar.open.text()


def test_contract_with_a_blank_is_not_sent_and_the_cursor_goes_there(desk: Desk[ContractSection]) -> None:
    desk.workspace.do(edit_memo_clause, desk.workspace.ask(memo_sheet, desk.deal).clauses[2].id, agreed=False)
    desk.press("起草合同")
    desk.press("记录发送")
    assert "“交付”还没有写完" in desk.refusals[-1].reason
    desk.tab.go_to(desk.refusals[-1].remedies[0].target.removeprefix("contract.contract."))
    assert row(desk, "交付").cell("text").hasFocus()
    desk.workspace.do(edit_contract, desk.deal, deliver_by=desk.workspace.ask(memo_sheet, desk.deal).met_on)
    desk.press("记录发送")
    assert desk.tab.bar.badge.mark().text == "已发送"
    desk.key(Qt.Key.Key_Tab)
    rewrite(desk, "保密", "双方保密五年。")
    assert desk.tab.bar.badge.mark().text == "需重新发送"


def test_clauses_are_moved_and_added_by_keyboard(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    first = desk.tab.clauses.rows()[1]
    first.main.setFocus()
    desk.key(Qt.Key.Key_Up, ALT)
    assert sheet(desk).clauses[0].title == first.item.values["title"]
    desk.tab.go_to("clauses")
    desk.type("附件：技术协议")
    desk.key(ENTER)
    assert (sheet(desk).clauses[-1].title, sheet(desk).clauses[-1].text) == ("附件", "技术协议")
    assert sheet(desk).unexplained == ("附件",)


def test_signed_contract_can_only_be_read(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    contract = sheet(desk).state.shown
    assert contract is not None
    desk.workspace.do(record_signing, contract.id, confirmed_by="赵经理")
    assert desk.tab.bar.badge.mark().text == "已签署"
    assert desk.tab.clauses.add_line.isHidden()
    assert desk.tab.facts.field("amount_fen").fact().text() == "¥800,000"
    assert all(not line.box.isEnabled() for line in desk.tab.risks.rows.values())
    cell = row(desk, "保密").cell("text")
    assert isinstance(cell, TextCell)
    assert cell.isReadOnly()


def test_colours_of_the_comparison_follow_the_theme(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    rewrite(desk, "售后服务", "质保 12 个月。")
    new = wordings(desk, "售后服务").new.text
    assert theme.LIGHT.good in new.text()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "dark", scale=1.0)
    try:
        QApplication.processEvents()
        assert theme.DARK.good in new.text()
    finally:
        theme.apply(app, "light", scale=1.0)


def test_markup_in_a_clause_is_shown_as_it_was_typed(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    rewrite(desk, "售后服务", "<b>质保</b> & <img src=x>")
    clause = row(desk, "售后服务").item.data
    assert isinstance(clause, ComparedClause)
    assert clause.text == "<b>质保</b> & <img src=x>"
    assert "<img" not in wordings(desk, "售后服务").new.text.text()
    assert "&lt;img" in wordings(desk, "售后服务").new.text.text()


def test_below_the_floor_a_strip_says_so_until_it_is_mended(desk: Desk[ContractSection]) -> None:
    desk.press("起草合同")
    assert desk.tab.floor.isHidden()
    desk.workspace.do(edit_floor, desk.deal, lowest_price_fen=80_000_001, longest_payment_days=60)
    rewrite(desk, "付款", "验收合格后 90 天内付款。")
    assert desk.tab.floor.isVisible()
    assert desk.tab.floor.text.text().splitlines() == [
        "合同金额：总价 ¥800,000 低于最低成交价 ¥800,000.01。",
        "条款“付款”：账期 90 天超过最长账期 60 天。",
    ]
    rewrite(desk, "付款", "验收合格后 60 天内付款。")
    desk.workspace.do(edit_contract, desk.deal, amount_fen=90_000_000)
    assert "账期" not in desk.tab.floor.text.text()
    assert "合同金额" not in desk.tab.floor.text.text()
