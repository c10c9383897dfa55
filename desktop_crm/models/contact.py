"""People at a customer."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, day, link, words


class Contact(Row):
    """A person at a customer; what they are in a purchase stands in `Stakeholder`."""

    __tablename__ = "contact"

    customer_id: Mapped[str | None] = link("customer.id")
    name: Mapped[str] = words(index=True)
    department: Mapped[str] = words()
    title: Mapped[str] = words()
    phone: Mapped[str] = words(index=True)
    email: Mapped[str] = words(index=True)
    wechat: Mapped[str] = words()
    birthday: Mapped[date | None] = day()
    note: Mapped[str] = words(info={"internal": True})
