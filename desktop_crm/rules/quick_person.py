"""Reads a person from one line as people say it: `李总 采购部 采购总监 决策者 13800001234`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop_crm.models import ChainRole
from desktop_crm.rules.phones import BadPhone, parse_phone
from desktop_crm.rules.text import half_width
from desktop_crm.system.translations import tr

_SPLIT: Final = re.compile(r"[\s,，、;；|/()（）]+")
_DIGITS: Final = re.compile(r"\+?[\d\-]{7,}")
_GROUPED: Final = re.compile(r"(?<=\d) (?=\d)")
_DEPARTMENT: Final = re.compile(r"(?:部|部门|处|科|室|组|中心|委|办|局|所|院|厂|车间|公司|事业部|董事会)$")

_ROLES: Final[Mapping[str, str]] = {
    word: role
    for role, words in {
        ChainRole.DECIDER: "决策者 决策人 决策 拍板人 拍板",
        ChainRole.INFLUENCER: "影响者 影响人 影响",
        ChainRole.USER: "使用者 使用人 使用 用户",
        ChainRole.BUYER: "采购者 采购人 采购",
        ChainRole.GATEKEEPER: "技术把关 把关人 把关",
        ChainRole.FINANCE: "财务",
        ChainRole.COACH: "内线 教练 线人",
    }.items()
    for word in words.split()
}
_ALSO_DEPARTMENTS: Final = frozenset({"采购", "财务"})
_BARE_DEPARTMENTS: Final = _ALSO_DEPARTMENTS | frozenset(
    [
        "IT",
        "技术",
        "信息",
        "信息化",
        "生产",
        "研发",
        "工程",
        "设备",
        "质量",
        "品质",
        "仓储",
        "物流",
        "销售",
        "市场",
        "人事",
        "人力",
        "行政",
        "法务",
        "管理层",
        "高层",
    ]
)


@dataclass(frozen=True, slots=True)
class QuickPerson:
    """What a line says of a person; what it does not say is empty."""

    name: str
    department: str = ""
    title: str = ""
    phone: str = ""
    role: str = ""


def parse_person(text: str) -> QuickPerson:
    """Read a line: the name first, the rest in any order; raises ValueError with a sentence for the user."""
    words = [word for word in _SPLIT.split(_GROUPED.sub("", half_width(text))) if word]
    if not words or _DIGITS.fullmatch(words[0]):
        raise ValueError(tr("请先写姓名，例如：李总 采购部 采购总监 决策者"))
    found: dict[str, str] = {}
    for word in words[1:]:
        _place(word, found)
    return QuickPerson(name=words[0], **found)


def _place(word: str, found: dict[str, str]) -> None:
    """Put a word where it belongs; a second role such as 采购 besides 决策者 was a department."""
    if _DIGITS.fullmatch(word):
        found["phone"] = _phone(word)
    elif word in _ROLES and not (word in _ALSO_DEPARTMENTS and "role" in found):
        before = found.get("role")
        found["role"] = _ROLES[word]
        if before in (ChainRole.BUYER, ChainRole.FINANCE) and "department" not in found:
            found["department"] = tr("采购") if before == ChainRole.BUYER else tr("财务")
    elif "department" not in found and (_DEPARTMENT.search(word) or word.upper() in _BARE_DEPARTMENTS):
        found["department"] = word
    else:
        found["title"] = f"{found['title']} {word}" if "title" in found else word


def _phone(word: str) -> str:
    try:
        return parse_phone(word)
    except BadPhone as problem:
        raise ValueError(str(problem)) from problem
