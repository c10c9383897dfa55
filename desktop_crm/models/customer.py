"""Customers (companies or private persons), their tags and anniversaries."""

from __future__ import annotations

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, count, fen, flag, link, words


class Customer(Row):
    """A company that may buy."""

    __tablename__ = "customer"

    name: Mapped[str] = words(index=True)
    name_key: Mapped[str] = words(index=True)  # rules.names.name_key(name): recognises the same customer again
    industry: Mapped[str] = words()
    region: Mapped[str] = words()
    customer_type: Mapped[str] = words()
    address: Mapped[str] = words()
    website: Mapped[str] = words()
    headcount: Mapped[int | None] = mapped_column(Integer)
    revenue_fen: Mapped[int | None] = fen()  # a year
    founded_year: Mapped[int | None] = mapped_column(Integer)
    parent_id: Mapped[str | None] = link("customer.id")
    organisation: Mapped[str] = words()
    competitors: Mapped[str] = words()
    present_supplier: Mapped[str] = words()
    legal_person: Mapped[str] = words()
    tax_number: Mapped[str] = words()
    bank_account: Mapped[str] = words()
    owner_id: Mapped[str | None] = link("member.id")
    note: Mapped[str] = words(info={"internal": True})


class CustomerTag(Row):
    """One tag of one customer; the id derives from both, so that two laptops adding it make one row."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[str] = link("customer.id")
    tag: Mapped[str] = words(index=True)


class Anniversary(Row):
    """A day to remember every year: the founding of a customer, the birthday of a contact; by the lunar calendar if so."""

    __tablename__ = "anniversary"

    customer_id: Mapped[str] = link("customer.id")
    contact_id: Mapped[str | None] = link("contact.id")
    name: Mapped[str] = words()
    month: Mapped[int] = count(1)
    day: Mapped[int] = count(1)
    lunar: Mapped[bool] = flag()
