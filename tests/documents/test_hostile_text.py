"""Ten thousand hostile strings: whatever people paste into a field, every document is printed and nothing is lost unseen."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy.orm import Session

from desktop_crm.documents import Letterhead, Stamp, documents, render
from desktop_crm.documents.desk import document_of, is_of_deal, take
from desktop_crm.documents.snapshot import Snapshot
from desktop_crm.documents.typesetting.fonts import fonts
from desktop_crm.documents.typesetting.look import MARGIN
from desktop_crm.queries.document_data import SHEETS
from desktop_crm.refusal import Refused
from tests.documents.geometry import outside, pages_of
from tests.documents.reading_back import printed
from tests.documents.whole_deals import full_deal
from tests.make import File

EXAMPLES: Final = 100
STRINGS: Final = 100  # in each example
_STEP: Final = 3  # each example goes through every third document
KEYS: Final = tuple(key for key, document in documents().items() if is_of_deal(document))

# Any code point but lone surrogates, and beside them what has broken other programs.
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_HOSTILE = st.sampled_from([
    "<b>粗</b>", "</para>", "&amp;&#0;", "{deal.number}", "{", "}}", "{0}", "%s%n%(x)s", "\\n\\r\\t", "$(rm)", "`", "\x00\x01\x1b[31m",
    "\u202e反向\u202c", "مرحبا بالعالم", "שלום", "👨‍👩‍👧‍👦🇨🇳", "Z̴̢̛͚͔a̷l̶g̵o̸" * 3, "e\u0301\u0302\u0303", "\u200b\u200d\ufeff", "\u2028\u2029\x85", "W" * 120,
    "无空格" * 40, "。" * 90, "\t\t\t", "\n" * 5, "\r\n\r", "𠀀𪛖𫝆", "\U0010ffff\ufffe\uffff", "﷽" * 8, "ﬀ①㎏", "~!@#^*_-+=|[];:'\"",
])  # fmt: skip
_TEXT: Final[st.SearchStrategy[str]] = st.one_of(_ANY, _HOSTILE, st.tuples(_HOSTILE, _ANY).map("".join))
_HUNDRED = st.lists(_TEXT, min_size=STRINGS, max_size=STRINGS)


@pytest.fixture(scope="module")
def snapshots() -> Iterator[dict[str, Snapshot]]:
    """Give every document filled from a full deal."""
    with TemporaryDirectory() as folder:
        file = File(Path(folder) / "data")
        deal = full_deal(file)
        found: dict[str, Snapshot] = {}
        for key in KEYS:
            try:
                found[key] = file.ask(taken, key, deal)
            except Refused:
                continue
        file.close()
        yield found


def taken(session: Session, key: str, deal: str) -> Snapshot:
    return take(session, document_of(session, key), deal)


def test_all_documents_take_part(snapshots: dict[str, Snapshot]) -> None:
    assert set(snapshots) == set(KEYS)
    assert {snapshots[key].document.data for key in snapshots} >= set(SHEETS)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(texts=_HUNDRED, first=st.integers(0, _STEP - 1), looked_at=st.sampled_from(KEYS))
def test_no_text_breaks_any_document(
    snapshots: dict[str, Snapshot], texts: list[str], first: int, looked_at: str
) -> None:
    for key in {*KEYS[first::_STEP], looked_at}:  # all of them each time would take minutes
        pdf = printed_with(snapshots[key], texts)
        assert pdf.startswith(b"%PDF"), key
        if key == looked_at:
            assert len(PdfReader(io.BytesIO(pdf)).pages) >= 1
            assert [piece for page in pages_of(pdf) for piece in outside(page, MARGIN)] == []


@pytest.mark.parametrize("key", KEYS)
def test_what_the_fonts_lack_is_shown_by_its_code_in_every_document(snapshots: dict[str, Snapshot], key: str) -> None:
    strange = "\U0001f600"
    assert strange not in fonts().covered
    text = printed(printed_with(snapshots[key], [f"好{strange}的"]))
    assert "好〔U+1F600〕的" in text
    assert "处字符不在字体内" in text


def printed_with(snapshot: Snapshot, texts: Sequence[str]) -> bytes:
    """Return a document that says nothing but these texts, again and again, on the paper of a company called so."""
    said = cycle(texts)
    letterhead = Letterhead(company=next(said), address=next(said), phone=next(said), footer=next(said))
    stamp = Stamp(next(said), 1, snapshot.day, made_by=next(said))
    return render(snapshot.document, with_texts(snapshot.filled, said), letterhead=letterhead, stamp=stamp)


def with_texts(value: Any, texts: Iterator[str]) -> Any:
    """Return frozen data of which every text is the next of `texts`."""
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, tuple):
        return tuple(with_texts(part, texts) for part in cast("tuple[object, ...]", value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: with_texts(getattr(value, field.name), texts) for field in fields(value)})
    return value
