"""Reviews of closed deals: one for each, changed in place, none before the end."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from desktop_crm.models import Deal, DealReview, Outcome
from desktop_crm.operations.deal_reviews import review_deal
from desktop_crm.refusal import Refused
from tests.make import File

TODAY = date(2026, 3, 18)


def test_a_closed_deal_has_one_review_that_can_be_changed(file: File) -> None:
    deal = file.add(Deal(outcome=Outcome.LOST))
    first = file.do(
        review_deal, deal, today=TODAY, reviewer_id=file.me, reasons=[" 价格 ", "价格", ""], lesson="早报价"
    )
    second = file.do(review_deal, deal, today=TODAY, reviewer_id=file.me, reasons=["交期"], competitor="甲公司")
    assert first == second
    kept = file.ask(lambda session: session.scalars(select(DealReview)).all())
    assert [(one.deal_id, one.reasons, one.competitor, one.lesson) for one in kept] == [
        (deal, ["交期"], "甲公司", "早报价")
    ]


def test_reasons_are_kept_once_and_stripped(file: File) -> None:
    deal = file.add(Deal(outcome=Outcome.WON))
    file.do(review_deal, deal, today=TODAY, reasons=[" 价格 ", "价格", ""])
    assert file.ask(lambda session: session.scalars(select(DealReview.reasons)).one()) == ["价格"]


def test_an_open_deal_is_not_reviewed_yet(file: File) -> None:
    deal = file.add(Deal())
    with pytest.raises(Refused, match="结案后"):
        file.do(review_deal, deal, today=TODAY)
