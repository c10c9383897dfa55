"""The letter of intent: begun from the memo, sent, signed, followed by the next version."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_crm.models import Memo, MemoClause, VersionStatus
from desktop_crm.operations.letters import (
    add_intent_clauses,
    confirm_letter,
    discard_letter,
    edit_intent_clause,
    edit_letter,
    move_intent_clause,
    remove_intent_clause,
    send_letter,
    start_letter,
)
from desktop_crm.queries.evidenced import evidenced
from desktop_crm.queries.letters import LetterSheet, letter_differences, letter_sheet
from desktop_crm.refusal import Refused
from tests.make import File


@pytest.fixture
def deal(file: File) -> str:
    customer = file.customer()
    return file.deal(customer, contact_id=file.contact(customer, "赵经理"), title="MES 一期", amount_fen=123_456_789)


def sheet(file: File, deal: str, version: str = "") -> LetterSheet:
    return file.ask(letter_sheet, deal, version_id=version)


def latest(file: File, deal: str) -> str:
    found = sheet(file, deal).state.latest
    assert found is not None
    return found.id


def test_a_letter_begins_with_what_the_memo_agreed(file: File, deal: str) -> None:
    memo = file.add(Memo(deal_id=deal, status=VersionStatus.CONFIRMED))
    file.add(
        MemoClause(memo_id=memo, kind="price", title="价格", text="总价 120 万", agreed=True),
        MemoClause(memo_id=memo, kind="payment", title="付款", text="还没谈拢", agreed=False),
    )
    file.do(start_letter, deal)
    begun = sheet(file, deal)
    assert (begun.project, begun.amount_fen) == ("MES 一期", 123_456_789)
    titles = [row.title for row in begun.clauses]
    assert titles[:2] == ["合作意向", "价格"]
    assert "付款" not in titles
    assert all(row.text for row in begun.clauses)


def test_a_second_letter_is_refused_with_the_way_to_the_first(file: File, deal: str) -> None:
    file.do(start_letter, deal)
    with pytest.raises(Refused) as refused:
        file.do(start_letter, deal)
    assert refused.value.remedies[0].target == "negotiation.intent"


def test_clauses_are_added_moved_and_struck_out(file: File, deal: str) -> None:
    file.do(start_letter, deal)
    first = sheet(file, deal).clauses[0].id
    (added,) = file.do(add_intent_clauses, deal, texts=["排他: 一个月内不与第三方签约", " "], after=first)
    assert [row.title for row in sheet(file, deal).clauses][:2] == ["合作意向", "排他"]
    file.do(move_intent_clause, added, place=0)
    assert sheet(file, deal).clauses[0].text == "一个月内不与第三方签约"
    file.do(remove_intent_clause, added)
    assert "排他" not in [row.title for row in sheet(file, deal).clauses]


def test_a_letter_with_an_empty_clause_does_not_leave(file: File, deal: str) -> None:
    file.do(start_letter, deal)
    clause = sheet(file, deal).clauses[0].id
    file.do(edit_intent_clause, clause, text="")
    with pytest.raises(Refused, match="合作意向"):
        file.do(send_letter, latest(file, deal))
    assert sheet(file, deal).state.latest is not None
    assert sheet(file, deal).state.versions[0].status == VersionStatus.DRAFT


def test_a_negative_amount_changes_nothing(file: File, deal: str) -> None:
    file.do(start_letter, deal)
    with pytest.raises(Refused):
        file.do(edit_letter, deal, amount_fen=-1)
    assert sheet(file, deal).amount_fen == 123_456_789


def test_signing_proves_the_checklist_item_and_freezes_the_version(file: File, deal: str) -> None:
    file.do(start_letter, deal)
    assert "intent_signed" not in file.ask(evidenced, deal)
    file.do(send_letter, latest(file, deal), sent_on=date(2026, 3, 2))
    file.do(confirm_letter, latest(file, deal), confirmed_by="赵经理", confirmed_on=date(2026, 3, 3))
    assert "intent_signed" in file.ask(evidenced, deal)
    signed = latest(file, deal)
    file.do(edit_letter, deal, next_step="两周内出合同")
    following = sheet(file, deal)
    assert [version.number for version in following.state.versions] == [1, 2]
    assert sheet(file, deal, signed).next_step == ""
    changed = file.ask(letter_differences, signed, latest(file, deal))
    assert [(found.what, found.new) for found in changed] == [("next_step", "两周内出合同")]
    file.do(discard_letter, latest(file, deal))
    assert latest(file, deal) == signed
