"""Attached files in a pack: as they are, upright, on our paper; a bad one is named and spoils nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.documents import Part, documents
from desktop_crm.documents.rendering import binding
from desktop_crm.documents.stationery import Attached, DealPapers
from desktop_crm.documents.typesetting.scans import placed
from tests.documents import samples
from tests.documents.reading_back import outline, page_texts, squeezed

LIBRARY = documents()
COVER = Part(LIBRARY["deal_pack"], samples.deal_pack(), samples.STAMP)
MEMO = Part(LIBRARY["negotiation_memo"], samples.negotiation_memo(), samples.STAMP)
PDF = "application/pdf"


def written(path: Path, *texts: str, size: tuple[float, float] = (595, 842)) -> Path:
    """Write a PDF with one page for each text, near its upper left corner."""
    canvas = Canvas(str(path), pagesize=size)
    for text in texts:
        canvas.drawString(40, size[1] - 60, text)
        canvas.showPage()
    canvas.save()
    return path


def attached(path: Path, media_type: str = PDF, kind: str = "已签合同") -> Attached:
    return Attached(path.name, kind, media_type, path)


def pack(files: Sequence[Attached], *, watermark: str = "", duplex: bool = False) -> bytes:
    out = io.BytesIO()
    with binding(samples.LETTERHEAD, watermark=watermark, duplex=duplex) as bound:
        bound.add(DealPapers("苏州恒力", [MEMO], files))
        bound.finish(COVER, out)
    return out.getvalue()


def pages(pdf: bytes) -> list[str]:
    return [squeezed(text) for text in page_texts(pdf)]


def numbered_through(pdf: bytes) -> bool:
    texts = pages(pdf)
    return all(f"第{number}页共{len(texts)}页" in text for number, text in enumerate(texts, 1))


def test_a_scan_keeps_its_text_and_gets_head_number_and_place_in_the_contents(tmp_path: Path) -> None:
    pdf = pack([attached(written(tmp_path / "signed.pdf", "FIRST SIDE", "SECOND SIDE"))])
    texts = pages(pdf)
    first = next(number for number, text in enumerate(texts, 1) if "FIRSTSIDE" in text)
    assert "SECONDSIDE" in texts[first]
    assert "附件：signed.pdf" in texts[first - 1]
    assert "原件第2/2页" in texts[first]
    assert f"2.附件：signed.pdf{first}" in texts[1]
    assert (0, "附件：signed.pdf", first) in outline(pdf)
    assert numbered_through(pdf)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (300, 2000), (1191, 1684)])
def test_a_page_lies_upright_inside_its_box_whatever_its_size_and_turn(
    tmp_path: Path, turn: int, size: tuple[float, float]
) -> None:
    writer = PdfWriter(clone_from=written(tmp_path / "a.pdf", "X", size=size))
    page = writer.pages[0].rotate(turn)
    box = (51.0, 80.0, 493.0, 680.0)
    a, b, c, d, e, f = placed(page, box)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (0, size[0]) for y in (0, size[1])]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    assert left >= box[0] - 0.01
    assert bottom >= box[1] - 0.01
    assert right <= box[0] + box[2] + 0.01
    assert top <= box[1] + box[3] + 0.01
    assert (left + right) / 2 == pytest.approx(box[0] + box[2] / 2)
    # The top of the page as it is looked at is the top on our paper.
    wide, high = size
    corner = {0: (0, high), 90: (0, 0), 180: (wide, 0), 270: (wide, high)}[turn]  # what a reader sees at the top left
    shown = (a * corner[0] + c * corner[1] + e, b * corner[0] + d * corner[1] + f)
    assert shown == pytest.approx((left, top))


def test_a_page_that_lies_across_gets_paper_that_does(tmp_path: Path) -> None:
    pdf = pack([attached(written(tmp_path / "wide.pdf", "WIDE", size=(842, 595)))])
    found = [page for page, text in zip(PdfReader(io.BytesIO(pdf)).pages, pages(pdf), strict=True) if "WIDE" in text]
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in found] == [(842, 595)]


def test_a_seal_put_on_as_an_annotation_comes_along(tmp_path: Path) -> None:
    stamp = PdfReader(written(tmp_path / "seal.pdf", "SEALED", size=(200, 100)))
    writer = PdfWriter(clone_from=written(tmp_path / "plain.pdf", "CONTRACT"))
    form: Any = writer._add_object(stamp.pages[0].get_contents().clone(writer))  # type: ignore[union-attr]
    drawn: Any = form.get_object()
    drawn.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 200, 100))),
        NameObject("/Resources"): stamp.pages[0]["/Resources"].clone(writer),
    })  # fmt: skip
    note = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Stamp"),
        NameObject("/Rect"): ArrayObject(map(FloatObject, (100, 100, 300, 200))),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): form}),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    writer.write(tmp_path / "signed.pdf")
    assert any("CONTRACT" in text and "SEALED" in text for text in pages(pack([attached(tmp_path / "signed.pdf")])))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "1", "CMYK"])
def test_pictures_become_pages(tmp_path: Path, mode: str) -> None:
    file = tmp_path / ("a.tiff" if mode == "CMYK" else "a.png")
    Image.new(mode, (1800, 1200)).save(file)
    pdf = pack([attached(file, "image/png")])
    images = [len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert sum(images) == 1
    assert numbered_through(pdf)
    assert len(pdf) < 2_000_000


def test_each_side_of_a_fax_is_a_page(tmp_path: Path) -> None:
    sides = [Image.new("1", (800, 1100)) for _ in range(3)]
    sides[0].save(tmp_path / "fax.tiff", save_all=True, append_images=sides[1:])
    texts = pages(pack([attached(tmp_path / "fax.tiff", "image/tiff")]))
    assert sum("原件第" in text for text in texts) == 3


def test_what_cannot_be_read_is_named_with_its_reason_and_the_rest_is_bound(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=written(tmp_path / "a.pdf", "SECRET"))
    writer.encrypt("password", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nno objects at all")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    files = [
        attached(tmp_path / "locked.pdf"),
        attached(tmp_path / "broken.pdf"),
        attached(tmp_path / "broken.png", "image/png"),
        Attached("notes.docx", "客户资料", "application/octet-stream", None, "不是 PDF 或图片"),
        attached(written(tmp_path / "good.pdf", "GOOD")),
    ]
    pdf = pack(files)
    whole = "".join(pages(pdf))
    assert "GOOD" in whole
    assert "SECRET" not in whole
    for name, reason in (
        ("locked.pdf", "有密码"), ("broken.pdf", "已损坏"), ("broken.png", "已损坏"), ("notes.docx", "不是PDF"),
    ):  # fmt: skip
        assert name in whole
        assert reason in whole
    assert (0, "未能装订的附件", len(pages(pdf))) in outline(pdf)


def test_a_file_that_only_forbids_changes_is_bound(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=written(tmp_path / "a.pdf", "OPEN TO READ"))
    writer.encrypt("", "owner", algorithm="RC4-128")
    writer.write(tmp_path / "owned.pdf")
    assert any("OPENTOREAD" in text for text in pages(pack([attached(tmp_path / "owned.pdf")])))


@pytest.mark.parametrize("cut", range(0, 1200, 37))
def test_a_file_that_breaks_off_anywhere_spoils_nothing(tmp_path: Path, cut: int) -> None:
    whole = written(tmp_path / "a.pdf", "TEXT").read_bytes()
    (tmp_path / "cut.pdf").write_bytes(whole[: min(cut, len(whole))])
    assert numbered_through(pack([attached(tmp_path / "cut.pdf")]))


def test_words_across_a_scan_are_seen_and_let_it_through(tmp_path: Path) -> None:
    pdf = pack([attached(written(tmp_path / "a.pdf", "UNDERNEATH"))], watermark="机密")
    texts = pages(pdf)
    assert all("机密" in text for text in texts)
    (number,) = [number for number, text in enumerate(texts) if "UNDERNEATH" in text]
    assert "/ExtGState" in str(list(_states(PdfReader(io.BytesIO(pdf)).pages[number])))


def _states(page: Any) -> list[str]:
    return [key for form in page["/Resources"]["/XObject"].values() for key in form.get_object()["/Resources"]]


def test_on_both_sides_everything_begins_on_a_front(tmp_path: Path) -> None:
    pdf = pack(
        [attached(written(tmp_path / "a.pdf", "A")), attached(written(tmp_path / "b.pdf", "B", "C"))], duplex=True
    )
    tops = [(title, page) for level, title, page in outline(pdf) if level == 0]
    assert [page % 2 for _, page in tops] == [1] * len(tops)
    assert len(pages(pdf)) % 2 == 0
    assert numbered_through(pdf)
    assert PdfReader(io.BytesIO(pdf)).root_object["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"  # type: ignore[index]
