"""When two names mean the same."""

from __future__ import annotations

import pytest

from desktop_crm.rules.names import Match, closest, loose_key, name_key


def test_the_strict_key_ignores_width_case_blanks_and_signs() -> None:
    assert name_key("ＧＴＸ　Pro") == name_key("gtx-pro") == "gtxpro"
    assert name_key("华为（深圳）") == "华为深圳"
    assert name_key("华为技术有限公司") != name_key("华为技术")
    assert name_key("***") == "***"


@pytest.mark.parametrize(
    "name",
    [
        "星河制造有限公司",
        "星河制造股份有限公司",
        "星河制造集团有限公司",
        "星河制造（中国）有限公司",
        "星河 制造集团",
        "星河制造",
    ],
)
def test_the_loose_key_drops_the_legal_form(name: str) -> None:
    assert loose_key(name) == "星河制造"


def test_the_loose_key_works_in_english_and_never_vanishes() -> None:
    assert loose_key("Acme Co., Ltd.") == loose_key("ACME Corporation") == "acme"
    assert loose_key("集团") == "集团"
    assert loose_key("") == ""


def test_a_likely_name_is_offered() -> None:
    products = ["GTX Basic", "GTX Pro", "GTX Plus Pro", "MG Special"]
    assert closest("GTXPro", products) == Match("GTX Pro", 100)
    assert closest("GTX Plus Pr0", products) is not None
    assert closest("扫地机器人", products) is None
    assert closest("", products) is None
    assert closest("星河制造有限公司", ["星河制造集团", "银河制造"]) == Match("星河制造集团", 99)
