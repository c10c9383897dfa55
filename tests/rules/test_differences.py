"""Differences of wording as a reader follows them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.rules.differences import Piece, pieces, says_the_same

_MARKS = {"same": "{}", "old": "[-{}]", "new": "[+{}]"}


def shown(old: str, new: str) -> str:
    return "".join(_MARKS[piece.kind].format(piece.text) for piece in pieces(old, new))


def test_spaces_and_width_are_no_difference() -> None:
    assert says_the_same("质保 24 个月，含备件", "质保24个月,含备件")
    assert pieces("质保 24 个月", "质保24个月") == (Piece("same", "质保24个月"),)
    assert not says_the_same("质保 24 个月", "质保 12 个月")


def test_a_figure_changes_as_a_whole() -> None:
    assert shown("质保 24 个月", "质保 12 个月") == "质保 [-24][+12] 个月"
    assert shown("总价 1,250,000.00 元", "总价 1,280,000.00 元") == "总价 [-1,250,000.00][+1,280,000.00] 元"
    assert shown("预付 30%，余款", "预付 25%，余款") == "预付 [-30%][+25%]，余款"


def test_words_left_out_and_added() -> None:
    assert shown("验收合格后付款。", "验收合格后十日内付款。") == "验收合格后[+十日内]付款。"
    assert shown("由乙方负责安装与调试。", "由乙方负责安装。") == "由乙方负责安装[-与调试]。"


def test_same_sentences_stay_whole_around_a_changed_one() -> None:
    old = "合同签订后付 30%。验收合格后付 60%。质保期满付 10%。"
    new = "合同签订后付 30%。到货后付 30%。验收合格后付 30%。质保期满付 10%。"
    assert shown(old, new).startswith("合同签订后付 30%。")
    assert shown(old, new).endswith("质保期满付 10%。")
    assert "[+到货后付 30%。" in shown(old, new)


def test_sentences_that_have_nothing_in_common_are_one_for_the_other() -> None:
    found = pieces("违约方承担全部损失。", "Disputes go to arbitration")
    assert [piece.kind for piece in found] == ["old", "new"]


def test_lone_same_signs_do_not_break_a_change_up() -> None:
    assert shown("甲方应当在三日以内付清。", "甲方应当于五日之内付清。") == "甲方应当[-在三日以][+于五日之]内付清。"


def test_empty_sides() -> None:
    assert pieces("", "新写的") == (Piece("new", "新写的"),)
    assert pieces("原来的", "") == (Piece("old", "原来的"),)
    assert pieces("", "") == ()


@given(st.text("甲乙丙付 款3。；，a\n", max_size=80), st.text("甲乙丙付 款3。；，a\n", max_size=80))
def test_pieces_give_both_wordings_back(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "old") == new
    assert says_the_same("".join(piece.text for piece in found if piece.kind != "new"), old)
    assert all(piece.text for piece in found)
    assert (says_the_same(old, new)) == all(piece.kind == "same" for piece in found)


def test_texts_of_5000_signs_are_compared_at_once() -> None:
    import time  # noqa: PLC0415

    old = "".join(f"第{number}项由乙方在{number % 28}日内完成并书面通知甲方；" for number in range(250))
    new = old.replace("第77项由乙方", "第77项由甲方")
    begun = time.process_time()
    found = pieces(old, new)
    assert time.process_time() - begun < 0.5
    assert [piece.text for piece in found if piece.kind != "same"] == ["乙", "甲"]
