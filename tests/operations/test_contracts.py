"""The contract: made from the memo, held against it, its risks looked at, sent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from desktop_crm.models import ContractClause, Proposal, ProposalItem, VersionStatus
from desktop_crm.operations.contracts import (
    add_contract_clauses,
    edit_contract,
    edit_contract_clause,
    edit_risk,
    explain_left_out,
    follow_latest_memo,
    move_contract_clause,
    remove_contract_clause,
    send_contract,
    start_contract,
    take_left_out,
    take_memo_wording,
)
from desktop_crm.operations.negotiations import (
    add_memo_clauses,
    agree_clauses,
    confirm_memo,
    edit_memo_clause,
    send_memo,
    start_memo,
)
from desktop_crm.queries.contract_comparison import ComparedClause, Match
from desktop_crm.queries.contracts import ContractSheet, contract_sheet
from desktop_crm.queries.negotiations import memo_sheet
from desktop_crm.refusal import Refused
from desktop_crm.rules.contract_terms import BLANK, FILE
from tests.make import File

AGREED = {
    "付款": "合同签订后付 30%，验收合格后付 70%。",
    "交付标准": "8 周内完成两条线的安装。",
    "验收": "节拍不超过 20 秒。",
    "售后服务": "质保 24 个月。",
    "违约责任": "逾期每日千分之一。",
}


def negotiated(file: File, *, confirmed: bool = True, **values: Any) -> str:
    """Return a deal with a memo on which all but one point were agreed."""
    deal = file.deal(**values)
    file.do(start_memo, deal)
    for clause in file.ask(memo_sheet, deal).clauses:
        file.do(edit_memo_clause, clause.id, text=AGREED.get(clause.title, clause.text))
    file.do(add_memo_clauses, deal, texts=["独家供货：两年内不另找供应商", "培训：两次"])
    file.do(agree_clauses, deal)
    last = file.ask(memo_sheet, deal).clauses[-1]
    file.do(edit_memo_clause, last.id, agreed=False)
    if confirmed:
        memo = file.do(send_memo, memo_of(file, deal))
        file.do(confirm_memo, memo, confirmed_by="张伟")
    return deal


def memo_of(file: File, deal: str) -> str:
    shown = file.ask(memo_sheet, deal).state.shown
    assert shown is not None
    return shown.id


def sheet_of(file: File, deal: str) -> ContractSheet:
    return file.ask(contract_sheet, deal)


def clause_of(file: File, deal: str, title: str) -> ComparedClause:
    return next(clause for clause in sheet_of(file, deal).clauses if clause.title == title)


def complete(file: File, deal: str) -> None:
    """Fill what the first draft leaves blank."""
    file.do(edit_contract, deal, deliver_by=date(2027, 6, 30))
    for clause in sheet_of(file, deal).clauses:
        if BLANK in clause.text:
            file.do(edit_contract_clause, clause.id, text=clause.text.replace(BLANK, "约定日期"))


def test_draft_takes_what_was_agreed_and_adds_the_standard_clauses(file: File) -> None:
    deal = negotiated(file)
    file.do(start_contract, deal)
    sheet = sheet_of(file, deal)
    assert [clause.title for clause in sheet.clauses] == [
        "标的", "价格", "付款", "交付标准", "验收", "售后服务", "知识产权", "保密", "违约责任", "独家供货", "不可抗力", "争议解决",
        "生效及其他",
    ]  # fmt: skip
    assert clause_of(file, deal, "付款").text == AGREED["付款"]
    assert {clause.title for clause in sheet.clauses if clause.match == Match.SAME} == {*AGREED, "价格", "独家供货"}
    assert "ERP 替换" in clause_of(file, deal, "标的").text
    assert (sheet.number, sheet.title, sheet.amount_fen, sheet.tax_rate) == (
        "Z20240315001-HT", "ERP 替换", 80_000_000, 1300,
    )  # fmt: skip
    assert sheet.memo is not None
    assert (sheet.memo.version, sheet.memo.confirmed, sheet.memo.open_points) == (1, True, ("培训",))
    assert sheet.unexplained == ()  # the standard clauses say themselves why they are there
    with pytest.raises(Refused, match="已经有了"):
        file.do(start_contract, deal)


def test_amount_and_tax_come_from_the_confirmed_proposal(file: File) -> None:
    deal = file.deal()
    proposal = Proposal(id="p1", deal_id=deal, status=VersionStatus.CONFIRMED, reduction_fen=10_000)
    dear = ProposalItem(proposal_id="p1", name="软件", quantity=2000, price_fen=500_000, tax_rate=600)
    cheap = ProposalItem(proposal_id="p1", name="线缆", quantity=1000, price_fen=20_000, tax_rate=1300)
    file.add(proposal, dear, cheap)
    file.do(start_contract, deal)
    sheet = sheet_of(file, deal)
    assert (sheet.amount_fen, sheet.tax_rate) == (1_010_000, 600)


def test_without_a_memo_the_standard_clauses_are_the_draft(file: File) -> None:
    deal = file.deal()
    file.do(start_contract, deal)
    sheet = sheet_of(file, deal)
    assert sheet.memo is None
    price = clause_of(file, deal, "合同价款").text
    assert "¥800,000.00" in price
    assert "人民币捌拾万元整" in price
    assert BLANK in clause_of(file, deal, "交付").text
    assert sheet.unwritten == ("交付",)


def test_standard_clauses_follow_the_facts_until_somebody_rewrites_them(file: File) -> None:
    deal = file.deal()
    file.do(start_contract, deal)
    file.do(edit_contract, deal, deliver_by=date(2027, 6, 30), amount_fen=90_000_000)
    assert "2027年6月30日前" in clause_of(file, deal, "交付").text
    assert "¥900,000.00" in clause_of(file, deal, "合同价款").text
    own = clause_of(file, deal, "合同价款")
    file.do(edit_contract_clause, own.id, text="总价九十万元。")
    file.do(edit_contract, deal, amount_fen=95_000_000)
    assert clause_of(file, deal, "合同价款").text == "总价九十万元。"


def test_difference_wants_a_reason_or_the_memos_wording_back(file: File) -> None:
    deal = negotiated(file)
    contract = file.do(start_contract, deal)
    complete(file, deal)
    service = clause_of(file, deal, "售后服务")
    file.do(edit_contract_clause, service.id, text="质保 12 个月。")
    changed = clause_of(file, deal, "售后服务")
    assert (changed.match, changed.memo_text, changed.unexplained) == (Match.CHANGED, "质保 24 个月。", True)
    with pytest.raises(Refused, match="“售后服务”还没有写明原因") as refused:
        file.do(send_contract, contract)
    assert refused.value.remedies[0].target == "contract.contract.differences"
    file.do(edit_contract_clause, service.id, difference="客户改为自行维护")
    assert not clause_of(file, deal, "售后服务").unexplained
    file.do(take_memo_wording, service.id)
    same = clause_of(file, deal, "售后服务")
    assert (same.match, same.text, same.reason) == (Match.SAME, "质保 24 个月。", "")
    with pytest.raises(Refused, match="没有与“保密”对应"):
        file.do(take_memo_wording, clause_of(file, deal, "保密").id)


def test_width_and_spaces_are_no_difference(file: File) -> None:
    deal = negotiated(file)
    file.do(start_contract, deal)
    file.do(edit_contract_clause, clause_of(file, deal, "售后服务").id, text="质保24个月。")
    assert clause_of(file, deal, "售后服务").match == Match.SAME


def test_clause_left_out_is_told_and_explained_or_taken_back(file: File) -> None:
    deal = negotiated(file)
    file.do(start_contract, deal)
    file.do(remove_contract_clause, clause_of(file, deal, "独家供货").id)
    (left,) = sheet_of(file, deal).left_out
    assert (left.title, left.reason) == ("独家供货", "")
    assert sheet_of(file, deal).unexplained == ("独家供货",)
    file.do(explain_left_out, deal, memo_clause_id=left.id, reason="另签协议")
    assert sheet_of(file, deal).unexplained == ()
    assert sheet_of(file, deal).left_out[0].reason == "另签协议"
    file.do(take_left_out, deal, memo_clause_id=left.id)
    assert sheet_of(file, deal).left_out == ()
    assert clause_of(file, deal, "独家供货").match == Match.SAME


def test_a_later_memo_is_compared_when_asked_for(file: File) -> None:
    deal = negotiated(file)
    file.do(start_contract, deal)
    line = next(clause for clause in file.ask(memo_sheet, deal).clauses if clause.title == "售后服务")
    file.do(edit_memo_clause, line.id, text="质保 36 个月。")
    sheet = sheet_of(file, deal)
    assert sheet.memo is not None
    assert (sheet.memo.version, sheet.memo.newer) == (1, 2)
    assert clause_of(file, deal, "售后服务").match == Match.SAME
    file.do(follow_latest_memo, deal)
    sheet = sheet_of(file, deal)
    assert sheet.memo is not None
    assert (sheet.memo.version, sheet.memo.newer) == (2, None)
    changed = clause_of(file, deal, "售后服务")
    assert (changed.match, changed.memo_text) == (Match.CHANGED, "质保 36 个月。")
    assert sheet.left_out == ()


def test_clauses_are_added_moved_and_named(file: File) -> None:
    deal = file.deal()
    file.do(start_contract, deal)
    first = sheet_of(file, deal).clauses[0]
    added = file.do(add_contract_clauses, deal, texts=["附件：技术协议", "没有标题的一句话"], after=first.id)
    titles = [clause.title for clause in sheet_of(file, deal).clauses]
    assert titles[:3] == ["标的", "附件", "其他约定"]
    file.do(move_contract_clause, added[1], place=0)
    assert sheet_of(file, deal).clauses[0].text == "没有标题的一句话"


def test_unwritten_clauses_are_not_sent(file: File) -> None:
    deal = file.deal()
    contract = file.do(start_contract, deal)
    with pytest.raises(Refused, match="“交付”还没有写完") as refused:
        file.do(send_contract, contract)
    assert refused.value.remedies[0].target == "contract.contract.unwritten"
    complete(file, deal)
    file.do(send_contract, contract)
    assert [version.status for version in sheet_of(file, deal).state.versions] == [VersionStatus.SENT]
    file.do(edit_contract_clause, sheet_of(file, deal).clauses[0].id, title="合同标的")
    assert [version.stale for version in sheet_of(file, deal).state.versions] == [True]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount_fen": -1}, "负数"),
        ({"copies": 0}, "至少一份"),
        ({"effective_on": date(2027, 1, 2), "ends_on": date(2027, 1, 1)}, "早于"),
    ],
)
def test_impossible_facts_are_refused(file: File, values: dict[str, object], said: str) -> None:
    deal = file.deal()
    file.do(start_contract, deal)
    with pytest.raises(Refused, match=said):
        file.do(edit_contract, deal, **values)


def test_risks_are_ticked_with_a_note(file: File) -> None:
    deal = file.deal()
    file.do(start_contract, deal)
    assert len(sheet_of(file, deal).open_risks) == len(sheet_of(file, deal).risks) > 5
    file.do(edit_risk, deal, key="liability", checked=True, note="封顶 10%")
    file.do(edit_risk, deal, key="liability", note="封顶 5%")
    sheet = sheet_of(file, deal)
    liability = next(risk for risk in sheet.risks if risk.key == "liability")
    assert (liability.checked, liability.note) == (True, "封顶 5%")
    assert liability.title not in sheet.open_risks


def test_company_drafts_with_its_own_clauses(file: File) -> None:
    (file.folder / FILE).write_text(
        '[[clauses]]\ntitle = "供货"\ntext = "向{客户}供货。"\n[[risks]]\nkey = "credit"\ntitle = "信用"\n',
        encoding="utf-8",
    )
    deal = file.deal()
    file.do(start_contract, deal)
    sheet = sheet_of(file, deal)
    assert [(clause.title, clause.text) for clause in sheet.clauses] == [("供货", "向苏州恒力精密有限公司供货。")]
    assert sheet.open_risks == ("信用",)
    (file.folder / FILE).write_text("[[clauses", encoding="utf-8")
    assert "TOML" in sheet_of(file, deal).fault


def statements(file: File, deal: str) -> int:
    """Return how many statements it takes to read the sheet."""
    count = 0

    def add(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "before_cursor_execute", add)
    try:
        file.ask(contract_sheet, deal)
    finally:
        event.remove(Engine, "before_cursor_execute", add)
    return count


def test_number_of_statements_does_not_grow(file: File) -> None:
    deal = negotiated(file)
    contract = file.do(start_contract, deal)
    before = statements(file, deal)
    file.add(*(ContractClause(contract_id=contract, title=str(number), position=99) for number in range(50)))
    assert statements(file, deal) == before <= 12
