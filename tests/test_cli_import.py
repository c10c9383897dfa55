"""The import by command line, on the real export and on files that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_crm.__main__ import main
from tests.exchange.messy import LINES, write_csv

DATA = Path(__file__).parent / "data"
MAVEN = [DATA / "maven-crm" / f"{name}.csv" for name in ("accounts", "products", "sales_teams", "sales_pipeline")]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return f"--data={tmp_path / 'data'}"


def metrics(folder: str, capsys: pytest.CaptureFixture[str]) -> dict[str, float]:
    main([folder, "show", "metrics", "--json"])
    return json.loads(capsys.readouterr().out)


def test_the_public_export_gives_its_figures(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([folder, "import", *map(str, MAVEN), "--dry-run"]) == 0
    dry = capsys.readouterr().out.splitlines()
    assert main([folder, "import", *map(str, MAVEN)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "sales_teams.csv（团队成员）35 行：新增 35，更新 0，错误 0",
        "products.csv（产品）7 行：新增 7，更新 0，错误 0",
        "accounts.csv（客户）85 行：新增 85，更新 0，错误 0",
        "sales_pipeline.csv（线索）8,800 行：新增 7,375，待补全 1,425，更新 0，错误 0",
        "GTXPro：没有这个产品，与 GTX Pro 相近，1,480 行；可在导入后一键合并",
        "已导入 8,927 行：新增 7,502，待补全 1,425",
    ]
    assert dry == [*said[:-1], "这是预演，没有写入任何内容。"]
    found = metrics(folder, capsys)
    assert (found["deals"], found["won"], found["lost"], found["incomplete"]) == (8800, 4238, 2473, 1425)
    assert found["won_amount"] == 10_005_534


def test_the_error_workbook_names_row_column_and_reason(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, errors = write_csv(tmp_path / "线索.csv", "gb18030"), tmp_path / "错误.xlsx"
    assert main([folder, "import", str(sheet), "--errors", str(errors)]) == 0
    count = sum(len(line.problems) for line in LINES)
    assert f"{count} 处问题写入" in capsys.readouterr().out
    rows = list(load_workbook(errors)["未能读取的内容"].values)
    assert len(rows) == count + 1
    assert rows[1] == ("线索.csv", None, 8, "联系方式", "12345", "“12345”不是有效的电话号码，请检查位数。")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.csv", b"", "“空.csv”是空文件。"),
        ("合同.pdf", b"%PDF-1.7", "“合同.pdf”不是表格文件，请使用 .xlsx、.xls、.ods、.csv 或 .txt。"),
        ("笔记.csv", "今天天气不错\n明天再说\n".encode(), "“笔记.csv”的前 20 行里找不到能识别的表头。"),
        ("坏.xlsx", b"PK\x03\x04 broken", "“坏.xlsx”已损坏，打不开。"),
        ("不在.csv", None, "找不到文件“不在.csv”。"),
    ],
)
def test_one_file_that_cannot_be_read_stops_all(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, sentence: str
) -> None:
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    main([folder, "import", str(write_csv(tmp_path / "a.csv", "utf-8"))])
    capsys.readouterr()
    assert main([folder, "import", str(MAVEN[0]), str(bad)]) == 1
    said = capsys.readouterr()
    assert said.err.strip() == sentence
    assert metrics(folder, capsys)["customers"] == 6
