"""Team members in an import."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from desktop_crm.exchange.fields import meanings
from desktop_crm.exchange.rows import MemberRow, RawRow
from desktop_crm.models import Member, Role
from desktop_crm.operations.importing.report import Taken
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.rules.names import name_key

_SIGNS = re.compile(r"[,，、;；/\n]+")


class Members:
    """Colleagues, recognised by name."""

    def __init__(self, session: Session) -> None:
        self.shelf = Shelf(session, Member, "name", "role", "phone", "email", "manager_id", "regions")
        self._by_name = {name_key(row["name"]): row_id for row_id, row in self.shelf.rows.items()}

    def find_or_add(self, name: str, role: Role = Role.SALES_REP) -> str | None:
        """Return the colleague of that name, a new one if need be; None without a name."""
        if not name:
            return None
        key = name_key(name)
        if key not in self._by_name:
            self._by_name[key] = self.shelf.add(name=name, role=role)
        return self._by_name[key]

    def take(self, row: MemberRow, _source: RawRow) -> Taken:
        """Take in one row; a manager who is not known yet becomes a colleague too."""
        member = self.find_or_add(row.name)
        assert member is not None
        manager = self.find_or_add(row.manager, Role.SALES_MANAGER)
        changed = self.shelf.renew(
            member,
            role=meanings("roles").get(name_key(row.role), ""),
            phone=row.phone,
            email=row.email,
            manager_id=manager if manager != member else None,
            regions=[part.strip() for part in _SIGNS.split(row.region) if part.strip()],
        )
        return Taken(member, self.shelf.claim(member), changed)
