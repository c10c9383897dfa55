"""Follow-ups: what is planned and what was done with a customer."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, count, day, flag, link, words


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


class Purpose(StrEnum):
    """What an activity is for; "" stands for an ordinary follow-up."""

    FIRST_CONTACT = "first_contact"
    CADENCE = "cadence"  # planned by grade and playbook (F1)
    NURTURE = "nurture"  # content for the nurture pool (L9)
    RE_EVALUATE = "re_evaluate"
    VISIT = "visit"  # after acceptance (D4)
    SURVEY = "survey"  # monthly, for won customers (D5)
    REPORT = "report"  # quarterly
    GREETING = "greeting"  # festivals and anniversaries


# What is sent out, so that there is little to write down afterwards.
SENT = (Purpose.GREETING, Purpose.SURVEY, Purpose.REPORT, Purpose.NURTURE)


class Activity(Row):
    """One follow-up. A plan has a goal and a day; a record says what the customer said and what changed.

    `happened_at` is when it took place (UTC), `written_at` when it was written down.
    """

    __tablename__ = "activity"

    deal_id: Mapped[str | None] = link("deal.id", index=False)
    customer_id: Mapped[str | None] = link("customer.id")
    contact_id: Mapped[str | None] = link("contact.id")
    owner_id: Mapped[str | None] = link("member.id")
    status: Mapped[str] = words(ActivityStatus.PLANNED)
    method: Mapped[str] = words(Method.CALL)
    goal: Mapped[str] = words()
    purpose: Mapped[str] = words()
    occasion: Mapped[str] = (
        words()
    )  # which of its purpose: a cadence rule, a festival; with the day it makes a plan one of its kind
    automatic: Mapped[bool] = flag()  # planned by the program; a person's change makes it theirs
    due_on: Mapped[date | None] = day()
    due_at: Mapped[str] = words()  # HH:MM local, empty for any time of the day
    minutes: Mapped[int] = count(30)
    happened_at: Mapped[datetime | None] = mapped_column(Utc)
    written_at: Mapped[datetime | None] = mapped_column(Utc)  # when the record was written down (F2)
    feedback: Mapped[str] = words()
    objection: Mapped[str] = words()
    intention: Mapped[str] = words()  # how the customer's intention changed
    note: Mapped[str] = words(info={"internal": True})

    __table_args__ = (
        Index("ix_activity_timeline", "deal_id", "status", "happened_at"),
        Index("ix_activity_due", "status", "due_on"),
        Index("ix_activity_happened", "status", "happened_at"),
        Index("ix_activity_purpose", "deal_id", "purpose", "occasion", "due_on"),
    )
