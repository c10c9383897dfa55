"""The company's own record and its team, as settings, letterhead and filters need them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import COMPANY_ID, Company, Member


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """The company's settings."""

    name: str
    playbook: str
    address: str
    phone: str
    email: str
    website: str
    tax_number: str
    bank_account: str
    legal_person: str
    footer: str
    color: str
    seal_space: bool
    logo: str
    target_industries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """A team member by name."""

    id: str
    name: str


def company(session: Session) -> CompanyCard | None:
    """Return the company's settings, or None before the first run."""
    row = session.get(Company, COMPANY_ID)
    if row is None:
        return None
    return CompanyCard(
        row.name, row.playbook, row.address, row.phone, row.email, row.website, row.tax_number, row.bank_account,
        row.legal_person, row.footer, row.color, row.seal_space, row.logo, tuple(row.target_industries),
    )  # fmt: skip


def colleagues(session: Session) -> list[Colleague]:
    """Return the team members who have not left, by name."""
    rows = session.execute(select(Member.id, Member.name).where(Member.left.is_(False)).order_by(Member.name))
    return [Colleague(row.id, row.name) for row in rows]


def member_names(session: Session) -> dict[str, str]:
    """Return what everybody is called, those who are gone too, by id."""
    rows = session.execute(select(Member.id, Member.name).execution_options(include_deleted=True))
    return {row.id: row.name for row in rows}


def members_called(session: Session, name: str) -> list[str]:
    """Return who bears this name, those who have left too: what they did stays theirs."""
    return list(session.scalars(select(Member.id).where(Member.name == name).order_by(Member.id)))
