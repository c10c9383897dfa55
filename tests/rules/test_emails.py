"""E-mail addresses pass a sane check."""

from __future__ import annotations

import pytest

from desktop_crm.rules.emails import BadEmail, parse_email, split_emails


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("wang.qiang@Example.COM", "wang.qiang@example.com"),
        ("ｗａｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ", "wang@example.com"),
        ("邮箱：li@公司.中国", "li@公司.中国"),
        ("mailto:a+b@mail.example.com.cn", "a+b@mail.example.com.cn"),
        ("<a@b.io>", "a@b.io"),
    ],
)
def test_an_address_is_taken(text: str, address: str) -> None:
    assert parse_email(text) == address


@pytest.mark.parametrize(
    "text", ["", "wang", "wang@", "@example.com", "a@b", "a b@c.com", "a@@b.com", "a..b@c.com", "a@-b.com"]
)
def test_a_bad_address_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadEmail, match=r"。$"):
        parse_email(text)


def test_addresses_are_taken_out_of_a_mixed_cell() -> None:
    assert split_emails("13812345678 / wang@example.com") == (("wang@example.com",), "13812345678")
    assert split_emails("13812345678") == ((), "13812345678")
