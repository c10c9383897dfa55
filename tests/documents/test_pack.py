"""A deal pack: cover, contents that tell the truth, one numbering, and nothing internal for a customer."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_crm.documents import Audience, Part, documents, render_pack
from desktop_crm.documents.rendering import binding
from desktop_crm.documents.stationery import DealPapers
from desktop_crm.queries.document_data import AudienceError
from desktop_crm.queries.document_data.deal_pack import PackedDeal
from desktop_crm.queries.document_data.requirement_report import RequirementLine
from tests.documents import samples
from tests.documents.geometry import pages_of
from tests.documents.reading_back import link_targets, outline, page_texts, squeezed

LIBRARY = documents()
COVER = Part(LIBRARY["deal_pack"], samples.deal_pack(), replace(samples.STAMP, number="ZL-0001", version=1))
LONG = replace(samples.requirement_report(), needs=tuple(RequirementLine(f"需求{number}") for number in range(90)))
PARTS = [
    Part(LIBRARY["requirement_report"], LONG, samples.STAMP, label="苏州恒力"),
    Part(LIBRARY["negotiation_memo"], samples.negotiation_memo(), replace(samples.STAMP, number="JY-0002")),
    Part(LIBRARY["acceptance_form"], samples.acceptance_form(), replace(samples.STAMP, number="YS-0003")),
]
SUMMARY = Part(
    LIBRARY["deal_summary"], samples.deal_summary(), samples.STAMP, drawings={"decision_chain": samples.chain()}
)


def pack(parts: list[Part], audience: Audience = "customer") -> bytes:
    """Return a printed pack."""
    return render_pack(COVER, parts, letterhead=samples.LETTERHEAD, audience=audience)


def test_pages_are_numbered_through() -> None:
    pages = [squeezed(text) for text in page_texts(pack(PARTS))]
    assert [f"第{number}页共{len(pages)}页" in text for number, text in enumerate(pages, 1)] == [True] * len(pages)


def test_contents_and_bookmarks_lead_to_the_first_page_of_each_document() -> None:
    pdf = pack(PARTS)
    pages = [squeezed(text) for text in page_texts(pdf)]
    tops = [(title, page) for level, title, page in outline(pdf) if level == 0]
    assert [title for title, _ in tops] == ["封面", "目录", "需求分析报告 · 苏州恒力", "商务谈判纪要", "验收确认书"]
    for number, (title, page) in enumerate(tops[2:], 1):
        assert f"{number}.{squeezed(title)}{page}" in pages[1]
        assert "一、" in pages[page - 1]
        assert title.split(" · ")[0] in pages[page - 1]
    assert link_targets(pdf, 2) == [page for _, page in tops[2:]]


def test_sections_stand_below_their_document_in_the_outline() -> None:
    pdf = pack(PARTS[1:])
    assert [title for level, title, _ in outline(pdf) if level == 1][:2] == ["一、会谈信息", "二、已达成一致的条款"]


def test_contents_longer_than_a_page_still_tell_the_truth() -> None:
    pdf = pack(PARTS[1:2] * 30)
    tops = [page for level, title, page in outline(pdf) if level == 0 and title == "商务谈判纪要"]
    assert len(tops) == 30
    contents = squeezed("".join(page_texts(pdf)[1:3]))
    assert all(f"{number}.商务谈判纪要{page}" in contents for number, page in enumerate(tops, 1))


def test_the_cover_says_what_it_is_about() -> None:
    cover = squeezed(page_texts(pack(PARTS))[0])
    for said in (
        "项目资料包",
        samples.CUSTOMER.name,
        samples.SUBJECT.title,
        samples.SUBJECT.number,
        "李晓明",
        "ZL-0001",
    ):
        assert squeezed(said) in cover


def test_several_deals_are_listed_on_the_cover() -> None:
    deals = tuple(PackedDeal(f"G2024031000{number}", f"项目{number}", f"客户{number}") for number in range(1, 4))
    cover = replace(COVER, data=replace(samples.deal_pack(), single=None, several=deals))
    text = squeezed(page_texts(render_pack(cover, PARTS, letterhead=samples.LETTERHEAD))[0])
    assert all(f"{deal.number}{deal.customer}{deal.title}" in text for deal in deals)


def test_an_internal_pack_is_marked_and_holds_the_floor() -> None:
    pages = [squeezed(text) for text in page_texts(pack([SUMMARY, *PARTS], "internal"))]
    assert "内部资料请勿外传" in pages[0]
    assert "¥650,000.00" in "".join(pages)


def test_a_customers_pack_refuses_what_is_internal() -> None:
    with pytest.raises(AudienceError, match="deal_summary"):
        pack([*PARTS, SUMMARY])


def test_a_customers_pack_never_shows_the_floor() -> None:
    text = squeezed("".join(page_texts(pack(PARTS))))
    for secret in ("650,000", "8.5折", "90天", "源代码", "内部资料", "总经理最看重"):
        assert secret not in text


def test_the_same_pack_gives_the_same_bytes() -> None:
    assert pack(PARTS) == pack(PARTS)


@pytest.mark.parametrize("watermark", ["机密", "仅供𠮷方😀评审", "a\nb\tc", "很长的水印" * 20, "\ud800", " "])
def test_any_words_may_stand_across_the_pages(watermark: str) -> None:
    out = io.BytesIO()
    with binding(samples.LETTERHEAD, watermark=watermark) as bound:
        bound.add(DealPapers("恒力", PARTS[1:2]))
        bound.finish(COVER, out)
    for page in pages_of(out.getvalue()):
        assert all(piece.left > -20 and piece.right < page.width + 20 for piece in page.pieces)
    if watermark == "机密":
        assert all("机密" in squeezed(text) for text in page_texts(out.getvalue()))


def test_a_pack_of_several_deals_nests_its_outline_and_contents() -> None:
    out = io.BytesIO()
    with binding(samples.LETTERHEAD) as bound:
        bound.add(DealPapers("苏州恒力 G1", PARTS[1:]))
        bound.add(DealPapers("无锡东方 G2", PARTS[:1]))
        bound.finish(COVER, out)
    pdf = out.getvalue()
    pages = [squeezed(text) for text in page_texts(pdf)]
    found = [(level, title, page) for level, title, page in outline(pdf) if level < 2]
    assert [(level, title) for level, title, _ in found] == [
        (0, "封面"), (0, "目录"), (0, "苏州恒力 G1"), (1, "商务谈判纪要"), (1, "验收确认书"), (0, "无锡东方 G2"),
        (1, "需求分析报告 · 苏州恒力"),
    ]  # fmt: skip
    for _, title, page in found[2:]:
        assert f"{squeezed(title)}{page}" in pages[1]
    assert all(f"第{number}页共{len(pages)}页" in text for number, text in enumerate(pages, 1))
    assert sorted(set(link_targets(pdf, 2))) == sorted({page for _, _, page in found[2:]})


def test_nothing_is_left_of_a_pack_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pack(PARTS)
    with pytest.raises(AudienceError):
        pack([*PARTS, SUMMARY])
    assert list(tmp_path.iterdir()) == []
