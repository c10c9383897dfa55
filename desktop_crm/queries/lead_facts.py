"""What is known of new leads: for screening and verifying them, and for finding the one that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, or_, select, true
from sqlalchemy.orm import Session

from desktop_crm.models import COMPANY_ID, Company, Contact, Customer, Deal, Member
from desktop_crm.playbooks.playbook import Score
from desktop_crm.rules.names import name_key
from desktop_crm.rules.score import Scale
from desktop_crm.rules.screening import Lead, Reason, screen

_AT_ONCE: Final = 500  # ids in one statement
_MOST_SIMILAR: Final = 5


@dataclass(frozen=True, slots=True)
class SimilarLead:
    """An open deal that may be the same as one being captured; `same` says by what: customer or phone."""

    id: str
    number: str
    customer: str
    contact: str
    title: str
    owner: str
    acquired_on: date | None
    same: str


def scale_of(score: Score) -> Scale:
    """Return what a playbook says of scoring as the rule takes it."""
    return Scale({each.key: each.weight for each in score.criteria}, score.a_from, score.b_from)


def target_industries(session: Session) -> tuple[str, ...]:
    """Return the industries the company sells to; none named means any."""
    return tuple(session.scalar(select(Company.target_industries).where(Company.id == COMPANY_ID)) or ())


def lead_facts(session: Session, deal_ids: Sequence[str]) -> dict[str, Lead]:
    """Return what each of these deals says of itself, by id."""
    found: dict[str, Lead] = {}
    for first in range(0, len(deal_ids), _AT_ONCE):
        some = deal_ids[first : first + _AT_ONCE]
        found |= {row.id: facts_of(row) for row in session.execute(_facts().where(Deal.id.in_(some)))}
    return found


def screening_of(session: Session, deal_ids: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """Return what speaks against each of these deals, by id."""
    targets = target_industries(session)
    return {deal_id: screen(lead, targets) for deal_id, lead in lead_facts(session, deal_ids).items()}


def facts_of(row: Any) -> Lead:
    """Return the facts of a row that has them under their names; what was joined and not found is empty."""
    return Lead(
        customer=row.customer or "",
        contact=row.contact or "",
        phone=row.phone or "",
        email=row.email or "",
        industry=row.industry or "",
        need=row.need,
        acquired_on=row.acquired_on,
    )


def known_customers(session: Session, words: Sequence[str]) -> frozenset[str]:
    """Return which of these words name a customer, however it is written."""
    keys = {word: name_key(word) for word in words}
    known = set(session.scalars(select(Customer.name_key).where(Customer.name_key.in_(set(keys.values())))))
    return frozenset(word for word, key in keys.items() if key in known)


def similar_leads(session: Session, *, customer: str, phone: str = "", email: str = "") -> list[SimilarLead]:
    """Return the open deals of the same customer, or of somebody with this number or address, the latest first."""
    key = name_key(customer)
    reach = [column == text for column, text in ((Contact.phone, phone), (Contact.email, email)) if text.strip()]
    same_customer = _ids(select(Deal.id).join(Customer, Customer.id == Deal.customer_id), Customer.name_key == key)
    same_person = _ids(select(Deal.id).join(Contact, Contact.id == Deal.contact_id), or_(*reach)) if reach else None
    wanted = [Deal.id.in_(ids) for ids in (same_person, same_customer if key else None) if ids is not None]
    if not wanted:
        return []
    query = _similar().where(or_(*wanted)).order_by(Deal.id.desc()).limit(_MOST_SIMILAR)
    return [_similar_lead(row, key) for row in session.execute(query)]


def _ids(query: Select[Any], condition: Any) -> Select[Any]:
    return query.where(condition, Deal.on_board == true())


def _facts() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.need, Deal.acquired_on, Customer.name.label("customer"), Customer.industry.label("industry"),
            Contact.name.label("contact"), Contact.phone.label("phone"), Contact.email.label("email"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
    )  # fmt: skip


def _similar() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.id, Deal.number, Deal.title, Deal.acquired_on, Customer.name.label("customer"), Customer.name_key,
            Contact.name.label("contact"), Member.name.label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _similar_lead(row: Any, key: str) -> SimilarLead:
    return SimilarLead(
        id=row.id,
        number=row.number,
        customer=row.customer or "",
        contact=row.contact or "",
        title=row.title,
        owner=row.owner or "",
        acquired_on=row.acquired_on,
        same="customer" if row.name_key == key else "phone",
    )
