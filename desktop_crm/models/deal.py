"""Deals: a lead and what becomes of it are one record, numbered once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Computed, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, count, day, fen, flag, link, listing, words


class Outcome(StrEnum):
    """How a deal stands as a whole."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    INVALID = "invalid"


class StageStatus(StrEnum):
    """How the work of the present stage stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    PAUSED = "paused"


class Deal(Row):
    """A lead or deal on its way through one playbook.

    `next_step`, `next_due` and `last_contact_at` repeat the earliest planned and the latest done activity; the
    operations on activities keep them. `missing` names the required fields an import could not fill (待补全).
    """

    __tablename__ = "deal"

    number: Mapped[str] = words(index=True)
    title: Mapped[str] = words()
    customer_id: Mapped[str | None] = link("customer.id")
    contact_id: Mapped[str | None] = link("contact.id")
    owner_id: Mapped[str | None] = link("member.id")
    first_responder_id: Mapped[str | None] = link("member.id")
    product_id: Mapped[str | None] = link("product.id")
    product_name: Mapped[str] = words()  # as typed; matched to `product_id` or left for a person to decide

    playbook: Mapped[str] = words("full-cycle")
    stage: Mapped[str] = words()
    stage_status: Mapped[str] = words(StageStatus.NOT_STARTED)
    stage_since: Mapped[datetime | None] = mapped_column(Utc)
    outcome: Mapped[str] = words(Outcome.OPEN)
    outcome_reason: Mapped[str] = words()
    closed_on: Mapped[date | None] = day()

    grade: Mapped[str] = words()
    amount_fen: Mapped[int | None] = fen()
    currency: Mapped[str] = words("CNY")
    budget_low_fen: Mapped[int | None] = fen()
    budget_high_fen: Mapped[int | None] = fen()
    expected_close: Mapped[date | None] = day()
    close_pushes: Mapped[int] = count(info={"internal": True})  # how often the expected day was put off
    chance: Mapped[int | None] = mapped_column(Integer, info={"internal": True})  # win chance set by hand, percent

    grade_reason: Mapped[str] = words(info={"internal": True})
    graded_at: Mapped[datetime | None] = mapped_column(Utc)
    score_budget: Mapped[int | None] = mapped_column(Integer, info={"internal": True})  # each 1 to 5 (L6)
    score_need: Mapped[int | None] = mapped_column(Integer, info={"internal": True})
    score_decision: Mapped[int | None] = mapped_column(Integer, info={"internal": True})
    score_urgency: Mapped[int | None] = mapped_column(Integer, info={"internal": True})

    source: Mapped[str] = words()
    sub_source: Mapped[str] = words()
    acquired_on: Mapped[date | None] = day()
    need: Mapped[str] = words()
    purchase_time: Mapped[str] = words()
    external_id: Mapped[str] = words(index=True)
    parent_id: Mapped[str] = words(index=True)  # the deal from whose aftercare this one came
    missing: Mapped[list[str]] = listing()
    screened_at: Mapped[datetime | None] = mapped_column(Utc)  # found valid (L2)
    verified_at: Mapped[datetime | None] = mapped_column(Utc)  # found complete by support (L4)
    verified_by_id: Mapped[str] = words()
    assigned_at: Mapped[datetime | None] = mapped_column(
        Utc
    )  # to the present owner; the first-contact clock runs from here
    nurture: Mapped[bool] = flag()  # in the nurture pool (L9)
    re_evaluate_on: Mapped[date | None] = day()

    next_step: Mapped[str] = words()
    next_due: Mapped[date | None] = day()
    last_contact_at: Mapped[datetime | None] = mapped_column(Utc)
    note: Mapped[str] = words(info={"internal": True})

    on_board: Mapped[bool] = mapped_column(
        Boolean,
        Computed(
            "deleted_at IS NULL AND (outcome = 'open' OR (outcome = 'won' AND stage_status <> 'done'))", persisted=False
        ),
        nullable=True,
    )

    __table_args__ = (
        # A board column in its standing order (due first, no date last), with what its head sums up.
        Index("ix_deal_board", "playbook", "on_board", "stage", text("coalesce(next_due, '9999-12-31')"), "id"),
        Index("ix_deal_sum", "playbook", "on_board", "stage", "amount_fen"),
        Index("ix_deal_outcome", "playbook", "outcome", "closed_on"),
        Index("ix_deal_load", "outcome", "owner_id"),
        Index("ix_deal_incomplete", "id", sqlite_where=text("missing <> '[]'")),
    )

    # Columns that mean something only together; an exchange between laptops takes them as one.
    groups = (
        ("amount_fen", "currency"),
        ("playbook", "stage", "stage_status", "stage_since", "outcome", "outcome_reason", "closed_on"),
        ("budget_low_fen", "budget_high_fen"),
        ("next_step", "next_due"),
        ("grade", "grade_reason", "graded_at"),
        ("score_budget", "score_need", "score_decision", "score_urgency"),
        ("owner_id", "assigned_at"),
    )
