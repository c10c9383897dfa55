"""Tables written as Excel and CSV: their forms, no formulas, little memory."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_crm.exchange.sheets_out import Days, Percent, Sheet, write_sheet

ROWS = [
    ["=1+1", Decimal("1234.5"), Percent("0.316"), Days("51.5"), date(2026, 3, 2), 7, None],
    ["甲", Decimal(-3), Percent(1), Days(2), None, 0, "x"],
]
HEADS = ("名称", "金额", "占比", "天数", "日期", "条数", "备注")


class Row(list[Any]):
    """A row that can be watched."""

    __slots__ = ("__weakref__",)


def test_each_kind_has_its_form(tmp_path: Path) -> None:
    assert write_sheet(tmp_path / "out.xlsx", Sheet("甲/乙" * 20, HEADS, ROWS)) == 2
    page = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [cell.number_format for cell in page[2]] == [
        "General", "#,##0.00", "0.0%", 'General" 天"', "yyyy-mm-dd", "General", "General",
    ]  # fmt: skip
    assert [cell.value for cell in page[2]][:4] == ["=1+1", 1234.5, 0.316, 51.5]
    assert page["A2"].data_type == "s"
    assert page.title == ("甲 乙" * 20)[:31]


def test_csv_says_shares_in_percent(tmp_path: Path) -> None:
    write_sheet(tmp_path / "out.csv", Sheet("表", HEADS, ROWS))
    lines = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert lines[1:] == ["'=1+1,1234.5,31.6%,51.5,2026-03-02,7,", "甲,-3,100.0%,2,,0,x"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|x", "- cmd|x", "@SUM(A1)", "\t=1", "-A1"])
def test_what_a_program_would_calculate_is_text_in_csv(tmp_path: Path, text: str) -> None:
    write_sheet(tmp_path / "out.csv", Sheet("表", ("甲",), [[text]]))
    assert "'" + text in (tmp_path / "out.csv").read_text("utf-8-sig").replace('"', "")


@pytest.mark.parametrize("text", ["-12.5", "+86 138-0000-1234", "-3%", "甲=乙", "(010) 1234"])
def test_numbers_and_telephones_stay_as_they_are(tmp_path: Path, text: str) -> None:
    write_sheet(tmp_path / "out.csv", Sheet("表", ("甲",), [[text]]))
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1] == text


def test_rows_are_written_one_after_the_other(tmp_path: Path) -> None:
    most = 0
    made: list[weakref.ref[Row]] = []

    def rows() -> Iterator[Row]:
        nonlocal most
        for at in range(3_000):
            row = Row([f"G{at}", at])
            made.append(weakref.ref(row))
            if at % 500 == 499:
                most = max(most, sum(each() is not None for each in made))
            yield row

    write_sheet(tmp_path / "out.xlsx", Sheet("表", ("甲", "乙"), rows()))
    assert 0 < most < 300


def test_what_goes_wrong_leaves_no_file(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["甲"]
        raise ZeroDivisionError

    for ending in (".xlsx", ".csv"):
        with pytest.raises(ZeroDivisionError):
            write_sheet(tmp_path / f"out{ending}", Sheet("表", ("甲",), rows()))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
