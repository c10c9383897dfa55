"""The company that uses the program: one row, its letterhead and its defaults."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, flag, listing, words

COMPANY_ID = "company"


class Company(Row):
    """Company settings shared by the team; there is one row, with the id `company`."""

    __tablename__ = "company"

    name: Mapped[str] = words()
    playbook: Mapped[str] = words("full-cycle")
    address: Mapped[str] = words()
    phone: Mapped[str] = words()
    email: Mapped[str] = words()
    website: Mapped[str] = words()
    tax_number: Mapped[str] = words()
    bank_account: Mapped[str] = words()
    legal_person: Mapped[str] = words()
    footer: Mapped[str] = words()
    color: Mapped[str] = words()  # of lines and headings on paper, #RRGGBB; "" is the built-in one
    seal_space: Mapped[bool] = flag(default=True)  # leave room for a seal where both sides sign
    logo: Mapped[str] = words()  # file name inside the data folder
    target_industries: Mapped[list[str]] = listing()
