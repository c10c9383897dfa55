"""Telephone numbers in their normal form."""

from __future__ import annotations

import pytest

from desktop_crm.rules.phones import BadPhone, parse_phone, split_phones


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("手机：13812345678", "13812345678"),
        (13812345678.0, "13812345678"),
        (13812345678, "13812345678"),
        ("010-62345678", "010-62345678"),
        ("（010）62345678", "010-62345678"),
        ("+86 10 6234 5678", "010-62345678"),
        ("0571 8765 4321", "0571-87654321"),
        ("010-62345678转802", "010-62345678转802"),
        ("010-62345678-802", "010-62345678转802"),
        ("0571-87654321 ext 5", "0571-87654321转5"),
        ("400-820-8820", "400-820-8820"),
        ("4008208820", "400-820-8820"),
        ("+1 650 253 0000", "+1 650-253-0000"),
    ],
)
def test_a_number_takes_its_normal_form(value: object, normal: str) -> None:
    assert parse_phone(value) == normal
    assert parse_phone(normal) == normal


@pytest.mark.parametrize(
    ("value", "reason"),
    [("1381234567", "11 位"), ("138123456789", "11 位"), ("12812345678", "11 位"), ("62345678", "区号"), ("12345", "位数"), ("", "没有填写"),
     (None, "没有填写"), ("微信同号", "不是电话"), ("1.38E+10", "不是"), ("0755-8234", "位数"), ("abc13812345678", "不是电话")],
)  # fmt: skip
def test_a_bad_number_is_refused_with_its_reason(value: object, reason: str) -> None:
    with pytest.raises(BadPhone, match=reason):
        parse_phone(value)


def test_a_cell_with_several_numbers_is_split() -> None:
    assert split_phones("13812345678/13900001111、010-62345678") == ("13812345678", "13900001111", "010-62345678")
    assert split_phones("138 1234 5678") == ("138 1234 5678",)
    assert split_phones(None) == ()
