"""Delivery: the order notice (K3), the kick-off plan (K4), progress (D1) and changes (D2)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, count, day, fen, link, words
from desktop_crm.models.paper import VersionStatus


class SideOf(StrEnum):
    """Whose person it is."""

    US = "us"
    CUSTOMER = "customer"


class ScopeChange(StrEnum):
    """What a line of a change order does to the scope."""

    ADD = "add"
    ALTER = "alter"
    REMOVE = "remove"


class OrderNotice(Row):
    """What delivery must know to begin (internal); the id derives from the deal."""

    __tablename__ = "order_notice"

    deal_id: Mapped[str] = link("deal.id")
    content: Mapped[str] = words(info={"internal": True})
    deliver_by: Mapped[date | None] = day()
    deliver_to: Mapped[str] = words(info={"internal": True})
    standard: Mapped[str] = words(info={"internal": True})
    attention: Mapped[str] = words(info={"internal": True})
    receiver_id: Mapped[str | None] = link("member.id", index=False)
    sent_on: Mapped[date | None] = day()
    accepted_on: Mapped[date | None] = day()


class Project(Row):
    """The delivery project as both sides plan it at the kick-off; the id derives from the deal."""

    __tablename__ = "project"

    deal_id: Mapped[str] = link("deal.id")
    name: Mapped[str] = words()
    goal: Mapped[str] = words()
    scope: Mapped[str] = words()
    starts_on: Mapped[date | None] = day()
    ends_on: Mapped[date | None] = day()
    kickoff_on: Mapped[date | None] = day()  # planned or held
    kickoff_held: Mapped[date | None] = day()
    place: Mapped[str] = words()
    communication: Mapped[str] = words()
    escalation: Mapped[str] = words()

    groups = (("starts_on", "ends_on"),)


class ProjectMember(Row):
    """A person of the project with what they answer for."""

    __tablename__ = "project_member"

    deal_id: Mapped[str] = link("deal.id")
    side: Mapped[str] = words(SideOf.US)
    name: Mapped[str] = words()
    role: Mapped[str] = words()
    duty: Mapped[str] = words()
    phone: Mapped[str] = words()
    member_id: Mapped[str | None] = link("member.id", index=False)
    contact_id: Mapped[str | None] = link("contact.id", index=False)
    position: Mapped[int] = count()


class Milestone(Row):
    """A step of the plan with what it hands over."""

    __tablename__ = "milestone"

    deal_id: Mapped[str] = link("deal.id")
    name: Mapped[str] = words()
    deliverable: Mapped[str] = words()
    owner: Mapped[str] = words()
    planned_on: Mapped[date | None] = day()  # as first agreed
    due_on: Mapped[date | None] = day(index=True)  # as agreed now, after changes
    done_on: Mapped[date | None] = day()
    position: Mapped[int] = count()


class ProgressReport(Row):
    """One week's report to the customer, numbered within the deal."""

    __tablename__ = "progress_report"

    deal_id: Mapped[str] = link("deal.id")
    serial: Mapped[int] = count(1)
    week_from: Mapped[date | None] = day()
    week_to: Mapped[date | None] = day()
    percent: Mapped[int | None] = mapped_column(Integer)
    done: Mapped[str] = words()
    planned: Mapped[str] = words()  # for the next week
    help_needed: Mapped[str] = words()  # what we ask of the customer
    sent_on: Mapped[date | None] = day()
    note: Mapped[str] = words(info={"internal": True})

    groups = (("week_from", "week_to"),)


class Problem(Row):
    """Something in the way of the delivery, and how it is solved; the customer reads it in the reports."""

    __tablename__ = "problem"

    deal_id: Mapped[str] = link("deal.id")
    found_on: Mapped[date | None] = day()
    text: Mapped[str] = words()
    impact: Mapped[str] = words()
    solution: Mapped[str] = words()
    owner: Mapped[str] = words()
    due_on: Mapped[date | None] = day()
    solved_on: Mapped[date | None] = day()
    note: Mapped[str] = words(info={"internal": True})
    position: Mapped[int] = count()


class ChangeOrder(Row):
    """A change that both sides sign; signed it alters scope, price and dates, and is frozen."""

    __tablename__ = "change_order"

    deal_id: Mapped[str] = link("deal.id")
    serial: Mapped[int] = count(1)
    status: Mapped[str] = words(VersionStatus.DRAFT)
    title: Mapped[str] = words()
    reason: Mapped[str] = words()
    raised_by: Mapped[str] = words()
    raised_on: Mapped[date | None] = day()
    price_fen: Mapped[int | None] = fen()  # added to the contract; negative takes away
    days: Mapped[int] = count()  # the delivery moves by so many calendar days
    responsibility: Mapped[str] = words()
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()  # signed by both
    confirmed_by: Mapped[str] = words()
    note: Mapped[str] = words(info={"internal": True})

    groups = (("status", "sent_on", "confirmed_on", "confirmed_by"),)


class ChangeItem(Row):
    """A line of a change order: what is added to, altered in or taken out of the scope."""

    __tablename__ = "change_item"

    change_order_id: Mapped[str] = link("change_order.id")
    kind: Mapped[str] = words(ScopeChange.ADD)
    text: Mapped[str] = words()
    standard: Mapped[str] = words()  # how it is accepted
    acceptance_clause_id: Mapped[str] = words()  # the clause it alters or takes out
    position: Mapped[int] = count()
