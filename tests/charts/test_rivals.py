"""Whom deals are lost to, reckoned by hand from a few reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop_crm.charts.catalogue import CATALOGUE
from desktop_crm.charts.chart import Chart
from desktop_crm.models import DealReview
from desktop_crm.operations.deal_reviews import remove_review, review_deal
from desktop_crm.queries.figures.deals import deals_behind
from desktop_crm.queries.figures.filters import Filters
from tests.make import File


def chart(file: File, key: str = "rivals", **wanted: Any) -> Chart:
    return file.ask(CATALOGUE[key].make, Filters(**wanted))


def behind(file: File, row: str, key: str = "rivals") -> int:
    return len(
        file.ask(
            lambda session: deals_behind(session, CATALOGUE[key].behind(session, Filters(), row)).ids,
        )
    )


def reviewed(file: File, outcome: str, competitor: str, *reasons: str, **values: Any) -> str:
    deal = file.deal(outcome=outcome, closed_on=date(2026, 3, 18), **values)
    file.add(DealReview(deal_id=deal, competitor=competitor, reasons=list(reasons), lesson="早报价"))
    return deal


@pytest.fixture
def company(file: File) -> File:
    reviewed(file, "lost", "蓝澜软件有限公司", "价格", "交期", amount_fen=10_000_00)
    reviewed(file, "lost", "蓝澜软件", "价格", amount_fen=20_000_00)
    reviewed(file, "lost", "蓝澜软件", "关系", amount_fen=None)
    reviewed(file, "won", "蓝澜软件", "方案")
    reviewed(file, "lost", "易达", "功能", source="官网")
    reviewed(file, "won", "")
    file.deal(outcome="lost", outcome_reason="价格")  # nobody wrote why
    return file


def test_lost_and_won_by_competitor_however_the_name_is_written(company: File) -> None:
    made = chart(company)
    keys = ("rival", "lost", "won", "decided", "share", "amount", "why")
    assert [tuple(made.text(row, key) for key in keys) for row in made.rows] == [
        ("蓝澜软件", "3", "1", "4", "样本不足（n=4）", "¥30,000", "价格"),
        ("易达", "1", "0", "1", "样本不足（n=1）", "¥800,000", "功能"),
        ("没写对手", "0", "1", "1", "样本不足（n=1）", "¥0", "—"),
    ]
    assert made.answer == "输给“蓝澜软件”最多：3 条，也赢过 1 条，最常见的原因是“价格”（6 条复盘里 5 条写了对手）。"
    assert [row.marked for row in made.rows] == [True, False, False]


def test_the_deals_behind_a_competitor(company: File) -> None:
    assert [behind(company, row.key) for row in chart(company).rows] == [4, 1, 1]


def test_a_share_is_said_of_ten(file: File) -> None:
    for place in range(10):
        reviewed(file, "won" if place < 3 else "lost", "易达")
    made = chart(file)
    assert made.text(made.rows[0], "share") == "30.0%"


def test_as_many_lost_to_one_as_to_another_is_said_as_such(file: File) -> None:
    for competitor in ("易达", "蓝澜", "易达", "蓝澜"):
        reviewed(file, "lost", competitor)
    made = chart(file)
    assert made.answer == "还看不出最常输给谁：输给每一家的最多 2 条（4 条复盘里 4 条写了对手）。"
    assert not any(row.marked for row in made.rows)


def test_filters_and_period_narrow(company: File) -> None:
    assert [row.cells[0] for row in chart(company, source="官网").rows] == ["易达"]
    assert chart(company, first=date(2026, 4, 1)).rows == ()


def test_a_review_that_was_removed_counts_no_more(file: File) -> None:
    first, second = (file.deal(outcome="lost", closed_on=date(2026, 3, 18)) for _ in range(2))
    for deal in (first, second):
        file.do(review_deal, deal, competitor="易达")
    assert chart(file).rows[0].cells[1] == behind(file, chart(file).rows[0].key) == 2
    file.do(remove_review, first)
    assert chart(file).rows[0].cells[1] == behind(file, chart(file).rows[0].key) == 1


@pytest.mark.parametrize(
    ("outcome", "competitor", "answer"),
    [
        ("lost", "易达", "还看不出最常输给谁：输给每一家的最多 1 条（1 条复盘里 1 条写了对手）。"),
        ("won", "易达", "写了对手的复盘里没有丢单（1 条复盘里 1 条写了对手）。"),
        ("lost", "", "1 条复盘都没有写竞争对手。"),
    ],
)
def test_what_is_said_when_nobody_won_against_us(file: File, outcome: str, competitor: str, answer: str) -> None:
    reviewed(file, outcome, competitor)
    assert chart(file).answer == answer


def test_the_reason_of_a_review_stands_in_where_the_deal_was_closed_without_one(file: File) -> None:
    reviewed(file, "lost", "易达", "交期", "价格")
    reviewed(file, "lost", "易达", "交期", outcome_reason="价格")
    file.deal(outcome="lost", closed_on=date(2026, 3, 18))
    made = chart(file, "loss")
    assert [(row.cells[0], row.cells[1]) for row in made.rows] == [("未填写", 1), ("交期", 1), ("价格", 1)]
    assert [behind(file, row.key, "loss") for row in made.rows] == [1, 1, 1]
