"""What speaks against a new lead (L2), and what it still lacks before it can be given to anybody (L4)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from desktop_crm.rules.emails import BadEmail, parse_email
from desktop_crm.rules.names import name_key
from desktop_crm.rules.phones import BadPhone, parse_phone, split_phones
from desktop_crm.system.translations import tr

Kind = Literal["bad_contact", "test_entry", "industry_off_target"]

_MADE_UP: Final = re.compile(
    r"test(?:ing|er)?\d*|(?:asdf|qwer|zxcv)[a-z]*|测试(?:线索|数据|客户|公司|用户|账号|一下)?\d*", re.IGNORECASE
)
_ONE_SIGN: Final = re.compile(r"(\w)\1{2,}")
_COUNTING: Final = "01234567890123456789"
_SHORTEST: Final = 3  # digits in a row that are no name: 123
_MOBILE: Final = re.compile(r"1[3-9]\d{9}")


FIELD_NAMES: Final = {
    "customer": tr("客户"),
    "contact": tr("联系方式"),
    "industry": tr("行业"),
    "need": tr("需求"),
    "acquired_on": tr("获取时间"),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """What a lead says of itself; empty where it says nothing."""

    customer: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    industry: str = ""
    need: str = ""
    acquired_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks against a lead: its kind as the playbooks name it, and a sentence."""

    kind: Kind
    text: str


def screen(lead: Lead, targets: Collection[str] = ()) -> tuple[Reason, ...]:
    """Return what speaks against a lead, the gravest first; a person decides. No `targets`: any industry is right."""
    return (*_test_entry(lead), *_bad_contact(lead), *_off_target(lead.industry, targets))


def lacking(lead: Lead) -> tuple[str, ...]:
    """Return which of the required fields are empty: customer, contact (a way to reach them), industry, need, date."""
    filled = {
        "customer": bool(lead.customer.strip()),
        "contact": bool(lead.phone.strip() or lead.email.strip()),
        "industry": bool(lead.industry.strip()),
        "need": bool(lead.need.strip()),
        "acquired_on": lead.acquired_on is not None,
    }
    return tuple(field for field, known in filled.items() if not known)


def missing_words(fields: Iterable[str]) -> str:
    """Return fields in words: 联系方式、行业."""
    return "、".join(FIELD_NAMES[field] for field in fields)


def _test_entry(lead: Lead) -> Iterator[Reason]:
    for name, text in ((tr("客户"), lead.customer), (tr("联系人"), lead.contact), (tr("需求"), lead.need)):
        if _looks_made_up(text):
            yield Reason("test_entry", tr("{field}“{text}”像是测试数据。", field=name, text=text.strip()[:30]))
    if _counted(lead.phone):
        yield Reason("test_entry", tr("电话“{text}”像是随手按的。", text=lead.phone))


def _looks_made_up(text: str) -> bool:
    plain = name_key(text)
    counted = plain.isdigit() and len(plain) >= _SHORTEST and plain in _COUNTING
    return counted or bool(_MADE_UP.fullmatch(plain) or _ONE_SIGN.fullmatch(plain))


def _counted(phone: str) -> bool:
    """Tell whether a mobile number is the same digit again and again, or counts up or down, after its first three."""
    number = re.sub(r"\D", "", phone)
    if not _MOBILE.fullmatch(number):
        return False
    rest = number[3:]
    return len(set(rest)) == 1 or rest in _COUNTING or rest in _COUNTING[::-1]


def _bad_contact(lead: Lead) -> Iterator[Reason]:
    for phone in split_phones(lead.phone):
        try:
            parse_phone(phone)
        except BadPhone as problem:
            yield Reason("bad_contact", str(problem))
    if lead.email.strip():
        try:
            parse_email(lead.email)
        except BadEmail as problem:
            yield Reason("bad_contact", str(problem))


def _off_target(industry: str, targets: Collection[str]) -> Iterator[Reason]:
    """Yield the reason when no target has to do with the industry; 汽车制造业 goes with 制造业, 电子 with 电子行业."""
    key = _industry_key(industry)
    known = [_industry_key(target) for target in targets if target.strip()]
    if key and known and not any(target in key or key in target for target in known):
        yield Reason("industry_off_target", tr("行业“{industry}”不在目标行业里。", industry=industry.strip()))


def _industry_key(industry: str) -> str:
    key = name_key(industry)
    return re.sub(r"(?:行业|产业|业)$", "", key) or key
