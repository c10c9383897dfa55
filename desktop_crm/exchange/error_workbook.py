"""The workbook that lists what an import could not read, for the person who can put it right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop_crm.exchange.rows import Problem
from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST = 32_767
_WIDTHS = (24, 16, 8, 18, 40, 48)


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """A problem and the file and sheet it stands in."""

    file: str
    sheet: str
    problem: Problem


def write_error_workbook(path: Path, lines: Iterable[ErrorLine]) -> int:
    """Write one row for each problem and return their number; raises `Unavailable` when the file cannot be written."""
    try:
        with path.open("wb") as file:
            return _write(file, lines)
    except OSError as error:
        raise Unavailable(tr("无法写入“{name}”，请检查文件夹或关闭正在打开它的程序。", name=path.name)) from error


def _write(file: BinaryIO, lines: Iterable[ErrorLine]) -> int:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, needed only when something went wrong
    from openpyxl.cell.cell import Cell, WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(tr("未能读取的内容"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width

    def cell(text: str, *, bold: bool = False) -> Cell:
        made = WriteOnlyCell(sheet, _ILLEGAL.sub("�", text)[:_LONGEST])
        made.data_type = "s"  # a value such as "=1+1" is shown, never calculated
        made.font = Font(bold=bold)
        return made

    heads = (tr("文件"), tr("工作表"), tr("行号"), tr("列"), tr("内容"), tr("原因"))
    sheet.append([cell(head, bold=True) for head in heads])
    count = 0
    for line in lines:
        file_name, sheet_name, column, value, reason = map(
            cell, (line.file, line.sheet, line.problem.column, line.problem.value, line.problem.reason)
        )
        sheet.append([file_name, sheet_name, line.problem.row, column, value, reason])
        count += 1
    book.save(file)
    return count
