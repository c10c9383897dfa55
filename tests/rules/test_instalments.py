"""Payment plans as people type them, and that every fen of a contract finds its instalment."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.instalments import BadInstalment, Instalment, distribute, format_share, parse_plan, parse_share

TODAY = date(2026, 3, 2)


def read(line: str, *, terms: bool = False) -> list[tuple[str, str, int | None, int | None, date | None]]:
    return [
        (one.name, one.condition, one.share, one.amount_fen, one.due_on) for one in parse_plan(line, TODAY, terms=terms)
    ]


def test_the_line_of_a_contract() -> None:
    assert read("30% 预付款 签约后5个工作日；60% 验收后10天；10% 质保金 2027-03-01") == [
        ("预付款", "签约后5个工作日", 300, None, None),
        ("验收款", "验收后10天", 600, None, None),
        ("质保金", "2027-03-01", 100, None, date(2027, 3, 1)),
    ]


def test_the_words_of_a_memo() -> None:
    clause = (
        "合同签订后 10 个工作日内付 30%；上线验收合格后 10 个工作日内付 60%；质保期满付 10%。\n"
        "以银行转账支付，乙方先开具等额增值税专用发票。"
    )
    assert read(clause, terms=True) == [
        ("预付款", "合同签订后10个工作日内", 300, None, None),
        ("验收款", "上线验收合格后10个工作日内", 600, None, None),
        ("质保金", "质保期满", 100, None, None),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3:6:1", [("预付款", 300, None), ("第2期款", 600, None), ("尾款", 100, None)]),
        ("30%/60%/10%", [("预付款", 300, None), ("第2期款", 600, None), ("尾款", 100, None)]),
        ("三成 签约后；余款 验收后30天", [("预付款", 300, None), ("验收款", 700, None)]),
        ("预付款 10万；余款 验收后", [("预付款", None, 10_000_000), ("验收款", None, None)]),
        ("首付款 ¥120,000 签约后3天", [("首付款", None, 12_000_000)]),
        ("签约后付 40%，验收后付 60%", [("预付款", 400, None), ("验收款", 600, None)]),
        ("签约后，付40%，验收合格后，付60%", [("预付款", 400, None), ("验收款", 600, None)]),
        ("40% 首付款，签约后5天内，60% 尾款，验收后", [("首付款", 400, None), ("尾款", 600, None)]),
        ("预付款 1,200,000元，余款 验收后", [("预付款", None, 120_000_000), ("验收款", None, None)]),
        ("全款 签约后", [("全款", 1000, None)]),
        (
            "33.3% 签约后，33.3% 到货后，33.4% 验收后",
            [("预付款", 333, None), ("到货款", 333, None), ("验收款", 334, None)],
        ),
        ("50％　预付款，５０％ 尾款", [("预付款", 500, None), ("尾款", 500, None)]),
        ("预付款30%签约后5个工作日", [("预付款", 300, None)]),
    ],
)
def test_many_ways_to_say_it(line: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert [(name, share, amount) for name, _, share, amount, _ in read(line)] == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "没有写比例或金额"),
        ("预付款 签约后", "没有写比例或金额"),
        ("60% 签约后；50% 验收后", "110%"),
        ("余款；余款", "只能写一次"),
        ("100% 签约后；余款", "没有余款"),
        ("0% 预付款", "0.1%"),
        ("33.33% 预付款", "一位小数"),
        ("；".join(["1%"] * 61), "60 期"),
    ],
)
def test_what_is_no_plan_says_why(line: str, said: str) -> None:
    with pytest.raises(BadInstalment, match=said):
        parse_plan(line, TODAY)


def test_shares_are_read_and_written() -> None:
    assert parse_share("三成") == 300
    assert parse_share("百分之三十") == 300
    assert parse_share("24万") is None
    assert (format_share(300), format_share(333)) == ("30%", "33.3%")


@given(st.integers(0, 10**15), st.lists(st.integers(1, 1000), min_size=1, max_size=60))
def test_every_fen_finds_its_place(total: int, shares: list[int]) -> None:
    parts = distribute(total, shares, sum(shares))
    assert sum(parts) == total
    assert all(abs(part * sum(shares) - total * share) < sum(shares) for part, share in zip(parts, shares, strict=True))


@given(st.integers(0, 10**13), st.lists(st.integers(1, 100), min_size=1, max_size=10))
def test_a_part_of_the_whole_is_spread_as_exactly(total: int, shares: list[int]) -> None:
    assert sum(distribute(total, shares)) == total * sum(shares) // 1000


@given(st.integers(1, 10**12), st.lists(st.integers(1, 300), min_size=1, max_size=5))
def test_equal_shares_differ_by_a_fen_at_most(total: int, shares: list[int]) -> None:
    parts = distribute(total, [shares[0]] * len(shares), shares[0] * len(shares))
    assert max(parts) - min(parts) <= 1


@given(st.text(max_size=200))
def test_any_text_is_a_plan_or_says_why(line: str) -> None:
    found: tuple[Instalment, ...] = ()
    said = ""
    try:
        found = parse_plan(line, TODAY)
    except BadInstalment as error:
        said = str(error)
    assert bool(found) != bool(said)
    assert sum(one.share or 0 for one in found) <= 1000
    assert all(one.name for one in found)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8))
def test_what_is_written_is_read_back(shares: list[int]) -> None:
    line = "；".join(f"{format_share(share)} 第{chr(0x4E00 + place)}笔款" for place, share in enumerate(shares))
    if sum(shares) > 1000:
        with pytest.raises(BadInstalment):
            parse_plan(line, TODAY)
    else:
        assert [one.share for one in parse_plan(line, TODAY)] == shares
