"""Lines of a price as they are said and pasted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.quick_item import QuickItem, read_item, read_items

WAN = 1_000_000  # 万 in fen


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("MES 模块 2 套 12万 9.5折", QuickItem("MES 模块", "", "套", 2000, 12 * WAN, 950)),
        ("MES模块2套12万9.5折", QuickItem("MES模块", "", "套", 2000, 12 * WAN, 950)),
        ("实施服务 1.5人天 3000元", QuickItem("实施服务", "", "人天", 1500, 300_000)),
        ("实施服务 30人天 2500/人天 6%税", QuickItem("实施服务", "", "人天", 30_000, 250_000, None, 600)),
        ("服务器 ×2 ¥58,000 税率13%", QuickItem("服务器", "", "", 2000, 5_800_000, None, 1300)),
        ("2套 WMS 32万 85%", QuickItem("WMS", "", "套", 2000, 32 * WAN, 850)),
        ("年度运维服务 8万 13%", QuickItem("年度运维服务", "", "", None, 8 * WAN, None, 1300)),
        ("扫码枪 12 1200", QuickItem("扫码枪", "", "", 12_000, 120_000)),
        ("培训 5000", QuickItem("培训", "", "", None, 500_000)),
        ("工位机 12 个", QuickItem("工位机", "", "个", 12_000)),
        ("操作培训 2 天 免费", QuickItem("操作培训", "", "天", 2000, 0)),
        ("网关 3台 单价8600", QuickItem("网关", "", "台", 3000, 860_000)),
        ("扫码终端 5 台*3200", QuickItem("扫码终端", "", "台", 5000, 320_000)),
        ("许可 八五折 50用户 12万", QuickItem("许可", "", "用户", 50_000, 12 * WAN, 850)),
        ("ISO9001 咨询", QuickItem("ISO9001 咨询")),
        ("产品2000", QuickItem("产品2000")),
        ("数据迁移", QuickItem("数据迁移")),
        ("12万", QuickItem("12万")),
    ],
)
def test_a_spoken_line_is_read_from_its_end(line: str, item: QuickItem) -> None:
    assert read_item(line) == item


def test_rows_of_a_spreadsheet_are_read_by_their_head_row() -> None:
    pasted = (
        "序号\t产品名称\t规格型号\t数量\t单位\t单价（元）\t折扣\t税率\t小计",
        "1\tMES 模块\t专业版\t2\t套\t120,000.00\t9.5折\t13%\t228,000.00",
        "2\t实施服务\t\t30\t人天\t2500\t\t6%\t75000",
        "\t合计\t\t\t\t\t\t\t303,000.00",
    )
    assert read_items(pasted) == [
        QuickItem("MES 模块", "专业版", "套", 2000, 12_000_000, 950, 1300),
        QuickItem("实施服务", "", "人天", 30_000, 250_000, None, 600),
    ]


def test_rows_without_a_head_row_tell_by_their_form_what_they_are() -> None:
    pasted = ("1\tMES 模块\t专业版\t2\t套\t12万\t0.13\t", "网关\tX-200\t3\t台\t8600\t95%\t13%")
    assert read_items(pasted) == [
        QuickItem("MES 模块", "专业版", "套", 2000, 12_000_000),
        QuickItem("网关", "X-200", "台", 3000, 860_000, 950, 1300),
    ]


def test_empty_lines_and_sums_are_no_items() -> None:
    assert read_items(["", "\t\t", "合计\t\t5"]) == []


@given(st.text(max_size=60))
def test_no_line_breaks_the_reading(text: str) -> None:
    item = read_item(text)
    assert item.name or not text.strip()


@given(st.lists(st.text(max_size=40), max_size=5))
def test_no_rows_break_the_reading(texts: list[str]) -> None:
    assert all(item.name for item in read_items(texts))
