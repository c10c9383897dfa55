"""Internal reviews of proposals (P2) and contracts (K1): who judged what, and how (internal without exception)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, count, link, words


class Reviewed(StrEnum):
    """What is reviewed."""

    PROPOSAL = "proposal"
    CONTRACT = "contract"


class Verdict(StrEnum):
    """What a reviewer found."""

    PENDING = "pending"
    PASSED = "passed"
    REJECTED = "rejected"


class Review(Row):
    """One role's verdict on one version in one round; a rejected round is followed by the next."""

    __tablename__ = "review"

    deal_id: Mapped[str] = link("deal.id")
    paper: Mapped[str] = words(Reviewed.PROPOSAL)
    paper_id: Mapped[str] = words(index=True)
    round: Mapped[int] = count(1)
    position: Mapped[int] = count()  # reviewers in order judge one after the other
    role: Mapped[str] = words()
    reviewer_id: Mapped[str | None] = link("member.id", index=False)
    verdict: Mapped[str] = words(Verdict.PENDING)
    comment: Mapped[str] = words(info={"internal": True})
    decided_at: Mapped[datetime | None] = mapped_column(Utc)

    groups = (("verdict", "comment", "decided_at", "reviewer_id"),)
