"""A person from one line."""

from __future__ import annotations

import pytest

from desktop_crm.rules.quick_person import QuickPerson, parse_person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("李总", QuickPerson("李总")),
        ("李总 采购部 采购总监 决策者", QuickPerson("李总", "采购部", "采购总监", "", "decider")),
        ("决策 李总", QuickPerson("决策", "", "李总")),
        ("李总 采购 采购总监 决策者", QuickPerson("李总", "采购", "采购总监", "", "decider")),
        ("李总 决策者 采购", QuickPerson("李总", "采购", "", "", "decider")),
        ("王芳 采购", QuickPerson("王芳", "", "", "", "buyer")),
        ("孙丽，财务部，财务经理，财务", QuickPerson("孙丽", "财务部", "财务经理", "", "finance")),
        ("刘洋（系统工程师） 信息中心 内线", QuickPerson("刘洋", "信息中心", "系统工程师", "", "coach")),
        ("刘洋 138 0000 1234 IT", QuickPerson("刘洋", "IT", "", "13800001234")),
        ("张伟 010-62345678 总经办", QuickPerson("张伟", "总经办", "", "010-62345678")),
        ("John CTO 技术把关", QuickPerson("John", "", "CTO", "", "gatekeeper")),
        ("陈志远 信息中心 主任 项目经理", QuickPerson("陈志远", "信息中心", "主任 项目经理")),
        ("李总　采购部　１３８００００１２３４", QuickPerson("李总", "采购部", "", "13800001234")),
    ],
)
def test_a_line_is_read_as_people_say_it(text: str, person: QuickPerson) -> None:
    assert parse_person(text) == person


@pytest.mark.parametrize("text", ["", "   ", "，", "13800001234 李总", "李总 1380000123"])
def test_what_cannot_be_read_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"姓名|手机号|电话"):
        parse_person(text)
