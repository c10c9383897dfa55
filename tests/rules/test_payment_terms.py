"""When an instalment falls due, as it is written into contracts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.payment_terms import names_step, read_condition

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "event", "amount", "unit"),
    [
        ("签约后5个工作日", "signing", 5, "working_days"),
        ("合同签订后 10 个工作日内", "signing", 10, "working_days"),
        ("合同生效之日起30日内", "signing", 30, "days"),
        ("验收合格后十天", "acceptance", 10, "days"),
        ("终验后一个月", "acceptance", 1, "months"),
        ("验收后两周内", "acceptance", 14, "days"),
        ("验收后半年", "acceptance", 6, "months"),
        ("验收后", "acceptance", 0, "days"),
        ("初验后7天", "other", 7, "days"),
        ("系统上线后30天", "other", 30, "days"),
        ("质保期满", "", 0, "days"),
        ("发货前", "", 0, "days"),
        ("", "", 0, "days"),
    ],
)
def test_events_and_spans(text: str, event: str, amount: int, unit: str) -> None:
    found = read_condition(text, TODAY)
    assert (found.event, found.amount, found.unit, found.day) == (event, amount, unit, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2027-03-01", date(2027, 3, 1)), ("6月30日前", date(2026, 6, 30)), ("明年3月底", date(2027, 3, 31))],
)
def test_days_of_their_own(text: str, day: date) -> None:
    assert read_condition(text, TODAY).day == day


def test_spans_count_from_the_event() -> None:
    spring = date(2026, 2, 13)  # a Friday; Saturday the 14th is worked, then come the holidays until the 23rd
    assert read_condition("签约后5个工作日", TODAY).due_after(spring) == date(2026, 2, 27)
    assert read_condition("验收后10天", TODAY).due_after(spring) == date(2026, 2, 23)
    assert read_condition("验收后一个月", TODAY).due_after(date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("condition", "step", "same"),
    [
        ("上线后10天", "系统上线", True),
        ("系统上线后10天", "上线", True),
        ("到货后30日内", "设备到货", True),
        ("验收后10天", "验收", False),  # the acceptance itself says so
        ("上线后10天", "到货", False),
        ("上线后10天", "线", False),
        ("2027-03-01", "上线", False),
    ],
)
def test_conditions_name_steps_of_the_plan(condition: str, step: str, same: bool) -> None:
    assert names_step(condition, step, TODAY) is same


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_is_read(text: str, day: date) -> None:
    found = read_condition(text, TODAY)
    if found.event:
        assert found.due_after(day) >= day
