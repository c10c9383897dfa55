"""Customers and their tags in an import."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.exchange.rows import CustomerRow, RawRow
from desktop_crm.models import Customer, CustomerTag, link_id
from desktop_crm.operations.importing.members import Members
from desktop_crm.operations.importing.notes import labelled, leftovers, with_lines
from desktop_crm.operations.importing.report import Taken
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.rules.names import name_key
from desktop_crm.system.translations import tr

_COLUMNS = (
    "name", "name_key", "industry", "region", "address", "website", "headcount", "revenue_fen", "founded_year",
    "parent_id", "present_supplier", "owner_id", "note",
)  # fmt: skip


class Customers:
    """Companies, recognised by the strict key of their name."""

    def __init__(self, session: Session, members: Members) -> None:
        self.shelf = Shelf(session, Customer, *_COLUMNS)
        self.tags = Shelf(session, CustomerTag, "customer_id", "tag", "deleted_at", include_deleted=True)
        self._members = members
        self._by_key = {row["name_key"]: row_id for row_id, row in self.shelf.rows.items()}

    def find_or_add(self, name: str) -> str | None:
        """Return the customer of that name, a new one if need be; None without a name."""
        if not name:
            return None
        key = name_key(name)
        if key not in self._by_key:
            self._by_key[key] = self.shelf.add(name=name, name_key=key)
        return self._by_key[key]

    def learn(self, customer: str, **facts: Any) -> bool:
        """Note facts that a sheet about something else tells: they fill gaps and never replace."""
        return self.shelf.fill(customer, **facts)

    def take(self, row: CustomerRow, source: RawRow) -> Taken:
        """Take in one row; what it says replaces what was known."""
        customer = self.find_or_add(row.name)
        assert customer is not None
        parent = self.find_or_add(row.parent)
        lines = (
            row.note,
            labelled(tr("客户编号"), row.external_id),
            labelled(tr("客户等级"), row.grade),
            *leftovers(source),
        )
        changed = self.shelf.renew(
            customer,
            industry=row.industry,
            region=row.region,
            address=row.address,
            website=row.website,
            headcount=row.headcount,
            revenue_fen=row.revenue,
            founded_year=row.founded_year,
            parent_id=parent if parent != customer else None,
            owner_id=self._members.find_or_add(row.owner),
            note=with_lines(self.shelf.rows[customer]["note"], lines),
        )
        tagged = [self._tag(customer, tag) for tag in row.tags]
        return Taken(customer, self.shelf.claim(customer), changed or any(tagged))

    def _tag(self, customer: str, tag: str) -> bool:
        key = link_id(customer, tag)
        if key in self.tags.rows:
            return self.tags.change(key, deleted_at=None)
        self.tags.add(key, customer_id=customer, tag=tag)
        return True
