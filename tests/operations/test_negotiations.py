"""Negotiation: floor, objections, and a memo that both sides can rely on."""

from __future__ import annotations

import pytest

from desktop_crm.operations.negotiations import (
    add_memo_clauses,
    add_objections,
    agree_clauses,
    confirm_memo,
    edit_floor,
    edit_memo,
    edit_memo_clause,
    edit_objection,
    move_memo_clause,
    move_objection,
    remove_memo_clause,
    remove_objection,
    send_memo,
    start_memo,
)
from desktop_crm.queries.negotiations import memo_differences, memo_sheet, negotiation_sheet
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from tests.make import File


def memo_of(file: File, deal: str) -> str:
    state = file.ask(memo_sheet, deal).state
    assert state.shown is not None
    return state.shown.id


def write_all(file: File, deal: str) -> None:
    for clause in file.ask(memo_sheet, deal).clauses:
        if not clause.text:
            file.do(edit_memo_clause, clause.id, text=f"{clause.title}约定")


def test_the_floor_is_one_row_and_warns_when_the_deal_is_below_it(file: File) -> None:
    deal = file.deal(amount_fen=80_000_000)
    file.do(edit_floor, deal, lowest_price_fen=80_000_000)
    assert file.ask(negotiation_sheet, deal).warnings == ()
    file.do(edit_floor, deal, lowest_price_fen=80_000_001)
    sheet = file.ask(negotiation_sheet, deal)
    assert sheet.warnings == ("商机金额：总价 ¥800,000 低于最低成交价 ¥800,000.01",)
    assert sheet.floor.lowest_price_fen == 80_000_001


def test_an_objection_is_resolved_only_with_an_answer(file: File) -> None:
    deal = file.deal()
    first, second = file.do(add_objections, deal, texts=["太贵", "太慢"])
    with pytest.raises(Refused):
        file.do(edit_objection, first, resolved=True)
    file.do(edit_objection, first, answer="一年省两成", resolved=True)
    file.do(move_objection, second, place=0)
    sheet = file.ask(negotiation_sheet, deal)
    assert [(found.text, found.resolved) for found in sheet.objections] == [("太慢", False), ("太贵", True)]
    assert sheet.unresolved == 1
    file.do(remove_objection, second)
    assert file.ask(negotiation_sheet, deal).unresolved == 0


def test_a_memo_starts_with_the_usual_clauses_and_what_is_known(file: File) -> None:
    customer = file.customer()
    contact = file.contact(customer, "张伟")
    deal = file.deal(customer, contact_id=contact, amount_fen=80_000_000)
    file.do(start_memo, deal)
    sheet = file.ask(memo_sheet, deal)
    assert [clause.title for clause in sheet.clauses] == ["价格", "付款", "交付标准", "验收", "售后服务", "违约责任"]
    assert [clause.text for clause in sheet.clauses] == ["合同总价 ¥800,000.00", "", "", "", "", ""]
    assert sheet.open_points == 6
    assert (sheet.met_on, sheet.our_side, sheet.their_side) == (clock.today(), "王敏", "张伟 采购总监")
    with pytest.raises(Refused):
        file.do(start_memo, deal)


def test_without_an_amount_the_price_stays_to_be_written(file: File) -> None:
    deal = file.deal(amount_fen=None)
    file.do(start_memo, deal)
    assert file.ask(memo_sheet, deal).clauses[0].text == ""


def test_a_typed_line_gives_title_text_and_kind(file: File) -> None:
    deal = file.deal()
    file.do(
        add_memo_clauses,
        deal,
        texts=["付款: 30% 预付", "质保：24 个月", "双方每周五下午碰头一次，由我方准备会议纪要：三天内发出"],
    )
    added = file.ask(memo_sheet, deal).clauses[6:]
    assert [(clause.kind, clause.title, clause.text) for clause in added] == [
        ("payment", "付款", "30% 预付"),
        ("other", "质保", "24 个月"),
        ("other", "其他约定", "双方每周五下午碰头一次，由我方准备会议纪要：三天内发出"),
    ]


def test_every_written_clause_is_agreed_in_one_step(file: File) -> None:
    deal = file.deal()
    with pytest.raises(Refused):
        file.do(agree_clauses, deal)
    file.do(start_memo, deal)
    price, payment, delivery, *_ = file.ask(memo_sheet, deal).clauses
    file.do(edit_memo_clause, payment.id, text="分三期")
    file.do(edit_memo_clause, delivery.id, text="8 周", agreed=True)
    assert price.text
    assert file.do(agree_clauses, deal) == 2
    assert [clause.agreed for clause in file.ask(memo_sheet, deal).clauses] == [
        bool(clause.text) for clause in file.ask(memo_sheet, deal).clauses
    ]
    with pytest.raises(Refused, match="都已经谈妥"):
        file.do(agree_clauses, deal)


def test_agreeing_after_a_confirmation_writes_the_next_version(file: File) -> None:
    deal = file.deal()
    file.do(start_memo, deal)
    write_all(file, deal)
    confirmed = memo_of(file, deal)
    file.do(confirm_memo, confirmed, confirmed_by="赵经理")
    file.do(agree_clauses, deal)
    assert all(clause.agreed for clause in file.ask(memo_sheet, deal).clauses)
    assert not any(clause.agreed for clause in file.ask(memo_sheet, deal, version_id=confirmed).clauses)


def test_an_empty_clause_is_neither_agreed_nor_confirmed(file: File) -> None:
    deal = file.deal()
    file.do(start_memo, deal)
    payment = file.ask(memo_sheet, deal).clauses[1]
    with pytest.raises(Refused, match="付款"):
        file.do(edit_memo_clause, payment.id, agreed=True)
    for operation, values in ((send_memo, {}), (confirm_memo, {"confirmed_by": "张伟"})):
        with pytest.raises(Refused, match="付款、交付标准、验收等 5 条") as refusal:
            file.do(operation, memo_of(file, deal), **values)
        assert refusal.value.remedies[0].target == "negotiation.memo"


def test_open_points_do_not_hinder_a_confirmation(file: File) -> None:
    deal = file.deal()
    file.do(start_memo, deal)
    write_all(file, deal)
    file.do(confirm_memo, memo_of(file, deal), confirmed_by="张伟")
    sheet = file.ask(memo_sheet, deal)
    assert sheet.open_points == 6
    assert sheet.state.latest is not None
    assert sheet.state.latest.confirmed_by == "张伟"


def test_a_confirmed_memo_is_followed_by_its_copy(file: File) -> None:
    deal = file.deal()
    file.do(start_memo, deal)
    write_all(file, deal)
    first = memo_of(file, deal)
    file.do(confirm_memo, first, confirmed_by="张伟")
    clauses = file.ask(memo_sheet, deal).clauses
    file.do(edit_memo_clause, clauses[1].id, text="50% 预付", agreed=True)
    file.do(edit_memo, deal, next_step="起草合同")
    file.do(remove_memo_clause, file.ask(memo_sheet, deal).clauses[5].id)
    file.do(move_memo_clause, file.ask(memo_sheet, deal).clauses[4].id, place=0)
    sheet = file.ask(memo_sheet, deal)
    assert [clause.title for clause in sheet.clauses] == ["售后服务", "价格", "付款", "交付标准", "验收"]
    assert [clause.origin for clause in sheet.clauses] == [clauses[at].id for at in (4, 0, 1, 2, 3)]
    assert file.ask(memo_sheet, deal, version_id=first).clauses == clauses
    with pytest.raises(Refused, match="v2"):
        file.do(edit_memo_clause, clauses[0].id, text="改")
    found = file.ask(memo_differences, first, memo_of(file, deal))
    assert [(item.change, item.what, item.new) for item in found] == [
        ("added", "next_step", "起草合同"),
        ("changed", "payment", "付款：50% 预付"),
        ("removed", "liability", ""),
    ]
