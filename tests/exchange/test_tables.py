"""Files become tables, or are refused with one sentence."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_crm.exchange import tables
from desktop_crm.exchange.tables import read_tables
from desktop_crm.refusal import Refused, Unavailable
from tests.exchange.messy import HEADERS, LINES, TITLE, write_csv, write_xlsx

DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "，", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_usual_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    (table,) = read_tables(write_csv(tmp_path / "线索.csv", encoding, delimiter))
    assert len(table.rows) == len(TITLE) + 1 + len(LINES)
    assert table.rows[2].cells == HEADERS
    assert [row.cells[1] for row in table.rows[3:]] == [line.cells[1] for line in LINES]
    assert [row.number for row in table.rows] == list(range(1, len(table.rows) + 1))


def test_a_workbook_keeps_row_numbers_and_leaves_empty_sheets_out(tmp_path: Path) -> None:
    (table,) = read_tables(write_xlsx(tmp_path / "线索.xlsx"))
    assert (table.file, table.sheet) == ("线索.xlsx", "线索")
    assert table.rows[2].number == 3
    assert table.rows[2].cells[1] == "客户名称*"
    assert len(table.rows) == len(TITLE) + 1 + len(LINES)


def test_cells_count_from_a1_even_when_the_sheet_begins_further_down(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["C4"] = "客户"
    book.save(tmp_path / "a.xlsx")
    (table,) = read_tables(tmp_path / "a.xlsx")
    assert [row.number for row in table.rows] == [1, 2, 3, 4]
    assert table.rows[3].cells == ("", "", "客户")


def test_a_cell_merged_downwards_belongs_to_each_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("客户", "联系人"), ("远山", "赵敏"), (None, "孙丽"), (None, "钱文")):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    book.save(tmp_path / "a.xlsx")
    (table,) = read_tables(tmp_path / "a.xlsx")
    assert [row.cells[0] for row in table.rows] == ["客户", "远山", "远山", "远山"]


def test_hidden_sheets_stay_out(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["客户", "电话"])
    hidden = book.create_sheet("字典")
    hidden.append(["官网"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert [table.sheet for table in read_tables(tmp_path / "a.xlsx")] == ["Sheet"]


def test_a_legacy_workbook_is_read() -> None:
    (table,) = read_tables(DATA / "messy-leads.xls")
    assert len(table.rows) == 7
    assert table.rows[3].cells[3] == 13812345678
    assert table.rows[5].blank


def test_the_content_decides_what_a_file_is(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx").rename(tmp_path / "really-a-workbook.csv")
    write_csv(tmp_path / "a.csv", "gb18030", "\t").rename(tmp_path / "really-text.xls")
    assert read_tables(tmp_path / "really-a-workbook.csv")[0].sheet == "线索"
    assert len(read_tables(tmp_path / "really-text.xls")[0].rows) == len(TITLE) + 1 + len(LINES)


def test_a_stray_quote_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('客户,备注\n甲,"未闭合\n乙,6" 屏\n"丙",好\n', encoding="utf-8")
    (table,) = read_tables(path)
    assert [row.cells for row in table.rows] == [("客户", "备注"), ("甲", '"未闭合'), ("乙", '6" 屏'), ("丙", "好")]


def _docx(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w/>")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.csv", b" \r\n\r\n ", "空文件"),
        ("a.csv", "，，\n，，\n".encode(), "没有内容"),
        ("a.pdf", b"%PDF-1.7", "不是表格文件"),
        ("a.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "不是表格"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是表格"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "不是表格"),
        ("a.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        ("a.csv", b"\xff\xff\xff\xff", "不是表格"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match=reason):
        read_tables(tmp_path / name)


def test_a_word_file_called_xlsx_is_refused(tmp_path: Path) -> None:
    _docx(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match="不是表格"):
        read_tables(tmp_path / "a.xlsx")


def test_an_encrypted_workbook_is_refused() -> None:
    with pytest.raises(Refused, match="密码"):
        read_tables(DATA / "messy-encrypted.xlsx")


def test_a_file_that_is_not_there_or_not_readable_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="找不到"):
        read_tables(tmp_path / "a.xlsx")
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(Unavailable, match="无法读取"):
        read_tables(tmp_path / "b.xlsx")


def test_a_file_over_the_limits_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "a.csv", "utf-8")
    book = write_xlsx(tmp_path / "a.xlsx")
    monkeypatch.setattr(tables, "MAX_ROWS", 5)
    for file in (path, book):
        with pytest.raises(Refused, match="5 行"):
            read_tables(file)
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(Refused, match="超过"):
        read_tables(path)


@pytest.mark.benchmark
def test_a_long_text_is_read_in_a_small_multiple_of_bare_splitting(tmp_path: Path) -> None:
    line = "1,远山机械有限公司,赵敏,13812345678,机械制造,想替换旧的排产软件,2023-10-28"
    path = tmp_path / "a.csv"
    path.write_text("\n".join([line] * 100_000), encoding="utf-8")
    start = time.perf_counter()
    floor_rows = [tuple(text.split(",")) for text in path.read_text(encoding="utf-8").splitlines()]
    floor = time.perf_counter() - start
    start = time.perf_counter()
    (table,) = read_tables(path)
    assert len(table.rows) == len(floor_rows)
    assert time.perf_counter() - start < 15 * floor
