"""A member's facts as they are edited, and what is stored of what was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from desktop_crm.queries.team import MemberLine
from desktop_crm.system.translations import tr
from desktop_crm.views.labels import MEMBER_ROLES
from desktop_crm.views.widgets.inline_edit import Fact

_LISTED: Final = re.compile(r"[,，、;；\s]+")
_LISTS: Final = frozenset({"regions", "industries", "customer_types"})
_DAYS: Final = frozenset({"away_from", "away_until"})
_GRADES: Final = ("A", "B", "C")


def member_facts(line: MemberLine, team: Sequence[MemberLine]) -> list[Fact]:
    """Return the facts of a member; the others of the team are offered as the manager."""
    managers = [("", tr("无"))]
    managers += [(one.id, one.name) for one in team if one.id != line.id and not one.left]
    return [
        Fact("name", tr("姓名"), line.name),
        Fact("role", tr("角色"), line.role, "choice", tuple(MEMBER_ROLES.items())),
        Fact("phone", tr("电话"), line.phone),
        Fact("email", tr("邮箱"), line.email),
        Fact("manager_id", tr("上级"), line.manager_id, "choice", tuple(managers)),
        Fact("regions", tr("负责地区"), "、".join(line.regions)),
        Fact("industries", tr("负责行业"), "、".join(line.industries)),
        Fact("grades", tr("接收等级"), "、".join(line.grades) or tr("全部")),
        Fact("customer_types", tr("客户类型"), "、".join(line.customer_types)),
        Fact("capacity", tr("商机上限"), str(line.capacity)),
        Fact("away_from", tr("外出自"), line.away_from, "date"),
        Fact("away_until", tr("外出至"), line.away_until, "date"),
    ]


def stored(key: str, value: Any) -> Any:
    """Return the value of a fact as it is stored; raises ValueError with a sentence for the user."""
    if key in _DAYS:
        return value or None
    text = str(value or "").strip()
    if key in _LISTS:
        return [word for word in _LISTED.split(text) if word]
    if key == "grades":
        return _grades(text)
    if key == "manager_id":
        return text or None
    if key == "capacity":
        return _capacity(text)
    if key == "name" and not text:
        raise ValueError(tr("姓名不能为空。"))
    return text


def _grades(text: str) -> list[str]:
    if text in {"", tr("全部")}:
        return []
    named = set(_LISTED.sub("", text.upper()).replace("级", ""))
    if named - set(_GRADES):
        raise ValueError(tr("等级请写 A、B、C 中的几个；留空表示全部。"))
    return [] if named == set(_GRADES) else [grade for grade in _GRADES if grade in named]


def _capacity(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(tr("商机上限要是一个整数。"))
    return int(text)
