"""Change orders: once signed they change scope, price and dates to the fen and the day, and are never altered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceClause,
    ChangeItem,
    ChangeOrder,
    Contract,
    Deal,
    Payment,
    Project,
    VersionStatus,
    new_id,
)
from desktop_crm.operations.acceptance_checks import accept, record_check
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.changes import (
    add_change_items,
    change_clause,
    edit_change,
    edit_change_item,
    move_change_item,
    remove_change,
    remove_change_item,
    send_change,
    sign_change,
    start_change,
)
from desktop_crm.operations.milestones import add_milestones, finish_milestone
from desktop_crm.operations.payments import plan_payments, spread_payments
from desktop_crm.operations.projects import edit_project, start_project
from desktop_crm.operations.receipts import receive_payment
from desktop_crm.queries.acceptances import acceptance_sheet
from desktop_crm.queries.changes import Change, ContractNow, change_sheet
from desktop_crm.queries.payments import PaymentPlan, payment_plan
from desktop_crm.queries.projects import project_sheet
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from tests.make import File

TOTAL = 80_000_001
LINE = "30% 预付款 签约后；60% 验收款 验收后；10% 质保金 2027-03-01"


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with time_machine.travel(date(2026, 3, 2), tick=False):
        yield


@pytest.fixture
def deal(file: File) -> str:
    return signed_deal(file)


def signed_deal(file: File, **values: Any) -> str:
    made = file.deal(amount_fen=TOTAL)
    contract = {"status": VersionStatus.CONFIRMED, "amount_fen": TOTAL, "deliver_by": date(2026, 6, 30)}
    file.add(Contract(id=new_id(), deal_id=made, confirmed_on=date(2026, 3, 1), **contract | values))
    return made


def draft(file: File, deal: str, **values: Any) -> str:
    order = file.do(start_change, deal)
    return file.do(edit_change, order, **{"reason": "总经理要求"} | values)


def sign(file: File, deal: str, **values: Any) -> str:
    return file.do(sign_change, draft(file, deal, **values), confirmed_by="王建国")


def now(file: File, deal: str) -> ContractNow:
    return file.ask(change_sheet, deal).contract


def plan(file: File, deal: str) -> PaymentPlan:
    return file.ask(payment_plan, deal)


def latest(file: File, deal: str) -> Change:
    return file.ask(change_sheet, deal).changes[0]


def take_back(file: File) -> None:
    with file.store.read() as session:
        step = undo.undo_step(session)
    assert step is not None
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)


def amount(file: File, deal: str) -> int | None:
    return file.ask(lambda session: session.get_one(Deal, deal).amount_fen)


# Price


def test_more_money_is_an_instalment_of_its_own(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    order = sign(file, deal, price_fen=2_800_000)
    assert (now(file, deal).original_fen, now(file, deal).total_fen) == (TOTAL, TOTAL + 2_800_000)
    assert amount(file, deal) == TOTAL + 2_800_000
    made = plan(file, deal)
    assert [one.amount_fen for one in made.instalments] == [24_000_000, 48_000_001, 8_000_000, 2_800_000]
    assert (made.instalments[-1].name, made.instalments[-1].from_change) == ("变更款（变更 1）", True)
    assert file.ask(lambda session: session.get_one(Payment, made.instalments[-1].id).change_order_id) == order
    assert made.unplanned_fen == 0


def test_less_money_lowers_the_last_instalments_that_are_open(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    sign(file, deal, price_fen=-10_000_000)
    made = plan(file, deal)
    assert [(one.name, one.amount_fen, one.share) for one in made.instalments] == [
        ("预付款", 24_000_000, None), ("验收款", 46_000_001, None),
    ]  # fmt: skip
    assert (made.unplanned_fen, amount(file, deal)) == (0, TOTAL - 10_000_000)


def test_never_below_what_came_in(file: File, deal: str) -> None:
    first, second, _ = file.do(plan_payments, deal, line=LINE)
    file.do(receive_payment, first)
    file.do(receive_payment, second, amount_fen=40_000_000)
    order = draft(file, deal, price_fen=-16_000_002)
    with pytest.raises(Refused, match=r"还没付的只有 ¥160,000\.01") as refused:
        file.do(sign_change, order, confirmed_by="王建国")
    assert [remedy.target for remedy in refused.value.remedies] == [
        "delivery.changes.price_fen", "contract.payments.due",
    ]  # fmt: skip
    assert now(file, deal).total_fen == TOTAL
    file.do(edit_change, order, price_fen=-16_000_001)
    file.do(sign_change, order, confirmed_by="王建国")
    assert [(one.amount_fen, one.paid) for one in plan(file, deal).instalments] == [
        (24_000_000, True), (40_000_000, True),
    ]  # fmt: skip


def test_a_plan_with_room_left_is_lowered_only_as_far_as_it_exceeds(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line="90%")
    before = plan(file, deal).planned_fen
    sign(file, deal, price_fen=-5_000_000)
    assert plan(file, deal).planned_fen == before
    sign(file, deal, price_fen=-5_000_000)
    assert plan(file, deal).planned_fen == TOTAL - 10_000_000


def test_a_plan_made_after_the_changes_brings_what_the_contract_is_now(file: File, deal: str) -> None:
    sign(file, deal, price_fen=3_000_000)
    sign(file, deal, price_fen=-1_000_000)
    assert plan(file, deal).instalments == ()
    file.do(plan_payments, deal, line=LINE)
    assert plan(file, deal).unplanned_fen == 0
    sign(file, deal, price_fen=-1_000_000)
    file.do(plan_payments, deal, line="5:5")
    file.do(spread_payments, deal)
    assert plan(file, deal).planned_fen == TOTAL + 1_000_000


def test_a_price_needs_a_signed_contract(file: File) -> None:
    bare = file.deal()
    order = draft(file, bare, price_fen=100)
    with pytest.raises(Refused, match="已签署") as refused:
        file.do(sign_change, order, confirmed_by="王建国")
    assert refused.value.remedies[0].target == "contract.signing.sign"
    file.do(edit_change, order, price_fen=0, days=3)
    file.do(sign_change, order, confirmed_by="王建国")
    assert amount(file, bare) == 80_000_000


def test_a_price_below_nothing_is_refused(file: File, deal: str) -> None:
    with pytest.raises(Refused, match="减不了这么多"):
        sign(file, deal, price_fen=-TOTAL - 1)
    sign(file, deal, price_fen=-TOTAL)
    assert now(file, deal).total_fen == 0


# Dates


def test_open_milestones_and_the_end_move_to_working_days(file: File, deal: str) -> None:
    file.do(start_project, deal)
    file.do(edit_project, deal, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30))
    goods, _, _ = file.do(add_milestones, deal, texts=["到货 2026-03-02", "安装 2026-04-24", "上线"])
    file.do(finish_milestone, goods)
    sign(file, deal, days=7)
    sheet = file.ask(project_sheet, deal)
    # The 1st to 5th of May are a holiday.
    assert [(step.planned_on, step.due_on) for step in sheet.steps] == [
        (date(2026, 3, 2), date(2026, 3, 2)), (date(2026, 4, 24), date(2026, 5, 6)), (None, None),
    ]  # fmt: skip
    assert sheet.plan.ends_on == date(2026, 7, 7)
    assert (now(file, deal).original_on, now(file, deal).deliver_by) == (date(2026, 6, 30), date(2026, 7, 7))
    sign(file, deal, days=-7)
    assert file.ask(project_sheet, deal).steps[1].due_on == date(2026, 4, 29)


def test_the_end_stays_behind_the_beginning(file: File, deal: str) -> None:
    file.add(Project(deal_id=deal, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6)))
    with pytest.raises(Refused, match="早于开始日期") as refused:
        sign(file, deal, days=-30)
    assert refused.value.remedies[0].target == "delivery.changes.days"


# Scope


def test_clauses_are_brought_replaced_and_taken_out(file: File, deal: str) -> None:
    old, gone, kept = file.do(add_acceptance_clauses, deal, texts=["采集 4 条产线", "纸质日报", "看板"])
    file.do(record_check, old, result="passed")
    order = draft(file, deal)
    file.do(add_change_items, order, texts=["55 寸看板一块"])
    altered = file.do(change_clause, order, clause_id=old)
    file.do(edit_change_item, altered, text="采集 6 条产线", standard="延迟 1 分钟内")
    file.do(change_clause, order, clause_id=gone, kind="remove")
    with pytest.raises(Refused, match="已经写了"):
        file.do(change_clause, order, clause_id=gone)
    file.do(sign_change, order, confirmed_by="王建国")
    sheet = file.ask(acceptance_sheet, deal)
    assert [(one.text, one.standard, one.result) for one in sheet.clauses] == [
        ("采集 6 条产线", "延迟 1 分钟内", "pending"), ("看板", "", "pending"), ("55 寸看板一块", "", "pending"),
    ]  # fmt: skip
    assert sheet.clauses[1].id == kept
    lines = latest(file, deal).lines
    assert [(line.kind, line.text, line.was) for line in lines] == [
        ("add", "55 寸看板一块", ""), ("alter", "采集 6 条产线", "采集 4 条产线"), ("remove", "纸质日报", "纸质日报"),
    ]  # fmt: skip


def test_a_deal_without_acceptance_gets_one(file: File, deal: str) -> None:
    order = draft(file, deal)
    file.do(add_change_items, order, texts=["看板"])
    file.do(sign_change, order, confirmed_by="王建国")
    assert [one.text for one in file.ask(acceptance_sheet, deal).clauses] == ["看板"]
    found = file.ask(lambda session: session.get_one(AcceptanceClause, file.ask(acceptance_sheet, deal).clauses[0].id))
    assert found.change_order_id == order


def test_what_is_accepted_keeps_its_clauses(file: File, deal: str) -> None:
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["看板"])
    file.do(record_check, clause, result="passed")
    file.do(accept, deal)
    order = draft(file, deal, days=3)
    (item,) = file.do(add_change_items, order, texts=["第二块看板"])
    with pytest.raises(Refused, match="验收已于"):
        file.do(sign_change, order, confirmed_by="王建国")
    file.do(remove_change_item, item)
    file.do(sign_change, order, confirmed_by="王建国")


def test_two_changes_of_the_same_clause_cannot_both_be_signed(file: File, deal: str) -> None:
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["看板"])
    first, second = draft(file, deal), draft(file, deal)
    for order in (first, second):
        file.do(change_clause, order, clause_id=clause)
    file.do(sign_change, first, confirmed_by="王建国")
    with pytest.raises(Refused, match="已经不在了") as refused:
        file.do(sign_change, second, confirmed_by="王建国")
    assert refused.value.remedies[0].target == "delivery.changes.items"
    file.do(edit_change_item, latest(file, deal).lines[0].id, kind="add")
    file.do(sign_change, second, confirmed_by="王建国")
    assert len(file.ask(acceptance_sheet, deal).clauses) == 2


# The paper


def test_it_says_why_and_what_before_it_goes_out(file: File, deal: str) -> None:
    order = file.do(start_change, deal, title="加看板")
    for values, said, place in (({"days": 1}, "为什么", "reason"), ({"days": 0, "reason": "x"}, "没有改动", "items")):
        file.do(edit_change, order, **values)
        with pytest.raises(Refused, match=said) as refused:
            file.do(send_change, order)
        assert refused.value.remedies[0].target == f"delivery.changes.{place}"
    file.do(edit_change, order, days=2)
    file.do(send_change, order)
    file.do(edit_change, order, note="毛利够")
    assert latest(file, deal).status == "sent"
    file.do(edit_change, order, days=3)
    assert latest(file, deal).stale
    with pytest.raises(Refused, match="重新发送"):
        file.do(sign_change, order, confirmed_by="王建国")
    file.do(send_change, order)
    with pytest.raises(Refused, match="是谁签"):
        file.do(sign_change, order, confirmed_by=" ")
    with pytest.raises(Refused, match="还没有到"):
        file.do(sign_change, order, confirmed_by="王建国", confirmed_on=date(2026, 3, 3))


def test_lines_are_arranged_and_the_draft_given_up(file: File, deal: str) -> None:
    order = draft(file, deal)
    first, second = file.do(add_change_items, order, texts=["一", "二"])
    file.do(move_change_item, second, place=0)
    assert [line.id for line in latest(file, deal).lines] == [second, first]
    file.do(remove_change, order)
    assert file.ask(change_sheet, deal).changes == ()
    file.do(start_change, deal)
    assert latest(file, deal).serial == 1


def test_a_signed_change_is_never_altered(file: File, deal: str) -> None:
    order = draft(file, deal, days=1)
    (item,) = file.do(add_change_items, order, texts=["看板"])
    file.do(sign_change, order, confirmed_by="王建国")
    attempts: tuple[tuple[Any, str, dict[str, Any]], ...] = (
        (edit_change, order, {"reason": "x"}), (edit_change, order, {"note": "x"}), (remove_change, order, {}),
        (send_change, order, {}), (sign_change, order, {"confirmed_by": "x"}), (edit_change_item, item, {"text": "x"}),
        (add_change_items, order, {"texts": ["x"]}), (move_change_item, item, {"place": 0}),
        (remove_change_item, item, {}),
    )  # fmt: skip
    for operation, row, values in attempts:
        with pytest.raises(Refused, match="已冻结") as refused:
            file.do(operation, row, **values)
        assert refused.value.remedies[0].target == "delivery.changes.new"


@pytest.mark.parametrize("model", [ChangeOrder, ChangeItem])
def test_not_even_an_operation_to_come_alters_it(file: File, deal: str, model: type[Any]) -> None:
    order = draft(file, deal)
    (item,) = file.do(add_change_items, order, texts=["看板"])
    file.do(sign_change, order, confirmed_by="王建国")

    def alter(session: Session) -> None:
        row = session.get_one(model, order if model is ChangeOrder else item)
        setattr(row, "title" if model is ChangeOrder else "text", "x")

    with pytest.raises(Refused, match="已冻结"):
        file.store.write("x", "x", alter)


def test_one_step_takes_all_of_it_back(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    file.do(start_project, deal)
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["看板"])
    file.do(add_milestones, deal, texts=["上线 2026-05-20"])
    order = draft(file, deal, price_fen=-9_000_000, days=10)
    file.do(change_clause, order, clause_id=clause)
    before = everything(file, deal)
    file.do(sign_change, order, confirmed_by="王建国")
    assert everything(file, deal) != before
    take_back(file)
    assert everything(file, deal) == before
    file.do(edit_change, order, days=1)


def everything(file: File, deal: str) -> tuple[object, ...]:
    return (
        now(file, deal), plan(file, deal), amount(file, deal), file.ask(project_sheet, deal),
        file.ask(acceptance_sheet, deal), file.ask(change_sheet, deal),
    )  # fmt: skip


@pytest.fixture(scope="module")
def shared() -> Iterator[File]:
    with TemporaryDirectory() as folder:
        made = File(Path(folder))
        yield made
        made.close()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-40_000_000, 40_000_000), st.integers(-20, 40)), min_size=1, max_size=5),
    st.sampled_from([LINE, "5:5", "预付款 10万；余款"]),
)
def test_contract_and_instalments_agree_after_any_changes(
    shared: File, changes: list[tuple[int, int]], line: str
) -> None:
    deal = signed_deal(shared)
    shared.do(plan_payments, deal, line=line)
    shared.do(add_milestones, deal, texts=["上线 2026-05-20"])
    states, total = [everything(shared, deal)], TOTAL
    for price_fen, days in changes:
        order = draft(shared, deal, price_fen=price_fen, days=days or 1)
        states[-1] = everything(shared, deal)
        if total + price_fen < 0:
            with pytest.raises(Refused):
                shared.do(sign_change, order, confirmed_by="王建国")
            continue
        shared.do(sign_change, order, confirmed_by="王建国")
        total += price_fen
        states.append(everything(shared, deal))
        found = now(shared, deal)
        assert found.total_fen == TOTAL + sum(change.price_fen for change in found.changes) == total
        assert amount(shared, deal) == plan(shared, deal).planned_fen == total
        assert all(one.amount_fen is None or one.amount_fen > 0 for one in plan(shared, deal).instalments)
    if len(states) > 1 and shared.ask(change_sheet, deal).changes[0].signed:
        take_back(shared)
        assert everything(shared, deal) == states[-2]


def test_a_change_without_acceptance_row_leaves_none_behind(file: File, deal: str) -> None:
    sign(file, deal, days=3)
    assert file.ask(lambda session: session.query(Acceptance).count()) == 0
