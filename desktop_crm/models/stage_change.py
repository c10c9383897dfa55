"""Stage history: every move of a deal with the fact it rests on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, link, listing, words
from desktop_crm.system import clock


class StageChange(Row):
    """One move between stages, or the closing or reopening of a deal."""

    __tablename__ = "stage_change"

    deal_id: Mapped[str] = link("deal.id")
    at: Mapped[datetime | None] = mapped_column(Utc, default=clock.now)
    by_id: Mapped[str | None] = link("member.id", index=False)
    from_playbook: Mapped[str] = words()
    from_stage: Mapped[str] = words()
    to_playbook: Mapped[str] = words()
    to_stage: Mapped[str] = words()
    outcome: Mapped[str] = words("open")
    evidence: Mapped[str] = words()
    override_reason: Mapped[str] = words()
    overridden: Mapped[list[str]] = listing()  # the gate's sentences that were passed over


class ChecklistTick(Row):
    """A ticked item of a stage's checklist; the id derives from deal and item."""

    __tablename__ = "checklist_tick"

    deal_id: Mapped[str] = link("deal.id")
    item: Mapped[str] = words()
    by_id: Mapped[str | None] = link("member.id", index=False)
    note: Mapped[str] = words()
