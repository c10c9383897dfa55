"""The columns of the team: who, how much in hand, when away, and what leads they take."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop_crm.queries.team import MemberLine
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.load_bar import LoadDelegate
from desktop_crm.views.labels import MEMBER_ROLES
from desktop_crm.views.widgets.table import Column, RowsModel, TableView


def absence_text(line: MemberLine, today: date) -> str:
    """Return when a member is away: 3月15日–3月18日, 3月15日起, 至3月18日; nothing when it is over."""
    start, end = line.away_from, line.away_until
    if end is not None and end < today:
        return ""
    if start is not None and end is not None:
        first, last = short_day(start, today), short_day(end, today)
        return first if start == end else f"{first}–{last}"
    if start is not None:
        return tr("{day}起", day=short_day(start, today))
    return tr("至{day}", day=short_day(end, today)) if end is not None else ""


def _absence(line: MemberLine) -> str:
    return absence_text(line, clock.today())


def _away(line: MemberLine) -> bool:
    return not line.left and line.away_on(clock.today())


def _tone(line: MemberLine) -> theme.Tone:
    return "muted" if line.left else "text"


def _absence_tone(line: MemberLine) -> theme.Tone:
    return "soon" if _away(line) else "muted"


def _load(line: MemberLine) -> Fraction:
    return Fraction(line.open_deals, line.capacity or 1_000_000)


def _words(words: tuple[str, ...]) -> str:
    return "、".join(words)


_COLUMNS: Final[tuple[Column[MemberLine], ...]] = (
    Column("name", tr("姓名"), lambda line: line.name + (tr("（已离开）") if line.left else ""), width=124, tone=_tone),
    Column("role", tr("角色"), lambda line: MEMBER_ROLES.get(line.role, line.role), width=76, tone=_tone),
    Column("load", tr("在手 / 上限"), _load, width=168, tone=_tone),
    Column(
        "away", tr("外出"), _absence, width=156, tone=_absence_tone, icon=lambda line: "paused" if _away(line) else ""
    ),
    Column("regions", tr("负责地区"), lambda line: _words(line.regions), width=110, tone=_tone),
    Column("industries", tr("负责行业"), lambda line: _words(line.industries), width=116, tone=_tone),
    Column("grades", tr("等级"), lambda line: _words(line.grades) or tr("全部"), width=64, tone=_tone),
    Column("types", tr("客户类型"), lambda line: _words(line.customer_types), width=100, tone=_tone),
    Column("manager", tr("上级"), lambda line: line.manager, width=72, tone=_tone),
    Column("phone", tr("电话"), lambda line: line.phone, width=112, tone=_tone),
    Column("email", tr("邮箱"), lambda line: line.email, width=190, tone=_tone),
)


def members_table(parent: QWidget | None = None) -> TableView[MemberLine]:
    """Return the table of the team."""
    made = TableView(RowsModel(_COLUMNS), parent)
    made.setAccessibleName(tr("团队成员"))
    place = next(at for at, column in enumerate(_COLUMNS) if column.key == "load")
    made.setItemDelegateForColumn(place, LoadDelegate(lambda line: (line.open_deals, line.capacity), made))
    return made
