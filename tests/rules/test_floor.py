"""An offer held against the floor."""

from __future__ import annotations

from desktop_crm.models import NegotiationFloor
from desktop_crm.rules.floor import below

FLOOR = NegotiationFloor(lowest_price_fen=65_000_000, lowest_discount=850, longest_payment_days=60)


def test_each_term_below_the_floor_is_said_with_both_figures() -> None:
    assert below(FLOOR, 64_999_999, 849, 61) == (
        "总价 ¥649,999.99 低于最低成交价 ¥650,000",
        "折扣 8.49折 低于最低折扣 8.5折",
        "账期 61 天超过最长账期 60 天",
    )


def test_what_keeps_to_the_floor_says_nothing() -> None:
    assert below(FLOOR, 65_000_000, 850, 60) == ()


def test_what_is_not_known_is_not_below() -> None:
    assert below(FLOOR) == below(None, 1, 1, 9999) == below(NegotiationFloor(), 1, 1, 9999) == ()
