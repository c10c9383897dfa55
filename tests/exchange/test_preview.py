"""What a person is shown of a sheet before it is imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.exchange.mapping import plan
from desktop_crm.exchange.preview import CellState, header_of, preview, width_of
from desktop_crm.exchange.sources import place_of, read_sources, sources_of
from desktop_crm.exchange.tables import SheetRow, SheetTable, pasted_table, read_tables
from desktop_crm.refusal import Refused
from tests.exchange.messy import HEADERS, LINES, TODAY, write_csv, write_xlsx


def shown(*lines: str) -> list[str]:
    """Return the texts of the first row below the headers."""
    table = SheetTable("a.csv", "", tuple(SheetRow(n, tuple(line.split(" "))) for n, line in enumerate(lines, start=1)))
    return [cell.text for cell in preview(table, plan(table), today=TODAY)[0].cells]


def test_each_cell_says_how_it_fared(tmp_path: Path) -> None:
    (table,) = read_tables(write_csv(tmp_path / "a.csv", "utf-8"))
    rows = preview(table, plan(table), today=TODAY)
    assert [row.number for row in rows] == [at + 4 for at, line in enumerate(LINES) if line.fate != "blank"]
    assert [bool(row.error) for row in rows] == [line.fate == "error" for line in LINES if line.fate != "blank"]
    fifth = {HEADERS[at]: cell for at, cell in enumerate(rows[3].cells)}
    assert (fifth["联系方式"].text, fifth["联系方式"].state) == ("12345", CellState.PROBLEM)
    assert "电话" in fifth["联系方式"].reason
    seventh = {HEADERS[at]: cell for at, cell in enumerate(rows[5].cells)}
    assert (seventh["需求描述"].text, seventh["需求描述"].state) == ("", CellState.MISSING)
    assert rows[0].cells[10].state is CellState.KEPT
    assert {cell.state for cell in rows[6].cells} == {CellState.PROBLEM}


def test_values_are_written_as_they_were_understood() -> None:
    headers = "客户名称/行业 联系人 当前阶段 状态 金额(万元) 预算 线索来源 获取时间 需求"
    assert shown(headers, "甲/食品 李强/厂长 Engaging 跟进中 5 10万以上 官网-产品页 2023年3月1日 排产") == [
        "甲/食品", "李强（厂长）", "需求探查", "进行中", "¥50,000", "¥100,000–", "官网（产品页）", "2023-03-01", "排产",
    ]  # fmt: skip
    assert shown("客户名称 结果 阶段 需求", "甲 赢单 商务谈判 x") == ["甲", "成交", "商务谈判", "x"]
    assert shown("客户名称 行业 标签 地址", "甲 食品 大客户，重点 华东路") == ["甲", "食品", "大客户、重点", "华东路"]


def test_rows_may_be_wider_or_narrower_than_the_headers() -> None:
    table = SheetTable(
        "a", "", (SheetRow(1, ("客户", "需求")), SheetRow(2, ("甲", "乙", "多余")), SheetRow(3, ("丙",)))
    )
    found = preview(table, plan(table), today=TODAY)
    assert width_of(table, plan(table)) == 3
    assert [len(row.cells) for row in found] == [3, 3]
    assert header_of(table, plan(table), 2) == ""


def test_a_copied_range_is_a_table() -> None:
    table = pasted_table("客户名称\t需求\n甲\t“换系统”\n", "剪贴板")
    assert table.rows[1].cells == ("甲", "“换系统”")
    with pytest.raises(Refused, match="剪贴板里没有表格"):
        pasted_table(" \n\n", "剪贴板")


def test_sheets_that_are_no_tables_are_left_out_unless_none_is(tmp_path: Path) -> None:
    found = read_sources(write_xlsx(tmp_path / "a.xlsx"))
    assert [source.name for source in found.planned] == ["a.xlsx › 线索"]
    words = SheetTable("说明.xlsx", "说明", (SheetRow(1, ("请先阅读",)),))
    both = sources_of([words, found.planned[0].table])
    assert [place_of(table) for table in both.skipped] == ["说明.xlsx › 说明"]
    with pytest.raises(Refused, match="说明"):
        sources_of([words])
