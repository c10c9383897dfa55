"""What speaks against a lead is said in a sentence; an honest lead is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.screening import Lead, lacking, screen

GOOD = Lead("苏州恒力精密有限公司", "张伟", "13805721836", "zhang@hengli.com", "制造业", "替换旧 ERP", date(2026, 3, 1))


def kinds(lead: Lead, *targets: str) -> list[str]:
    return [reason.kind for reason in screen(lead, targets)]


def test_an_honest_lead_has_nothing_against_it() -> None:
    assert screen(GOOD, ("制造业",)) == ()


@pytest.mark.parametrize("name", ["测试", "test", "Test1", "TESTING", "测试客户", "测试 123", "111", "啊啊啊", "asdf", "asdfgh", "qwer", "123", "12345"])  # fmt: skip
def test_test_entries_are_found_in_the_customer_or_the_contact(name: str) -> None:
    assert kinds(Lead(customer=name)) == ["test_entry"]
    assert kinds(Lead(customer="恒力", contact=name)) == ["test_entry"]


@pytest.mark.parametrize(
    "name",
    ["测试设备有限公司", "特斯特检测", "Testo 德图", "360", "3M", "上海测试仪器厂", "试用", "中兴", "AA", "欣欣"],
)
def test_names_that_only_resemble_test_entries_are_left_alone(name: str) -> None:
    assert kinds(Lead(customer=name)) == []


@pytest.mark.parametrize("need", ["想要 demo", "测试设备", "试用一下"])
def test_a_need_may_speak_of_tests(need: str) -> None:
    assert kinds(Lead(customer="恒力", need=need)) == []


@pytest.mark.parametrize(("phone", "expected"), [("13800000000", ["test_entry"]), ("13812345678", ["test_entry"]), ("13887654321", ["test_entry"]), ("13805721836", []), ("13812345679", [])])  # fmt: skip
def test_a_number_typed_at_random_is_suspected(phone: str, expected: list[str]) -> None:
    assert kinds(Lead(customer="恒力", phone=phone)) == expected


@pytest.mark.parametrize("phone", ["12345", "1381234567", "23812345678", "打不通"])
def test_an_impossible_phone_number_is_said_in_the_words_of_its_rule(phone: str) -> None:
    (reason,) = screen(Lead(customer="恒力", phone=phone))
    assert reason.kind == "bad_contact"
    assert phone in reason.text


def test_each_number_of_a_cell_is_looked_at() -> None:
    assert kinds(Lead(customer="恒力", phone="13912345670 / 12345")) == ["bad_contact"]


def test_an_impossible_address_is_found() -> None:
    assert kinds(Lead(customer="恒力", email="zhang#hengli.com")) == ["bad_contact"]


@pytest.mark.parametrize(
    ("industry", "targets", "expected"),
    [
        ("餐饮", ("制造业",), ["industry_off_target"]),
        ("汽车制造", ("制造业",), []),
        ("制造业", ("汽车制造业",), []),
        ("电子行业", ("电子",), []),
        ("餐饮", (), []),
        ("餐饮", ("", "  "), []),
        ("", ("制造业",), []),
    ],
)
def test_industries_outside_the_target_list(industry: str, targets: tuple[str, ...], expected: list[str]) -> None:
    assert kinds(Lead(customer="恒力", industry=industry), *targets) == expected


def test_several_reasons_come_together_the_gravest_first() -> None:
    bad = Lead(customer="测试", phone="12345", email="x", industry="餐饮")
    assert kinds(bad, "制造业") == ["test_entry", "bad_contact", "bad_contact", "industry_off_target"]


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_can_be_screened(customer: str, phone: str, email: str) -> None:
    assert all(reason.text for reason in screen(Lead(customer=customer, phone=phone, email=email)))


def test_a_complete_lead_lacks_nothing_and_one_way_to_reach_somebody_is_enough() -> None:
    assert lacking(GOOD) == ()
    assert lacking(Lead("恒力", email="a@b.cn", industry="制造业", need="ERP", acquired_on=date(2026, 3, 1))) == ()


def test_an_empty_lead_lacks_every_required_field() -> None:
    assert lacking(Lead()) == ("customer", "contact", "industry", "need", "acquired_on")
    assert lacking(Lead(customer=" ", contact="张伟")) == ("customer", "contact", "industry", "need", "acquired_on")
