"""What a document's file may ask of its pages: paper that lies across, totals, seals, the company's colour, one page."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from desktop_crm.documents import Document, Letterhead, render
from desktop_crm.documents.checks import faults
from desktop_crm.documents.formats import written
from desktop_crm.documents.typesetting.look import Look
from desktop_crm.queries import document_data
from desktop_crm.queries.document_data import CustomerFacing
from tests.documents import samples
from tests.documents.geometry import Piece, pages_of
from tests.documents.reading_back import page_texts, squeezed


@dataclass(frozen=True, slots=True)
class Priced(CustomerFacing):
    """A line of a price."""

    name: str
    quantity: int = 1000
    discount: int = 1000
    tax: int = 1300
    amount: int = 123_456


@dataclass(frozen=True, slots=True)
class Offer(CustomerFacing):
    """The data of the document under test."""

    lines: tuple[Priced, ...] = ()
    total: int = 0
    reduction: int | None = None
    us: str = "上海启明软件有限公司"
    person: str = "赵董事长"
    text: str = ""


TABLE: dict[str, Any] = {
    "kind": "table",
    "heading": "价格",
    "rows": "lines",
    "columns": [
        {"header": "名称", "value": "name", "width": 50},
        {"header": "数量", "value": "quantity", "width": 10, "format": "quantity"},
        {"header": "折扣", "value": "discount", "width": 10, "format": "discount"},
        {"header": "税率", "value": "tax", "width": 10, "format": "tax"},
        {"header": "金额", "value": "amount", "width": 20, "format": "money", "align": "right"},
    ],
    "totals": [
        {"label": "优惠", "value": "reduction", "when": "reduction"},
        {"label": "合计", "value": "total"},
        {"label": "人民币大写", "value": "total", "format": "money_capital"},
    ],
}
SIGNED = {
    "kind": "signatures",
    "text": "以上内容确认无误。",
    "sides": [{"role": "甲方", "name": "us", "legal_person": "person"}, {"role": "乙方", "name": "us"}],
}
TEXT = {"kind": "text", "heading": "说明", "text": "{text}"}


@pytest.fixture(autouse=True)
def _data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(document_data.DATA_CLASSES, "Offer", Offer)


def document(*blocks: dict[str, Any], **more: Any) -> Document:
    about = {"key": "offer", "title": "报价", "code": "BJ", "audience": "customer", "data": "Offer"}
    made = msgspec.convert({**about, **more, "blocks": blocks}, Document)
    assert list(faults(made)) == []
    return made


def printed(made: Document, data: Offer, letterhead: Letterhead = samples.LETTERHEAD) -> bytes:
    return render(made, data, letterhead=letterhead, stamp=samples.STAMP)


def pages(pdf: bytes) -> list[str]:
    return [squeezed(text) for text in page_texts(pdf)]


def piece(pdf: bytes, text: str) -> Piece:
    """Return where a text stands, the leftmost of several."""
    found = [piece for page in pages_of(pdf, words=True) for piece in page.pieces if piece.text.strip() == text]
    return min(found, key=lambda piece: piece.left)


def lines(count: int) -> tuple[Priced, ...]:
    return tuple(Priced(f"第{number}行") for number in range(1, count + 1))


def test_a_wide_table_takes_paper_that_lies_across() -> None:
    pdf = printed(document(TABLE, orientation="landscape"), Offer(lines(60), 100))
    found = PdfReader(io.BytesIO(pdf)).pages
    assert len(found) > 1
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in found} == {(842, 595)}
    assert max(one.right for page in pages_of(pdf) for one in page.pieces) > 700
    assert all("名称数量折扣" in text for text in pages(pdf))


@pytest.mark.parametrize("count", [0, 1, *range(20, 34)])
def test_totals_never_stand_without_the_last_row(count: int) -> None:
    pdf = printed(document(TABLE), Offer(lines(count), 1_234_567, 99))
    (page,) = [text for text in pages(pdf) if "合计" in text]
    assert (f"第{count}行" if count else "无") in page
    order = [page.index(word) for word in ("优惠¥0.99", "合计¥12,345.67", "人民币大写壹万贰仟叁佰肆拾伍元陆角柒分")]
    assert order == sorted(order)


def test_a_total_without_its_reason_is_left_out() -> None:
    assert "优惠" not in "".join(pages(printed(document(TABLE), Offer(lines(2), 100))))


def test_totals_stand_at_the_right_edge() -> None:
    pdf = printed(document(TABLE), Offer(lines(2), 100))
    amount, total = piece(pdf, "¥1,234.56"), piece(pdf, "¥1.00")
    assert total.right == pytest.approx(amount.right, abs=1)


@pytest.mark.parametrize(
    ("form", "value", "shown"),
    [
        ("quantity", 1000, "1"),
        ("quantity", 1500, "1.5"),
        ("quantity", 12_345_678, "12,345.678"),
        ("quantity", 10_000, "10"),
        ("quantity", 0, "0"),
        ("discount", 950, "9.5 折"),
        ("discount", 800, "8 折"),
        ("discount", 885, "8.85 折"),
        ("discount", 1000, ""),
        ("tax", 1300, "13%"),
        ("tax", 600, "6%"),
        ("tax", 150, "1.5%"),
        ("tax", 0, "0%"),
        ("money", -5, "-¥0.05"),
    ],
)
def test_formats_of_a_price(form: Any, value: int, shown: str) -> None:
    assert written(value, form) == shown


def test_a_seal_has_room_where_the_company_wants_it() -> None:
    def gap(letterhead: Letterhead) -> float:
        pdf = printed(document(SIGNED), Offer(), letterhead)
        return piece(pdf, "甲方").bottom - piece(pdf, "代表签字：").bottom

    assert gap(samples.LETTERHEAD) - gap(replace(samples.LETTERHEAD, seal_space=False)) == pytest.approx(42, abs=1)


def test_the_legal_person_stands_on_their_line() -> None:
    pdf = printed(document(SIGNED), Offer())
    assert piece(pdf, "赵董事长").bottom == pytest.approx(piece(pdf, "法定代表人：").bottom, abs=1)
    assert piece(pdf, "赵董事长").left > piece(pdf, "法定代表人：").right


def test_a_sign_off_inside_has_no_seal() -> None:
    text = "".join(pages(printed(document({**SIGNED, "seal": False}), Offer())))
    assert "签字：" in text
    assert "盖章" not in text


def test_the_companys_footer_stands_on_every_page() -> None:
    footer = "统一社会信用代码 91310000MA1K0000"
    found = pages(printed(document(TABLE), Offer(lines(90), 1), replace(samples.LETTERHEAD, footer=footer)))
    assert len(found) > 2
    assert all(squeezed(footer) in text for text in found)


def test_a_footer_longer_than_the_page_is_cut() -> None:
    pdf = printed(document(TABLE), Offer(lines(1), 1), replace(samples.LETTERHEAD, footer="很长的页脚" * 60))
    assert max(one.right for page in pages_of(pdf) for one in page.pieces) < 595 - 50


@pytest.mark.parametrize(("color", "heading"), [("#1F6FB2", "#1F6FB2"), ("#FFE9A8", "#1B2430"), ("", "#1B2430")])
def test_headings_take_the_companys_colour_while_it_can_be_read(color: str, heading: str) -> None:
    assert Look(color=color).heading == heading


# One page


def test_what_fits_a_page_is_not_shortened() -> None:
    found = pages(printed(document(TABLE, TEXT, one_page=True), Offer(lines(12), 1, text="短")))
    assert len(found) == 1
    assert "删节" not in found[0]
    assert "第12行" in found[0]


@pytest.mark.parametrize(
    "long", [Offer(lines(500), 1), Offer(text="很长的说明，" * 2000), Offer(lines(80), text="长" * 9000)]
)
def test_what_does_not_is_shortened_and_says_so(long: Offer) -> None:
    found = pages(printed(document(TABLE, TEXT, SIGNED, one_page=True), long))
    assert len(found) == 1
    assert "处内容有删节" in found[0]
    assert "代表签字" in found[0]
    if long.lines:
        assert "另有" in found[0]
        assert "第1行" in found[0]
    if long.text:
        assert "…" in found[0]


def test_a_character_without_a_glyph_is_counted_once_however_often_the_page_was_tried() -> None:
    found = pages(printed(document(TABLE, TEXT, one_page=True), Offer(lines(500), text="𠮷")))
    assert "有1处字符不在字体内" in found[0]
