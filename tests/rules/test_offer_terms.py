"""What a clause offers, and what only looks like an offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.amounts import format_full, format_short, format_yuan
from desktop_crm.rules.offer_terms import OfferTerms, read_offer
from desktop_crm.rules.terms import format_discount


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("总价 75 万", 75_000_000),
        ("合同总价 ¥750,000.00", 75_000_000),
        ("合同总价为人民币 75 万元整，含 13% 增值税。", 75_000_000),
        ("总金额：750000元", 75_000_000),
        ("总价（含税）75万", 75_000_000),
        ("成交价 1.2 亿", 12_000_000_000),
        ("原总价 90 万，优惠后总价 75 万", 75_000_000),
        ("甲方要求总价 70 万；双方同意总价 80 万。", 80_000_000),
    ],
)
def test_a_total_is_read_as_people_write_it(text: str, price: int) -> None:
    assert read_offer(text).price_fen == price


@pytest.mark.parametrize(
    "text",
    [
        "",
        "总价的 30% 在签约后支付",
        "签约后付合同总价 30%",
        "总价优惠 5 万",
        "总价 70-80 万",
        "客户希望总价 70 万",
        "如果总价 70 万，我方不提供培训",
        "逾期的，按合同金额 5000 元/天支付违约金",
        "合同总价 3 年内不变",
        "原合同金额 60 万",
        "备件总价 2 万",
        "付款 75 万",
    ],
)
def test_what_is_no_total_of_the_deal_is_passed_over(text: str) -> None:
    assert read_offer(text).price_fen is None


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("按目录价 8 折", 800),
        ("整单 8.5折成交", 850),
        ("八五折", 850),
        ("95折", 950),
        ("折扣 85%", 850),
        ("报价下浮 12%", 880),
        ("软件 9 折，实施 8 折", 800),
    ],
)
def test_a_discount_is_read_however_it_is_said(text: str, share: int) -> None:
    assert read_offer(text).discount == share


@pytest.mark.parametrize(
    "text",
    [
        "设备按 5 年折旧",
        "备件 7 折供应",
        "后续续费 8 折",
        "客户要求 7 折",
        "不接受 7 折",
        "竞品 6 折",
        "折扣 15%",
        "原 7 折",
        "质保期内备品 5 折",
        "上浮 10%",
        "第3折页",
    ],
)
def test_what_is_no_discount_of_the_deal_is_passed_over(text: str) -> None:
    assert read_offer(text).discount is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("账期60天", 60),
        ("账期为两个月", 60),
        ("月结 90 天", 90),
        ("给 45 天账期", 45),
        ("账期 30-60 天", 60),
        ("验收后90天付款", 90),
        ("签约付 30%，验收合格后 3 个月内支付 70%", 90),
        ("甲方收到发票之日起 60 个工作日内付清", 84),
        ("货到半年付款", 182),
        ("预付 30%，到货后 30 天付 30%，验收后 120 天付 40%", 120),
    ],
)
def test_the_longest_time_to_pay_is_read(text: str, days: int) -> None:
    assert read_offer(text).payment_days == days


@pytest.mark.parametrize(
    "text",
    [
        "签约后 60 天内交付",
        "签约后 90 天内完成安装并付款",
        "验收前 10 天付款",
        "质保金 5% 在质保期满后 365 天内支付",
        "逾期 90 天付款的，按日计收违约金",
        "客户想要 120 天账期",
        "付款后 90 天内开具发票",
        "验收后 90 天内退还履约保证金",
        "合同签订后 180 天上线",
        "质保 24 个月",
        "验收合格后付款",
        "账期另议",
    ],
)
def test_a_span_that_is_no_time_to_pay_is_passed_over(text: str) -> None:
    assert read_offer(text).payment_days is None


@given(st.integers(min_value=1_000_00, max_value=10**13))
def test_every_total_we_write_ourselves_is_read_back(fen: int) -> None:
    for written in (format_full(fen), format_yuan(fen)):
        assert read_offer(f"合同总价 {written}，分三期支付。").price_fen == fen
    assert read_offer(f"总价 {format_short(fen)}元").price_fen is not None


@given(st.integers(min_value=100, max_value=999).filter(lambda share: share % 10 == 0), st.integers(1, 365))
def test_every_discount_and_time_to_pay_we_write_is_read_back(share: int, days: int) -> None:
    assert read_offer(f"按 {format_discount(share)} 结算").discount == share
    assert read_offer(f"验收合格后 {days} 天内付款").payment_days == days


@given(st.text(max_size=400))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert isinstance(read_offer(text), OfferTerms)
