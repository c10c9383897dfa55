"""The facts of a customer's profile (C1) and of its people, and how what is typed becomes what is stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from desktop_crm.queries.company import Colleague
from desktop_crm.queries.customer import ContactCard, CustomerProfile
from desktop_crm.rules.text import half_width
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.inline_edit import Fact

_WHOLE: Final = re.compile(r"\D*([\d,]{1,12})\D*")
_COUNTS: Final = frozenset({"headcount", "founded_year"})


def profile_facts(profile: CustomerProfile, team: Iterable[Colleague]) -> list[Fact]:
    """Return what the profile shows, in the order people ask for it."""
    owners = (("", tr("未指定")), *((colleague.id, colleague.name) for colleague in team))
    facts = [
        Fact("name", tr("名称"), profile.name),
        Fact("industry", tr("行业"), profile.industry),
        Fact("region", tr("地区"), profile.region),
        Fact("owner_id", tr("负责人"), profile.owner_id, "choice", owners),
        Fact("headcount", tr("人数"), _text(profile.headcount)),
        Fact("revenue_fen", tr("年营收"), profile.revenue_fen, "amount"),
        Fact("present_supplier", tr("现用系统"), profile.present_supplier),
        Fact("competitors", tr("比较对象"), profile.competitors, "long"),
        Fact("organisation", tr("组织与决策"), profile.organisation, "long"),
        Fact("founded_year", tr("成立年份"), _text(profile.founded_year)),
        Fact("address", tr("地址"), profile.address),
        Fact("website", tr("网站"), profile.website),
        Fact("note", tr("内部备注"), profile.note, "long"),
    ]
    if profile.parent:
        facts.insert(3, Fact("parent", tr("上级公司"), profile.parent, "fixed"))
    return facts


def contact_facts(contact: ContactCard) -> list[Fact]:
    """Return what is known of a person."""
    return [
        Fact("name", tr("姓名"), contact.name),
        Fact("title", tr("职务"), contact.title),
        Fact("department", tr("部门"), contact.department),
        Fact("phone", tr("电话"), contact.phone),
        Fact("email", tr("邮箱"), contact.email),
        Fact("wechat", tr("微信"), contact.wechat),
        Fact("birthday", tr("生日"), contact.birthday, "date"),
        Fact("note", tr("内部备注"), contact.note, "long"),
    ]


def stored(key: str, value: object) -> object:
    """Return the value of a profile's fact as it is stored; raises ValueError with a sentence for the user."""
    if key == "owner_id":
        return value or None
    if key in _COUNTS:
        return _count(str(value or ""))
    return value


def _count(text: str) -> int | None:
    if not text.strip():
        return None
    found = _WHOLE.fullmatch(half_width(text))
    if not found:
        raise ValueError(tr("“{text}”不是一个整数。", text=text.strip()[:20]))
    return int(found[1].replace(",", ""))


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
