"""Visits after acceptance (D4): use, satisfaction, training, second needs, referrals (internal)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, day, link, words


class Visit(Row):
    """One visit, planned for a day or made; `satisfaction` is 1 to 5."""

    __tablename__ = "visit"

    deal_id: Mapped[str] = link("deal.id")
    occasion: Mapped[str] = words()  # the interval it belongs to, as people say it
    due_on: Mapped[date | None] = day(index=True)
    visited_on: Mapped[date | None] = day()
    method: Mapped[str] = words("call")
    visitor_id: Mapped[str | None] = link("member.id", index=False)
    contact_id: Mapped[str | None] = link("contact.id", index=False)
    usage: Mapped[str] = words(info={"internal": True})
    satisfaction: Mapped[int | None] = mapped_column(Integer, info={"internal": True})
    complaint: Mapped[str] = words(info={"internal": True})
    training: Mapped[str] = words(info={"internal": True})
    second_need: Mapped[str] = words(info={"internal": True})
    second_deal_id: Mapped[str] = words()
    referral: Mapped[str] = words(info={"internal": True})
    referral_deal_id: Mapped[str] = words()
    follow_up: Mapped[str] = words(info={"internal": True})
    activity_id: Mapped[str] = words()  # the plan it was made from, or the record made with it
