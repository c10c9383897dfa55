"""`check`: the records, and every file that they speak of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.__main__ import main
from desktop_crm.operations.attachments import add_attachment, remove_attachment
from desktop_crm.operations.documents import issue_document
from tests.documents.deals import deal_with_papers
from tests.make import File

NUMBER = "G20240310001"
Check = Callable[[], tuple[int, str, str]]


@pytest.fixture
def check(file: File, capsys: pytest.CaptureFixture[str]) -> Check:
    def run() -> tuple[int, str, str]:
        status = main(["check", "--data", str(file.folder)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def scan(file: File) -> str:
    """Store a deal with an issued paper and an attached file; return the attachment."""
    deal = deal_with_papers(file)
    file.do(issue_document, deal, key="requirement_report")
    return file.do(add_attachment, deal, name="合同扫描.pdf", content=b"%PDF-1.7 scan")


def attached(file: File) -> Path:
    return next(path for path in (file.folder / "attachments").rglob("*") if path.is_file())


def issued(file: File) -> Path:
    return next((file.folder / "documents").rglob("*.pdf"))


@pytest.mark.usefixtures("scan")
def test_all_is_there(check: Check) -> None:
    assert check() == (0, "数据文件完好。\n2 个附件和签发件都在，内容未变。\n", "")


@pytest.mark.usefixtures("scan")
@pytest.mark.parametrize(
    ("find", "said"), [(attached, "附件 合同扫描.pdf"), (issued, "签发件 ")], ids=["attached", "issued"]
)
@pytest.mark.parametrize("harm", ["丢失", "被改动"])
def test_what_is_not_as_it_was_is_named(
    file: File, check: Check, find: Callable[[File], Path], said: str, harm: str
) -> None:
    path = find(file)
    if harm == "丢失":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")
    status, out, err = check()
    assert status == 1
    assert len(out.splitlines()) == 1
    assert out.startswith(f"{harm}：{NUMBER} 的{said}")
    assert "有 1 个文件丢失或被改动" in err


def test_what_was_deleted_need_not_be_there(file: File, check: Check, scan: str) -> None:
    attached(file).unlink()
    file.do(remove_attachment, scan)
    assert check()[0] == 0
