"""Improvements: proposed with an owner and a day, done, looked at again, taken back; the figures by plain arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.improving import Found, find, measures, read_again
from desktop_crm.models import Improvement, Member
from desktop_crm.operations.improvements import (
    change_improvement,
    finish_improvement,
    measure_improvement,
    note_effect,
    propose_improvement,
    remove_improvement,
    reopen_improvement,
)
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.improvement_view import View, read_view
from desktop_crm.queries.improvements import (
    ImprovementLine,
    asking,
    improvement_records,
    improvements,
    improvements_on,
)
from desktop_crm.refusal import Refused
from desktop_crm.rules.improvements import Figure, Period
from desktop_crm.store import undo
from desktop_crm.system import clock
from tests.make import File

START = datetime(2026, 4, 1, 2, tzinfo=UTC)
MARCH = Filters(first=date(2026, 3, 1), last=date(2026, 3, 31))
DONE = date(2026, 4, 10)


@pytest.fixture(autouse=True)
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as found:
        yield found


@pytest.fixture
def company(file: File) -> File:
    """In March the fair brought 20 leads of which 2 were won, the website 30 of which 9; then the fair got better."""
    customer = file.customer()
    number = 0
    for day, source, leads, won in (
        (date(2026, 3, 10), "展会", 20, 2),
        (date(2026, 3, 11), "官网", 30, 9),
        (date(2026, 4, 20), "展会", 25, 10),  # in the 31 days that end on 11 May
        (date(2026, 4, 11), "展会", 3, 0),
        (date(2026, 5, 12), "展会", 5, 5),
    ):
        for place in range(leads):
            outcome = "won" if place < won else "open"
            file.deal(customer, number=f"Z{number}", source=source, acquired_on=day, outcome=outcome)
            number += 1
    return file


def found(file: File, chart: str = "conversion", row: str | None = "展会", column: str = "", **values: Any) -> Found:
    filters = values.pop("filters", MARCH)

    def read(session: Any) -> Found:
        made = CATALOGUE[chart].make(session, filters)
        line = made.find(row) if row is not None else None
        offered = measures(made, line, Period(filters.first, filters.last))
        chosen = made.column(column) if column else offered[0]
        return find(made, line, chosen, filters, scope=values.get("scope", ""), today=clock.today())

    return file.ask(read)


def propose(file: File, seen: Found, **values: Any) -> str:
    given = {"action": "展前先电话邀约", "owner_id": file.me, "due_on": DONE} | values
    return file.do(
        propose_improvement, finding=seen.sentence, chart=seen.chart, view=seen.view, before=seen.before, **given
    )


def measure(file: File, key: str) -> str:
    line = the(file, key)
    assert line.done_on is not None
    again = file.ask(
        lambda session: read_again(session, line.chart, line.view, line.before, line.done_on or DONE, clock.today())
    )
    file.do(
        measure_improvement, key, period=again.period, figure=again.figure, effect=again.sentence, today=clock.today()
    )
    return again.sentence


def the(file: File, key: str) -> ImprovementLine:
    (line,) = file.ask(improvements, clock.today(), Improvement.id == key)
    return line


def undo_last(file: File) -> None:
    step = file.ask(undo.undo_step)
    assert step is not None
    file.store.write(undo.UNDO, "撤销", lambda session: undo.take_back(session, step.rid), undoes=step.rid)


def test_what_is_found_says_the_figure_its_basis_and_that_of_all(company: File) -> None:
    seen = found(company, scope="2026年3月")
    assert seen.sentence == "2026年3月 · 展会 · 转化率：10.0%（n=20），全部 22.0%（n=50）"  # 2 of 20, 11 of 50
    assert (seen.before, seen.view.n) == (100, 20)
    assert seen.view.filters == MARCH
    few = found(company, filters=Filters(first=date(2026, 4, 11), last=date(2026, 4, 11)))
    assert few.sentence == "展会 · 转化率：样本不足（n=3）"
    assert (few.before, few.view.n) == (None, 3)


def test_of_all_rows_together_only_shares_can_be_found(company: File) -> None:
    seen = found(company, row=None)
    assert seen.sentence == "全部 · 转化率：22.0%（n=50）"
    assert (seen.before, seen.view.n) == (220, 50)


def test_done_then_as_many_days_later_read_again_on_the_same_chart(
    company: File, traveller: time_machine.Traveller
) -> None:
    key = propose(company, found(company))
    assert the(company, key).state == "planned"
    traveller.move_to(START + timedelta(days=12))
    assert the(company, key).state == "overdue"
    assert company.do(finish_improvement, key, done_on=DONE) == date(2026, 5, 11)
    assert the(company, key).state == "waiting"
    with pytest.raises(Refused, match="2026-05-11"):
        measure(company, key)
    traveller.move_to(datetime(2026, 5, 11, 2, tzinfo=UTC))
    assert the(company, key).state == "ready"
    sentence = measure(company, key)  # 10 of 28, of the days 11 April to 11 May
    assert sentence == "展会 · 转化率：10.0%（n=20） → 35.7%（n=28），变好了。"
    line = the(company, key)
    assert (line.state, line.after, line.view.after_n, line.measured_on) == ("better", 357, 28, date(2026, 5, 11))
    assert line.effect == sentence
    assert line.view.filters_after == Filters(first=date(2026, 4, 11), last=date(2026, 5, 11))
    undo_last(company)
    line = the(company, key)
    assert (line.state, line.after, line.view.after_n, line.effect) == ("ready", None, None, "")


def test_a_lower_share_of_fresh_leads_is_looked_at_again_when_they_are_as_old(
    company: File, traveller: time_machine.Traveller
) -> None:
    traveller.move_to(datetime(2026, 4, 8, 2, tzinfo=UTC))  # eight days after the end of March
    seen = found(company, row="官网")
    customer = company.customer()
    for place in range(40):
        company.deal(customer, number=f"N{place}", source="官网", acquired_on=date(2026, 5, 2), outcome="open")
    key = propose(company, seen)
    company.do(finish_improvement, key, done_on=DONE)
    traveller.move_to(datetime(2026, 5, 11, 2, tzinfo=UTC))
    assert measure(company, key).endswith("30.0%（n=30） → 0.0%（n=40），有商机还没走完，过些天再看。")
    assert the(company, key).state == "early"
    assert the(company, key).ready_on == date(2026, 5, 19)
    traveller.move_to(datetime(2026, 5, 19, 2, tzinfo=UTC))
    assert the(company, key).state == "ready"
    assert [one.id for one in company.ask(asking, clock.today(), company.me)] == [key]
    assert measure(company, key).endswith("变差了。")
    assert the(company, key).state == "worse"


def test_a_reason_that_no_longer_occurs_is_none(company: File, traveller: time_machine.Traveller) -> None:
    for place in range(12):
        company.deal(number=f"L{place}", outcome="lost", outcome_reason="价格过高", closed_on=date(2026, 3, 20))
    seen = found(company, "loss", "价格过高")
    assert seen.sentence == "价格过高 · 丢单：12 条"
    assert seen.view.column == "deals"
    key = propose(company, seen)
    company.do(finish_improvement, key, done_on=DONE)
    traveller.move_to(datetime(2026, 6, 1, 2, tzinfo=UTC))
    assert measure(company, key) == "价格过高 · 丢单：12 条 → 0 条，变好了。"
    assert the(company, key).state == "better"


def test_a_number_of_all_times_cannot_be_compared(company: File) -> None:
    def offered(session: Any) -> list[str]:
        made = CATALOGUE["conversion"].make(session, Filters())
        return [column.key for column in measures(made, made.find("展会"), Period())]

    assert company.ask(offered) == ["share"]


@pytest.mark.parametrize("chart", CATALOGUE)
def test_of_every_chart_what_is_offered_can_be_read_again(company: File, chart: str) -> None:
    def read(session: Any) -> list[str]:
        made = CATALOGUE[chart].make(session, Filters())
        wanted = Filters() if made.standing else MARCH
        made = CATALOGUE[chart].make(session, wanted)
        wrong: list[str] = []
        for row in (None, *made.rows):
            for column in measures(made, row, Period(wanted.first, wanted.last)):
                seen = find(made, row, column, wanted, scope="", today=clock.today())
                if read_view(seen.view.written()) != seen.view:
                    wrong.append(f"{column.key} does not survive being written")
                read_again(session, chart, seen.view, seen.before, DONE, date(2026, 5, 11))
        return wrong

    assert company.ask(read) == []


def test_a_quarter_does_not_come_again_and_money_not_yet_due_is_no_fault(company: File) -> None:
    def offered(session: Any) -> list[str]:
        made = CATALOGUE["quarters"].make(session, MARCH)
        return [column.key for row in made.rows for column in measures(made, row, Period(MARCH.first, MARCH.last))]

    company.deal(number="Q", outcome="won", closed_on=date(2026, 3, 3))
    assert company.ask(lambda session: len(CATALOGUE["quarters"].make(session, MARCH).rows)) == 1
    assert company.ask(offered) == []


Act = Callable[[File, str], object]


ACTS: list[tuple[Act, str]] = [
    (lambda file, key: file.do(change_improvement, key, action="另一件事", due_on=date(2026, 5, 1)), "修改改进"),
    (lambda file, key: file.do(finish_improvement, key, done_on=DONE), "完成改进"),
    (lambda file, key: file.do(remove_improvement, key), "删除改进"),
]


@pytest.mark.parametrize(("act", "label"), ACTS)
def test_each_is_one_undo(company: File, act: Act, label: str) -> None:
    key = propose(company, found(company))
    before = the(company, key)
    act(company, key)
    assert company.ask(improvements, clock.today()) != [before]
    step = company.ask(undo.undo_step)
    assert step is not None
    assert step.label == label
    undo_last(company)
    assert the(company, key) == before
    undo_last(company)
    assert company.ask(improvements, clock.today()) == []


def test_reopened_forgets_what_was_measured_and_undo_brings_it_back(
    company: File, traveller: time_machine.Traveller
) -> None:
    key = propose(company, found(company))
    company.do(finish_improvement, key, done_on=DONE)
    traveller.move_to(datetime(2026, 5, 11, 2, tzinfo=UTC))
    measure(company, key)
    measured = the(company, key)
    company.do(reopen_improvement, key)
    again = the(company, key)
    assert (again.state, again.done_on, again.after, again.effect, again.view.after) == (
        "overdue",
        None,
        None,
        "",
        None,
    )
    assert (again.before, again.view.n) == (100, 20)
    undo_last(company)
    assert the(company, key) == measured


def test_what_no_figure_shows_is_told_in_words(file: File) -> None:
    deal = file.deal(outcome="lost")
    values = {"finding": "报价太晚", "owner_id": file.me, "due_on": DONE, "deal_id": deal}
    key = file.do(propose_improvement, action="两天内报价", **values)
    with pytest.raises(Refused, match="还没有完成"):
        file.do(note_effect, key, effect="好多了", today=DONE)
    file.do(finish_improvement, key, done_on=date(2026, 3, 1))
    assert the(file, key).state == "ready"
    with pytest.raises(Refused, match="什么效果"):
        file.do(note_effect, key, effect=" ", today=DONE)
    file.do(note_effect, key, effect=" 报价都在两天内了 ", today=DONE)
    line = the(file, key)
    assert (line.state, line.effect, line.deal, line.deal_id) == ("noted", "报价都在两天内了", "ERP 替换", deal)


@pytest.mark.parametrize("lacking", ["finding", "action", "owner_id", "due_on"])
def test_without_owner_day_and_words_it_is_none(file: File, lacking: str) -> None:
    values: dict[str, Any] = {"finding": "甲", "action": "乙", "owner_id": file.me, "due_on": DONE}
    with pytest.raises(Refused):
        file.do(propose_improvement, **values | {lacking: "" if lacking in {"finding", "action"} else None})
    key = file.do(propose_improvement, **values)
    with pytest.raises(Refused):
        file.do(change_improvement, key, **{lacking: None if lacking in {"owner_id", "due_on"} else " "})


def test_done_twice_is_refused(file: File) -> None:
    key = file.do(propose_improvement, finding="甲", action="乙", owner_id=file.me, due_on=DONE)
    file.do(finish_improvement, key, done_on=DONE)
    with pytest.raises(Refused, match="已经完成"):
        file.do(finish_improvement, key, done_on=DONE)
    with pytest.raises(Refused, match="2026-05-10"):
        file.do(measure_improvement, key, period=Period(), figure=Figure(1, 1), effect="", today=DONE)


def test_what_asks_for_something_is_that_of_the_member_and_due(file: File) -> None:
    values: dict[str, Any] = {"finding": "甲", "owner_id": file.me}
    today = clock.today()
    late = file.do(propose_improvement, action="晚", due_on=today - timedelta(days=1), **values)
    due = file.do(propose_improvement, action="今天", due_on=today, **values)
    file.do(propose_improvement, action="明天", due_on=today + timedelta(days=1), **values)
    colleague = file.add(Member(name="刘洋"))
    other = file.do(propose_improvement, action="别人", due_on=today, **values | {"owner_id": colleague})
    ready = file.do(propose_improvement, action="好了", due_on=today, **values)
    file.do(finish_improvement, ready, done_on=today - timedelta(days=30))
    waiting = file.do(propose_improvement, action="刚好", due_on=today, **values)
    file.do(finish_improvement, waiting, done_on=today - timedelta(days=29))
    assert [one.id for one in file.ask(asking, today, file.me)] == [ready, late, due]
    assert {one.id for one in file.ask(asking, today)} == {ready, late, due, other}


def test_the_command_line_tells_them_with_plain_numbers(company: File) -> None:
    propose(company, found(company))
    (record,) = company.ask(improvement_records)
    assert (record.state, record.figure, record.unit) == ("planned", "展会 · 转化率", "share")
    assert (record.before, record.before_n, record.after) == (Decimal(10), 20, None)
    assert company.ask(improvement_records, "better") == []
    assert company.ask(improvements_on, "conversion") == 1
    assert company.ask(improvements_on, "loss") == 0


def test_what_another_program_wrote_is_no_trouble(file: File) -> None:
    assert read_view("{}") == View()
    assert read_view("no json") == View()
    assert read_view('{"row": "展会", "later": 1}') == View(row="展会")
    file.add(Improvement(finding="甲", action="乙", view="[]", owner_id=file.me))
    (line,) = file.ask(improvements, clock.today())
    assert line.state == "planned"


def test_nothing_is_left_of_a_removed_one(file: File) -> None:
    key = file.do(propose_improvement, finding="甲", action="乙", owner_id=file.me, due_on=DONE)
    file.do(remove_improvement, key)
    assert file.ask(lambda session: session.scalars(select(Improvement)).all()) == []
    with pytest.raises(Refused):
        file.do(change_improvement, key, action="丙")
