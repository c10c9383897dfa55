"""Standard clauses: those shipped, those of a company, and their order around what was agreed."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.rules.contract_terms import BLANK, FILE, arranged, fill, terms

OWN = """
[[clauses]]
title = "标的"
text = "{项目}"

[[risks]]
key = "price"
title = "价格"
"""


def titles(*agreed: tuple[str, str]) -> list[str]:
    found = arranged(terms().clauses, agreed)
    return [agreed[at][1] if at is not None else own.title if own else "" for own, at in found]


def test_shipped_terms_can_be_used() -> None:
    found = terms()
    assert not found.fault
    assert titles() == [
        "标的", "合同价款", "付款方式", "交付", "验收", "质保与售后服务", "知识产权", "保密", "违约责任", "不可抗力", "争议解决",
        "生效及其他",
    ]  # fmt: skip
    assert {"intellectual_property", "confidentiality", "liability", "payment", "delivery_delay", "force_majeure"} < {
        risk.key for risk in found.risks
    }


def test_what_was_agreed_stands_in_place_of_the_draft() -> None:
    found = titles(
        ("other", "独家供货"),
        ("payment", "付款"),
        ("price", "价格"),
        ("price", "运费"),
        ("other", "保密义务"),
    )
    assert found[:4] == ["标的", "价格", "运费", "付款"]
    assert "保密义务" in found
    assert "保密" not in found
    assert found.index("违约责任") < found.index("独家供货") < found.index("不可抗力")


def test_places_that_are_not_known_stay_blank() -> None:
    assert fill("{项目}在{交付日期}前", {"项目": "ERP", "交付日期": ""}) == f"ERP在{BLANK}前"


def test_company_uses_its_own_terms(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(OWN, encoding="utf-8")
    found = terms(tmp_path)
    assert [clause.title for clause in found.clauses] == ["标的"]
    assert [risk.key for risk in found.risks] == ["price"]
    assert not found.fault


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (OWN.replace('title = "标的"', 'titel = "标的"'), "titel"),
        (OWN.replace("{项目}", "{价格}"), "“价格”可填，可用：项目"),
        (OWN.replace('text = "{项目}"', ""), "第 1 条缺少"),
        (OWN + '[[risks]]\nkey = "price"\ntitle = "又一次"\n', "重复"),
        ("[[clauses", "TOML"),
        ("\udcff", "TOML"),
    ],
)
def test_mistake_in_own_terms_is_said_and_the_shipped_ones_are_used(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8", errors="surrogateescape")
    found = terms(tmp_path)
    assert said in found.fault
    assert FILE in found.fault
    assert found.clauses == terms().clauses
    (tmp_path / FILE).write_text(OWN, encoding="utf-8")
    assert not terms(tmp_path).fault  # mended, it is used at once
