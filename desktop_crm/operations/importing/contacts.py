"""People at customers in an import."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.orm import Session

from desktop_crm.exchange.rows import ContactRow, RawRow
from desktop_crm.models import Contact
from desktop_crm.operations.importing.customers import Customers
from desktop_crm.operations.importing.notes import labelled, leftovers, with_lines
from desktop_crm.operations.importing.report import Taken
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.rules.names import name_key
from desktop_crm.system.translations import tr

_COLUMNS = ("customer_id", "name", "department", "title", "phone", "email", "wechat", "birthday", "note")

_ANYWHERE = "*"  # stands for any customer


class Contacts:
    """People, recognised at their customer by name, else by telephone, else by e-mail.

    People without a customer are strangers to each other: the same name says nothing there.
    """

    def __init__(self, session: Session, customers: Customers) -> None:
        self.shelf = Shelf(session, Contact, *_COLUMNS)
        self._customers = customers
        self._marks: dict[tuple[str | None, str, str], str] = {}
        self._reachable: dict[str | None, bool] = defaultdict(bool)
        for row_id in self.shelf.rows:
            self._remember(row_id)

    def meet(self, customer: str | None, name: str, title: str = "", phone: str = "", email: str = "") -> Taken | None:
        """Return the person a row tells of, completed or new; None when it tells of nobody."""
        if not (name or phone or email):
            return None
        person = self._find(customer, name, phone, email)
        if person is None:
            person = self.shelf.add(customer_id=customer, name=name, title=title, phone=phone, email=email)
            self._remember(person)
            return Taken(person, new=True, changed=True)
        changed = self._renew_phone(person, phone) | self.shelf.fill(person, name=name)
        changed |= self.shelf.renew(person, title=title, email=email)
        if changed:
            self._remember(person)
        return Taken(person, changed=changed)

    def take(self, row: ContactRow, source: RawRow) -> Taken:
        """Take in one row. Who decides and who reports to whom depends on the deal: here it is only noted down."""
        customer = self._customers.find_or_add(row.customer)
        met = self.meet(customer, row.name, row.title, row.phone, row.email)
        assert met is not None
        lines = (
            row.note,
            labelled(tr("联系人编号"), row.external_id),
            labelled(tr("角色"), row.role),
            labelled(tr("态度"), row.stance),
            labelled(tr("上级"), row.reports_to),
            *leftovers(source),
        )
        note = with_lines(self.shelf.rows[met.row_id]["note"], lines)
        changed = self.shelf.renew(
            met.row_id, department=row.department, wechat=row.wechat, birthday=row.birthday, note=note
        )
        return Taken(met.row_id, self.shelf.claim(met.row_id), met.changed or changed)

    def customer_of(self, name: str, phone: str, email: str) -> str | None:
        """Return the customer of the person whom a number or address tells, unless another name speaks against it."""
        person = self._by_reach(_ANYWHERE, name, phone, email)
        return self.shelf.rows[person]["customer_id"] if person else None

    def can_be_reached(self, customer: str | None, person: str | None) -> bool:
        """Tell whether the person, or anyone at the customer, has a telephone or an e-mail address."""
        row = self.shelf.rows.get(person or "")
        return bool(row and (row["phone"] or row["email"])) or (customer is not None and self._reachable[customer])

    def _find(self, customer: str | None, name: str, phone: str, email: str) -> str | None:
        if name and customer and (found := self._marks.get((customer, "name", name_key(name)))):
            return found
        return self._by_reach(customer, name, phone, email)

    def _by_reach(self, customer: str | None, name: str, phone: str, email: str) -> str | None:
        """Return whom a number or address tells; one that several share does not outweigh a name."""
        for kind, mark in (("phone", phone), ("email", email)):
            person = self._marks.get((customer, kind, mark)) if mark else None
            if person and self._may_be(person, name):
                return person
        return None

    def _may_be(self, person: str, name: str) -> bool:
        known = self.shelf.rows[person]["name"]
        return not (known and name) or name_key(known) == name_key(name)

    def _renew_phone(self, person: str, phone: str) -> bool:
        """Set a new number; the one before it stays in the note."""
        row = self.shelf.rows[person]
        before = row["phone"]
        if not phone or phone == before or phone in row["note"]:
            return False
        note = with_lines(row["note"], [labelled(tr("其他电话"), before)])
        return self.shelf.change(person, phone=phone, note=note)

    def _remember(self, person: str) -> None:
        row = self.shelf.rows[person]
        customer = row["customer_id"]
        for kind, mark in (("name", name_key(row["name"])), ("phone", row["phone"]), ("email", row["email"])):
            if mark:
                self._marks.setdefault((customer, kind, mark), person)
                self._marks.setdefault((_ANYWHERE, kind, mark), person)
        self._reachable[customer] |= bool(row["phone"] or row["email"])
