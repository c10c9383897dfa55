"""Writes tables as `.xlsx` and `.csv` files that people open in a spreadsheet program and that the import reads back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr

Cell: TypeAlias = str | int | Decimal | date | datetime | None

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767  # characters in a cell of Excel
# What a spreadsheet program would calculate when it opens a CSV file; a number or a telephone number is none.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().,/:-]*%?$)")
_NO_TITLE = re.compile(r"[\\*?:/\[\]]")  # what Excel forbids in the name of a sheet
_LONGEST_TITLE = 31
_WIDEST = 48
_SAMPLE = 200  # rows that decide on the widths


class Percent(Decimal):
    """A share: 0.316 is shown as 31.6%."""


class Days(Decimal):
    """A number of days, shown with its unit."""


_FORMS: Final[tuple[tuple[type, str], ...]] = (
    (Percent, "0.0%"),
    (Days, 'General" 天"'),
    (Decimal, "#,##0.00"),
    (datetime, "yyyy-mm-dd hh:mm"),
    (date, "yyyy-mm-dd"),
)


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
    if isinstance(cell, Percent):
        return f"{cell * 100:.1f}%"
    return "" if cell is None else str(cell)


def _write_workbook(path: Path, sheet: Sheet) -> int:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, needed only here
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    page: Any = book.create_sheet(_NO_TITLE.sub(" ", sheet.title)[:_LONGEST_TITLE])
    page.freeze_panes = "A2"
    try:
        count = _fill(page, sheet)
    except BaseException:
        page.close()  # its half file lies in the folder for temporary ones
        page._writer.cleanup()
        raise
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{count + 1}"
    with path.open("wb") as file:
        book.save(file)
    return count


def _fill(page: Any, sheet: Sheet) -> int:
    """Write the rows one after the other, never all of them at once, and return their number."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    rows = iter(sheet.rows)
    sample = [list(map(stored, row)) for row in islice(rows, _SAMPLE)]
    for at, width in enumerate(_widths(sheet.heads, sample), 1):
        page.column_dimensions[get_column_letter(at)].width = width
    cells = _Cells(page)
    page.append([cells.head(head) for head in sheet.heads])
    count = 0
    for count, row in enumerate(chain(sample, (map(stored, row) for row in rows)), 1):  # noqa: B007 - read after it
        page.append(cells.row(row))
    return count


def stored(cell: Cell) -> Cell:
    """Return what a workbook keeps of a cell: texts without characters it cannot hold, moments on the clock of this place."""
    if isinstance(cell, datetime):
        return cell.astimezone().replace(tzinfo=None)
    return _ILLEGAL.sub("�", cell)[:_LONGEST] if isinstance(cell, str) else cell


class _Cells:
    """Makes the cells of a page; each form is made once and copied, which takes a fraction of the time."""

    def __init__(self, page: Any) -> None:
        from openpyxl.cell.cell import WriteOnlyCell  # noqa: PLC0415

        self._page = page
        self._make = WriteOnlyCell
        self._styles: dict[str, Any] = {}

    def head(self, text: str) -> Any:
        """Return a bold cell."""
        from openpyxl.styles import Font  # noqa: PLC0415

        made = self._text(text)
        made.font = Font(bold=True)
        return made

    def row(self, row: Iterable[Cell]) -> Iterator[Any]:
        """Yield the cells of a row."""
        for value in row:
            if isinstance(value, str):
                yield self._text(value) if value.startswith("=") else value
            elif value is None or isinstance(value, int):
                yield value
            else:
                yield self._formed(value)

    def _text(self, text: str) -> Any:
        made = self._make(self._page, text)
        made.data_type = "s"  # "=1+1" is shown, never calculated
        return made

    def _formed(self, value: Any) -> Any:
        form = next(form for kind, form in _FORMS if isinstance(value, kind))
        made = self._make(self._page, cast("Any", value))  # its stub forgets Decimal
        if form not in self._styles:
            made.number_format = form
            self._styles[form] = copy(made._style)
        made._style = self._styles[form]
        return made


def _widths(heads: Sequence[str], sample: Sequence[Sequence[Cell]]) -> list[int]:
    """Return widths that show the heads and the first rows; a Han character is two wide."""
    return [min(_WIDEST, 2 + max(_width(row[at]) for row in [heads, *sample])) for at in range(len(heads))]


def _width(cell: Cell) -> int:
    text = f"{cell:,.2f}" if isinstance(cell, Decimal) else _plain(cell).split("\n")[0]
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
