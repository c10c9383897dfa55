"""Weekly report and change order on paper: full and minimal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop_crm.documents.desk import print_sheet
from tests.documents.reading_back import outline, printed
from tests.documents.whole_deals import full_deal, minimal_deal
from tests.make import File


def paper(file: File, make: Callable[[File], str], key: str) -> bytes:
    return file.ask(print_sheet, make(file), key).pdf


def test_a_report_says_how_far_and_what_is_in_the_way(file: File) -> None:
    pdf = paper(file, full_deal, "progress_report")
    said = printed(pdf)
    for text in (
        "第2期", "25%", "2024年6月10日", "测试环境可用", "导入物料与工艺数据", "两条产线试运行2024年7月26日2024年8月2日",
        "工位终端到货推迟一周", "先用备用终端6台", "陈思远",
    ):  # fmt: skip
        assert text in said or all(part in said for part in text.split("2024")), text
    assert "供应商原因" not in said
    assert [title for _, title, _ in outline(pdf)] == [
        "一、项目信息", "二、本周完成", "三、下周计划", "四、里程碑进度", "五、问题与解决",
    ]  # fmt: skip


def test_a_change_is_told_to_the_fen_and_in_capitals(file: File) -> None:
    pdf = paper(file, full_deal, "change_order")
    said = printed(pdf)
    for text in (
        "增加看板大屏",
        "总经理希望车间入口可见产量",
        "+¥28,000.00",
        "延后7天",
        "55寸看板一块及接入",
        "甲方承担新增费用",
    ):
        assert text in said, text
    assert "人民币大写" in said
    assert "毛利" not in said
    assert [title for _, title, _ in outline(pdf)][-1] == "七、双方确认"


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("progress_report", ["一、项目信息", "二、里程碑进度", "三、问题与解决"]),
        ("change_order", ["一、变更信息", "二、对范围的影响", "三、对价格的影响", "四、对交期的影响", "五、双方确认"]),
    ],
)
def test_what_is_empty_leaves_no_heading_behind(file: File, key: str, titles: list[Any]) -> None:
    assert [title for _, title, _ in outline(paper(file, minimal_deal, key))] == titles
