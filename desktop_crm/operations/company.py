"""The company, its team, and the first run."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import COMPANY_ID, Company, Member, Role
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt, edit, existing
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

COMPANY_FIELDS = frozenset({
    "name", "playbook", "address", "phone", "email", "website", "tax_number", "bank_account", "legal_person",
    "footer", "color", "seal_space", "logo", "target_industries",
})  # fmt: skip
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
MEMBER_FIELDS = frozenset({
    "name", "role", "phone", "email", "manager_id", "regions", "industries", "grades", "customer_types", "capacity",
    "away_from", "away_until", "left",
})  # fmt: skip


@operation("初始设置")
def set_up_company(session: Session, *, name: str, my_name: str, playbook: str) -> str:
    """Answer the three questions of the first run; return the id of the member who answered."""
    if not name.strip() or not my_name.strip():
        raise Refused(tr("请填写公司名称和您的姓名。"))
    company = adopt(session, Company, COMPANY_ID)
    company.name, company.playbook = name.strip(), playbook
    return find_or_add_member(session, my_name).id


@operation("修改公司信息")
def edit_company(session: Session, **values: Any) -> None:
    """Change the company's settings."""
    if (color := values.get("color")) and not _COLOR.fullmatch(color):
        raise Refused(tr("颜色应当写成 #RRGGBB，例如 #1F6FB2。"))
    edit(adopt(session, Company, COMPANY_ID), values, fields=COMPANY_FIELDS)


def find_or_add_member(session: Session, name: str, **values: Any) -> Member:
    """Return the team member of that name, or a new one with `values`."""
    name = name.strip()
    member = session.scalars(select(Member).where(Member.name == name).limit(1)).first()
    if member is None:
        member = Member(name=name, role=Role.SALES_REP)
        edit(member, values, fields=MEMBER_FIELDS)
        session.add(member)
        session.flush()
    return member


@operation("新增成员")
def add_member(session: Session, *, name: str, **values: Any) -> str:
    """Add a colleague and return the id; a known name gives the known colleague."""
    if not name.strip():
        raise Refused(tr("请填写姓名。"))
    return find_or_add_member(session, name, **values).id


@operation("修改成员")
def edit_member(session: Session, member_id: str, **values: Any) -> None:
    """Change a colleague's record; an absence ends on its first day or later."""
    member = existing(session, Member, member_id)
    edit(member, values, fields=MEMBER_FIELDS)
    if member.away_from and member.away_until and member.away_until < member.away_from:
        raise Refused(tr("外出的结束日早于开始日，请检查。"))
