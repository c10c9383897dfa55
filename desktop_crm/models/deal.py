"""Deals: a lead and what becomes of it are one record, numbered once."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Boolean, Computed, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, Utc, day, fen, link, listing, words


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

    source: Mapped[str] = words()
    sub_source: Mapped[str] = words()
    acquired_on: Mapped[date | None] = day()
    need: Mapped[str] = words()
    purchase_time: Mapped[str] = words()
    external_id: Mapped[str] = words(index=True)
    missing: Mapped[list[str]] = listing()

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
        Index("ix_deal_incomplete", "id", sqlite_where=text("missing <> '[]'")),
    )

    # Columns that mean something only together; an exchange between laptops takes them as one.
    groups = (
        ("amount_fen", "currency"),
        ("playbook", "stage", "stage_status", "stage_since", "outcome", "outcome_reason", "closed_on"),
        ("budget_low_fen", "budget_high_fen"),
        ("next_step", "next_due"),
    )
