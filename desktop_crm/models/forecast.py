"""Forecast: every open deal as it stood each week, and what was expected of a deal when it closed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Base, Row, day, fen, flag, link, new_id, words


class DealSnapshot(Base):
    """An open deal at the start of a week; derived, so neither recorded nor undone. The id derives from week and deal."""

    __tablename__ = "deal_snapshot"

    id: Mapped[str] = mapped_column(String, primary_key=True, default=new_id)
    week: Mapped[date | None] = mapped_column(Date, index=True)  # its Monday
    deal_id: Mapped[str] = mapped_column(String, default="", server_default="", index=True)
    playbook: Mapped[str] = mapped_column(String, default="", server_default="")
    stage: Mapped[str] = mapped_column(String, default="", server_default="")
    owner_id: Mapped[str | None] = mapped_column(String)
    amount_fen: Mapped[int | None] = fen()
    expected_close: Mapped[date | None] = mapped_column(Date)
    chance: Mapped[int | None] = mapped_column(Integer)  # percent, 1 to 99


class ClosedEstimate(Row):
    """The win chance of a deal as it was when it closed, kept to judge the estimates by; the id derives from the deal."""

    __tablename__ = "closed_estimate"

    deal_id: Mapped[str] = link("deal.id")
    chance: Mapped[int | None] = mapped_column(Integer)  # percent, 1 to 99
    by_hand: Mapped[bool] = flag()
    won: Mapped[bool] = flag()
    closed_on: Mapped[date | None] = day(index=True)
    playbook: Mapped[str] = words()
