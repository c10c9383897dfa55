"""Files in: workbooks and separated text become plain tables with the row numbers that Excel shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine as calamine

from desktop_crm.exchange.separated_text import decode, split_lines
from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr

MAX_BYTES = 50 * 2**20
MAX_ROWS = 200_000
_MAX_UNPACKED = 20 * MAX_BYTES
_MAX_CELLS = 20_000_000
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TEXTS = frozenset({".csv", ".tsv", ".txt"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"

Cell = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as Excel shows it (from 1) and its cells; an empty cell is an empty text."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        """Tell whether no cell holds anything but blanks."""
        return not any(str(cell).strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a file, or a whole separated text, up to its last row that holds anything."""

    file: str
    sheet: str
    rows: tuple[SheetRow, ...]


def read_tables(path: Path) -> list[SheetTable]:
    """Return the visible sheets of a file that hold anything; raises `Refused` or `Unavailable` with one sentence."""
    if path.suffix.lower() not in WORKBOOKS | TEXTS:
        raise Refused(tr("“{name}”不是表格文件，请使用 .xlsx、.xls、.ods、.csv 或 .txt。", name=path.name))
    data = _bytes_of(path)
    if data.startswith((_OLE, _ZIP)):
        tables = _workbook(path, data)
    else:
        tables = [_table(path.name, "", split_lines(decode(data, path.name), path))]
    tables = [table for table in tables if table.rows]
    if not tables:
        raise Refused(tr("“{name}”里没有内容。", name=path.name))
    return tables


def pasted_table(text: str, name: str) -> SheetTable:
    """Return a range copied from a spreadsheet as a table called `name`; raises `Refused` when it holds no rows."""
    table = _table(name, "", split_lines(text, Path("range.tsv")))
    if not table.rows:
        raise Refused(tr("剪贴板里没有表格。"))
    return table


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused(tr("“{name}”超过 {size} MB，请拆成几个文件再导入。", name=path.name, size=MAX_BYTES // 2**20))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise Unavailable(tr("找不到文件“{name}”。", name=path.name)) from error
    except OSError as error:
        raise Unavailable(tr("无法读取“{name}”，它可能正被其他程序占用或没有读取权限。", name=path.name)) from error
    if not data.strip():
        raise Refused(tr("“{name}”是空文件。", name=path.name))
    return data


def _workbook(path: Path, data: bytes) -> list[SheetTable]:
    if data.startswith(_ZIP):
        _check_package(path.name, data)
    elif _stream("EncryptedPackage") in data:
        raise Refused(_locked(path.name))
    elif not any(_stream(name) in data for name in ("Workbook", "Book")):
        raise Refused(tr("“{name}”的内容不是表格。", name=path.name))
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return [_sheet(path.name, workbook.get_sheet_by_name(name)) for name in _visible(workbook)]
    except calamine.PasswordError as error:
        raise Refused(_locked(path.name)) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Refused(tr("“{name}”已损坏或不是表格，打不开。", name=path.name)) from error


def _stream(name: str) -> bytes:
    """Return how an OLE file writes the name of one of its streams: a legacy workbook or an encrypted package."""
    return name.encode("utf-16-le")


def _locked(file: str) -> str:
    return tr("“{name}”设有密码，请在 Excel 中取消密码后再导入。", name=file)


def _check_package(file: str, data: bytes) -> None:
    """Look into the ZIP without unpacking it: it must be a workbook of a bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {part.filename: part.file_size for part in package.infolist()}
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(tr("“{name}”已损坏，打不开。", name=file)) from error
    if not any(name.startswith("xl/") or name == "content.xml" for name in parts):
        raise Refused(tr("“{name}”的内容不是表格。", name=file))
    if sum(parts.values()) > _MAX_UNPACKED:
        raise Refused(tr("“{name}”展开后过大，请拆成几个文件再导入。", name=file))


def _visible(workbook: calamine.CalamineWorkbook) -> list[str]:
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is calamine.SheetTypeEnum.WorkSheet]
    shown = [sheet.name for sheet in sheets if sheet.visible is calamine.SheetVisibleEnum.Visible]
    return shown or [sheet.name for sheet in sheets]


def _sheet(file: str, sheet: calamine.CalamineSheet) -> SheetTable:
    _check_height(file, sheet.height)
    if (sheet.total_height * sheet.total_width) > _MAX_CELLS:
        raise Refused(tr("“{name}”的工作表过大，请删去多余的行列后再导入。", name=file))
    rows: list[list[Cell]] = [list[Cell](row) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        _fill_down(rows, top, bottom, left)
    return _table(file, sheet.name, rows)


def _fill_down(rows: list[list[Cell]], top: int, bottom: int, column: int) -> None:
    """Give every row of a cell merged downwards its value; one merged across, such as a title, stays one cell."""
    if top >= len(rows) or column >= len(rows[top]):
        return
    for row in rows[top + 1 : bottom + 1]:
        row[column] = rows[top][column]


def _table(file: str, sheet: str, lines: Sequence[Sequence[Cell]]) -> SheetTable:
    rows = [SheetRow(number, tuple(cells)) for number, cells in enumerate(lines, start=1)]
    while rows and rows[-1].blank:
        rows.pop()
    _check_height(file, len(rows))
    return SheetTable(file, sheet, tuple(rows))


def _check_height(file: str, height: int) -> None:
    if height > MAX_ROWS:
        raise Refused(tr("“{name}”超过 {count:,} 行，请拆成几个文件再导入。", name=file, count=MAX_ROWS))
