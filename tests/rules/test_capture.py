"""One line, said in any order, becomes the fields of a lead; nothing of it is lost."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.amounts import AmountRange
from desktop_crm.rules.capture import Captured, parse_capture, words
from desktop_crm.rules.person_words import is_bare_name, is_title, split_person

SOURCES = ("官网", "展会", "转介绍", "老客户推荐", "社交媒体")
LEAD = Captured(source="展会", customer="华强电子", contact="李总", phone="13800001234", need="想换ERP")


def parse(text: str, *customers: str) -> Captured:
    return parse_capture(text, SOURCES, customers=customers)


@pytest.mark.parametrize("order", list(permutations(["展会", "华强电子", "李总", "13800001234", "想换ERP"])))
def test_the_order_does_not_matter(order: tuple[str, ...]) -> None:
    assert parse(" ".join(order)) == LEAD


@pytest.mark.parametrize("line", ["展会，华强电子，李总，138 0000 1234，想换ERP", "展会\t华强电子\t李总\t138-0000-1234\t想换ERP", "展会 / 华强电子 / 李总 / +86 13800001234 / 想换ERP"])  # fmt: skip
def test_any_separator_will_do(line: str) -> None:
    assert parse(line) == LEAD


def test_a_full_line_fills_every_field() -> None:
    line = (
        "官网-产品页 苏州恒力精密有限公司 张伟 采购总监 Zhang@Hengli.com 预算50万 制造业 国庆前要上一套MES，替换旧系统"
    )
    assert parse(line) == Captured(
        source="官网", sub_source="产品页", customer="苏州恒力精密有限公司", contact="张伟", title="采购总监",
        email="Zhang@hengli.com", amount_fen=50_000_000, industry="制造业", need="国庆前要上一套MES，替换旧系统",
    )  # fmt: skip


def test_labels_decide_what_could_be_several_things() -> None:
    line = "客户：高乐 联系人：金蝶 电话：0574-8765 4321 预算：50-80万 来源：展会-上海 需求：冷链追溯，要对接ERP/WMS"
    assert parse(line) == Captured(
        source="展会", sub_source="上海", customer="高乐", contact="金蝶", phone="0574-87654321",
        budget=AmountRange(50_000_000, 80_000_000), need="冷链追溯，要对接ERP/WMS",
    )  # fmt: skip


def test_a_private_person_is_their_own_customer() -> None:
    found = parse("李总 13800001234 想换ERP")
    assert (found.customer, found.contact, found.need) == ("李总", "李总", "想换ERP")


def test_a_known_customer_is_recognised_where_two_words_could_be_it() -> None:
    assert (parse("李明 金蝶 13800001234", "金蝶").customer, parse("李明 金蝶", "金蝶").contact) == ("金蝶", "李明")


def test_a_person_named_before_their_firm() -> None:
    found = parse("张伟 无锡新科 想上WMS")
    assert (found.customer, found.contact) == ("无锡新科", "张伟")


def test_a_firm_named_after_its_town_is_no_industry() -> None:
    captured = parse_capture("张总 苏州华业 13900001111 想上MES", ())
    assert (captured.customer, captured.industry, captured.need) == ("苏州华业", "", "想上MES")
    assert parse_capture("张总 苏州华业 纺织业", ()).industry == "纺织业"


def test_an_amount_in_a_sentence_is_read_and_the_sentence_stays_whole() -> None:
    found = parse("老客户推荐 无锡新科 想再买一条50万左右的线")
    assert (found.amount_fen, found.need) == (50_000_000, "想再买一条50万左右的线")


@pytest.mark.parametrize("need", ["想买2万件", "想买300台", "约300台", "要10万套"])
def test_a_quantity_is_no_amount(need: str) -> None:
    found = parse(f"无锡新科 {need}")
    assert (found.amount_fen, found.need, found.customer) == (None, need, "无锡新科")


def test_what_cannot_be_a_number_is_shown_in_its_field_instead_of_vanishing() -> None:
    assert parse("华强电子 1380000123 想换ERP").phone == "1380000123"
    assert parse("华强电子 li@hengli 想换ERP").email == "li@hengli"


def test_another_number_stays_in_the_need() -> None:
    found = parse("华强电子 13800001234 0571-88886666 想换ERP")
    assert found.phone == "13800001234"
    assert "0571-88886666" in found.need


def test_a_firm_in_latin_letters_keeps_its_blanks() -> None:
    assert parse("ABC Tools Co., Ltd. 想买刀具").customer == "ABC Tools Co., Ltd."


def test_synonyms_of_a_channel_count_only_where_the_channel_is_known() -> None:
    assert parse("抖音 华强电子").source == "社交媒体"
    assert parse_capture("抖音 华强电子", ("官网",)).source == ""


def test_an_empty_line_says_nothing() -> None:
    assert parse("  ，、 ") == Captured()


WORDS = st.one_of(
    st.sampled_from(["展会", "官网-首页", "李总", "张伟", "华强电子", "13800001234", "预算50万", "制造业", "采购总监", "a@b.cn", "客户："]),
    st.text(alphabet="想换上系统设备智能ABCxyz0123456789张李总厂", min_size=1, max_size=8),
)  # fmt: skip


@given(st.lists(WORDS, max_size=8))
def test_no_letter_is_lost(line: list[str]) -> None:
    """Every word is found again in some field; labels, separators and the form of money and numbers aside."""
    text = " ".join(line)
    found = parse(text)
    kept = "".join(re.sub(r"\s", "", str(getattr(found, name))) for name in Captured.__slots__)
    for word in line:
        if word in ("客户：", "预算50万") or re.search(r"\d", word) or word.startswith("官网"):
            continue
        assert word in kept, (text, found)


@given(st.text(max_size=60))
def test_any_text_is_read_without_complaint(text: str) -> None:
    found = parse(text)
    assert not (found.budget and found.amount_fen)
    assert len(found.need) <= len(text) + 1 or not text.isprintable()


def test_the_words_of_a_line_can_be_looked_up() -> None:
    assert words("展会，华强电子 李总") == ("展会", "华强电子", "李总")


@pytest.mark.parametrize(
    ("word", "person"),
    [
        ("李总", ("李总", "")),
        ("王工", ("王工", "")),
        ("欧阳经理", ("欧阳经理", "经理")),
        ("王经理", ("王经理", "经理")),
        ("张伟经理", ("张伟", "经理")),
        ("陈副总经理", ("陈副总经理", "副总经理")),
        ("刘女士", ("刘女士", "")),
        ("海总", None),
        ("总经理", None),
        ("华强电子", None),
    ],
)
def test_forms_of_address(word: str, person: tuple[str, str] | None) -> None:
    assert split_person(word) == person


def test_bare_names_and_titles() -> None:
    assert is_bare_name("张伟")
    assert is_bare_name("欧阳小红")
    assert not is_bare_name("采购部")
    assert is_title("采购总监")
    assert is_title("CTO")
    assert not is_title("王经理")
