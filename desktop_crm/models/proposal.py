"""Proposals: the paper in versions, what it answers and what it costs (P1), and how its presentations went."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, count, day, fen, flag, link, words
from desktop_crm.models.paper import VersionStatus

WHOLE = 1000  # a quantity is kept in thousandths, a discount in tenths of a percent: both are this when nothing is off


class Proposal(Row):
    """One version of a deal's proposal, as the customer reads it."""

    __tablename__ = "proposal"

    deal_id: Mapped[str] = link("deal.id")
    version: Mapped[int] = count(1)
    status: Mapped[str] = words(VersionStatus.DRAFT)
    title: Mapped[str] = words()
    summary: Mapped[str] = words()  # how we understand the customer's situation
    service: Mapped[str] = words()  # what we do, and where it ends
    delivery_cycle: Mapped[str] = words()
    delivery_days: Mapped[int | None] = mapped_column(Integer)
    advantage: Mapped[str] = words()  # over what else the customer looks at; facts, no names needed
    benefit: Mapped[str] = words()
    terms: Mapped[str] = words()  # payment and other conditions
    prices_include_tax: Mapped[bool] = flag(default=True)
    reduction_fen: Mapped[int | None] = fen()  # taken off the total as a whole (优惠)
    valid_until: Mapped[date | None] = day()
    change_note: Mapped[str] = words()
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()
    confirmed_by: Mapped[str] = words()

    groups = (("status", "sent_on", "confirmed_on", "confirmed_by"), ("delivery_cycle", "delivery_days"))


class ProposalPoint(Row):
    """A pain point with the function that answers it, the value it brings and the case that shows it."""

    __tablename__ = "proposal_point"

    proposal_id: Mapped[str] = link("proposal.id")
    pain: Mapped[str] = words()
    function: Mapped[str] = words()
    value: Mapped[str] = words()
    case_study: Mapped[str] = words()
    position: Mapped[int] = count()


class ProposalItem(Row):
    """A line of the price.

    Quantity in thousandths, unit price in fen, discount in tenths of a percent (950 = 9.5折), tax in hundredths of a
    percent (1300 = 13 %).
    """

    __tablename__ = "proposal_item"

    proposal_id: Mapped[str] = link("proposal.id")
    product_id: Mapped[str | None] = link("product.id", index=False)
    name: Mapped[str] = words()
    specification: Mapped[str] = words()
    unit: Mapped[str] = words()
    quantity: Mapped[int] = count(WHOLE)
    price_fen: Mapped[int | None] = fen()
    discount: Mapped[int] = count(WHOLE)
    tax_rate: Mapped[int] = count(1300)
    position: Mapped[int] = count()


class Presentation(Row):
    """How a proposal was presented once, what was said and what follows (internal)."""

    __tablename__ = "presentation"

    deal_id: Mapped[str] = link("deal.id")
    proposal_id: Mapped[str | None] = link("proposal.id", index=False)
    presented_on: Mapped[date | None] = day()
    method: Mapped[str] = words("meeting")
    place: Mapped[str] = words()
    our_side: Mapped[str] = words()
    their_side: Mapped[str] = words()
    reaction: Mapped[str] = words(info={"internal": True})
    next_action: Mapped[str] = words(info={"internal": True})
    next_due: Mapped[date | None] = day()
    next_owner_id: Mapped[str | None] = link("member.id", index=False)
    activity_id: Mapped[str] = words()  # the follow-up record made with it


class PresentationPoint(Row):
    """A question or wish raised in a presentation, with who answers it until when."""

    __tablename__ = "presentation_point"

    presentation_id: Mapped[str] = link("presentation.id")
    text: Mapped[str] = words(info={"internal": True})
    raised_by: Mapped[str] = words()
    answer: Mapped[str] = words(info={"internal": True})
    settled_by: Mapped[str] = words()
    due_on: Mapped[date | None] = day()
    settled: Mapped[bool] = flag()
    position: Mapped[int] = count()
