"""Money as people type it and as the program writes it."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.amounts import (
    AmountRange,
    BadAmount,
    capital_amount,
    format_full,
    format_short,
    format_yuan,
    parse_amount,
    parse_range,
)

WAN = 10**6  # fen in ten thousand yuan


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("50万", 50 * WAN),
        ("50 万元", 50 * WAN),
        ("¥1,200.50", 120050),
        ("￥1，200．50", 120050),
        ("1.2亿", 12000 * WAN),
        ("RMB 3,000元", 300000),
        ("人民币 3000 元整", 300000),
        ("５０万", 50 * WAN),
        ("五十万", 50 * WAN),
        ("一点二亿", 12000 * WAN),
        ("两百零五元", 20500),
        ("壹佰贰拾伍万元整", 125 * WAN),
        ("伍角", 50),
        ("1亿2000万", 12000 * WAN),
        ("3万5千", 3.5 * WAN),
        ("3万5", 3.5 * WAN),
        ("三万五", 3.5 * WAN),
        ("约50万左右", 50 * WAN),
        ("12k", 1200000),
        ("20w", 20 * WAN),
        ("2千万", 2000 * WAN),
        ("1200.50", 120050),
        (".5", 50),
        ("1,0000", WAN),
        (1200.5, 120050),
        (0.1 + 0.2, 30),
        (1100.04, 110004),
        (0, 0),
    ],
)
def test_an_amount_is_read_exactly(text: object, fen: int) -> None:
    assert parse_amount(text) == fen


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("50万-80万", (50 * WAN, 80 * WAN)),
        ("50-80万", (50 * WAN, 80 * WAN)),
        ("50～80万元", (50 * WAN, 80 * WAN)),
        ("50万至80万", (50 * WAN, 80 * WAN)),
        ("50万到80", (50 * WAN, 80 * WAN)),
        ("5000-1万", (WAN // 2, WAN)),
        ("8000万—1.5亿", (8000 * WAN, 15000 * WAN)),
        ("50万以上", (50 * WAN, None)),
        ("≥50万", (50 * WAN, None)),
        ("不超过80万", (None, 80 * WAN)),
        ("80万以内", (None, 80 * WAN)),
        ("60万", (60 * WAN, 60 * WAN)),
    ],
)
def test_a_range_keeps_both_ends(text: str, span: tuple[int | None, int | None]) -> None:
    assert parse_range(text) == AmountRange(*span)


def test_the_unit_of_a_column_applies_only_to_bare_figures() -> None:
    assert parse_amount("1,100.04", unit=10_000) == 1100.04 * WAN
    assert parse_amount(1100.04, unit=10_000) == 110_004 * 10_000
    assert parse_amount("500000元", unit=10_000) == 50 * WAN
    assert parse_amount("3亿", unit=10_000) == 30000 * WAN
    assert parse_range("50-80", unit=10_000) == AmountRange(50 * WAN, 80 * WAN)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "面议", "-100", "(1,200)", -5, "1,2", "12,34.5", "$500", "USD 500", "几十万", "千万级", "5万3亿", True, None,
     float("nan"), float("inf"), "80万-50万", "9" * 30, "1.2.3万"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_a_sentence(text: object) -> None:
    with pytest.raises(BadAmount, match=r"。$"):
        parse_amount(text)


def test_a_range_is_no_single_amount() -> None:
    with pytest.raises(BadAmount, match="范围"):
        parse_amount("50万以上")


@given(st.integers(0, 10**16))
def test_every_written_amount_reads_back(fen: int) -> None:
    assert parse_amount(format_full(fen)) == fen
    assert parse_amount(format_yuan(fen)) == fen


@given(st.integers(0, 10**14))
def test_capital_figures_read_back_as_the_same_amount(fen: int) -> None:
    assert parse_amount(capital_amount(fen)) == fen


def test_amounts_are_written_for_lists_and_paper() -> None:
    assert format_yuan(125_000_000) == "¥1,250,000"
    assert format_yuan(120050) == "¥1,200.50"
    assert format_yuan(-120050) == "-¥1,200.50"
    assert format_full(125_000_000) == "¥1,250,000.00"


@pytest.mark.parametrize(
    ("fen", "text"),
    [(125 * WAN, "125万"), (12500 * WAN, "1.25亿"), (860000, "8,600"), (860050, "8,600.50"), (0, "0"), (-125 * WAN, "-125万"),
     (1_000_553_400, "1,000.55万"), (9_999_999_900, "1亿"), (999_999, "9,999.99"), (1_000_000, "1万")],
)  # fmt: skip
def test_amounts_are_short_on_cards(fen: int, text: str) -> None:
    assert format_short(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (125_000_000, "壹佰贰拾伍万元整"),
        (0, "零元整"),
        (50, "伍角"),
        (5, "伍分"),
        (10_005_05, "壹万零伍元零伍分"),
        (100_001_000_00, "壹亿零壹仟元整"),
        (1_000_010_000_00, "壹拾亿零壹万元整"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (1000_00, "壹仟元整"),
        (1001_00, "壹仟零壹元整"),
        (1010_10, "壹仟零壹拾元壹角"),
        (-100, "负壹元整"),
    ],
)
def test_capital_figures_follow_the_rules_of_cheques(fen: int, text: str) -> None:
    assert capital_amount(fen) == text


@given(st.integers(1, 9999).map(lambda yuan: yuan * 100))
def test_capital_figures_agree_with_the_library_where_it_is_right(fen: int) -> None:
    assert capital_amount(fen) == cn2an.an2cn(str(fen // 100), "rmb")
