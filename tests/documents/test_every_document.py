"""Every document of the library, from a full, a minimal and an extreme deal: whole, inside its margins, nothing torn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.documents import Document, documents
from desktop_crm.documents.desk import document_of, is_of_deal, items, take
from desktop_crm.documents.document import ROW_NUMBER, Table
from desktop_crm.documents.formats import written
from desktop_crm.documents.paths import value_at
from desktop_crm.documents.saying import said
from desktop_crm.documents.snapshot import Snapshot
from desktop_crm.documents.typesetting.fonts import fonts
from desktop_crm.documents.typesetting.look import MARGIN
from desktop_crm.refusal import Refused
from tests.documents.geometry import made_of, outside, overlapping, pages_of, pieces_of
from tests.documents.reading_back import outline, page_texts, squeezed
from tests.documents.whole_deals import DEAL_TABLES, TEXT_MARKS, extreme_deal, full_deal, minimal_deal
from tests.make import File

KEYS = tuple(key for key, document in documents().items() if is_of_deal(document))
MAKERS = {"full": full_deal, "minimal": minimal_deal, "extreme": extreme_deal}
CASES = [(deal, key) for deal in MAKERS for key in KEYS]
_LONG_TABLE = 30
_SHORT_CELL = 40
_MARK = re.compile(rf"[{TEXT_MARKS}]{{2}}\d{{3}}")


@dataclass(frozen=True, slots=True)
class Made:
    """A printed document with what it was made from."""

    document: Document
    data: Any
    pdf: bytes


class Shelf:
    """The three deals, each in a file of its own, and their documents, printed once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[File, str]] = {}
        self.made = cache(self._made)

    def deal(self, kind: str) -> tuple[File, str]:
        if kind not in self._files:
            file = File(self._folder / kind)
            self._files[kind] = file, MAKERS[kind](file)
        return self._files[kind]

    def _made(self, kind: str, key: str) -> Made | None:
        """Return a document of a deal, the newest of several; None when the deal has nothing to say in it."""
        file, deal = self.deal(kind)

        def taken(session: Session) -> Snapshot:
            document = document_of(session, key)
            item = items(session, document, deal)[-1]
            return take(session, document, deal, item.id if item else "")

        try:
            snapshot = file.ask(taken)
        except Refused:
            return None
        pdf = snapshot.printed(file.folder, number=f"Z20240315001-{snapshot.document.code}01", version=1)
        return Made(snapshot.document, snapshot.filled, pdf)

    def close(self) -> None:
        for file, _ in self._files.values():
            file.close()


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with TemporaryDirectory() as folder:
        made = Shelf(Path(folder))
        yield made
        made.close()


@pytest.mark.parametrize("kind", MAKERS)
def test_every_table_that_hangs_on_a_deal_has_rows(shelf: Shelf, kind: str) -> None:
    file, _ = shelf.deal(kind)

    def counts(session: Session) -> dict[str, int]:
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in DEAL_TABLES}

    assert [name for name, count in file.ask(counts).items() if not count] == []


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("kind", ["full", "extreme"])
def test_a_deal_that_has_everything_has_every_document(shelf: Shelf, kind: str, key: str) -> None:
    assert shelf.made(kind, key) is not None


@pytest.mark.parametrize(("kind", "key"), CASES)
def test_no_character_is_lost(shelf: Shelf, kind: str, key: str) -> None:
    made = shelf.made(kind, key)
    if made is None or (made.document.one_page and kind == "extreme"):  # which shortens, so that it fits
        return
    shown = Counter(squeezed("".join(page_texts(made.pdf))))
    wanted = Counter(sign for text in said(made.document, made.data) for sign in squeezed(text) if _drawn(sign))
    assert {sign: count for sign, count in (wanted - shown).items() if sign != "—"} == {}
    if kind == "full":
        assert sum(wanted.values()) > 20


@pytest.mark.parametrize(("kind", "key"), CASES)
def test_every_text_can_be_read(shelf: Shelf, kind: str, key: str) -> None:
    made = shelf.made(kind, key)
    if made is None or (made.document.one_page and kind == "extreme"):
        return
    pieces, whole = pieces_of(made.pdf), squeezed("".join(page_texts(made.pdf)))
    texts = {squeezed(text) for text in said(made.document, made.data)}
    lost = [text for text in texts if text not in whole and not made_of(text, pieces)]
    assert lost == []


@pytest.mark.parametrize(("kind", "key"), CASES)
def test_nothing_stands_in_the_margins_or_over_another(shelf: Shelf, kind: str, key: str) -> None:
    made = shelf.made(kind, key)
    if made is None:
        return
    for number, page in enumerate(pages_of(made.pdf), 1):
        assert outside(page, MARGIN) == [], number
        assert overlapping(page.pieces) == [], number


@pytest.mark.parametrize(("kind", "key"), CASES)
def test_no_heading_stands_alone_at_the_foot(shelf: Shelf, kind: str, key: str) -> None:
    made = shelf.made(kind, key)
    if made is None:
        return
    headings = {(page, squeezed(title)) for _, title, page in outline(made.pdf)}
    for number, text in enumerate(page_texts(made.pdf), 1):
        lines = [squeezed(line) for line in text.splitlines() if squeezed(line)]
        for _, heading in (one for one in headings if one[0] == number):
            place = next((at for at, line in enumerate(lines) if heading.startswith(line)), None)
            assert place is not None, heading
            assert any(not _is_foot(line) for line in lines[place + 1 :]), (number, heading)


@pytest.mark.parametrize("key", KEYS)
def test_the_head_of_a_table_returns_on_every_page_with_its_rows(shelf: Shelf, key: str) -> None:
    made = shelf.made("extreme", key)
    assert made is not None
    heads: dict[str, set[str]] = {}  # by what tells a row from others, the heads of the tables that hold it
    for block in made.document.blocks:
        rows: tuple[Any, ...] = value_at(made.data, block.rows) or () if isinstance(block, Table) else ()
        if isinstance(block, Table):
            marks = [mark for row in rows for mark in _telling(block, row)]
            assert len(rows) < _LONG_TABLE or len(set(marks)) >= _LONG_TABLE - 1
            for mark in marks:
                heads.setdefault(mark, set()).add(squeezed("".join(column.header for column in block.columns)))
    for number, text in enumerate(page_texts(made.pdf), 1):
        page = squeezed(text)
        shown = [heads[mark] for mark in heads if mark in page]
        assert all(any(head in page for head in of_row) for of_row in shown), number


def _telling(block: Table, row: object) -> list[str]:
    """Return what tells a row from others in its short cells: two signs and three figures."""
    cells = [column for column in block.columns if column.value != ROW_NUMBER]
    texts = [written(value_at(row, column.value), column.format) for column in cells]
    return [mark for text in texts if len(text) < _SHORT_CELL for mark in _MARK.findall(text)]


def _is_foot(line: str) -> bool:
    return line.startswith("编号：") or ("第" in line and "页共" in line)


def _drawn(sign: str) -> bool:
    return sign in fonts().covered
