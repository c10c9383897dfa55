"""Reviews found again: by words, by outcome, by what narrows the deals; newest first and in the global search."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from desktop_crm.models import Deal, DealReview, Member
from desktop_crm.operations.deals import delete_deal
from desktop_crm.queries.deal_reviews import awaits_review, review_sheet
from desktop_crm.queries.figures.filters import Filters
from desktop_crm.queries.lessons import LessonsWanted, find_lessons, lessons, lessons_of, review_records
from desktop_crm.queries.search import find_records
from tests.make import File

TODAY = date.today()


@pytest.fixture
def company(file: File) -> File:
    first = file.deal(
        file.customer("苏州恒力精密有限公司"), number="Z1", title="换模改造", outcome="lost",
        acquired_on=TODAY - timedelta(days=40), closed_on=TODAY - timedelta(days=10),
    )  # fmt: skip
    second = file.deal(
        file.customer("东莞东捷精工有限公司", industry="电子"), number="Z2", title="MES 一期", outcome="won",
        closed_on=TODAY - timedelta(days=100), source="官网", owner_id=file.add(Member(name="刘洋")),
    )  # fmt: skip
    file.add(
        DealReview(
            deal_id=first, reasons=["价格 100% 高于预算"], competitor="蓝澜", lesson="报价前先问预算", reviewer_id=file.me,
            reviewed_on=TODAY - timedelta(days=5),
        )
    )  # fmt: skip
    file.add(DealReview(deal_id=second, went_well="早早见到厂长", reviewed_on=TODAY))
    return file


def found(file: File, **wanted: Any) -> list[str]:
    return [one.number for one in file.ask(lessons, LessonsWanted(**wanted)).first]


def test_newest_first_with_all_there_is_to_know(company: File) -> None:
    assert found(company) == ["Z2", "Z1"]
    one = company.ask(lessons, LessonsWanted()).first[1]
    assert (one.customer, one.days, one.reviewer, one.owner) == ("苏州恒力精密有限公司", 30, "王敏", "王敏")
    assert (one.gist, one.reasons) == ("报价前先问预算", ("价格 100% 高于预算",))


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("预算", ["Z1"]),
        ("厂长", ["Z2"]),
        ("蓝澜", ["Z1"]),
        ("100%", ["Z1"]),  # a sign that means something to the database means itself
        ("高于预算", ["Z1"]),  # stands in a reason alone
        ("东捷", ["Z2"]),
        ("换模 预算", ["Z1"]),
        ("换模 厂长", []),
        ("mes", ["Z2"]),
        ("_", []),
    ],
)
def test_every_word_must_stand_somewhere(company: File, words: str, numbers: list[str]) -> None:
    assert found(company, words=words) == numbers


def test_outcome_period_person_channel_industry(company: File) -> None:
    assert found(company, outcome="won") == ["Z2"]
    assert found(company, filters=Filters(first=TODAY - timedelta(days=30), last=TODAY)) == ["Z1"]
    assert found(company, filters=Filters(member=company.me)) == ["Z1"]
    assert found(company, filters=Filters(source="官网")) == ["Z2"]
    assert found(company, filters=Filters(industry="电子")) == ["Z2"]
    assert company.ask(lessons, LessonsWanted(words="没有这样的话")).written == 2


def test_a_long_list_is_read_by_pages(file: File) -> None:
    for place in range(7):
        deal = file.deal(number=f"Z{place}", outcome="lost")
        file.add(DealReview(deal_id=deal, lesson=f"第 {place} 条", reviewed_on=TODAY - timedelta(days=place)))
    whole = file.ask(lessons, LessonsWanted(), rows=3)
    assert (len(whole.ids), len(whole.first)) == (7, 3)
    assert [one.number for one in file.ask(lessons_of, whole.ids[3:6])] == ["Z3", "Z4", "Z5"]


def test_what_a_deleted_deal_taught_goes_with_it(company: File) -> None:
    first = company.ask(lessons, LessonsWanted()).ids[1]
    company.do(delete_deal, first)
    assert found(company) == ["Z2"]


def test_the_global_search_finds_what_a_review_says(company: File) -> None:
    (one,) = [row for row in company.ask(find_records, "预算", 5) if row.kind == "lesson"]
    assert (one.id, one.title) == (company.ask(lessons, LessonsWanted()).ids[1], "报价前先问预算")
    assert one.detail == "苏州恒力精密有限公司 · 换模改造"
    assert company.ask(find_lessons, "换模", 5) == ()  # the deal itself is found by its name


def test_for_machines(company: File) -> None:
    (record,) = company.ask(review_records, "Z1")
    assert (record.deal, record.amount, record.competitor, record.outcome) == ("Z1", 800_000, "蓝澜", "lost")
    assert len(company.ask(review_records)) == 2
    assert company.ask(review_records, "Z9") == []


def test_who_the_competitor_may_have_been(file: File) -> None:
    customer = file.customer(competitors="甲科技有限公司、乙软件", present_supplier="甲科技")
    other = file.add(Deal(outcome="lost"))
    file.add(DealReview(deal_id=other, competitor="丙公司"), DealReview(deal_id=file.add(Deal()), competitor="乙软件"))
    sheet = file.ask(review_sheet, file.deal(customer, outcome="lost"))
    assert sheet is not None
    assert sheet.rivals == ("甲科技有限公司", "乙软件", "丙公司")


def test_nobody_is_no_competitor(file: File) -> None:
    sheet = file.ask(review_sheet, file.deal(file.customer(competitors="暂无", present_supplier="无"), outcome="lost"))
    assert sheet is not None
    assert sheet.rivals == ()


def test_only_a_deal_that_was_decided_today_awaits_its_review_at_once(file: File) -> None:
    won, old = file.deal(outcome="won", closed_on=TODAY), file.deal(outcome="won", closed_on=TODAY - timedelta(days=1))
    assert [file.ask(awaits_review, deal, TODAY) for deal in (won, old, file.deal())] == [True, False, False]
    file.add(DealReview(deal_id=won, lesson="早报价"))
    assert not file.ask(awaits_review, won, TODAY)
