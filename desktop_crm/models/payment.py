"""Payments: what is due when (K5), and what came in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, count, day, fen, link, words


class Payment(Row):
    """An instalment of the plan; `share` is its part of the contract in tenths of a percent (300 = 30 %)."""

    __tablename__ = "payment"

    deal_id: Mapped[str] = link("deal.id")
    name: Mapped[str] = words()
    condition: Mapped[str] = words()
    share: Mapped[int | None] = mapped_column(Integer)
    amount_fen: Mapped[int | None] = fen()
    due_on: Mapped[date | None] = day(index=True)
    milestone_id: Mapped[str] = words()  # falls due when this is done
    change_order_id: Mapped[str] = words()  # the signed change that brought it
    invoiced_on: Mapped[date | None] = day()
    note: Mapped[str] = words(info={"internal": True})
    position: Mapped[int] = count()

    groups = (("share", "amount_fen"),)


class Receipt(Row):
    """Money that came in for an instalment."""

    __tablename__ = "receipt"

    deal_id: Mapped[str] = link("deal.id")
    payment_id: Mapped[str] = link("payment.id")
    received_on: Mapped[date | None] = day(index=True)
    amount_fen: Mapped[int | None] = fen()
    method: Mapped[str] = words()
    note: Mapped[str] = words(info={"internal": True})
