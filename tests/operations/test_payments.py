"""Payments: one typed line becomes a plan to the fen, events make instalments due, money comes in parts or too much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from desktop_crm.models import (
    Acceptance,
    ChangeOrder,
    ClauseKind,
    Contract,
    ContractClause,
    Memo,
    MemoClause,
    Payment,
    VersionStatus,
    new_id,
)
from desktop_crm.operations.acceptance_checks import accept, record_check, reopen_acceptance
from desktop_crm.operations.acceptances import add_acceptance_clauses
from desktop_crm.operations.milestones import add_milestones, finish_milestone, reopen_milestone
from desktop_crm.operations.payment_days import due_from
from desktop_crm.operations.payments import (
    add_payments,
    edit_payment,
    move_payment,
    plan_payments,
    remove_payment,
    spread_payments,
    take_over_terms,
)
from desktop_crm.operations.receipts import edit_receipt, receive_payment, remove_receipt
from desktop_crm.queries.payments import Instalment, PaymentPlan, payment_plan
from desktop_crm.refusal import Refused
from desktop_crm.store import undo
from tests.make import File

LINE = "30% 预付款 签约后5个工作日；60% 验收后10天；10% 质保金 2027-03-01"
TOTAL = 80_000_001  # does not divide

pytestmark = pytest.mark.usefixtures("_monday")


@pytest.fixture
def _monday() -> Iterator[None]:
    with time_machine.travel(date(2026, 3, 2), tick=False):
        yield


@pytest.fixture
def deal(file: File) -> str:
    return file.deal(amount_fen=TOTAL)


def plan(file: File, deal: str) -> PaymentPlan:
    return file.ask(payment_plan, deal)


def one(file: File, deal: str, place: int) -> Instalment:
    return plan(file, deal).instalments[place]


def sign(file: File, deal: str, day: date, amount: int = TOTAL) -> str:
    return file.add(
        Contract(
            id=new_id(), deal_id=deal, status=VersionStatus.CONFIRMED, amount_fen=amount, confirmed_on=day, sent_on=day
        )
    )


def test_a_line_becomes_a_plan_that_adds_up(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    made = plan(file, deal)
    assert [(each.name, each.share, each.amount_fen, each.due_on) for each in made.instalments] == [
        ("预付款", 300, 24_000_000, None),
        ("验收款", 600, 48_000_001, None),
        ("质保金", 100, 8_000_000, date(2027, 3, 1)),
    ]
    assert made.planned_fen == TOTAL
    assert made.unplanned_fen == 0


def test_a_second_line_takes_the_place_of_the_first(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    file.do(plan_payments, deal, line="5:5")
    assert [each.amount_fen for each in plan(file, deal).instalments] == [40_000_001, 40_000_000]
    with file.store.read() as session:
        step = undo.undo_step(session)
    assert step is not None
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)
    assert [each.name for each in plan(file, deal).instalments] == ["预付款", "验收款", "质保金"]


def test_amounts_and_a_rest(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line="预付款 10万 签约后；余款 验收后")
    assert [each.amount_fen for each in plan(file, deal).instalments] == [10_000_000, TOTAL - 10_000_000]
    with pytest.raises(Refused, match="没有余款"):
        file.do(plan_payments, deal, line="预付款 100万；余款")
    bare = file.deal(amount_fen=None)
    with pytest.raises(Refused, match="还没有合同金额"):
        file.do(plan_payments, bare, line="预付款 10万；余款")
    file.do(plan_payments, bare, line="30%；70%")
    assert [each.amount_fen for each in plan(file, bare).instalments] == [None, None]


def test_what_is_not_understood_is_said(file: File, deal: str) -> None:
    with pytest.raises(Refused, match="没有写比例或金额") as refused:
        file.do(plan_payments, deal, line="看情况付")
    assert refused.value.remedies[0].target == "contract.payments.plan"


def test_the_terms_of_memo_and_contract_are_taken_over(file: File, deal: str) -> None:
    with pytest.raises(Refused, match="付款条款"):
        file.do(take_over_terms, deal)
    memo = file.add(Memo(id=new_id(), deal_id=deal))
    file.add(MemoClause(memo_id=memo, kind=ClauseKind.PAYMENT, text="签约后付 30%；验收后 10 天付 70%"))
    file.do(take_over_terms, deal)
    assert [(each.name, each.share) for each in plan(file, deal).instalments] == [("预付款", 300), ("验收款", 700)]
    contract = sign(file, deal, date(2026, 2, 27), 50_000_000)
    file.add(ContractClause(contract_id=contract, kind=ClauseKind.PAYMENT, text="签约后 3 日内付 100%。以电汇支付。"))
    file.do(take_over_terms, deal)
    (whole,) = plan(file, deal).instalments
    assert (whole.name, whole.amount_fen, whole.due_on) == ("全款", 50_000_000, date(2026, 3, 2))


def test_signing_makes_the_first_instalment_due(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    file.store.write("x", "x", lambda session: due_from(session, deal, "signing", date(2026, 3, 2)))
    assert [each.due_on for each in plan(file, deal).instalments] == [date(2026, 3, 9), None, date(2027, 3, 1)]


def test_a_plan_made_after_signing_knows_its_days(file: File, deal: str) -> None:
    sign(file, deal, date(2026, 2, 27))
    file.add(Acceptance(deal_id=deal, accepted_on=date(2026, 3, 1)))
    file.do(plan_payments, deal, line=LINE)
    assert [each.due_on for each in plan(file, deal).instalments][:2] == [
        date(2026, 3, 5),
        date(2026, 3, 11),
    ]  # Saturday the 28th is worked


def test_acceptance_makes_its_instalment_due_and_reopening_waits_again(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    (clause,) = file.do(add_acceptance_clauses, deal, texts=["节拍"])
    file.do(record_check, clause, result="passed")
    file.do(accept, deal)
    assert one(file, deal, 1).due_on == date(2026, 3, 12)
    file.do(reopen_acceptance, deal)
    assert one(file, deal, 1).due_on is None


@pytest.mark.parametrize("plan_first", [True, False])
def test_a_milestone_done_makes_its_instalment_due(file: File, deal: str, plan_first: bool) -> None:
    line = "50% 签约后；50% 系统上线后10天"
    if plan_first:
        file.do(plan_payments, deal, line=line)
    goods, live = file.do(add_milestones, deal, texts=["到货 3月20日", "上线 4月30日"])
    if not plan_first:
        file.do(plan_payments, deal, line=line)
    waiting = one(file, deal, 1)
    assert (waiting.milestone, waiting.expected_on, waiting.due_on) == ("上线", date(2026, 4, 30), None)
    file.do(finish_milestone, goods)
    assert one(file, deal, 1).due_on is None
    file.do(finish_milestone, live, done_on=date(2026, 3, 1))
    assert one(file, deal, 1).due_on == date(2026, 3, 11)
    file.do(reopen_milestone, live)
    assert one(file, deal, 1).due_on is None


def test_instalments_are_changed_one_by_one(file: File, deal: str) -> None:
    first, second, third = file.do(plan_payments, deal, line=LINE)
    file.do(edit_payment, first, share=200)
    assert plan(file, deal).unplanned_fen == 8_000_001
    file.do(edit_payment, second, amount_fen=30_000_000)
    assert one(file, deal, 1).share is None
    file.do(edit_payment, first, condition="2026-03-20前")
    assert one(file, deal, 0).due_on == date(2026, 3, 20)
    file.do(move_payment, third, place=0)
    assert [each.id for each in plan(file, deal).instalments] == [third, first, second]
    file.do(remove_payment, third)
    assert [each.id for each in plan(file, deal).instalments] == [first, second]
    for values, said in (({"amount_fen": 0}, "大于 0"), ({"share": 1001}, "100%"), ({"name": " "}, "名称")):
        with pytest.raises(Refused, match=said):
            file.do(edit_payment, first, **values)
    with pytest.raises(KeyError):
        file.do(edit_payment, first, deal_id="x")


def test_lines_are_added_but_never_beyond_the_whole(file: File, deal: str) -> None:
    (first,) = file.do(plan_payments, deal, line="30% 预付款")
    file.do(add_payments, deal, texts=["40% 到货款", "余款 验收后"])
    assert [(each.name, each.share) for each in plan(file, deal).instalments] == [
        ("预付款", 300),
        ("到货款", 400),
        ("验收款", 300),
    ]
    assert plan(file, deal).planned_fen == TOTAL
    with pytest.raises(Refused, match="超过了 100%"):
        file.do(add_payments, deal, texts=["100%"], after=first)


def test_a_new_price_is_spread_anew(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    sign(file, deal, date(2026, 3, 1), 100_000_000)
    assert plan(file, deal).unplanned_fen == 100_000_000 - TOTAL
    file.do(spread_payments, deal)
    made = plan(file, deal)
    assert (made.unplanned_fen, made.price.source) == (0, "signed")
    assert [each.amount_fen for each in made.instalments] == [30_000_000, 60_000_000, 10_000_000]
    with pytest.raises(Refused, match="合同金额"):
        file.do(spread_payments, file.deal(amount_fen=None))


def test_what_signed_changes_brought_stays(file: File, deal: str) -> None:
    file.do(plan_payments, deal, line=LINE)
    order = file.add(
        ChangeOrder(id=new_id(), deal_id=deal, status=VersionStatus.CONFIRMED, title="加一台", price_fen=5_000_000)
    )
    file.add(Payment(deal_id=deal, name="变更款", amount_fen=5_000_000, change_order_id=order, position=3))
    assert plan(file, deal).unplanned_fen == 0
    file.do(plan_payments, deal, line="5:5")
    assert [each.name for each in plan(file, deal).instalments] == ["预付款", "尾款", "变更款"]
    assert plan(file, deal).unplanned_fen == 0


def test_money_comes_in_parts(file: File, deal: str) -> None:
    first, *_ = file.do(plan_payments, deal, line=LINE)
    file.do(receive_payment, first, amount_fen=10_000_000)
    now = one(file, deal, 0)
    assert (now.received_fen, now.left_fen, now.paid) == (10_000_000, 14_000_000, False)
    file.do(receive_payment, first, method="支票", note="背书")
    now = one(file, deal, 0)
    assert (now.left_fen, now.paid, now.receipts[-1].method) == (0, True, "支票")
    with pytest.raises(Refused, match="已经收齐"):
        file.do(receive_payment, first)


def test_more_than_due_counts_for_what_follows(file: File, deal: str) -> None:
    first, *_ = file.do(plan_payments, deal, line=LINE)
    made = file.do(receive_payment, first, amount_fen=30_000_000)
    assert len(made) == 2
    assert [each.received_fen for each in plan(file, deal).instalments] == [24_000_000, 6_000_000, 0]
    assert one(file, deal, 1).receipts[0].note == "随“预付款”一并到账"


def test_more_than_the_whole_plan_is_refused_with_the_sum(file: File, deal: str) -> None:
    *_, last = file.do(plan_payments, deal, line=LINE)
    with pytest.raises(Refused, match=r"多出 ¥0\.01") as refused:
        file.do(receive_payment, last, amount_fen=TOTAL + 1)
    assert [remedy.target for remedy in refused.value.remedies] == [
        "contract.payments.add", f"contract.payments.receive:{last}",
    ]  # fmt: skip
    assert plan(file, deal).received_fen == 0
    file.do(receive_payment, last, amount_fen=TOTAL)  # counts for those before, too
    assert plan(file, deal).left_fen == 0


def test_receipts_are_corrected(file: File, deal: str) -> None:
    first, *_ = file.do(plan_payments, deal, line=LINE)
    (receipt,) = file.do(receive_payment, first, amount_fen=10_000_000)
    file.do(edit_receipt, receipt, amount_fen=20_000_000, received_on=date(2026, 2, 28))
    assert one(file, deal, 0).received_fen == 20_000_000
    with pytest.raises(Refused, match=r"多出 ¥10,000\.00"):
        file.do(edit_receipt, receipt, amount_fen=25_000_000)
    with pytest.raises(Refused, match="大于 0"):
        file.do(edit_receipt, receipt, amount_fen=0)
    with pytest.raises(Refused, match="还没有到"):
        file.do(edit_receipt, receipt, received_on=date(2026, 3, 3))
    file.do(remove_receipt, receipt)
    assert one(file, deal, 0).received_fen == 0


def test_what_came_in_keeps_its_instalment(file: File, deal: str) -> None:
    first, *_ = file.do(plan_payments, deal, line=LINE)
    file.do(receive_payment, first, amount_fen=1)
    with pytest.raises(Refused, match="已有到账"):
        file.do(remove_payment, first)
    with pytest.raises(Refused, match="已有到账"):
        file.do(plan_payments, deal, line="5:5")


@pytest.mark.parametrize(
    ("values", "said"), [({"amount_fen": 0}, "大于 0"), ({"received_on": date(2026, 3, 3)}, "还没有到")]
)
def test_impossible_receipts_are_refused(file: File, deal: str, values: dict[str, object], said: str) -> None:
    first, *_ = file.do(plan_payments, deal, line=LINE)
    with pytest.raises(Refused, match=said):
        file.do(receive_payment, first, **values)


def test_an_instalment_without_amount_asks_for_it(file: File) -> None:
    bare = file.deal(amount_fen=None)
    first, _ = file.do(plan_payments, bare, line="5:5")
    with pytest.raises(Refused, match="还没有金额"):
        file.do(receive_payment, first)


def test_lateness_is_counted_in_days(file: File, deal: str) -> None:
    *_, last = file.do(plan_payments, deal, line=LINE)
    file.do(edit_payment, last, due_on=date(2026, 2, 20))
    today = date(2026, 3, 2)
    assert (one(file, deal, 2).days_late(today), plan(file, deal).late_fen(today)) == (10, 8_000_000)
    file.do(receive_payment, last)
    assert (one(file, deal, 2).days_late(today), plan(file, deal).late_fen(today)) == (0, 0)
