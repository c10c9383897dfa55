"""A mistake in a document's file is told with its line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_crm.documents import documents
from desktop_crm.documents.library import Library
from desktop_crm.documents.reading import Faulty, Problem, read
from desktop_crm.system.paths import resources

GOOD = """key = "mine"
title = "我们的文件"
audience = "customer"
data = "NegotiationMemo"
code = "WD"
[[blocks]]
kind = "facts"
facts = [
    { label = "客户", value = "deal.customer.name" },
    { label = "日期", value = "met_on", format = "date" },
]

[[blocks]]
kind = "table"
heading = "条款"
rows = "agreed"
columns = [{ header = "条款", value = "title", width = 1 }]

[[blocks]]
kind = "text"
text = "于{met_on:date}与{deal.customer.name}会谈"
"""


def problems(folder: Path, source: str | bytes) -> tuple[Problem, ...]:
    """Return what is wrong with a file that says `source`."""
    file = folder / "mine.toml"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    try:
        read(file)
    except Faulty as faulty:
        return faulty.problems
    return ()


def test_a_good_file_is_read(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"deal.customer.name" }', '"deal.customer.nmae" }', 9, "name"),
        ('value = "met_on", format = "date"', 'value = "met_on", format = "money"', 10, "以分计的整数"),
        ('rows = "agreed"', 'rows = "agree"', 16, "agreed"),
        ('rows = "agreed"', 'rows = "place"', 16, "不是一组行"),
        ('value = "title", width', 'value = "tilte", width', 17, "title"),
        ('value = "title", width', 'value = "title", wdith', 17, "wdith"),
        ("{met_on:date}", "{met_on:data}", 21, "money_capital"),
        ("{met_on:date}", "{met_no:date}", 21, "met_on"),
        ("{met_on:date}", "{met_on:date", 21, "花括号"),
        ('"deal.customer.name" }', '"deal.customer" }', 9, "一组数据"),
        ('kind = "table"', 'kind = "tabel"', 14, "tabel"),
        ('audience = "customer"', 'audience = "everybody"', 3, "everybody"),
        ('data = "NegotiationMemo"', 'data = "Negotiation"', 4, "NegotiationMemo"),
        ('data = "NegotiationMemo"', 'data = "DealSummary"', 4, "内部数据"),
        ('kind = "text"\ntext = "于{met_on:date}与{deal.customer.name}会谈"', 'kind = "diagram"', 20, "内部判断"),
        ('title = "我们的文件"\n', "", 0, "title"),
        ('key = "mine"', 'key = "yours"', 0, "文件名"),
        ("[[blocks]]\nkind = ", "[[blocks]\nkind = ", 6, "TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD
    found = problems(tmp_path, GOOD.replace(old, new, 1))
    assert [problem.line for problem in found][:1] == [line]
    assert said in found[0].sentence
    assert "mine.toml" in found[0].sentence


def test_all_wrong_paths_are_told_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, GOOD.replace("deal.customer.name", "nobody").replace("agreed", "nothing"))
    assert [problem.line for problem in found] == [9, 16, 21]


@pytest.mark.parametrize("source", [b"\xff\xfe\x00", b"\xb0\xa1", b"", b"[[blocks]]"])
def test_what_is_no_document_is_refused(tmp_path: Path, source: bytes) -> None:
    assert problems(tmp_path, source)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match="无法读取"):
        read(tmp_path / "none.toml")


FOR_CUSTOMERS = {
    "requirement_report", "requirement_list", "proposal", "negotiation_memo", "letter_of_intent", "contract",
    "kickoff_plan", "progress_report", "change_order", "acceptance_form", "deal_pack", "pack_overview",
}  # fmt: skip


def test_the_shipped_documents_have_no_mistakes() -> None:
    library = documents()
    assert library.problems == ()
    assert all(
        document.audience == ("customer" if key in FOR_CUSTOMERS else "internal") for key, document in library.items()
    )
    assert len(library) >= 12


def test_a_companys_own_file_replaces_the_shipped_one(tmp_path: Path) -> None:
    source = (resources() / "documents" / "negotiation_memo.toml").read_text("utf-8")
    (tmp_path / "negotiation_memo.toml").write_text(source.replace("商务谈判纪要", "会谈备忘录"), "utf-8")
    (tmp_path / "mine.toml").write_text(GOOD, "utf-8")
    library = documents(tmp_path)
    assert library["negotiation_memo"].title == "会谈备忘录"
    assert library["mine"].title == "我们的文件"
    assert library.problems == ()


def test_a_faulty_own_file_leaves_the_shipped_one_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "negotiation_memo.toml").write_text("key = ", "utf-8")
    library = documents(tmp_path)
    assert library["negotiation_memo"].title == "商务谈判纪要"
    assert [problem.file.name for problem in library.problems] == ["negotiation_memo.toml"]


def test_an_own_file_cannot_take_other_data(tmp_path: Path) -> None:
    source = GOOD.replace('key = "mine"', 'key = "requirement_report"')
    (tmp_path / "requirement_report.toml").write_text(source, "utf-8")
    library = documents(tmp_path)
    assert library["requirement_report"].data == "RequirementReport"
    assert "RequirementReport" in library.problems[0].sentence


def test_a_missing_folder_is_no_problem(tmp_path: Path) -> None:
    assert len(Library(tmp_path / "none", tmp_path / "neither")) == 0


def test_two_documents_do_not_share_their_letters(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD.replace('"WD"', '"XQ"'), "utf-8")
    library = documents(tmp_path)
    assert "mine" not in library
    assert "XQ" in library.problems[0].text
