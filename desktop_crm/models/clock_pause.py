"""Pauses of a deal's clocks, each with its reason and its end (L8)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, link, words


class ClockPause(Row):
    """A span in which the clocks of a deal stand still; open ended rows do not exist: a pause has its end."""

    __tablename__ = "clock_pause"

    deal_id: Mapped[str] = link("deal.id")
    begins_at: Mapped[datetime | None] = mapped_column(Utc)
    ends_at: Mapped[datetime | None] = mapped_column(Utc)
    reason: Mapped[str] = words(info={"internal": True})
