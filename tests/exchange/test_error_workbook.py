"""What could not be read is listed in a workbook."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from desktop_crm.exchange.error_workbook import ErrorLine, write_error_workbook
from desktop_crm.exchange.rows import Problem
from desktop_crm.refusal import Unavailable


def test_each_problem_is_one_row_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "错误.xlsx"
    problems = [Problem(4, "电话", "12345", "位数不对。"), Problem(9, "", "=1+1\x07 | <b>", "没有客户。")]
    assert write_error_workbook(path, (ErrorLine("a.csv", "线索", problem) for problem in problems)) == 2
    with CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())) as book:
        rows = book.get_sheet_by_index(0).to_python()
    assert rows == [
        ["文件", "工作表", "行号", "列", "内容", "原因"],
        ["a.csv", "线索", 4, "电话", "12345", "位数不对。"],
        ["a.csv", "线索", 9, "", "=1+1� | <b>", "没有客户。"],
    ]


def test_a_place_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="无法写入"):
        write_error_workbook(tmp_path / "nowhere" / "a.xlsx", [])
