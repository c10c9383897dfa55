"""Full-width forms and Chinese numerals."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.text import han_number, small_number, tidy


def test_stored_text_gets_plain_letters_but_keeps_chinese_punctuation() -> None:
    assert tidy("　ＡＢＣ１２（北京），\r\n二部\u200b ") == "ABC12（北京），\n二部"
    assert tidy(" plain ") == "plain"


@given(st.integers(1, 9999))
def test_a_chinese_number_reads_as_the_library_writes_it(number: int) -> None:
    assert han_number(cn2an.an2cn(number, "low")) == number
    assert han_number(cn2an.an2cn(number, "up")) == number


@given(st.integers(0, 99))
def test_a_small_number_reads_in_both_scripts(number: int) -> None:
    assert small_number(str(number)) == small_number(cn2an.an2cn(number, "low")) == number


@pytest.mark.parametrize(("text", "number"), [("三百五", 350), ("两千零五", 2005), ("二〇", 20), ("廿五", 25)])
def test_spoken_forms_are_read(text: str, number: int) -> None:
    assert han_number(text) == number


@pytest.mark.parametrize("text", ["", "百", "十百", "三百五百", "三四百", "千"])
def test_what_is_no_number_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words the sentence
        han_number(text)
