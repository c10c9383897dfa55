"""Any text becomes printable, and nothing that is missing goes unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.documents.typesetting.fonts import fonts
from desktop_crm.documents.typesetting.glyphs import Printable


def printable(text: str) -> tuple[str, int]:
    """Return the text as printed and how many characters were spelt out."""
    turn = Printable(fonts().covered)
    return turn(text), turn.missing.total()


@pytest.mark.parametrize("text", ["<b>&amp;</b> {名}", "¥1,250.00 ①㎡℃ “引号”——……", "  两格", "é ñ Ü", "龘 〇 々"])
def test_what_the_fonts_have_stays_as_typed(text: str) -> None:
    assert printable(text) == (text, 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", "〔U+1F600〕"),
        ("a\ud800b", "a〔U+D800〕b"),
        ("\x00", "〔U+0000〕"),
        ("𠮷野家", "〔U+20BB7〕野家"),
        ("\ue000", "〔U+E000〕"),
        ("q\u0308", "q〔U+0308〕"),
    ],
)
def test_what_they_lack_is_spelt_and_counted(text: str, shown: str) -> None:
    assert printable(text) == (shown, 1)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\r\n乙\r丙\u2028丁\x0b戊", "甲\n乙\n丙\n丁\n戊"),
        ("a\u200bb\u202ec\ufefe\u202c".replace("\ufefe", "\ufeff"), "abc"),
        ("e\u0301", "é"),
        ("a\tb", "a   b"),
        ("中\tb", "中  b"),
        ("甲乙\t丙", "甲乙    丙"),
    ],
)
def test_marks_without_ink_print_nothing_and_are_not_counted(text: str, shown: str) -> None:
    assert printable(text) == (shown, 0)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_whatever_comes_can_be_drawn(text: str) -> None:
    shown, _ = printable(text)
    assert fonts().covered.issuperset(shown.replace("\n", ""))
