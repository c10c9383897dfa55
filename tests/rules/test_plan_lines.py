"""Lines of a delivery plan as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.plan_lines import USUAL_STEPS, Hand, Step, parse_hand, parse_step, spread_steps

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("上线 5月10日 交付：上线报告", Step("上线", date(2026, 5, 10), "上线报告")),
        ("设备到货", Step("设备到货")),
        ("试运行，4月底", Step("试运行", date(2026, 4, 30))),
        ("明天", Step("明天")),  # the only word is the name
        ("数据迁移 成果: 校验表", Step("数据迁移", None, "校验表")),
    ],
)
def test_milestones(line: str, step: Step) -> None:
    assert parse_step(line, TODAY) == step


@pytest.mark.parametrize(
    ("line", "hand"),
    [
        ("周工 项目经理 现场调试 13800001234", Hand("周工", "项目经理", "现场调试", "13800001234")),
        ("周工", Hand("周工")),
        ("周工、项目经理、调试、培训", Hand("周工", "项目经理", "调试，培训")),
    ],
)
def test_people(line: str, hand: Hand) -> None:
    assert parse_hand(line) == hand


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 800))
def test_the_usual_steps_stay_within_and_in_order(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = [day for _, day in spread_steps(first, last)]
    assert len(found) == len(USUAL_STEPS)
    assert found == sorted(found)
    assert first <= found[0]
    assert found[-1] == last


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_any_line_has_a_name(line: str) -> None:
    assert parse_step(line, TODAY).name == parse_step(line, TODAY).name.strip()
    assert isinstance(parse_hand(line), Hand)
