"""The decision chain: which contact plays which part in one deal."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, count, flag, link, words


class ChainRole(StrEnum):
    """A person's part in the purchase (PROCESS C2); "" stands for not yet known."""

    DECIDER = "decider"
    INFLUENCER = "influencer"
    USER = "user"
    BUYER = "buyer"
    GATEKEEPER = "gatekeeper"
    FINANCE = "finance"
    COACH = "coach"


class Stakeholder(Row):
    """A contact in the decision chain of a deal; the id derives from deal and contact.

    `stance` runs from -2 (against us) over 0 (neutral or unknown) to 2 (fights for us); `influence` from 1 to 5.
    """

    __tablename__ = "stakeholder"

    deal_id: Mapped[str] = link("deal.id")
    contact_id: Mapped[str] = link("contact.id")
    role: Mapped[str] = words()
    stance: Mapped[int] = count(info={"internal": True})
    influence: Mapped[int] = count(3, info={"internal": True})
    reports_to_id: Mapped[str | None] = link("stakeholder.id")
    covered_by_id: Mapped[str | None] = link("member.id")
    met: Mapped[bool] = flag()
    note: Mapped[str] = words(info={"internal": True})
