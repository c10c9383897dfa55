"""The command line as a person meets it: what it prints, which status it ends with, and never a traceback."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from desktop_crm.__main__ import main
from desktop_crm.cli.commands import cli
from desktop_crm.cli.reading import READERS
from desktop_crm.models import Activity, CustomerTag, Deal, link_id
from desktop_crm.system import clock, log
from desktop_crm.system.display import has_display
from tests.make import File


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out, parse_float=Decimal)


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a way to type a command on the test's own data folder."""

    def typed(*words: str | Path) -> Said:
        status = main([*map(str, words), "--data", str(tmp_path / "data")])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return typed


@pytest.fixture
def filled(file: File) -> File:
    """Give a company with a won deal, an open one that lacks a field, a tag and a planned call."""
    customer = file.customer(revenue_fen=12_345_678_901)
    contact = file.contact(customer)
    won = file.deal(
        customer,
        number="G20240101001",
        stage="aftersales",
        stage_status="done",
        outcome="won",
        amount_fen=8_000_055,
        contact_id=contact,
        source="官网",
    )
    file.deal(
        customer, number="Z20240102001", missing=["industry"], amount_fen=None, need="=1+1", next_due=date(2024, 3, 15)
    )
    file.add(CustomerTag(id=link_id(customer, "制造业"), customer_id=customer, tag="制造业"))
    file.add(Activity(deal_id=won, contact_id=contact, owner_id=file.me, goal="确认需求", due_on=date(2024, 3, 1)))
    return file


def test_deals_as_json(filled: File, run: Run) -> None:
    said = run("show", "deals", "--json")
    first, second = said.json
    assert filled
    assert said.status == 0
    assert {
        "number": "G20240101001", "customer": "苏州恒力精密有限公司", "title": "ERP 替换", "playbook": "full-cycle",
        "stage": "aftersales", "status": "done", "outcome": "won", "grade": "A",
        "owner": "王敏", "amount": Decimal("80000.55"), "source": "官网", "contact": "张伟", "phone": "13800001234",
        "incomplete": False, "missing": [],
    }.items() <= first.items()  # fmt: skip
    assert {
        "amount": None,
        "incomplete": True,
        "missing": ["industry"],
        "next_due": "2024-03-15",
    }.items() <= second.items()


def test_one_deal_by_its_number(filled: File, run: Run) -> None:
    assert filled
    assert [deal["number"] for deal in run("show", "deals", "Z20240102001", "--json").json] == ["Z20240102001"]
    missing = run("show", "deals", "Q1", "--json")
    assert (missing.status, missing.out, missing.err) == (1, "", "没有找到“Q1”。\n")


def test_metrics_count_and_add_up(filled: File, run: Run) -> None:
    found = run("show", "metrics", "--json").json
    assert filled
    assert (found["deals"], found["open"], found["won"], found["lost"], found["invalid"]) == (2, 1, 1, 0, 0)
    assert (found["incomplete"], found["won_amount"], found["customers"]) == (1, Decimal("80000.55"), 1)
    assert found["by_source"] == {"官网": 1, "展会": 1}
    assert sum(found["by_stage"].values()) == sum(found["by_playbook"].values()) == 2


def test_what_was_deleted_is_not_counted(filled: File, run: Run) -> None:
    statement = update(Deal).where(Deal.number == "G20240101001").values(deleted_at=clock.now())
    filled.store.write("delete", "删", lambda session: session.execute(statement))
    assert run("show", "metrics", "--json").json["won"] == 0
    assert [deal["number"] for deal in run("show", "deals", "--json").json] == ["Z20240102001"]
    assert run("show", "customers", "--json").json[0]["deals"] == 1


def test_the_other_lists(filled: File, run: Run) -> None:
    assert filled
    assert run("show", "customers", "--json").json[0].items() >= {
        "name": "苏州恒力精密有限公司", "tags": ["制造业"], "deals": 2, "revenue": Decimal("123456789.01"),
    }.items()  # fmt: skip
    assert run("show", "contacts", "张伟", "--json").json[0]["customer"] == "苏州恒力精密有限公司"
    call = run("show", "activities", "G20240101001", "--json").json[0]
    assert (call["customer"], call["contact"], call["goal"]) == ("苏州恒力精密有限公司", "张伟", "确认需求")
    history = run("show", "history", "G20240101001", "--json").json
    assert [set(entry) >= {"at", "by", "operation", "label", "rows"} for entry in history] == [True, True]


def test_playbooks_and_documents_need_no_data(run: Run) -> None:
    assert run("show", "playbooks", "--json").json[0]["key"] == "full-cycle"
    assert run("show", "playbooks", "care", "--json").json[0]["stages"]
    memo = run("show", "documents", "negotiation_memo", "--json").json[0]
    assert (memo["title"], memo["audience"]) == ("商务谈判纪要", "customer")


@pytest.mark.parametrize(
    "kind", ["deals", "customers", "contacts", "activities", "metrics", "playbooks", "documents", "history"]
)
def test_without_json_a_person_can_read_it(filled: File, run: Run, kind: str) -> None:
    said = run("show", kind)
    assert filled
    assert said.status == 0
    assert len(said.out.splitlines()) >= 2
    assert "{" not in said.out or kind == "metrics"


@pytest.mark.parametrize("kind", READERS)
def test_every_kind_is_there_as_json_and_to_read(filled: File, run: Run, kind: str) -> None:
    assert filled
    assert run("show", kind, "--json").json is not None
    assert run("show", kind).status == 0


def test_the_readme_names_every_command_and_every_kind() -> None:
    said = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
    listed = said.split("## The command line")[1].split("Exit status")[0]
    lines = [line.strip() for line in listed.splitlines()]
    commands = {word for line in lines for word in re.findall(r"(?:desktop-crm|\|) ([a-z]+)", line)}
    assert commands == {one.name or getattr(one.callback, "__name__", "") for one in cli.registered_commands}
    start = next(place for place, line in enumerate(lines) if line.startswith("desktop-crm show"))
    kinds = " ".join(lines[start:]).split("[--json]")[1].split("desktop-crm")[0].split()
    assert set(kinds) == set(READERS)


@pytest.mark.parametrize("kind", ["deals", "customers", "contacts", "activities"])
def test_export_writes_every_row(filled: File, run: Run, kind: str, tmp_path: Path) -> None:
    rows = len(run("show", kind, "--json").json)
    assert run("export", kind, tmp_path / "out.csv").status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert run("export", kind, tmp_path / "out.xlsx").status == 0
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert filled
    assert sheet is not None
    assert sheet.max_row == len(lines) == rows + 1
    assert [cell.value for cell in sheet[1]] == lines[0]


def test_an_export_speaks_as_the_screen_does_and_calculates_nothing(filled: File, run: Run, tmp_path: Path) -> None:
    run("export", "deals", tmp_path / "out.xlsx")
    run("export", "deals", tmp_path / "out.csv")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert filled
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    won, open_ = (dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2))
    assert (won["阶段"].value, won["结果"].value, won["金额"].value) == ("售后维护", "成交", 80000.55)
    assert (open_["结果"].value, open_["初步需求"].value, open_["初步需求"].data_type) == ("进行中", "=1+1", "s")
    assert ",'=1+1," in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_what_was_exported_is_recognised_when_it_comes_back(filled: File, run: Run, tmp_path: Path) -> None:
    assert filled
    run("export", "deals", tmp_path / "out.xlsx")
    before = run("show", "deals", "--json").json
    said = run("import", tmp_path / "out.xlsx")
    assert said.status == 0, said.err
    assert "新增 0" in said.out
    assert "更新 1，没有变化 1，错误 0" in said.out
    after = run("show", "deals", "--json").json
    assert [deal["number"] for deal in after] == [deal["number"] for deal in before]
    assert after[0] == before[0]


def test_backup_and_restore_come_full_circle(filled: File, run: Run, tmp_path: Path) -> None:
    before = run("show", "deals", "--json").out
    assert run("backup", tmp_path / "safe.db").status == 0
    filled.deal(number="X20240101009")
    filled.close()
    assert run("restore", tmp_path / "safe.db").status == 0
    assert run("show", "deals", "--json").out == before
    assert run("check").out == "数据文件完好。\n"
    kept = next((tmp_path / "data").glob("company-replaced-*.db"))
    assert run("restore", kept).status == 0
    assert len(run("show", "deals", "--json").json) == 3


def test_a_zip_brings_the_attachments_back_too(filled: File, run: Run, tmp_path: Path) -> None:
    scan = filled.folder / "attachments" / "ab" / "abcd"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"scan")
    filled.close()
    assert "不含 1 个附件" in run("backup", tmp_path / "records.db").out
    assert "含 1 个附件" in run("backup", tmp_path / "safe.zip").out
    scan.unlink()
    assert run("restore", tmp_path / "safe.zip").status == 0
    assert scan.read_bytes() == b"scan"


def test_import_of_a_sheet(run: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "线索.csv"
    sheet.write_text(
        "客户名称,电话,所属行业,初步需求,获取时间\n恒力精密,13800001234,制造业,换ERP,2024-03-15\n,,,,2024-03-16\n",
        "gb18030",
    )
    dry = run("import", sheet, "--dry-run")
    assert dry.status == 0
    assert not (tmp_path / "data").exists()
    said = run("import", sheet, "--errors", tmp_path / "errors.xlsx")
    assert said.out.splitlines()[0] == dry.out.splitlines()[0]
    assert said.out.splitlines()[1] == "已导入 1 行：新增 1；错误 1"
    assert run("show", "deals", "--json").json[0]["customer"] == "恒力精密"
    assert (tmp_path / "errors.xlsx").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["show", "nonsense"],
        ["nonsense"],
        ["export", "deals"],
        ["show", "deals", "--colour"],
        ["snapshot", "board", "-o", "x.png", "--size", "big"],
    ],
)
def test_wrong_usage_is_status_2(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert said.status == 2
    assert said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "deals"], "还没有数据"),
        (["check"], "还没有数据"),
        (["backup", "x.db"], "还没有数据"),
        (["restore", "nowhere.db"], "找不到"),
        (["import", "nowhere.xlsx"], "nowhere.xlsx"),
        (["document", "negotiation_memo", "--deal", "Q1", "-o", "x.pdf"], "还没有数据"),
    ],
)
def test_a_failure_is_one_sentence_and_status_1(run: Run, tmp_path: Path, words: list[str], sentence: str) -> None:
    said = run(*words)
    assert said.status == 1
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert not (tmp_path / "data" / "company.db").exists()


def test_an_unknown_ending_is_refused(filled: File, run: Run, tmp_path: Path) -> None:
    said = run("export", "deals", tmp_path / "out.pdf")
    assert filled
    assert (said.status, said.err) == (1, "不能导出为“.pdf”，请用 .xlsx 或 .csv。\n")


def test_a_fault_is_written_down_and_told_without_traceback(
    filled: File, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(**values: object) -> None:
        raise ZeroDivisionError(values["contact"])

    monkeypatch.setattr("desktop_crm.queries.records.DealRecord", fail)
    said = run("show", "deals")
    assert filled
    assert said.status == 1
    assert "程序内部出错" in said.err
    assert "Traceback" not in said.err
    written = (tmp_path / "data" / log.FILE).read_text("utf-8")
    assert "ZeroDivisionError" in written
    assert "张伟" not in written


def test_paper_and_pictures_need_no_display(tmp_path: Path, run: Run) -> None:
    said = run("demo", "--pictures", tmp_path / "out")
    assert said.status == 0, said.err
    made = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert {"board-light.png", "board-dark.png", "deal-light.png", "deal-pack.pdf"} <= set(made)
    assert made["board-light.png"] != made["board-dark.png"]
    assert made["deal-pack.pdf"].startswith(b"%PDF")
    assert all(len(content) > 10_000 for content in made.values())


def test_a_document_and_a_pack_of_a_deal(filled: File, run: Run, tmp_path: Path) -> None:
    assert filled
    assert run("document", "deal_summary", "--deal", "Z20240102001", "-o", tmp_path / "one.pdf").status == 0
    packed = run("pack", "--deal", "Z20240102001", "--audience", "internal", "-o", tmp_path / "pack.pdf")
    assert packed.status == 0, packed.err
    assert (tmp_path / "one.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF")
    unknown = run("document", "deal_summary", "--deal", "Q1", "-o", tmp_path / "none.pdf")
    assert (unknown.status, unknown.err) == (1, "没有编号为“Q1”的商机。\n")


@pytest.mark.parametrize("words", [[], ["demo"]])
def test_without_a_display_the_window_says_so(tmp_path: Path, words: list[str]) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    said = subprocess.run(
        [sys.executable, "-m", "desktop_crm", *words, "--data", str(tmp_path / "data")],
        env=environment, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert "没有显示器" in said.stderr
    assert "show" in said.stderr
    assert "demo" not in said.stderr


def test_a_display_is_told_by_the_environment() -> None:
    assert not has_display({}, "linux")
    assert has_display({"DISPLAY": ":0"}, "linux")
    assert has_display({"QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert has_display({}, "win32")


def test_opening_the_window_loads_no_command_line() -> None:
    program = "import desktop_crm.__main__, desktop_crm.app, sys; print([m for m in ('typer', 'openpyxl', 'reportlab', 'alembic') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
