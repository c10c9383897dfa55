"""Prices to the fen, held against `decimal`: parts add up, order does not matter, nothing is a float."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.pricing import WHOLE, PricedLine, line_amount, spread, totals

RATES = (0, 100, 300, 600, 900, 1300)
lines = st.lists(
    st.builds(
        PricedLine,
        quantity=st.integers(0, 10**9),
        price_fen=st.none() | st.integers(0, 10**12),
        discount=st.integers(0, WHOLE),
        tax_rate=st.sampled_from(RATES),
    ),
    max_size=30,
)
reductions = st.integers(0, 10**13)


def rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def by_decimal(line: PricedLine) -> int:
    amount = Decimal(line.quantity) / WHOLE * Decimal(line.price_fen or 0) * Decimal(line.discount) / WHOLE
    return rounded(amount)


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "amount"),
    [
        (2000, 12_000_000, 950, 22_800_000),  # 2 sets of 120,000 at 9.5折
        (1500, 333, WHOLE, 500),  # 1.5 × 3.33 = 4.995, half up
        (1, 499, WHOLE, 0),
        (1, 500, WHOLE, 1),
        (1000, None, WHOLE, 0),
    ],
)
def test_a_line_is_rounded_once_and_half_up(quantity: int, price: int | None, discount: int, amount: int) -> None:
    assert line_amount(PricedLine(quantity, price, discount)) == amount


def test_with_tax_in_the_price_the_tax_is_what_the_net_leaves() -> None:
    found = totals([PricedLine(1000, 11300, tax_rate=1300)], prices_include_tax=True)
    assert (found.net_fen, found.tax_fen, found.gross_fen) == (10000, 1300, 11300)


def test_without_tax_in_the_price_it_comes_on_top() -> None:
    found = totals([PricedLine(1000, 10000, tax_rate=600)], prices_include_tax=False, reduction_fen=1000)
    assert (found.net_fen, found.tax_fen, found.gross_fen) == (9000, 540, 9540)
    assert found.discount == 900


def test_a_reduction_is_spread_over_the_rates_to_the_fen() -> None:
    priced = [PricedLine(1000, 100, tax_rate=rate) for rate in (0, 600, 1300)]
    found = totals(priced, prices_include_tax=True, reduction_fen=100)
    assert [part.gross_fen for part in found.parts] == [66, 67, 67]
    assert found.gross_fen == 200


def test_a_reduction_of_more_than_all_leaves_nothing() -> None:
    found = totals([PricedLine(1000, 100)], prices_include_tax=True, reduction_fen=101)
    assert (found.reduction_fen, found.gross_fen, found.discount) == (100, 0, 0)


def test_a_discount_is_rounded_down_so_that_none_seems_above_the_floor() -> None:
    found = totals([PricedLine(1000, 10000)], prices_include_tax=True, reduction_fen=1501)
    assert found.discount == 849


def test_nothing_costs_nothing() -> None:
    found = totals([], prices_include_tax=True, reduction_fen=5)
    assert (found.gross_fen, found.reduction_fen, found.parts, found.discount) == (0, 0, (), None)


@given(lines, reductions, st.booleans())
def test_totals_are_what_decimal_says(priced: list[PricedLine], reduction: int, included: bool) -> None:
    with localcontext(prec=60):
        found = totals(priced, prices_include_tax=included, reduction_fen=reduction)
        amounts = [by_decimal(line) for line in priced]
        assert found.subtotal_fen == sum(amounts)
        assert found.list_fen == sum(rounded(Decimal(x.quantity) / WHOLE * Decimal(x.price_fen or 0)) for x in priced)
        paid = sum(amounts) - min(reduction, sum(amounts))
        assert (found.gross_fen if included else found.net_fen) == paid
        assert found.net_fen + found.tax_fen == found.gross_fen
        for part in found.parts:
            share = Decimal(part.rate) / 10_000
            if included:
                assert part.net_fen == rounded(Decimal(part.gross_fen) / (1 + share))
            else:
                assert part.tax_fen == rounded(part.net_fen * share)
        if found.list_fen:
            kept = Decimal(paid) * WHOLE / found.list_fen
            assert found.discount == int(kept.quantize(Decimal(1), ROUND_DOWN))


@given(lines, reductions, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(
    priced: list[PricedLine], reduction: int, included: bool, chance: Random
) -> None:
    shuffled = list(priced)
    chance.shuffle(shuffled)
    before = totals(priced, prices_include_tax=included, reduction_fen=reduction)
    assert totals(shuffled, prices_include_tax=included, reduction_fen=reduction) == before


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 10**12), min_size=1), st.data())
def test_parts_of_an_amount_add_up_and_never_exceed_their_weight(weights: dict[int, int], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, sum(weights.values())))
    parts = spread(amount, weights)
    assert sum(parts.values()) == amount
    assert all(0 <= parts[key] <= weights[key] for key in weights)


@given(lines, reductions, st.booleans())
def test_every_figure_is_an_integer(priced: list[PricedLine], reduction: int, included: bool) -> None:
    found = totals(priced, prices_include_tax=included, reduction_fen=reduction)
    figures = [found.list_fen, found.subtotal_fen, found.reduction_fen, found.net_fen, found.tax_fen, found.gross_fen]
    assert {type(figure) for figure in figures} == {int}
