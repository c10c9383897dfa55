"""The desk where an import's rows are taken in: all that is known of the company, one part for each kind of row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop_crm.exchange.mapping import TablePlan
from desktop_crm.exchange.rows import ContactRow, CustomerRow, LeadRow, MemberRow, ProductRow, RawRow, Values
from desktop_crm.models import COMPANY_ID, Company, Deal
from desktop_crm.operations.importing.contacts import Contacts
from desktop_crm.operations.importing.customers import Customers
from desktop_crm.operations.importing.leads import Leads
from desktop_crm.operations.importing.members import Members
from desktop_crm.operations.importing.placing import Placing
from desktop_crm.operations.importing.products import Products
from desktop_crm.operations.importing.report import Taken
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.operations.playbook_of import playbooks_of


class Desk:
    """Takes rows in, in memory, and writes what came of them at the end; what no row needs is never read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def members(self) -> Members:
        """The team."""
        return Members(self._session)

    @cached_property
    def products(self) -> Products:
        """What is sold."""
        return Products(self._session)

    @cached_property
    def customers(self) -> Customers:
        """The companies that may buy."""
        return Customers(self._session, self.members)

    @cached_property
    def contacts(self) -> Contacts:
        """Their people."""
        return Contacts(self._session, self.customers)

    @cached_property
    def leads(self) -> Leads:
        """The leads and deals."""
        playbooks = playbooks_of(self._session)
        chosen = self._session.scalar(select(Company.playbook).where(Company.id == COMPANY_ID))
        placing = Placing(playbooks, playbooks.find(chosen or ""))
        return Leads(self._session, placing, self.members, self.products, self.contacts, self.customers)

    def take(self, values: Values, source: RawRow, plan: TablePlan) -> Taken:
        """Take in the `values` of one row."""
        match values:
            case MemberRow():
                return self.members.take(values, source)
            case ProductRow():
                return self.products.take(values, source)
            case CustomerRow():
                return self._take_customer(values, source)
            case ContactRow():
                return self.contacts.take(values, source)
            case LeadRow():
                return self.leads.take(values, source, plan)

    def settle(self) -> None:
        """Let all deals know what is known of their customers by now."""
        touched = "leads" in vars(self) or "customers" in vars(self)
        if touched and (
            "leads" in vars(self) or self._session.scalar(select(Deal.id).where(Deal.missing != []).limit(1))
        ):
            self.leads.settle()

    def lacks(self, deal_id: str) -> bool:
        """Tell whether a deal lacks something required."""
        return bool(self.leads.shelf.rows[deal_id]["missing"])

    @property
    def waiting(self) -> int:
        """Return how many rows are to be written."""
        return sum(shelf.waiting for shelf in self._shelves())

    def write(self, wrote: Callable[[int], None]) -> None:
        """Write everything, telling `wrote` the size of each piece."""
        # Rows of one table may point at each other in any order; what is pointed at is there when it ends.
        self._session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for shelf in self._shelves():
            shelf.write(wrote)
        self._session.expire_all()

    def _take_customer(self, row: CustomerRow, source: RawRow) -> Taken:
        taken = self.customers.take(row, source)
        met = self.contacts.meet(taken.row_id, row.contact, row.contact_title, row.phone, row.email)
        return Taken(taken.row_id, taken.new, taken.changed or (met is not None and met.changed))

    def _shelves(self) -> Iterator[Shelf]:
        """Yield what was in use, in the order in which it is written."""
        used = vars(self)
        for name in ("members", "products", "customers", "contacts", "leads"):
            if name in used:
                yield used[name].shelf
        if "customers" in used:
            yield self.customers.tags
        if "leads" in used:
            yield self.leads.moves.shelf
            if "follow_ups" in vars(self.leads):
                yield self.leads.follow_ups.shelf
