"""Targets as people type them and as sheets hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.models import Measure
from desktop_crm.rules.targets import LARGEST, NAMES, BadTarget, named, read_target, unit_of, written

M = Measure


@pytest.mark.parametrize(
    ("measure", "typed", "found"),
    [
        (M.NEW_LEADS, "200", 200), (M.NEW_LEADS, "1,200 条", 1200), (M.NEW_LEADS, 200.0, 200), (M.CONTACTS, "２０次", 20),
        (M.CONTACTS, "1.5万", 15_000), (M.WON_AMOUNT, "50万", 50_000_000), (M.WON_AMOUNT, 120000, 12_000_000),
        (M.RECEIVED, "¥1,200.50", 120_050), (M.CONVERSION, "30%", 300), (M.CONVERSION, "30", 300),
        (M.CONVERSION, "31.64％", 316), (M.CONVERSION, 0.3, 300), (M.CONVERSION, "0.5%", 5), (M.CONVERSION, "100%", 1000),
        (M.NEW_LEADS, " ", None), (M.NEW_LEADS, None, None), (M.NEW_LEADS, "-", None), (M.CONVERSION, "—", None),
    ],
)  # fmt: skip
def test_what_is_typed(measure: Measure, typed: object, found: int | None) -> None:
    assert read_target(measure, typed) == found


@pytest.mark.parametrize(
    ("measure", "typed", "reason"),
    [
        (M.NEW_LEADS, "-3", "目标不能是负数。"), (M.NEW_LEADS, "0", "目标要大于 0；不要这个目标，把它清空就行。"),
        (M.NEW_LEADS, "许多", "“许多”不是数字。"), (M.NEW_LEADS, "2.5", "“2.5”不是整数。"),
        (M.CONVERSION, "101%", "转化率不能超过 100%。"), (M.CONVERSION, "三成", "“三成”不是百分比，例如 30%。"),
        (M.CONVERSION, "nan", "“nan”不是百分比，例如 30%。"), (M.CONVERSION, "9e999999%", "“9e999999%”不是百分比，例如 30%。"),
        (M.WON_AMOUNT, "很多", "“很多”不是能识别的人民币金额。"), (M.NEW_LEADS, "20亿", "目标太大，请检查是否多写了位数。"),
    ],
)  # fmt: skip
def test_what_is_no_target_is_said_in_a_sentence(measure: Measure, typed: str, reason: str) -> None:
    with pytest.raises(BadTarget) as raised:
        read_target(measure, typed)
    assert str(raised.value) == reason


@given(st.sampled_from(Measure), st.data())
def test_what_is_written_is_read_back(measure: Measure, data: st.DataObject) -> None:
    value = data.draw(st.integers(1, LARGEST[unit_of(measure)]))
    assert read_target(measure, written(measure, value)) == value


def test_names() -> None:
    assert set(NAMES) == set(Measure)
    assert named(M.ENTERED, "方案制定") == "进入 · 方案制定"
    assert named(M.CONVERSION, "方案制定") == "转化率 · 方案制定"
    assert named(M.RECEIVED) == "回款金额"
    assert written(M.WON_AMOUNT, 125_000_000, short=True) == "125万"
