"""Messy Chinese sheets as they come from offices, made by code so that every row's fate is stated beside it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook

HEADERS = (
    "序号",
    "客户名称*",
    "联系人（姓名/职位）",
    "联系方式",
    "所属行业",
    "需求描述",
    "线索来源",
    "获取时间",
    "预算范围（万元）",
    "客户等级",
    "内部代码",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet and what must become of it: read, blank or error; its missing fields; columns with problems."""

    cells: tuple[object, ...]
    fate: str = "read"
    missing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


LINES = (
    Line((1, "远山机械有限公司", "赵敏/采购经理", "13812345678", "机械制造", "想替换旧的排产软件，预算已批", "官网-产品页", "2023年10月28日", "50-80", "A类", "K1")),
    Line((2, "清河食品", "孙丽", "１３９００００１１１１", "食品", "追溯系统", "展会-2023年行业展", "2023/10/29", "30万以上", "中", "")),
    Line((3, "远山机械有限公司", "赵敏/采购经理", "138 1234 5678", "机械制造", "想替换旧的排产软件，预算已批", "官网-产品页", "2023.10.28", "50-80", "A", "K1")),
    Line(("", "", "", "", "", "", "", "", "", "", ""), "blank"),
    Line((4, "东湖物流", "周凯（仓储总监）", "12345", "物流", "盘点太慢", "转介绍", "20231030", "面议", "高", ""), "read", ("phone",),
         ("联系方式", "预算范围（万元）")),
    Line((5, "", "钱文", "021-62345678转12 / qian@example.com", "物流", "仓库", "", "45229", "", "", "")),
    Line((6, "北山医院", "", "", "医疗", "", "官网", "2023年2月30日", "", "特级", ""), "read", ("phone", "need", "acquired_on"),
         ("获取时间", "客户等级")),
    Line(HEADERS, "error", (), ("",)),
    Line((7, "", "", "", "", "", "展会", "2023-10-31", "", "", ""), "error", (), ("",)),
    Line(("   ", "\t", "", "", "", "", "", "", "", "", ""), "blank"),
    Line((8, "南桥\n电子", "吴敏", "400-820-8820", "电子", "要“双语”界面", "搜索推广", "10月31日", "20万", "低", "")),
    Line(("合计", "", "", "", "", "", "", "", "200", "", ""), "error", (), ("",)),
)  # fmt: skip
TITLE = (("2023年第四季度线索登记表（内部资料，请勿外传）",), ())
FIRST_ROW = len(TITLE) + 2
TODAY = date(2023, 11, 15)


def write_csv(path: Path, encoding: str, delimiter: str = ",") -> Path:
    """Write the sheet as separated text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([*TITLE, HEADERS, *(line.cells for line in LINES)])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path) -> Path:
    """Write the sheet as a workbook with a merged title, a real date and numbers where people let Excel make them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "线索"
    for cells in (*TITLE, HEADERS, *(line.cells for line in LINES)):
        sheet.append([cell if cell != "" else None for cell in cells])
    sheet.merge_cells("A1:K1")
    sheet["H5"] = date(2023, 10, 29)
    sheet["D4"] = 13812345678
    sheet["H9"] = 45229
    book.create_sheet("空表")
    book.save(path)
    return path
