"""The chart of targets: one month with its pace, several months together, one person, the deals behind a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart
from desktop_crm.charts.shapes import shapes
from desktop_crm.models import Measure, Member
from desktop_crm.operations.targets import set_targets
from desktop_crm.queries.figures.deals import deals_behind
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.targets import Aim
from tests.make import File

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
M, BOOK = Measure, "full-cycle"
KEYS = ("name", "done", "actual", "target", "expected", "state", "per_day")


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with time_machine.travel("2026-03-16T09:00:00+08:00"):  # ten of 22 working days are over
        yield


@pytest.fixture
def other(file: File) -> str:
    other = file.add(Member(name="陈思远"))
    for day, owner in ((date(2026, 2, 9), other), (date(2026, 3, 9), other), (date(2026, 3, 9), file.me)):
        file.deal(owner_id=owner, outcome="won", closed_on=day, acquired_on=FEBRUARY, amount_fen=11_000_00)
    targets = {
        Aim(month, M.WON_AMOUNT, member=who): 88_000_00 for month in (FEBRUARY, MARCH) for who in (other, file.me)
    }
    file.do(set_targets, {**targets, Aim(MARCH, M.CONVERSION, BOOK, "lead"): 300, Aim(MARCH, M.WON_DEALS): 2})
    return other


def made(file: File, **wanted: Any) -> Chart:
    return file.ask(CATALOGUE["targets"].make, Filters(**wanted))


def table(chart: Chart) -> list[tuple[str, ...]]:
    return [tuple(chart.text(row, key) for key in KEYS) for row in chart.rows]


def test_this_month_of_the_team(file: File, other: str) -> None:
    assert other
    chart = made(file)
    assert table(chart) == [
        ("成交金额", "12.5%", "¥22,000", "¥176,000", "¥80,000", "落后 5.8万", "1.28万"),
        ("成交数", "100.0%", "2", "2", "0", "完成", "—"),
        ("转化率 · 线索获取", "—", "—", "30%", "—", "样本不足", "—"),
    ]
    assert chart.answer == (
        "2026年3月 3 项目标：1 项完成，1 项落后，1 项样本不足。"
        "最要赶的是“成交金额”：落后 5.8万；剩 12 个工作日，平均每天要 1.28万。"
    )
    assert [row.marked for row in chart.rows] == [True, False, False]
    assert [word.text for word in shapes(chart).words] == ["12.5%", "100.0%", "—"]


def test_one_person_over_two_months(file: File, other: str) -> None:
    chart = made(file, member=other, first=FEBRUARY, last=date(2026, 3, 31))
    assert table(chart) == [("成交金额", "12.5%", "¥22,000", "¥176,000", "¥128,000", "落后 10.6万", "1.28万")]
    assert chart.answer.startswith("2026年2月到2026年3月 1 项目标：1 项落后。")


def test_a_month_that_is_over_says_what_is_missing(file: File, other: str) -> None:
    chart = made(file, member=other, first=FEBRUARY, last=date(2026, 2, 28))
    assert chart.answer == "2026年2月 1 项目标：1 项没完成。差得最多的是“成交金额”：差 7.7万。"
    assert made(file, first=date(2025, 1, 1), last=date(2025, 1, 31)).answer.startswith("还没有定2025年1月的目标。")


@pytest.mark.parametrize(("member", "count"), [("", 2), ("other", 1)])
def test_the_deals_behind_a_row(file: File, other: str, member: str, count: int) -> None:
    wanted = Filters(member=other if member else "")
    with file.store.read() as session:
        found = deals_behind(session, CATALOGUE["targets"].behind(session, wanted, "won_amount||"))
    assert len(found.ids) == count
