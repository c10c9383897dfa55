"""The shipped words and their places."""

from __future__ import annotations

from desktop_crm.rules.greetings import PLACES, fill, unknown_places, wordings


def test_the_shipped_texts_can_all_be_filled():
    values: dict[str, str] = dict.fromkeys(PLACES, "甲")
    for each in wordings().values():
        assert unknown_places(each.text) == ()
        filled = fill(each.text, values)
        assert "{" not in filled
        assert "甲" in filled


def test_a_place_nobody_can_fill_is_found_and_so_is_a_lost_brace():
    assert unknown_places("{客户}您好，{职务}{职务}") == ("{职务}",)
    assert unknown_places("{客户 您好") == ("{",)
    assert unknown_places("{}") == ("{}",)


def test_without_a_person_the_text_does_not_begin_with_a_comma():
    assert fill("{联系人}，新年好！", {"联系人": ""}) == "新年好！"
