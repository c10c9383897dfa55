"""`document`, `pack` and `show documents`: PDFs without a window, and what is said about drafts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.documents import issue_document
from desktop_crm.operations.progress import edit_report, send_report, start_report
from desktop_crm.operations.projects import start_project
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import outline, printed
from tests.make import File

NUMBER = "G20240310001"
REPORT = "requirement_report"
WEEKLY = "progress_report"


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(file: File, capsys: pytest.CaptureFixture[str]) -> Run:
    def typed(*words: str | Path) -> Said:
        status = main([*map(str, words), "--data", str(file.folder)])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return typed


@pytest.fixture
def deal(file: File) -> str:
    return deal_with_papers(file)


@pytest.mark.usefixtures("deal")
def test_what_was_not_issued_is_a_draft_and_said_to_be_one(run: Run, tmp_path: Path) -> None:
    said = run("document", REPORT, "--deal", NUMBER, "-o", tmp_path / "one.pdf")
    assert said.status == 0
    assert "草稿" in said.err
    assert "需求分析报告" in said.err
    assert "草稿" in printed((tmp_path / "one.pdf").read_bytes())
    assert run("show", "documents", NUMBER, "--json").json[0]["number"] is None


def test_what_was_issued_comes_as_issued_unless_a_draft_is_asked_for(
    file: File, deal: str, run: Run, tmp_path: Path
) -> None:
    file.do(issue_document, deal, key=REPORT)
    said = run("document", REPORT, "--deal", NUMBER, "-o", tmp_path / "one.pdf")
    assert (said.status, said.err) == (0, "")
    assert (tmp_path / "one.pdf").read_bytes() == next(file.folder.rglob("*.pdf")).read_bytes()
    assert "草稿" in run("document", REPORT, "--deal", NUMBER, "-o", tmp_path / "two.pdf", "--draft").err
    assert "草稿" in printed((tmp_path / "two.pdf").read_bytes())


@pytest.fixture
def two_weeks(file: File, deal: str) -> str:
    file.do(start_project, deal)
    for done in ("机房验收", "接口联调"):
        report = file.do(start_report, deal)
        file.do(edit_report, report, done=done, planned="下周试运行")
        file.do(send_report, report)
    return deal


@pytest.mark.usefixtures("two_weeks")
def test_of_several_the_one_that_is_named_comes_and_the_newest_unless_told(run: Run, tmp_path: Path) -> None:
    rows = [row for row in run("show", "documents", NUMBER, "--json").json if row["key"] == WEEKLY]
    assert [row["item"] for row in rows] == [2, 1]
    there = {1: "机房验收", 2: "接口联调"}
    for row in rows:
        for name in (str(row["item"]), row["item_label"]):
            file = tmp_path / "one.pdf"
            assert run("document", WEEKLY, "--deal", NUMBER, "--item", name, "-o", file).status == 0
            assert there[row["item"]] in printed(file.read_bytes())
    assert run("document", WEEKLY, "--deal", NUMBER, "-o", tmp_path / "newest.pdf").status == 0
    assert there[2] in printed((tmp_path / "newest.pdf").read_bytes())


@pytest.mark.usefixtures("two_weeks")
def test_the_one_that_is_named_is_issued_and_no_other(run: Run, tmp_path: Path) -> None:
    said = run("document", WEEKLY, "--deal", NUMBER, "--item", "1", "--issue", "-o", tmp_path / "one.pdf")
    assert (said.status, said.err) == (0, "")
    rows = {row["item"]: row for row in run("show", "documents", NUMBER, "--json").json if row["key"] == WEEKLY}
    assert (rows[1]["version"] is not None, rows[2]["version"]) == (True, None)


@pytest.mark.usefixtures("two_weeks")
def test_one_that_is_not_there_is_refused_with_those_that_are(run: Run, tmp_path: Path) -> None:
    said = run("document", WEEKLY, "--deal", NUMBER, "--item", "9", "-o", tmp_path / "one.pdf")
    assert said.status == 1
    assert "没有“9”这一份，可用：1 " in said.err
    said = run("document", REPORT, "--deal", NUMBER, "--item", "1", "-o", tmp_path / "one.pdf")
    assert said.status == 1
    assert "没有几份可选" in said.err


def test_a_lost_archive_file_is_said(file: File, deal: str, run: Run, tmp_path: Path) -> None:
    file.do(issue_document, deal, key=REPORT)
    next(file.folder.rglob("*.pdf")).unlink()
    said = run("document", REPORT, "--deal", NUMBER, "-o", tmp_path / "one.pdf")
    assert said.status == 0
    assert "丢失" in said.err


@pytest.mark.usefixtures("deal")
def test_issuing_on_request(run: Run, tmp_path: Path) -> None:
    assert run("document", REPORT, "--deal", NUMBER, "-o", tmp_path / "one.pdf", "--issue").err == ""
    assert run("document", REPORT, "--deal", NUMBER, "-o", tmp_path / "x.pdf", "--issue", "--draft").status == 2
    rows = {row["key"]: row for row in run("show", "documents", NUMBER, "--json").json}
    assert rows[REPORT].items() >= {"number": f"{NUMBER}-XQ01", "version": 1, "state": "issued"}.items()
    assert rows[REPORT]["issued_at"].endswith("Z")
    assert rows["negotiation_memo"]["number"] is None
    assert all(set(row) >= {"key", "title", "stage", "audience"} for row in rows.values())


@pytest.mark.usefixtures("deal")
def test_a_pack_for_each_audience(file: File, run: Run, tmp_path: Path) -> None:
    deal_with_papers(file, number="G20240310002", customer="无锡东方电器")
    for audience in ("customer", "internal"):
        target = tmp_path / f"{audience}.pdf"
        both = ("--deal", NUMBER, "--deal", "G20240310002")
        said = run("pack", *both, "-o", target, "--audience", audience)
        assert said.status == 0, said.err
        assert "草稿" in said.err
        titles = [(level, title) for level, title, _ in outline(target.read_bytes())]
        deals = [title for level, title in titles if level == 0][2:]
        assert deals == ["苏州恒力精密机械有限公司 G20240310001", "无锡东方电器 G20240310002"]
        assert titles.count((1, "需求分析报告")) == 2
        assert titles.count((1, "项目内部摘要")) == 2 * (audience == "internal")
        assert ("650,000" in printed(target.read_bytes())) == (audience == "internal")


@pytest.mark.usefixtures("deal")
def test_a_pack_for_each_deal_in_a_folder(file: File, run: Run, tmp_path: Path) -> None:
    deal_with_papers(file, number="G20240310002", customer="无锡东方电器")
    file.deal(number="G20240310009", customer=file.customer("空白公司"))
    deals = [word for number in (NUMBER, "G20240310002", "G20240310009") for word in ("--deal", number)]
    said = run("pack", *deals, "--each", tmp_path / "each", "--watermark", "机密", "--duplex")
    assert said.status == 0, said.err
    files = sorted((tmp_path / "each").iterdir())
    assert [file.name for file in files] == [
        "G20240310001-ZL 项目资料包 苏州恒力精密机械有限公司.pdf",
        "G20240310002-ZL 项目资料包 无锡东方电器.pdf",
    ]
    assert said.out.split("\n")[:-1] == [str(file) for file in files]
    assert "空白公司 G20240310009" in said.err
    assert all("机密" in printed(file.read_bytes()) for file in files)
    assert run("pack", *deals).status == 2
    assert run("pack", *deals, "--each", tmp_path, "-o", tmp_path / "x.pdf").status == 2


def test_refusals_are_one_plain_sentence(file: File, run: Run, tmp_path: Path) -> None:
    file.deal(number="G20240310005")
    for words in (
        ("document", REPORT, "--deal", "G20240310005"),
        ("document", "love_letter", "--deal", "G20240310005"),
        ("document", REPORT, "--deal", "none"),
        ("pack", "--deal", "G20240310005"),
    ):
        said = run(*words, "-o", tmp_path / "x.pdf")
        assert (said.status, said.out, said.err.count("\n")) == (1, "", 1), said
    assert run("show", "documents", "none").status == 1
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.usefixtures("deal")
def test_paper_needs_no_qt(file: File, tmp_path: Path) -> None:
    program = (
        "import sys; from desktop_crm.__main__ import main; "
        "status = main(sys.argv[1:]); "
        "sys.exit(status or 9 * any(name.partition('.')[0] in {'PySide6', 'shiboken6'} for name in sys.modules))"
    )
    words = ["pack", "--deal", NUMBER, "-o", str(tmp_path / "p.pdf"), "--audience", "internal"]
    done = subprocess.run([sys.executable, "-c", program, *words, "--data", str(file.folder)], check=False)
    assert done.returncode == 0
