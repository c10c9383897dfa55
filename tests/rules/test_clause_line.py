"""A clause typed in one line."""

from __future__ import annotations

import pytest

from desktop_crm.rules.clause_line import read_clause


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("质保：24 个月", ("质保", "24 个月")),
        ("质保: 24 个月：自验收起", ("质保", "24 个月：自验收起")),
        ("质保期内免费上门", ("其他约定", "质保期内免费上门")),
        ("：没有题目", ("其他约定", "：没有题目")),
        ("双方在正式签约之前商定的安排：分两期", ("其他约定", "双方在正式签约之前商定的安排：分两期")),
        ("质保：", ("质保", "")),
    ],
)
def test_a_short_word_before_the_colon_is_the_title(line: str, read: tuple[str, str]) -> None:
    assert read_clause(line) == read
