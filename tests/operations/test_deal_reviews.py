"""Reviews of won and lost deals: one for each, changed in place, none before the end, none that says nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from desktop_crm.models import Deal, DealReview, Member, Outcome
from desktop_crm.operations.deal_reviews import remove_review, review_deal
from desktop_crm.operations.deals import reopen_deal
from desktop_crm.refusal import Refused
from tests.make import File


def kept(file: File) -> list[DealReview]:
    return file.ask(lambda session: list(session.scalars(select(DealReview))))


def lost(file: File, **values: Any) -> str:
    return file.deal(outcome=Outcome.LOST, **values)


def test_a_closed_deal_has_one_review_that_is_changed_in_place(file: File) -> None:
    deal = lost(file)
    first = file.do(review_deal, deal, reasons=["价格"], lesson="早报价")
    second = file.do(review_deal, deal, reasons=["交期"], competitor="甲公司")
    assert first == second
    (review,) = kept(file)
    assert (review.deal_id, review.reasons, review.competitor, review.lesson) == (deal, ["交期"], "甲公司", "早报价")


def test_what_is_left_out_stays(file: File) -> None:
    deal = file.deal(outcome=Outcome.WON)
    file.do(review_deal, deal, reasons=["关系"], went_well="早见到老板")
    file.do(review_deal, deal, went_badly="报价改了三次")
    (review,) = kept(file)
    assert (review.reasons, review.went_well, review.went_badly) == (["关系"], "早见到老板", "报价改了三次")


def test_reasons_are_kept_once_and_texts_are_trimmed(file: File) -> None:
    file.do(review_deal, lost(file), reasons=[" 价格 ", "价格", ""], competitor="  甲公司 ", lesson="早报价\n")
    (review,) = kept(file)
    assert (review.reasons, review.competitor, review.lesson) == (["价格"], "甲公司", "早报价")


def test_it_is_of_the_day_and_by_the_person_who_first_wrote_it(file: File) -> None:
    deal, today = lost(file), date.today()
    file.do(review_deal, deal, lesson="早报价")
    with time_machine.travel(today + timedelta(days=3)):
        file.do(review_deal, deal, lesson="早两周报价")
    (review,) = kept(file)
    assert (review.reviewed_on, review.reviewer_id) == (today, file.me)
    other = file.add(Member(name="刘洋"))
    file.do(review_deal, deal, reviewer_id=other)
    assert kept(file)[0].reviewer_id == other


@pytest.mark.parametrize("outcome", [Outcome.OPEN, Outcome.INVALID])
def test_only_won_and_lost_deals_are_reviewed(file: File, outcome: Outcome) -> None:
    deal = file.add(Deal(outcome=outcome))
    with pytest.raises(Refused, match="结案后"):
        file.do(review_deal, deal, lesson="早报价")
    assert kept(file) == []


@pytest.mark.parametrize("said", [{}, {"lesson": "  "}, {"reasons": [" "]}])
def test_an_empty_review_is_refused(file: File, said: dict[str, Any]) -> None:
    deal = lost(file)
    with pytest.raises(Refused, match="不能是空的"):
        file.do(review_deal, deal, **said)
    assert kept(file) == []


def test_the_last_word_cannot_be_emptied_but_the_review_removed(file: File) -> None:
    deal = lost(file)
    file.do(review_deal, deal, lesson="早报价")
    with pytest.raises(Refused, match="删除复盘"):
        file.do(review_deal, deal, lesson="")
    assert kept(file)[0].lesson == "早报价"
    file.do(remove_review, deal)
    assert kept(file) == []
    file.do(review_deal, deal, reasons=["价格"])
    assert [(review.lesson, review.reasons) for review in kept(file)] == [("", ["价格"])]


def test_an_unknown_reviewer_is_refused(file: File) -> None:
    deal = lost(file)
    with pytest.raises(Refused, match="已被删除"):
        file.do(review_deal, deal, lesson="早报价", reviewer_id="nobody")
    assert kept(file) == []


def test_an_unknown_text_is_a_fault(file: File) -> None:
    deal = lost(file)
    with pytest.raises(KeyError, match="outcome"):
        file.do(review_deal, deal, outcome="won")


def test_a_deal_that_opens_again_keeps_its_review(file: File) -> None:
    deal = lost(file)
    file.do(review_deal, deal, lesson="早报价")
    file.do(reopen_deal, deal, evidence="客户又来电")
    file.do(review_deal, deal, competitor="甲公司")
    (review,) = kept(file)
    assert (review.lesson, review.competitor) == ("早报价", "甲公司")
