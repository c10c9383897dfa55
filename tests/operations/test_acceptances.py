"""Acceptance: clause by clause, in rounds, until all pass."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.models import AcceptanceClause, Contract, ContractClause, new_id
from desktop_crm.operations.acceptance_checks import accept, recheck, record_check, reopen_acceptance
from desktop_crm.operations.acceptances import (
    add_acceptance_clauses,
    edit_acceptance,
    edit_acceptance_clause,
    move_acceptance_clause,
    remove_acceptance_clause,
    take_over_clauses,
)
from desktop_crm.operations.changes import add_change_items, edit_change, send_change, sign_change, start_change
from desktop_crm.operations.negotiations import edit_memo_clause, start_memo
from desktop_crm.operations.requirements import (
    add_requirement_items,
    confirm_requirement,
    edit_requirement_item,
)
from desktop_crm.queries.acceptances import AcceptanceSheet, acceptance_sheet
from desktop_crm.queries.negotiations import memo_sheet
from desktop_crm.queries.requirements import requirement_sheet
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from tests.make import File

FAILED: dict[str, Any] = {
    "result": "failed",
    "cause": "夹具行程过长",
    "rectification": "换夹具",
    "rectify_by": date(2024, 5, 28),
}


def clauses(file: File, *texts: str) -> tuple[str, tuple[str, ...]]:
    deal = file.deal()
    return deal, file.do(add_acceptance_clauses, deal, texts=texts)


def sheet_of(file: File, deal: str) -> AcceptanceSheet:
    return file.ask(acceptance_sheet, deal)


def confirm_latest(file: File, deal: str) -> None:
    latest = file.ask(requirement_sheet, deal).state.latest
    assert latest is not None
    file.do(confirm_requirement, latest.id, confirmed_by="赵经理")


def test_promises_with_a_measure_are_taken_over_once(file: File) -> None:
    deal = file.deal()
    measured, _ = file.do(add_requirement_items, deal, kind="goal", texts=["人力成本降低", "好用"])
    (pain,) = file.do(add_requirement_items, deal, kind="pain", texts=["漏检"])
    file.do(edit_requirement_item, measured, measure="15%，以月报为准")
    file.do(edit_requirement_item, pain, measure="≤0.5%")
    confirm_latest(file, deal)
    # A draft that follows is nobody's promise yet.
    (later,) = file.do(add_requirement_items, deal, kind="need", texts=["多语言"])
    file.do(edit_requirement_item, later, measure="中英文")
    file.do(start_memo, deal)
    delivery = file.ask(memo_sheet, deal).clauses[2]
    file.do(edit_memo_clause, delivery.id, text="节拍不超过 20 秒")
    file.do(take_over_clauses, deal)
    assert [(clause.text, clause.standard) for clause in sheet_of(file, deal).clauses] == [
        ("交付标准", "节拍不超过 20 秒"),
        ("人力成本降低", "15%，以月报为准"),
    ]
    with pytest.raises(Refused):
        file.do(take_over_clauses, deal)


def signed_contract(file: File, deal: str) -> tuple[str, ...]:
    """Store a signed contract of five articles and return the ids of those that are checked at the acceptance."""
    contract = file.add(
        Contract(id=new_id(), deal_id=deal, number="HT-1", status="confirmed", confirmed_on=date(2024, 5, 1))
    )
    articles = (
        ("price", "合同总价", "72 万元"),
        ("service", "售后服务", "质保 24 个月"),
        ("acceptance", "验收", "连续运行 72 小时"),
        ("delivery", "", "改造四条产线"),
        ("delivery", "培训", ""),
    )
    ids = [
        file.add(ContractClause(id=new_id(), contract_id=contract, kind=kind, title=title, text=text, position=place))
        for place, (kind, title, text) in enumerate(articles)
    ]
    return ids[3], ids[2], ids[1]


def test_a_signed_contract_comes_first_and_takes_the_memos_place(file: File) -> None:
    deal = file.deal()
    file.do(start_memo, deal)
    file.do(edit_memo_clause, file.ask(memo_sheet, deal).clauses[2].id, text="节拍不超过 30 秒")
    file.do(add_requirement_items, deal, kind="need", texts=["对接金蝶"])
    delivery, acceptance, service = signed_contract(file, deal)
    file.do(take_over_clauses, deal)
    sheet = sheet_of(file, deal)
    assert sheet.contract_number == "HT-1"
    assert [(clause.text, clause.standard, clause.origin) for clause in sheet.clauses] == [
        ("改造四条产线", "改造四条产线", "合同第 4 条"),
        ("验收", "连续运行 72 小时", "合同第 3 条 验收"),
        ("售后服务", "质保 24 个月", "合同第 2 条 售后服务"),
        ("对接金蝶", "", ""),
    ]
    stored = file.ask(lambda session: session.scalars(select(AcceptanceClause.contract_clause_id)).all())
    assert set(stored) == {delivery, acceptance, service, ""}
    file.do(edit_acceptance_clause, sheet.clauses[1].id, text="连续运行", standard="72 小时无停机")
    with pytest.raises(Refused, match="已经在清单里"):
        file.do(take_over_clauses, deal)


def test_a_draft_of_a_contract_promises_nothing(file: File) -> None:
    deal = file.deal()
    contract = file.add(Contract(id=new_id(), deal_id=deal))
    file.add(ContractClause(contract_id=contract, kind="delivery", title="交付", text="四条产线"))
    with pytest.raises(Refused, match="没有可带入的条款"):
        file.do(take_over_clauses, deal)


def test_what_a_signed_change_brought_says_so(file: File) -> None:
    deal, _ = clauses(file, "节拍 20 秒")
    change = file.do(start_change, deal, title="加看板")
    file.do(edit_change, change, reason="总经理要看产量")
    file.do(add_change_items, change, texts=["55 寸看板"])
    file.do(send_change, change)
    file.do(sign_change, change, confirmed_by="赵经理")
    assert [(clause.text, clause.origin) for clause in sheet_of(file, deal).clauses] == [
        ("节拍 20 秒", ""),
        ("55 寸看板", "变更单 1"),
    ]


def test_a_need_is_taken_over_without_a_measure_and_never_twice(file: File) -> None:
    deal = file.deal()
    _, second = file.do(add_requirement_items, deal, kind="need", texts=["对接金蝶", "中英文界面"])
    file.do(edit_requirement_item, second, measure="全部菜单")
    file.do(take_over_clauses, deal)
    first, _ = sheet_of(file, deal).clauses
    file.do(edit_acceptance_clause, first.id, standard="凭证每日自动过账")
    file.do(add_requirement_items, deal, kind="need", texts=["扫码入库", "扫码入库"])
    file.do(take_over_clauses, deal)
    assert [(clause.text, clause.standard) for clause in sheet_of(file, deal).clauses] == [
        ("对接金蝶", "凭证每日自动过账"),
        ("中英文界面", "全部菜单"),
        ("扫码入库", ""),
    ]
    with pytest.raises(Refused, match="已经在清单里"):
        file.do(take_over_clauses, deal)


def test_with_nothing_promised_the_refusal_leads_to_where_promises_are_written(file: File) -> None:
    with pytest.raises(Refused) as refusal:
        file.do(take_over_clauses, file.deal())
    assert [remedy.target for remedy in refusal.value.remedies] == ["requirement.goals", "negotiation.memo"]


@pytest.mark.parametrize("left_out", ["cause", "rectification"])
def test_a_failure_says_why_and_what_is_done(file: File, left_out: str) -> None:
    _, (clause,) = clauses(file, "节拍 20 秒")
    with pytest.raises(Refused):
        file.do(record_check, clause, **FAILED | {left_out: " "})


def test_a_failed_clause_is_checked_again_until_it_passes_and_every_round_stays(file: File) -> None:
    deal, (clause,) = clauses(file, "节拍 20 秒")
    file.do(record_check, clause, **FAILED)
    with pytest.raises(Refused):
        file.do(record_check, clause, result="passed")
    file.do(recheck, clause)
    with pytest.raises(Refused):
        file.do(recheck, clause)
    assert sheet_of(file, deal).clauses[0].result == "pending"
    file.do(record_check, clause, **FAILED | {"cause": "气压不足"})
    file.do(recheck, clause)
    file.do(record_check, clause, result="passed", checked_by="老林", checked_on=date(2024, 5, 29))
    (found,) = sheet_of(file, deal).clauses
    assert [(check.round, check.result, check.cause, check.checked_by) for check in found.history] == [
        (1, "failed", "夹具行程过长", "王敏"),
        (2, "failed", "气压不足", "王敏"),
        (3, "passed", "", "老林"),
    ]
    for operation, values in (
        (recheck, {}),
        (record_check, {"result": "passed"}),
        (edit_acceptance_clause, {"text": "松一点"}),
    ):
        with pytest.raises(Refused):
            file.do(operation, clause, **values)


def test_the_words_of_a_failure_can_be_mended_within_its_round(file: File) -> None:
    deal, (clause,) = clauses(file, "节拍 20 秒")
    file.do(record_check, clause, **FAILED, checked_on=date(2024, 5, 20))
    file.do(record_check, clause, **FAILED | {"rectification": "换夹具并加传感器"})
    (check,) = sheet_of(file, deal).clauses[0].checks
    assert (check.round, check.rectification, check.checked_on) == (1, "换夹具并加传感器", date(2024, 5, 20))


def test_a_checked_clause_is_not_removed(file: File) -> None:
    deal, (first, second) = clauses(file, "一", "二")
    file.do(record_check, first, **FAILED)
    for _ in range(2):
        with pytest.raises(Refused):
            file.do(remove_acceptance_clause, first)
        if sheet_of(file, deal).clauses[0].result == "failed":
            file.do(recheck, first)
    file.do(remove_acceptance_clause, second)
    assert [clause.text for clause in sheet_of(file, deal).clauses] == ["一"]


def test_acceptance_waits_for_every_clause_and_names_those_that_are_open(file: File) -> None:
    deal, ids = clauses(file, "一", "二", "三", "四", "五")
    file.do(record_check, ids[0], result="passed")
    with pytest.raises(Refused, match="还有 4 条没有通过：“二”、“三”、“四”等"):
        file.do(accept, deal)
    for clause in ids[1:]:
        file.do(record_check, clause, result="passed")
    with pytest.raises(Refused):
        file.do(accept, deal, accepted_on=clock.today() + timedelta(1))
    file.do(accept, deal, accepted_on=date(2024, 6, 1), conclusion="同意验收")
    sheet = sheet_of(file, deal)
    assert (sheet.accepted_on, sheet.conclusion, sheet.count("passed")) == (date(2024, 6, 1), "同意验收", 5)


def test_nothing_to_accept_is_refused(file: File) -> None:
    with pytest.raises(Refused):
        file.do(accept, file.deal())


def test_a_concluded_acceptance_does_not_change_until_it_is_opened_again(file: File) -> None:
    deal, (clause,) = clauses(file, "一")
    file.do(record_check, clause, result="passed")
    file.do(accept, deal)
    for operation, row, values in (
        (edit_acceptance, deal, {"place": "苏州"}),
        (add_acceptance_clauses, deal, {"texts": ["二"]}),
        (move_acceptance_clause, clause, {"place": 0}),
        (remove_acceptance_clause, clause, {}),
        (accept, deal, {}),
    ):
        with pytest.raises(Refused, match="验收已于"):
            file.do(operation, row, **values)
    file.do(reopen_acceptance, deal)
    file.do(edit_acceptance, deal, place="苏州")
    assert sheet_of(file, deal).place == "苏州"
