"""Headers are found, kinds of table recognised, columns matched to fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.exchange.fields import FIELDS, TableKind, header_key, header_unit, synonyms
from desktop_crm.exchange.mapping import plan, plan_at, recognise
from desktop_crm.exchange.rows_reader import _CLASSES
from desktop_crm.exchange.tables import SheetRow, SheetTable, read_tables
from desktop_crm.refusal import Refused

MAVEN = Path(__file__).parent.parent / "data" / "maven-crm"
SEEDS = {
    "customer_registration": "序号 客户名称 所属行业 联系人 职务 联系方式 需求描述 跟进阶段 负责人 下次跟进时间",
    "followup_sheet": "客户名称 行业/领域 客户联系人 联系方式 线索来源 当前阶段 需求描述 决策链 预算范围 下一步计划 跟进记录 负责人 阶段状态",
    "care_sheet": "序号 线索来源 客户名称/行业 联系人（姓名/职位） 联系方式 初步需求描述 客户等级 背景信息（规模、决策链、痛点） "
    "跟进计划（频率/方式/目标） 跟进记录（时间/方式/反馈/下一步） 关系维护动作 当前状态（潜在/意向/成交/流失） 负责人 备注",
}


def table(*rows: str) -> SheetTable:
    return SheetTable("a.csv", "", tuple(SheetRow(n, tuple(row.split(" "))) for n, row in enumerate(rows, start=1)))


@pytest.mark.parametrize(
    ("file", "kind"),
    [("accounts", TableKind.CUSTOMERS), ("products", TableKind.PRODUCTS), ("sales_teams", TableKind.MEMBERS),
     ("sales_pipeline", TableKind.LEADS)],
)  # fmt: skip
def test_every_column_of_the_public_export_is_known(file: str, kind: TableKind) -> None:
    (sheet,) = read_tables(MAVEN / f"{file}.csv")
    found = plan(sheet)
    assert found.kind is kind
    assert found.header_row == 1
    assert not found.unmatched
    assert len(found.columns) == len(sheet.rows[0].cells)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_column_of_our_own_sheets_reads_back_in(seed: str) -> None:
    found = plan(table("某某公司跟进表", "", SEEDS[seed], "1 甲"))
    assert (found.kind, found.header_row) == (TableKind.LEADS, 3)
    assert not found.unmatched
    headers = SEEDS[seed].split(" ")
    assert {headers[index] for index in found.columns.values()} == set(headers) - {"序号"}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("姓名 公司 部门 职务 手机 邮箱", TableKind.CONTACTS),
        ("姓名 手机 公司", TableKind.CONTACTS),
        ("客户名称 行业 地区 联系人 电话 地址", TableKind.CUSTOMERS),
        ("产品名称 型号 单价 单位", TableKind.PRODUCTS),
        ("姓名 部门 岗位 主管 负责区域", TableKind.MEMBERS),
        ("客户 电话 行业 需求", TableKind.LEADS),
        ("Company Phone Industry Source", TableKind.LEADS),
        ("姓名 电话 行业 需求描述 获取时间", TableKind.LEADS),
    ],
)
def test_the_kind_follows_from_the_headers(headers: str, kind: TableKind) -> None:
    assert plan(table(headers)).kind is kind


def test_a_kind_can_be_named() -> None:
    assert recognise(table("客户名称 行业 联系人 电话"), TableKind.LEADS) is not None
    assert recognise(table("客户名称 行业 联系人 电话"), TableKind.PRODUCTS) is None


def test_units_and_leftover_columns_are_told() -> None:
    found = plan(table("客户名称 预算(万元) 年营收（单位：亿元） 金额/元 需求 内部代码"))
    assert found.units == {"budget": 10**4, "revenue": 10**8, "amount": 1}
    assert found.unmatched == {5: "内部代码"}
    assert found.absent == ("phone", "industry", "acquired_on")


def test_a_second_column_for_the_same_field_is_not_lost() -> None:
    found = plan(table("客户名称 手机 电话 需求"))
    assert found.columns["phone"] == 1
    assert found.unmatched == {2: "电话"}


@pytest.mark.parametrize("rows", [("a b c",), ("客户",), ("1 2", "3 4"), *[tuple(["x y"] * 20 + ["客户 电话 需求"])]])
def test_a_sheet_without_headers_is_refused(rows: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="表头"):
        plan(table(*rows))


def test_headers_are_compared_without_trimmings() -> None:
    assert header_key("* 客户名称（必填）") == header_key("客户　名称") == "客户名称"
    assert header_key("Deal_Stage") == header_key("deal stage") == "dealstage"
    assert header_unit("年营收(万元)") == ("年营收", 10**4)
    assert header_unit("客户名称/行业") == ("客户名称/行业", None)


@pytest.mark.parametrize("kind", TableKind)
def test_every_synonym_names_a_field_and_every_field_fits_its_row(kind: TableKind) -> None:
    names = {field.name for field in FIELDS[kind]}
    assert set(synonyms()[kind].values()) == names
    assert names - {"customer_and_industry"} == set(_CLASSES[kind].__slots__)


def test_a_column_can_be_read_as_another_field() -> None:
    found = plan(table("客户名称 电话 需求 内部代码 金额(万元)"))
    moved = found.assign(3, "内部代码", "need")
    assert (moved.columns["need"], moved.headers["need"]) == (3, "内部代码")
    assert moved.unmatched == {2: "需求"}
    back = moved.assign(2, "需求", "need").assign(4, "金额(万元)", "budget")
    assert back.columns == {"customer": 0, "phone": 1, "need": 2, "budget": 4}
    assert back.units == {"budget": 10**4}
    assert back.unmatched == {3: "内部代码"}
    assert "phone" in back.assign(1, "电话", "").absent
    assert back.with_unit("budget", 1).units == {"budget": 1}


def test_the_header_row_can_be_named() -> None:
    sheet = table("客户名称 电话 需求", "甲 13812345678 乙", "公司 手机 痛点")
    assert plan_at(sheet, TableKind.LEADS, 3).headers == {"customer": "公司", "phone": "手机", "need": "痛点"}
    assert plan_at(sheet, TableKind.LEADS, 2).columns == {}
