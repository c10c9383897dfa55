"""The weekly and the monthly report from the command line, as a scheduled task would ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from desktop_crm.__main__ import main
from desktop_crm.models import Member
from tests.documents.companies import TODAY, at, full_company
from tests.documents.reading_back import printed
from tests.make import File


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(at(TODAY), tick=False):
        yield


def typed(file: File, *words: str) -> int:
    return main([*words, "--data", str(file.folder)])


def test_the_last_full_week_into_a_folder_under_a_name_that_says_so(file: File, tmp_path: Path) -> None:
    full_company(file)
    folder = tmp_path / "周报"
    assert typed(file, "report", "-o", str(folder)) == 0
    assert typed(file, "report", "-o", str(folder)) == 0  # a second run takes its place
    assert [one.name for one in folder.iterdir()] == ["销售周报 2026年第46周 全公司.pdf"]
    assert typed(file, "report", "--month", "last", "-o", str(folder)) == 0
    assert (folder / "销售月报 2026年10月 全公司.pdf").exists()


def test_a_week_of_a_person_and_a_month_of_a_team(file: File, tmp_path: Path) -> None:
    full_company(file)
    out = tmp_path / "out.pdf"
    assert typed(file, "report", "--week", "2026-W47", "--person", "陈思远", "-o", str(out)) == 0
    text = printed(out.read_bytes())
    assert "销售周报2026年第47周" in text
    assert "成交1条、¥120,000" in text
    assert typed(file, "report", "--month", "2026-11", "--team", "王敏", "-o", str(out)) == 0
    assert "王敏的团队" in printed(out.read_bytes())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--week", "2026-W60"), "没有“2026-W60”这一周"),
        (("--month", "2026-13"), "没有“2026-13”这个月"),
        (("--month", "十一月"), "没有“十一月”这个月"),
        (("--week", "2027-W01"), "还没有开始"),
        (("--person", "没有此人"), "没有叫“没有此人”的同事"),
        (("--team", "李雷"), "有 2 位同事叫“李雷”"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    file: File, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], reason: str
) -> None:
    file.add(Member(name="李雷"), Member(name="李雷"))
    assert typed(file, "report", *words, "-o", str(tmp_path / "out.pdf")) == 1
    said = capsys.readouterr().err.strip()
    assert reason in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "out.pdf").exists()


def test_two_periods_or_two_of_whom_are_a_mistake_in_typing(file: File, tmp_path: Path) -> None:
    out = str(tmp_path / "out.pdf")
    assert typed(file, "report", "--week", "2026-W46", "--month", "2026-11", "-o", out) == 2
    assert typed(file, "report", "--person", "王敏", "--team", "王敏", "-o", out) == 2


def test_where_there_is_no_company_nothing_is_made(tmp_path: Path) -> None:
    assert main(["report", "-o", str(tmp_path / "out.pdf"), "--data", str(tmp_path / "nothing")]) == 1
    assert not (tmp_path / "nothing").exists()
