"""Documents that left the program: number, version, frozen data, PDF and its hash."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, count, day, link, words
from desktop_crm.system import clock


class IssuedDocument(Row):
    """One issue of a document; never altered, only followed by the next version."""

    __tablename__ = "issued_document"

    deal_id: Mapped[str] = link("deal.id")
    key: Mapped[str] = words()
    item_id: Mapped[str] = words()  # which of the deal's reports, changes, visits it prints; "" when there is but one
    title: Mapped[str] = words()
    number: Mapped[str] = words(index=True)
    version: Mapped[int] = count(1)
    audience: Mapped[str] = words("customer")
    data: Mapped[str] = words("{}")  # JSON snapshot of what was printed
    file: Mapped[str] = words()  # name inside the data folder
    sha256: Mapped[str] = words()
    issued_at: Mapped[datetime | None] = mapped_column(Utc, default=clock.now)
    issued_by_id: Mapped[str | None] = link("member.id", index=False)
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()
    signed_on: Mapped[date | None] = day()
