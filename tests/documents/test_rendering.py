"""What stands in the data stands on the paper, readable, searchable and always in the same bytes."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from desktop_crm.charts.drawing import Drawing
from desktop_crm.documents import Stamp, documents, render
from desktop_crm.queries.document_data.negotiation_memo import AgreedClause
from desktop_crm.queries.document_data.requirement_report import RequirementLine
from tests.documents import samples
from tests.documents.reading_back import font_descriptors, leaves, outline, page_texts, printed, squeezed

LIBRARY = documents()
SAMPLES: dict[str, Any] = {
    "requirement_report": samples.requirement_report(),
    "negotiation_memo": samples.negotiation_memo(),
    "acceptance_form": samples.acceptance_form(),
    "deal_summary": samples.deal_summary(),
}


def pdf_of(key: str, data: object = None, *, stamp: Stamp = samples.STAMP, **changes: Any) -> bytes:
    """Return a printed sample, with changed fields."""
    found = data or replace(SAMPLES[key], **changes)
    drawings = {"decision_chain": samples.chain()}
    return render(LIBRARY[key], found, letterhead=samples.LETTERHEAD, stamp=stamp, drawings=drawings)


# Parties have more to say than each document prints.
NOT_PRINTED = {
    "requirement_report": {samples.SUBJECT.number, samples.CUSTOMER.address, samples.US.email},
    "negotiation_memo": {samples.SUBJECT.number, *leaves(samples.CUSTOMER), *leaves(samples.US)}
    - {samples.CUSTOMER.name},
    "acceptance_form": {samples.SUBJECT.number, *leaves(samples.CUSTOMER), *leaves(samples.US)}
    - {samples.CUSTOMER.name},
    "deal_summary": {*leaves(samples.CUSTOMER), *leaves(samples.US)} - {samples.CUSTOMER.name, samples.US.contact},
}


@pytest.mark.parametrize("key", SAMPLES)
def test_everything_in_the_data_is_printed(key: str) -> None:
    text = printed(pdf_of(key))
    expected = {squeezed(leaf) for leaf in leaves(SAMPLES[key]) if leaf not in NOT_PRINTED[key]}
    assert [leaf for leaf in expected if leaf not in text] == []
    assert len(expected) > 10


@pytest.mark.parametrize("key", SAMPLES)
def test_headings_are_numbered_through_and_bookmarked(key: str) -> None:
    pdf = pdf_of(key)
    marks = outline(pdf)
    assert [title[0] for _, title, _ in marks] == list("一二三四五六七八九十"[: len(marks)])
    pages = page_texts(pdf)
    assert all(squeezed(title) in squeezed(pages[number - 1]) for _, title, number in marks)


@pytest.mark.parametrize("key", SAMPLES)
def test_every_page_says_whose_which_and_where(key: str) -> None:
    pages = [squeezed(text) for text in page_texts(pdf_of(key))]
    for number, text in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in text
        assert "编号：XQ-G20240310001第2版2024年3月15日" in text
        assert squeezed(samples.LETTERHEAD.company) in text
        assert LIBRARY[key].title in text


@pytest.mark.parametrize("key", SAMPLES)
def test_fonts_are_embedded_as_subsets(key: str) -> None:
    pdf = pdf_of(key)
    found = list(font_descriptors(pdf))
    assert {name.partition("+")[2] for name, _ in found} == {"NotoSansSC-Regular", "NotoSansSC-Bold"}
    assert all("/FontFile2" in descriptor for _, descriptor in found)
    assert len(pdf) < 300_000


def test_the_same_data_gives_the_same_bytes() -> None:
    assert pdf_of("requirement_report") == pdf_of("requirement_report")
    assert pdf_of("requirement_report") != pdf_of("requirement_report", background="另一个背景")


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys; from tests.documents.test_rendering import pdf_of;"
        "sys.stdout.buffer.write(pdf_of('negotiation_memo'))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert made.stdout == pdf_of("negotiation_memo")


def test_threads_do_not_disturb_each_other() -> None:
    results: list[bytes] = []
    threads = [threading.Thread(target=lambda: results.append(pdf_of("negotiation_memo"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(results) == {pdf_of("negotiation_memo")}


def test_the_file_knows_its_title_author_language_and_day() -> None:
    reader = PdfReader(io.BytesIO(pdf_of("negotiation_memo")))
    assert reader.metadata is not None
    assert reader.metadata.title == "商务谈判纪要 XQ-G20240310001"
    assert reader.metadata.author == "李晓明"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2024, 3, 15)
    assert reader.root_object["/Lang"] == "zh-CN"


def test_a_draft_says_so_on_every_page_and_an_issued_paper_does_not() -> None:
    assert all("草稿" in text for text in page_texts(pdf_of("negotiation_memo", stamp=samples.DRAFT)))
    assert "草稿" not in printed(pdf_of("negotiation_memo"))


# ---- what people type


HOSTILE = [
    "<b>粗体</b> & &amp; <para>",
    "{deal.number} {不存在}",
    "第一行\n\n第三行",
    "  前导空格",
    "W" * 300,
    "。" * 200,
    "%s %(x)s \\n $100",
    "“引号”——破折号……",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_prints_as_typed(text: str) -> None:
    assert squeezed(text) in printed(pdf_of("requirement_report", background=text, decision_process="x"))


def test_what_the_fonts_lack_is_shown_and_told_on_the_last_page() -> None:
    pages = page_texts(pdf_of("requirement_report", background="好😀的", timeline="\ud800"))
    text = squeezed("".join(pages))
    assert "好〔U+1F600〕的" in text
    assert "〔U+D800〕" in text
    assert "本文件有2处字符不在字体内" in squeezed(pages[-1])


def test_a_paper_without_such_characters_has_no_notice() -> None:
    assert "不在字体内" not in printed(pdf_of("requirement_report"))


ANYTHING = st.text(alphabet=st.characters(exclude_categories=[]), max_size=120)


@settings(max_examples=40, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_no_text_can_break_a_document(name: str, text: str, number: str) -> None:
    customer = replace(samples.CUSTOMER, name=name)
    data = replace(
        samples.negotiation_memo(),
        deal=replace(samples.SUBJECT, customer=customer),
        agreed=(AgreedClause(text, name, number),),
        place=text,
        next_step=text,
    )
    letterhead = replace(samples.LETTERHEAD, company=name, address=text)
    stamp = Stamp(number, 1, date(2024, 3, 15), made_by=text)
    pdf = render(LIBRARY["negotiation_memo"], data, letterhead=letterhead, stamp=stamp)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == len(page_texts(pdf))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="合同款项，。（）《》ABCxyz 0123.%&<>\n", min_size=1, max_size=400))
def test_ordinary_text_can_be_found_again(text: str) -> None:
    assert squeezed(text) in printed(pdf_of("negotiation_memo", place="x", next_step=f"甲{text}乙"))


# ---- many pages


def test_two_hundred_rows_each_once_under_a_repeated_header() -> None:
    needs = tuple(RequirementLine(f"需求条目{number:03}号", f"标准{number:03}号", "必须") for number in range(1, 201))
    pages = [squeezed(text) for text in page_texts(pdf_of("requirement_report", needs=needs))]
    text = "".join(pages)
    assert [text.count(need.text) for need in needs] == [1] * 200
    with_rows = [page for page in pages if "号必须标准" in page]
    assert len(with_rows) > 4
    assert all(page.count("序号需求优先级验收标准") == 1 for page in with_rows)


@pytest.mark.parametrize("field", ["background", "decision_process", "change_note", "pains"])
def test_five_thousand_characters_go_on_over_the_pages(field: str) -> None:
    text = "".join(f"第{number:04}句话说完了。" for number in range(500))
    value: Any = (RequirementLine(text, "短"),) if field == "pains" else text
    pages = [squeezed(page) for page in page_texts(pdf_of("requirement_report", **{field: value}))]
    assert len(pages) > 3
    found = "".join(pages)
    # A sentence may be cut by the end of a page; its parts are still there.
    assert sum(f"第{number:04}句话说完了。" in found for number in range(500)) >= 500 - len(pages)


@pytest.mark.parametrize("lines", range(1, 60, 3))
def test_no_heading_stands_alone_at_the_foot_of_a_page(lines: int) -> None:
    pages = page_texts(pdf_of("requirement_report", background="\n".join(["行"] * lines)))
    for text in pages[:-1]:
        body = [
            line for line in text.splitlines() if line.strip() and not line.startswith("编号：") and "共" not in line
        ]
        assert not any(body[-1].startswith(f"{number}、") for number in "一二三四五六七八九")


@pytest.mark.parametrize("lines", range(1, 60, 3))
def test_the_signature_block_is_never_split(lines: int) -> None:
    pages = page_texts(pdf_of("negotiation_memo", next_step="\n".join(["行"] * lines)))
    holding = [page for page in pages if "盖章：" in page or "代表签字：" in page or "甲方（客户）" in page]
    assert len(holding) == 1
    assert holding[0].count("盖章：") == holding[0].count("代表签字：") == holding[0].count("日期：") == 2
    assert "五、双方确认" in holding[0]
    # Nobody signs a page that holds nothing of what is signed.
    assert holding[0].index("行") < holding[0].index("五、双方确认")


# ---- conditions and drawings


def test_a_block_without_data_is_left_out_and_the_numbers_close_up() -> None:
    titles = [
        title
        for _, title, _ in outline(pdf_of("requirement_report", has_predecessor=False, change_note="", background=""))
    ]
    assert titles[:2] == ["一、基本信息", "二、现状"]


def test_an_empty_table_says_so() -> None:
    assert "无未决事项" in printed(pdf_of("negotiation_memo", open_points=()))
    assert "本次会谈未形成一致条款" in printed(pdf_of("negotiation_memo", agreed=()))


def test_the_drawing_is_painted_with_its_words() -> None:
    text = printed(pdf_of("deal_summary"))
    assert "尚未接触采购" in text
    assert "负责选型…" in text


@pytest.mark.parametrize("drawings", [{}, {"decision_chain": Drawing(100, 100)}])
def test_no_drawing_is_said(drawings: dict[str, Drawing]) -> None:
    pdf = render(
        LIBRARY["deal_summary"],
        samples.deal_summary(),
        letterhead=samples.LETTERHEAD,
        stamp=samples.STAMP,
        drawings=drawings,
    )
    assert "尚未绘制决策链" in printed(pdf)


def test_money_and_days_are_written_for_paper() -> None:
    text = printed(pdf_of("deal_summary"))
    assert "¥720,000.00" in text
    assert "¥650,000.00" in text
    assert "2024年5月10日" in text


# ---- letterhead


def test_a_logo_is_embedded(tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (120, 40), "navy").save(logo)
    letterhead = replace(samples.LETTERHEAD, logo=logo)
    document, data = LIBRARY["negotiation_memo"], samples.negotiation_memo()
    pdf = render(document, data, letterhead=letterhead, stamp=samples.STAMP)
    assert [len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages] == [1, 0]


@pytest.mark.parametrize("content", [None, b"", b"no picture"])
def test_a_broken_logo_is_left_out(tmp_path: Path, content: bytes | None) -> None:
    logo = tmp_path / "logo.png"
    if content is not None:
        logo.write_bytes(content)
    letterhead = replace(samples.LETTERHEAD, logo=logo)
    document, data = LIBRARY["negotiation_memo"], samples.negotiation_memo()
    assert "商务谈判纪要" in printed(render(document, data, letterhead=letterhead, stamp=samples.STAMP))


# ---- refusals and lightness


def test_data_of_another_document_is_refused() -> None:
    with pytest.raises(TypeError, match="RequirementReport"):
        pdf_of("requirement_report", samples.negotiation_memo())


def test_reportlab_is_loaded_only_to_print() -> None:
    code = "import sys, desktop_crm.documents as d; d.documents(); sys.exit(any('reportlab' in m for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
