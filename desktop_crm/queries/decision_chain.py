"""The decision chain of a deal, as the diagram on screen and on paper shows it (C2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Contact, Customer, Deal, Member, Stakeholder
from desktop_crm.queries.deal import Choice, members
from desktop_crm.rules.decision_chain import ROLE_NAMES, Gap, gaps, initials, untangled
from desktop_crm.system import clock


@dataclass(frozen=True, slots=True)
class Person:
    """A contact in the chain; `reports_to` is the id of another person, "" for nobody."""

    id: str
    contact_id: str
    name: str
    department: str = ""
    title: str = ""
    phone: str = ""
    role: str = ""
    stance: int = 0
    influence: int = 3
    met: bool = False
    last_contact: date | None = None
    planned: date | None = None  # the next contact planned in this deal
    covered_by: str = ""  # the colleague's initials
    covered_by_id: str = ""
    reports_to: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OtherContact:
    """A contact of the customer who is not in the chain and can be taken into it."""

    id: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class DecisionChain:
    """Who decides on a deal, the decision makers first, what the chain lacks, and whom one can choose."""

    people: tuple[Person, ...] = ()
    gaps: tuple[Gap, ...] = ()
    colleagues: tuple[Choice, ...] = ()
    contacts: tuple[OtherContact, ...] = ()

    def person(self, person_id: str) -> Person | None:
        """Return the person with this id, if they are in the chain."""
        return next((person for person in self.people if person.id == person_id), None)


def decision_chain(session: Session, deal_id: str) -> DecisionChain:
    """Return the chain of a deal, read in three statements."""
    people = _people(session, deal_id)
    return DecisionChain(
        people=people,
        gaps=gaps(people),
        colleagues=members(session),
        contacts=tuple(_contacts(session, deal_id, {person.contact_id for person in people})),
    )


def _people(session: Session, deal_id: str) -> tuple[Person, ...]:
    reached = (
        select(func.max(Activity.happened_at))
        .where(Activity.contact_id == Contact.id, Activity.status == ActivityStatus.DONE)
        .scalar_subquery()
    )
    planned = (
        select(func.min(Activity.due_on))
        .where(
            Activity.contact_id == Contact.id,
            Activity.deal_id == deal_id,
            Activity.status == ActivityStatus.PLANNED,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Stakeholder,
            Contact,
            func.coalesce(Member.name, "").label("covered_by"),
            reached.label("reached"),
            planned.label("planned"),
        )
        .join(Contact, Contact.id == Stakeholder.contact_id)
        .join(Member, Member.id == Stakeholder.covered_by_id, isouter=True)
        .where(Stakeholder.deal_id == deal_id)
    ).all()
    superiors = untangled({row.Stakeholder.id: row.Stakeholder.reports_to_id for row in rows})
    return tuple(sorted((_person(row, superiors) for row in rows), key=_standing))


def _person(row: Row[*tuple[Any, ...]], superiors: dict[str, str | None]) -> Person:
    link: Stakeholder = row.Stakeholder
    contact: Contact = row.Contact
    return Person(
        id=link.id,
        contact_id=contact.id,
        name=contact.name,
        department=contact.department,
        title=contact.title,
        phone=contact.phone,
        role=link.role,
        stance=link.stance,
        influence=link.influence,
        met=link.met,
        last_contact=clock.local_day(row.reached) if row.reached else None,
        planned=row.planned,
        covered_by=initials(row.covered_by),
        covered_by_id=link.covered_by_id or "" if row.covered_by else "",
        reports_to=superiors[link.id] or "",
        note=link.note,
    )


def _standing(person: Person) -> tuple[int, str, str]:
    """Return the place of a person in every listing: decision makers first, the unknown last."""
    roles = [*list(ROLE_NAMES)[1:], ""]
    return roles.index(person.role) if person.role in roles else len(roles), person.name, person.id


def _contacts(session: Session, deal_id: str, known: set[str]) -> Iterator[OtherContact]:
    rows = session.execute(
        select(Contact.id, Contact.name, Contact.title)
        .join(Customer, Customer.id == Contact.customer_id)
        .join(Deal, Deal.customer_id == Customer.id)
        .where(Deal.id == deal_id, Contact.name != "")
        .order_by(Contact.name, Contact.id)
    )
    for row in rows:
        if row.id not in known:
            yield OtherContact(row.id, row.name, row.title)
