"""Rows are typed, and every row of a messy sheet is accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from desktop_crm.exchange.mapping import plan
from desktop_crm.exchange.rows import ContactRow, CustomerRow, LeadRow, MemberRow, ProductRow, RawRow
from desktop_crm.exchange.rows_reader import read_rows
from desktop_crm.exchange.tables import Cell, SheetRow, SheetTable, read_tables
from desktop_crm.rules.amounts import AmountRange
from tests.exchange.messy import FIRST_ROW, LINES, TODAY, write_csv, write_xlsx

DATA = Path(__file__).parent.parent / "data"


def read_file(path: Path) -> list[RawRow]:
    return [row for table in read_tables(path) for row in read_rows(table, plan(table), today=TODAY)]


def read_lines(*lines: tuple[Cell, ...]) -> list[RawRow]:
    table = SheetTable("a.csv", "", tuple(SheetRow(number, cells) for number, cells in enumerate(lines, start=1)))
    return list(read_rows(table, plan(table), today=TODAY))


def lead(headers: str, *cells: Cell) -> LeadRow:
    (row,) = read_lines(tuple(headers.split(" ")), cells)
    assert isinstance(row.values, LeadRow), row.problems
    return row.values


def fate(row: RawRow) -> str:
    return "blank" if row.blank else "error" if row.error else "read"


@pytest.mark.parametrize("form", ["gbk.csv", "utf16.txt", "workbook.xlsx"])
def test_every_row_of_the_messy_sheet_is_accounted_for(tmp_path: Path, form: str) -> None:
    if form.endswith("xlsx"):
        path = write_xlsx(tmp_path / form)
    else:
        path = write_csv(tmp_path / form, "gb18030" if form == "gbk.csv" else "utf-16", "," if "csv" in form else "\t")
    rows = read_file(path)
    assert [row.row_number for row in rows] == list(range(FIRST_ROW, FIRST_ROW + len(LINES)))
    assert [fate(row) for row in rows] == [line.fate for line in LINES]
    assert [row.missing for row in rows] == [line.missing for line in LINES]
    assert [tuple(problem.column for problem in row.problems) for row in rows] == [line.problems for line in LINES]


def test_the_messy_sheet_is_read_as_meant(tmp_path: Path) -> None:
    rows = read_file(write_csv(tmp_path / "a.csv", "gb18030"))
    first, copy = rows[0].values, rows[2].values
    assert first == LeadRow(
        customer="远山机械有限公司", contact="赵敏", contact_title="采购经理", phone="13812345678", industry="机械制造",
        need="想替换旧的排产软件，预算已批", source="官网", sub_source="产品页", acquired_on=date(2023, 10, 28),
        budget=AmountRange(50_000_000, 80_000_000), grade="A",
    )  # fmt: skip
    assert copy == first
    assert rows[0].extras == (("内部代码", "K1"),)
    second, half, last = rows[1].values, rows[5].values, rows[10].values
    assert isinstance(second, LeadRow)
    assert isinstance(half, LeadRow)
    assert isinstance(last, LeadRow)
    assert (second.phone, second.budget, second.grade) == ("13900001111", AmountRange(30_000_000, None), "B")
    assert (half.phone, half.email, half.acquired_on) == ("021-62345678转12", "qian@example.com", date(2023, 10, 30))
    assert (last.customer, last.acquired_on, last.need) == ("南桥\n电子", date(2023, 10, 31), "要“双语”界面")


def test_a_legacy_workbook_gives_the_same_kind_of_rows() -> None:
    rows = read_file(DATA / "messy-leads.xls")
    assert [(row.row_number, fate(row), row.missing) for row in rows] == [
        (4, "read", ()),
        (5, "read", ()),
        (6, "blank", ()),
        (7, "read", ("phone", "need")),
    ]


def test_the_public_export_gives_its_known_figures() -> None:
    leads = [row.values for row in read_file(DATA / "maven-crm" / "sales_pipeline.csv")]
    assert len(leads) == 8800
    known = [values for values in leads if isinstance(values, LeadRow)]
    assert Counter(values.outcome for values in known) == {"won": 4238, "lost": 2473, "": 2089}
    assert Counter(values.stage for values in known if not values.outcome) == {"线索获取": 500, "需求探查": 1589}
    assert sum(values.amount or 0 for values in known if values.outcome == "won") == 10_005_534_00
    assert sum(not values.customer for values in known) == 1425
    assert sum(values.engaged_on is None for values in known) == 500
    assert all(values.acquired_on is None for values in known)
    assert {type(values) for values in leads} == {LeadRow}


@pytest.mark.parametrize(
    ("file", "kind", "count"),
    [("accounts", CustomerRow, 85), ("products", ProductRow, 7), ("sales_teams", MemberRow, 35)],
)
def test_the_other_tables_of_the_public_export_read_without_a_problem(file: str, kind: type, count: int) -> None:
    rows = read_file(DATA / "maven-crm" / f"{file}.csv")
    assert len(rows) == count
    assert {type(row.values) for row in rows} == {kind}
    assert not any(row.problems or row.missing for row in rows)


def test_a_customer_is_read_with_exact_money() -> None:
    first = read_file(DATA / "maven-crm" / "accounts.csv")[0].values
    assert first == CustomerRow(
        name="Acme Corporation",
        industry="technolgy",
        founded_year=1996,
        revenue=110004,
        headcount=2822,
        region="United States",
    )


@pytest.mark.parametrize(
    ("word", "stage", "outcome", "status"),
    [("Won", "", "won", ""), ("已成交", "", "won", ""), ("输单", "", "lost", ""), ("无效", "", "invalid", ""), ("Engaging", "需求探查", "", ""),
     ("商务谈判", "商务谈判", "", ""), ("潜在", "潜在", "", "")],
)  # fmt: skip
def test_words_of_closing_are_told_from_words_of_stage(word: str, stage: str, outcome: str, status: str) -> None:
    values = lead("客户名称 当前阶段 需求", "甲", word, "乙")
    assert (values.stage, values.outcome, values.status) == (stage, outcome, status)


def test_a_status_column_may_hold_a_status_a_closing_or_a_stage() -> None:
    assert lead("客户名称 状态 需求", "甲", "跟进中", "乙").status == "进行中"
    assert lead("客户名称 状态 需求", "甲", "成交", "乙").outcome == "won"
    assert lead("客户名称 状态 需求", "甲", "方案制定", "乙").stage == "方案制定"


def test_joined_cells_are_taken_apart() -> None:
    values = lead(
        "客户名称/行业 联系人 联系方式 来源 需求",
        "甲公司/制造业",
        "王强（总工）",
        "13812345678、010-62345678 w@x.com",
        "官网",
        "乙",
    )
    assert (values.customer, values.industry) == ("甲公司", "制造业")
    assert (values.contact, values.contact_title) == ("王强", "总工")
    assert (values.phone, values.email, values.note) == ("13812345678", "w@x.com", "其他电话：010-62345678")
    assert lead("联系人 电话 需求", "李/梅", "", "乙").contact == "李"


def test_an_ambiguous_column_of_dates_is_decided_as_a_whole() -> None:
    rows = read_lines(("客户名称", "获取时间", "需求"), ("甲", "1/3/2017", "a"), ("乙", "20/10/2016", "b"))
    assert [row.values.acquired_on for row in rows if isinstance(row.values, LeadRow)] == [
        date(2017, 3, 1),
        date(2016, 10, 20),
    ]


def test_a_closing_before_the_beginning_is_a_problem_of_one_cell() -> None:
    (row,) = read_lines(("客户名称", "获取时间", "成交日期", "需求"), ("甲", "2023-10-28", "2023-10-01", "a"))
    assert isinstance(row.values, LeadRow)
    assert row.values.closed_on is None
    assert [problem.column for problem in row.problems] == ["成交日期"]


def test_signs_for_nothing_are_empty_cells() -> None:
    values = lead("客户名称 电话 邮箱 金额 获取时间 需求", "甲", "-", "无", "N/A", "——", "a")
    assert values == LeadRow(customer="甲", need="a")


def test_contacts_are_read_with_their_place() -> None:
    (row,) = read_lines(
        ("姓名", "公司", "部门", "职务", "角色", "手机", "微信"),
        ("赵敏", "远山", "采购部", "经理", "决策者", 13812345678.0, 7.0),
    )
    assert row.values == ContactRow(
        name="赵敏", customer="远山", department="采购部", title="经理", role="决策者", phone="13812345678", wechat="7"
    )


def test_short_rows_and_odd_cells_do_no_harm() -> None:
    rows = read_lines(
        ("客户名称", "人数", "需求", "等级"),
        ("甲",),
        ("乙", "100-499人", True, "高优先级"),
        ("丙", "约2万人", 3.5, date(2023, 1, 1)),
    )
    first, second, third = (row.values for row in rows)
    assert isinstance(first, LeadRow)
    assert isinstance(second, LeadRow)
    assert isinstance(third, LeadRow)
    assert first == LeadRow(customer="甲")
    assert (second.headcount, second.need, second.grade) == (100, "是", "A")
    assert (third.headcount, third.need, third.grade) == (20_000, "3.5", "")
    assert [problem.column for problem in rows[2].problems] == ["等级"]
