"""Follow-ups: what is planned and what was done with a customer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, day, link, words


class ActivityStatus(StrEnum):
    """Planned, done, or called off."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Method(StrEnum):
    """How the customer was or will be reached."""

    CALL = "call"
    WECHAT = "wechat"
    EMAIL = "email"
    VISIT = "visit"
    MEETING = "meeting"
    DEMO = "demo"
    OTHER = "other"


class Activity(Row):
    """One follow-up. A plan has a goal and a day; a record says what the customer said and what changed.

    `created_at` is when it was written down, `happened_at` when it took place (UTC).
    """

    __tablename__ = "activity"

    deal_id: Mapped[str | None] = link("deal.id", index=False)
    customer_id: Mapped[str | None] = link("customer.id")
    contact_id: Mapped[str | None] = link("contact.id")
    owner_id: Mapped[str | None] = link("member.id")
    status: Mapped[str] = words(ActivityStatus.PLANNED)
    method: Mapped[str] = words(Method.CALL)
    goal: Mapped[str] = words()
    due_on: Mapped[date | None] = day()
    happened_at: Mapped[datetime | None] = mapped_column(Utc)
    feedback: Mapped[str] = words()
    objection: Mapped[str] = words()
    intention: Mapped[str] = words()  # how the customer's intention changed
    note: Mapped[str] = words(info={"internal": True})

    __table_args__ = (
        Index("ix_activity_timeline", "deal_id", "status", "happened_at"),
        Index("ix_activity_due", "status", "due_on"),
    )
