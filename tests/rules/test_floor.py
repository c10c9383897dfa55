"""An offer held against the floor."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.models import NegotiationFloor
from desktop_crm.rules.floor import below, below_on_paper

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


amounts = st.none() | st.integers(0, 10**12)
shares = st.none() | st.integers(1, 1000)
spans = st.none() | st.integers(0, 3650)


@given(amounts, shares, spans, amounts, shares, spans)
def test_exactly_the_terms_beyond_the_floor_are_said(
    lowest: int | None,
    least: int | None,
    longest: int | None,
    price: int | None,
    discount: int | None,
    days: int | None,
) -> None:
    floor = NegotiationFloor(lowest_price_fen=lowest, lowest_discount=least, longest_payment_days=longest)
    expected = [
        price is not None and lowest is not None and price < lowest,
        discount is not None and least is not None and discount < least,
        days is not None and longest is not None and days > longest,
    ]
    said = below(floor, price, discount, days)
    assert [any(text.startswith(word) for text in said) for word in ("总价", "折扣", "账期")] == expected
    assert len(said) == sum(expected)


@given(st.integers(0, 10**12), st.integers(1, 10**6))
def test_a_better_price_never_brings_a_warning(price: int, more: int) -> None:
    floor = NegotiationFloor(lowest_price_fen=65_000_000)
    assert len(below(floor, price + more)) <= len(below(floor, price))


def test_a_paper_says_each_term_once_and_where_it_stands() -> None:
    clauses = [
        ("价格", "合同总价 60 万，按目录价 8 折"),
        ("付款", "验收后 90 天付款"),
        ("", "账期 61 天"),
        ("质保", "24 个月"),
    ]
    assert below_on_paper(FLOOR, ("合同金额", 60_000_000), clauses) == (
        "合同金额：总价 ¥600,000 低于最低成交价 ¥650,000",
        "价格：折扣 8折 低于最低折扣 8.5折",
        "付款：账期 90 天超过最长账期 60 天",
        "未命名条款：账期 61 天超过最长账期 60 天",
    )
    assert below_on_paper(FLOOR, ("合同金额", None), clauses)[0].startswith("价格：总价 ¥600,000")
    assert below_on_paper(None, ("合同金额", 1), clauses) == ()
