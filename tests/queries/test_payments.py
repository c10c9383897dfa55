"""Money that is due, over the whole file: for finance by pages, on cards, today, in the calendar and as records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event

from desktop_crm.models import Deal, Member, Milestone, Payment, Receipt, new_id
from desktop_crm.operations.receipts import receive_payment
from desktop_crm.queries.board import BoardFilter, Column, pages
from desktop_crm.queries.calendar import CalendarFilter, Span
from desktop_crm.queries.calendar_sources import calendar
from desktop_crm.queries.clocks import deal_clocks
from desktop_crm.queries.payment_list import PaymentsWanted, due_payments, payment_records, payment_sum
from desktop_crm.queries.payments import payment_plan
from desktop_crm.queries.today import Wanted, today
from tests.make import File

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("_monday")


@pytest.fixture
def _monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def signed(file: File, **values: Any) -> str:
    stage = next(stage for stage in file.playbooks.default.stages if stage.phase == "delivery")
    return file.deal(stage=stage.key, **values)


def owe(file: File, deal: str, due: date | None, amount: int | None = 10_000_00, **values: Any) -> str:
    return file.add(Payment(id=new_id(), deal_id=deal, name="验收款", amount_fen=amount, due_on=due, **values))


def paid(file: File, payment: str, amount: int) -> None:
    file.add(Receipt(payment_id=payment, deal_id=None, amount_fen=amount, received_on=TODAY))


def days(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def test_what_is_owed_comes_by_pages_the_oldest_first(file: File) -> None:
    deal = signed(file)
    made = [owe(file, deal, days(-ahead)) for ahead in range(1, 8)]
    partly = owe(file, deal, days(-20))
    paid(file, partly, 4_000_00)
    done = owe(file, deal, days(-30))
    paid(file, done, 10_000_00)
    owe(file, deal, days(-5), amount=None)  # not known yet
    gone = signed(file, number="Z2")
    owe(file, gone, days(-9))
    file.store.write("x", "x", lambda session: setattr(session.get(Deal, gone), "outcome", "lost"))
    wanted = PaymentsWanted(TODAY)
    first = file.ask(due_payments, wanted, limit=5)
    rest = file.ask(due_payments, wanted, after=first[-1].after, limit=5)
    assert [row.id for row in (*first, *rest)] == [partly, *reversed(made)]
    assert (first[0].left_fen, first[0].amount_fen, first[0].customer) == (6_000_00, 10_000_00, "苏州恒力精密有限公司")
    assert file.ask(payment_sum, wanted).count == 8
    assert file.ask(payment_sum, wanted).left_fen == 76_000_00
    assert file.ask(payment_sum, wanted, 3).count == 3


@pytest.mark.parametrize(
    ("standing", "expected"), [("late", [-1]), ("soon", [-1, 0, 3]), ("dated", [-1, 0, 3, 40]), ("waiting", [None])]
)
def test_instalments_are_asked_for_by_how_they_stand(file: File, standing: Any, expected: list[int | None]) -> None:
    deal = signed(file)
    for ahead in (-1, 0, 3, 40, None):
        owe(file, deal, None if ahead is None else days(ahead))
    found = file.ask(due_payments, PaymentsWanted(TODAY, standing))
    assert [row.due_on for row in found] == [None if ahead is None else days(ahead) for ahead in expected]


def test_each_sees_what_is_theirs(file: File) -> None:
    other = file.add(Member(id=new_id(), name="李雷"))
    owe(file, signed(file), days(-1))
    theirs = owe(file, signed(file, owner_id=other), days(-1))
    (row,) = file.ask(due_payments, PaymentsWanted(TODAY, "late", other))
    assert (row.id, row.owner) == (theirs, "李雷")


def test_cards_and_pane_show_money_and_milestones_that_are_near(file: File) -> None:
    late, near, far = (signed(file, number=number) for number in ("Z1", "Z2", "Z3"))
    owe(file, late, days(-2))
    file.add(Milestone(deal_id=near, name="上线", due_on=days(2)))
    owe(file, far, days(4))
    owe(file, file.deal(number="Z4"), days(-2))  # still a lead: nothing is signed
    states = {deal: file.ask(deal_clocks, deal, NOW) for deal in (late, near, far)}
    assert [(state.kind, state.phase, state.text) for state in states[late]] == [
        ("payment", "overdue", f"回款 {states[late][0].standing}")
    ]
    assert [(state.kind, state.phase) for state in states[near]] == [("milestone", "soon")]
    assert states[far] == ()
    stage = next(stage for stage in file.playbooks.default.stages if stage.phase == "delivery")
    (page,) = file.ask(pages, [Column(stages=(stage.key,))], BoardFilter(("full-cycle",)))
    kinds = {card.number: card.clock and card.clock.kind for card in page.cards}
    assert kinds == {"Z1": "payment", "Z2": "milestone", "Z3": None, "Z4": "first_contact"}


def test_a_board_asks_no_more_for_more_cards(file: File) -> None:
    stage = next(stage for stage in file.playbooks.default.stages if stage.phase == "delivery")

    def statements() -> int:
        count = 0

        def add(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(file.store.engine, "before_cursor_execute", add)
        file.ask(pages, [Column(stages=(stage.key,))], BoardFilter(("full-cycle",)))
        event.remove(file.store.engine, "before_cursor_execute", add)
        return count

    owe(file, signed(file), days(-1))
    few = statements()
    for _ in range(9):
        owe(file, signed(file), days(-1))
    assert statements() == few


def test_today_has_money_and_milestones(file: File) -> None:
    deal = signed(file)
    payment = owe(file, deal, days(-2))
    owe(file, deal, days(40))
    step = file.add(Milestone(id=new_id(), deal_id=deal, name="上线", due_on=days(1)))
    file.add(Milestone(deal_id=deal, name="到货", due_on=days(-9), done_on=days(-9)))
    parts = {part.kind: part for part in file.ask(today, Wanted(file.me, NOW)).parts}
    (item,) = parts["payment"].items
    assert (item.id, item.what, item.amount_fen, item.due_on) == (payment, "收验收款", 10_000_00, days(-2))
    (near,) = parts["milestone"].items
    assert (near.id, near.what, near.owner) == (step, "上线", "王敏")
    assert "clock" not in parts  # said once
    for place in range(30):
        owe(file, deal, days(-3 - place))
    parts = {part.kind: part for part in file.ask(today, Wanted("", NOW)).parts}
    assert (len(parts["payment"].items), parts["payment"].count) == (20, 31)


def test_the_calendar_has_both_on_their_days(file: File) -> None:
    deal = signed(file)
    owe(file, deal, days(5))
    paid(file, owe(file, deal, days(5)), 10_000_00)
    file.add(Milestone(deal_id=deal, name="上线", due_on=days(5)))
    found = file.ask(calendar, Span(TODAY, days(20)), CalendarFilter())
    assert {(entry.kind, entry.title, entry.planned) for entry in found.of(days(5))} == {
        ("payment", "验收款 1万", False), ("milestone", "上线", False),
    }  # fmt: skip
    only = file.ask(calendar, Span(TODAY, days(20)), CalendarFilter(kinds=frozenset({"milestone"}), text="ERP"))
    assert [(entry.kind, entry.hit) for entry in only.of(days(5))] == [("milestone", True)]
    assert file.ask(calendar, Span(TODAY, days(20)), CalendarFilter(owner="nobody")).total == 0


def test_records_are_printed(file: File) -> None:
    deal = signed(file, number="Z9")
    payment = owe(file, deal, days(-2), share=300, condition="验收后10天")
    owe(file, signed(file, number="Z8"), None, position=1)
    file.do(receive_payment, payment, amount_fen=4_000_00)
    (record,) = file.ask(payment_records, "Z9")
    assert (record.state, record.overdue_days, str(record.outstanding), str(record.share)) == ("late", 2, "6000", "0.3")
    file.do(receive_payment, payment)
    assert [found.state for found in file.ask(payment_records)] == ["paid", "waiting"]


def test_a_plan_is_read_in_a_fixed_number_of_statements(file: File) -> None:
    deal = signed(file)

    def statements() -> int:
        count = 0

        def add(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(file.store.engine, "before_cursor_execute", add)
        file.ask(payment_plan, deal)
        event.remove(file.store.engine, "before_cursor_execute", add)
        return count

    paid(file, owe(file, deal, days(1)), 1)
    few = statements()
    for _ in range(20):
        paid(file, owe(file, deal, days(1)), 1)
    assert statements() == few
