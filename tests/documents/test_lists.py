"""The sheets that list deals on paper: one, some or all, and from the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop_crm.__main__ import main
from desktop_crm.documents.lists import print_list
from desktop_crm.refusal import Refused
from tests.documents.reading_back import page_texts, printed, squeezed
from tests.make import File


def three(file: File) -> list[str]:
    customer = file.customer()
    return [
        file.deal(customer, number=f"Z2024031500{number}", need=f"第{number}件事", next_due=date(2024, 3, 30 - number))
        for number in (1, 2, 3)
    ]


@pytest.mark.parametrize("key", ["followup_sheet", "care_sheet"])
def test_some_deals_in_the_order_asked_for(file: File, key: str) -> None:
    first, _, third = three(file)
    text = printed(file.ask(print_list, key, [third, first]).pdf)
    assert "第2件事" not in text
    assert text.index("第3件事") < text.index("第1件事")
    assert "共2条" in text


def test_all_that_are_open_the_next_due_first(file: File) -> None:
    three(file)
    file.deal(number="Z20240315009", need="已经丢了", outcome="lost")
    file.deal(number="Z20240315010", need="已经成交", outcome="won")
    text = printed(file.ask(print_list, "followup_sheet").pdf)
    assert [text.index(f"第{number}件事") for number in (3, 2, 1)] == sorted(
        text.index(f"第{number}件事") for number in (1, 2, 3)
    )
    assert "已经丢了" not in text
    assert "已经成交" not in text
    cared = printed(file.ask(print_list, "care_sheet").pdf)
    assert "已经成交" in cared
    assert "已经丢了" not in cared


def test_many_deals_go_on_under_the_same_head(file: File) -> None:
    customer = file.customer()
    for number in range(60):
        file.deal(customer, number=f"Z20240315{number:03d}", need=f"第{number:02d}件事")
    pages = page_texts(file.ask(print_list, "followup_sheet").pdf)
    assert len(pages) > 2
    assert all("下一步计划" in squeezed(page) for page in pages)
    assert sum(f"第{number:02d}件事" in "".join("".join(pages).split()) for number in range(60)) == 60


def test_nothing_to_list_is_said(file: File) -> None:
    with pytest.raises(Refused, match="没有可以列出的商机"):
        file.ask(print_list, "followup_sheet")
    with pytest.raises(Refused, match="只能按一条商机"):
        file.ask(print_list, "requirement_report", [])


def test_on_the_command_line(file: File, tmp_path: Path) -> None:
    three(file)
    out = tmp_path / "sheet.pdf"

    def typed(*words: str) -> int:
        return main([*words, "--data", str(file.folder)])

    some = ("--deal", "Z20240315001", "--deal", "Z20240315003")
    assert typed("document", "followup_sheet", *some, "-o", str(out)) == 0
    assert "共2条" in printed(out.read_bytes())
    assert typed("document", "care_sheet", "-o", str(out)) == 0
    assert "共3条" in printed(out.read_bytes())
    assert typed("document", "requirement_report", "-o", str(out)) == 2
    assert typed("document", "requirement_report", *some, "-o", str(out)) == 2
    for kind in ("followup_sheet", "care_sheet"):
        assert typed("export", kind, str(tmp_path / f"{kind}.xlsx")) == 0
