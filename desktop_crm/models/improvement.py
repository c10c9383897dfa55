"""Learning (A8): what a closed deal taught, and what is done about a finding until its effect is seen (internal)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, day, link, listing, words


class DealReview(Row):
    """The review of a won or lost deal; the id derives from the deal."""

    __tablename__ = "deal_review"

    deal_id: Mapped[str] = link("deal.id")
    reasons: Mapped[list[str]] = listing(info={"internal": True})
    competitor: Mapped[str] = words(info={"internal": True})
    went_well: Mapped[str] = words(info={"internal": True})
    went_badly: Mapped[str] = words(info={"internal": True})
    lesson: Mapped[str] = words(info={"internal": True})
    reviewed_on: Mapped[date | None] = day()
    reviewer_id: Mapped[str | None] = link("member.id", index=False)


class Improvement(Row):
    """An action on a finding: who does it by when, and the figure before and after, read from the same chart."""

    __tablename__ = "improvement"

    finding: Mapped[str] = words(info={"internal": True})
    chart: Mapped[str] = words()  # the key of the chart on which it was found
    view: Mapped[str] = words("{}")  # the chart's filters and the row looked at, as JSON
    deal_id: Mapped[str | None] = link("deal.id")  # the review it came from, if any
    action: Mapped[str] = words(info={"internal": True})
    owner_id: Mapped[str | None] = link("member.id", index=False)
    due_on: Mapped[date | None] = day()
    done_on: Mapped[date | None] = day()
    before: Mapped[int | None] = mapped_column(Integer)  # in the chart's unit: tenths of a percent, days, counts, fen
    after: Mapped[int | None] = mapped_column(Integer)
    measured_on: Mapped[date | None] = day()
    effect: Mapped[str] = words(info={"internal": True})
