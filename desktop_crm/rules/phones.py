"""Telephone numbers as people in China write them: mobile, landline with extension, service and foreign numbers."""

from __future__ import annotations

import re

from desktop_crm.rules.text import half_width
from desktop_crm.system.translations import tr

_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_WITH_COUNTRY = re.compile(r"(?:\+|00)?86[-\s]*(?=1[3-9])")
_EXTENSION = re.compile(r"\s*(?:转|分机号?|ext\.?|#|[x×])\s*[:.]?\s*(\d{1,6})$", re.IGNORECASE)
_TRAILING = re.compile(r"^((?:0\d{2,3}[-\s]?)\d{7,8})-(\d{1,5})$")
_LABEL = re.compile(r"^(?:手机号?码?|电话号?码?|座机|固话|tel|mobile|phone)\s*[:.]?\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[/、;,|\n]+|\s+(?:或|和)\s*|\s{2,}")
_GROUPS = re.compile(r"[\s\-.()·]+")
_SIGNS = re.compile(r"\+?[\d\s\-.()·]+")


class BadPhone(ValueError):  # noqa: N818 - named for what the user typed
    """The text is no telephone number; the message is one Chinese sentence."""


def parse_phone(value: object) -> str:
    """Return one number in its normal form; raises `BadPhone`.

    Mobile `13812345678`; landline `010-62345678`, with extension `010-62345678转802`; service `400-820-8820`;
    foreign `+1 650-253-0000`.
    """
    plain = _LABEL.sub("", half_width(_text(value)))
    mobile = _GROUPS.sub("", _MOBILE_WITH_COUNTRY.sub("", plain, count=1))
    if _MOBILE.fullmatch(mobile):
        return mobile
    if not plain:
        raise BadPhone(tr("没有填写电话。"))
    body, extension = _split_extension(plain)
    if not _SIGNS.fullmatch(body):
        raise BadPhone(tr("“{text}”不是电话号码。", text=plain[:40]))
    if body.startswith("1") and len(mobile) >= 9:
        raise BadPhone(tr("“{text}”不是有效的手机号：应为 1 开头的 11 位数字。", text=plain[:40]))
    return _checked(body, plain) + (f"转{extension}" if extension else "")


def split_phones(value: object) -> tuple[str, ...]:
    """Return the single numbers of a cell such as `13812345678 / 010-62345678`, not yet checked."""
    parts = (part.strip() for part in _SEPARATORS.split(half_width(_text(value))))
    return tuple(part for part in parts if part)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _split_extension(text: str) -> tuple[str, str]:
    if found := _EXTENSION.search(text):
        return text[: found.start()], found[1]
    if found := _TRAILING.match(text):
        return found[1], found[2]
    return text, ""


def _checked(body: str, shown: str) -> str:
    import phonenumbers  # noqa: PLC0415 - its tables take a while to load; most numbers are mobiles, seen above

    try:
        number = phonenumbers.parse(body, "CN")
    except phonenumbers.NumberParseException as error:
        raise BadPhone(tr("“{text}”不是电话号码。", text=shown[:40])) from error
    if (
        number.country_code == 86
        and body[0] in "2345678"
        and re.fullmatch(r"[2-8]\d{6,7}", str(number.national_number))
    ):
        raise BadPhone(tr("“{text}”缺少区号。", text=shown[:40]))
    if not phonenumbers.is_valid_number(number):
        raise BadPhone(tr("“{text}”不是有效的电话号码，请检查位数。", text=shown[:40]))
    if number.country_code != 86:
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        return written.replace("(", "").replace(")", "")
    area = phonenumbers.length_of_geographical_area_code(number)
    national = str(number.national_number)
    if area:
        return f"0{national[:area]}-{national[area:]}"
    return "-".join(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).split())
