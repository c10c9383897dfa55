"""Writes tables as `.xlsx` and `.csv` files that people open in a spreadsheet program and that the import reads back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias, cast

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr

Cell: TypeAlias = str | int | Decimal | date | datetime | None

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters in a cell of Excel
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s])")  # what a spreadsheet program would calculate when it opens a CSV file
_WIDEST = 48


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write: its title, the heads of its columns, and its rows."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_sheet(path: Path, sheet: Sheet) -> int:
    """Write `sheet` in the format that the ending of `path` names and return the number of rows.

    The file appears whole or not at all. Raises `Refused` for another ending, `Unavailable` when it cannot be written.
    """
    writers = {".xlsx": _write_workbook, ".csv": _write_csv}
    if path.suffix.lower() not in writers:
        raise Refused(tr("不能导出为“{ending}”，请用 .xlsx 或 .csv。", ending=path.suffix or path.name))
    part = path.with_name(path.name + ".part")
    try:
        count = writers[path.suffix.lower()](part, sheet)
        part.replace(path)
    except OSError as error:
        raise Unavailable(tr("无法写入“{name}”，请检查文件夹或关闭正在打开它的程序。", name=path.name)) from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _write_csv(path: Path, sheet: Sheet) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that it is UTF-8
        writer = csv.writer(file)
        writer.writerow(sheet.heads)
        count = 0
        for row in sheet.rows:
            writer.writerow([_plain(cell) for cell in row])
            count += 1
    return count


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone():%Y-%m-%d %H:%M}"
    if isinstance(cell, str):
        text = _ILLEGAL.sub("�", cell)
        return f"'{text}" if _FORMULA.match(text) else text
    return "" if cell is None else str(cell)


def _write_workbook(path: Path, sheet: Sheet) -> int:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, needed only here
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    rows = [list(map(stored, row)) for row in sheet.rows]
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.title)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{len(rows) + 1}"
    for at, width in enumerate(_widths(sheet.heads, rows), 1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.append([_cell(page, head, bold=True) for head in sheet.heads])
    for row in rows:
        page.append([_cell(page, value) for value in row])
    with path.open("wb") as file:
        book.save(file)
    return len(rows)


def stored(cell: Cell) -> Cell:
    """Return what a workbook keeps of a cell: texts without characters it cannot hold, moments on the clock of this place."""
    if isinstance(cell, datetime):
        return cell.astimezone().replace(tzinfo=None)
    return _ILLEGAL.sub("�", cell)[:_LONGEST] if isinstance(cell, str) else cell


def _cell(page: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    made = WriteOnlyCell(page, cast("Any", value))  # its stub forgets Decimal
    if isinstance(value, str):
        made.data_type = "s"  # "=1+1" is shown, never calculated
    elif isinstance(value, datetime):
        made.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        made.number_format = "yyyy-mm-dd"
    elif isinstance(value, Decimal):
        made.number_format = "#,##0.00"
    if bold:
        made.font = Font(bold=True)
    return made


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Return widths that show the heads and the first rows; a Han character is two wide."""
    sample = [heads, *rows[:200]]
    return [min(_WIDEST, 2 + max(_width(row[at]) for row in sample)) for at in range(len(heads))]


def _width(cell: Cell) -> int:
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in _plain(cell).split("\n")[0])
