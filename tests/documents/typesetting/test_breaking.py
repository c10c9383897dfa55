"""Lines break as Chinese is set."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_crm.documents.typesetting.breaking import break_lines, shortened

ONE_EACH: dict[str, float] = defaultdict(lambda: 1.0)
NEVER_FIRST = set("，。、；：？！）》」』】〕”’％℃,.;:?!)]}%…")
NEVER_LAST = set("（《「『【〔“‘([{￥")


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("一二三四五六", 4, ["一二三四", "五六"]),
        ("一二三四。五", 4, ["一二三", "四。五"]),
        ("一二三（四）", 4, ["一二三", "（四）"]),
        ("共 1,250,000.00 元", 13, ["共", "1,250,000.00", "元"]),
        ("于2024年3月15日前", 7, ["于2024年", "3月15日前"]),
        ("采用 Business One", 9, ["采用", "Business", "One"]),
        ("don’t stop", 6, ["don’t", "stop"]),
        ("等等……完", 3, ["等", "等……", "完"]),
        ("service-layer", 10, ["service-", "layer"]),
        ("2024-03-15到", 10, ["2024-03-15", "到"]),
        ("  缩进", 10, ["  缩进"]),
        ("一\n\n二", 10, ["一", "", "二"]),
        ("", 10, [""]),
        ("WWWWWWWWWW", 4, ["WWWW", "WWWW", "WW"]),
    ],
)
def test_lines(text: str, limit: int, lines: list[str]) -> None:
    assert break_lines(text, limit, ONE_EACH) == lines


PROSE = st.text(alphabet="合同条款金额，。、；：？！（）《》“” abcXYZ 0123456789,.%-/", max_size=200)


@given(PROSE, st.integers(min_value=12, max_value=60))
def test_no_character_is_lost_and_no_line_is_too_long(text: str, limit: int) -> None:
    lines = break_lines(text, limit, ONE_EACH)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    # Spaces at the very end of a line may hang over.
    assert all(len(line.rstrip()) <= limit for line in lines)


@example(["100%", "100%", "100%", "，"], 12)
@given(
    st.lists(st.sampled_from(["合同", "金额。", "（附件）", "，", "ABC 公司", "“甲方”", "100%"]), max_size=60),
    st.integers(12, 40),
)
def test_closing_marks_stay_with_what_they_close(parts: list[str], limit: int) -> None:
    text = "起" + "".join(parts)
    if any(run > 8 for run in map(len, _runs(text))):
        return  # more marks in a row than a line could carry along
    lines = break_lines(text, limit, ONE_EACH)
    assert [line for line in lines[1:] if line and line[0] in NEVER_FIRST] == []
    assert [line for line in lines[:-1] if line and line[-1] in NEVER_LAST] == []


def _runs(text: str) -> list[str]:
    """Return the stretches of marks in `text`."""
    return "".join(char if char in NEVER_FIRST | NEVER_LAST else " " for char in text).split()


@given(st.text(max_size=300), st.floats(min_value=0.1, max_value=30))
def test_any_text_ends(text: str, limit: float) -> None:
    lines = break_lines(text, limit, ONE_EACH)
    assert len(lines) <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "limit", "shown"), [("短", 3, "短"), ("长长长长", 3, "长长…"), ("一\n二", 5, "一…"), ("长", 0.5, "…")]
)
def test_shortened(text: str, limit: float, shown: str) -> None:
    assert shortened(text, limit, ONE_EACH) == shown


def test_marks_alone_fill_their_lines() -> None:
    assert [len(line) for line in break_lines("。" * 50, 12, ONE_EACH)] == [12, 12, 12, 12, 2]
    assert break_lines("甲" + "。" * 25, 12, ONE_EACH) == ["甲" + "。" * 11, "。" * 12, "。" * 2]
