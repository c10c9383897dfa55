"""Who was given a lead, why, and whether they took it (L7)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, count, link, listing, words
from desktop_crm.system import clock


class AssignmentState(StrEnum):
    """How an assignment stands; refused and expired ones return to the manager's list."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # given to somebody else before it was answered


class Assignment(Row):
    """One giving of a lead to a member: the points that spoke for them, the deadline, the answer."""

    __tablename__ = "assignment"

    deal_id: Mapped[str] = link("deal.id")
    member_id: Mapped[str] = link("member.id")
    by_id: Mapped[str | None] = link("member.id", index=False)
    at: Mapped[datetime | None] = mapped_column(Utc, default=clock.now)
    points: Mapped[int] = count()  # of 100
    reasons: Mapped[list[str]] = listing(info={"internal": True})  # such as "华北 40"
    override_reason: Mapped[str] = words(info={"internal": True})
    state: Mapped[str] = words(AssignmentState.PENDING)
    confirm_by: Mapped[datetime | None] = mapped_column(Utc)
    answered_at: Mapped[datetime | None] = mapped_column(Utc)
    refuse_reason: Mapped[str] = words(info={"internal": True})
