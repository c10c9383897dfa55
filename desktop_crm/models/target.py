"""Targets (A6): how much of what is wanted in a month, from a person or from all."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, day, link, words


class Measure(StrEnum):
    """What is counted: whole numbers, fen for amounts, tenths of a percent for shares."""

    NEW_LEADS = "new_leads"
    ENTERED = "entered"  # deals that came to a stage
    CONVERSION = "conversion"  # of those that left a stage, how many went forward
    CONTACTS = "contacts"
    WON_DEALS = "won_deals"
    WON_AMOUNT = "won_amount"
    RECEIVED = "received"


class Target(Row):
    """One target; the id derives from all that tells it from another, so that it is set once. No person: the team's."""

    __tablename__ = "target"

    month: Mapped[date | None] = day(index=True)  # its first day
    measure: Mapped[str] = words(Measure.NEW_LEADS)
    playbook: Mapped[str] = words()
    stage: Mapped[str] = words()
    member_id: Mapped[str | None] = link("member.id")
    value: Mapped[int | None] = mapped_column(Integer)
