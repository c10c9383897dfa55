"""Negotiation: what stays inside (floor, objections) and the memo both sides confirm."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.models.base import Row, count, day, fen, flag, link, words
from desktop_crm.models.paper import ClauseKind, VersionStatus


class NegotiationFloor(Row):
    """Our preparation (N1), internal without exception; the id derives from the deal.

    It is a table of its own so that no query for a customer's document touches it.
    """

    __tablename__ = "negotiation_floor"

    deal_id: Mapped[str] = link("deal.id")
    core_demands: Mapped[str] = words(info={"internal": True})
    lowest_price_fen: Mapped[int | None] = fen(info={"internal": True})
    lowest_discount: Mapped[int | None] = mapped_column(
        Integer, info={"internal": True}
    )  # tenths of a percent: 850 = 8.5折
    longest_payment_days: Mapped[int | None] = mapped_column(Integer, info={"internal": True})
    walk_away: Mapped[str] = words(info={"internal": True})
    tactics: Mapped[str] = words(info={"internal": True})


class Objection(Row):
    """An objection and the answer given (N2)."""

    __tablename__ = "objection"

    deal_id: Mapped[str] = link("deal.id")
    kind: Mapped[str] = words(info={"internal": True})
    text: Mapped[str] = words(info={"internal": True})
    answer: Mapped[str] = words(info={"internal": True})
    proof: Mapped[str] = words(info={"internal": True})  # the case or figure behind the answer
    resolved: Mapped[bool] = flag()
    reusable_id: Mapped[str] = words(index=True)  # the answer of the library it was taken from or put into
    position: Mapped[int] = count()


class ReusableAnswer(Row):
    """An answer of the objection library, shared by all deals (internal)."""

    __tablename__ = "reusable_answer"

    kind: Mapped[str] = words(info={"internal": True})
    text: Mapped[str] = words(info={"internal": True})  # the objection
    answer: Mapped[str] = words(info={"internal": True})
    proof: Mapped[str] = words(info={"internal": True})


class Memo(Row):
    """One version of the negotiation memo (N3)."""

    __tablename__ = "memo"

    deal_id: Mapped[str] = link("deal.id")
    version: Mapped[int] = count(1)
    status: Mapped[str] = words(VersionStatus.DRAFT)
    met_on: Mapped[date | None] = day()
    place: Mapped[str] = words()
    our_side: Mapped[str] = words()
    their_side: Mapped[str] = words()
    next_step: Mapped[str] = words()
    change_note: Mapped[str] = words()
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()
    confirmed_by: Mapped[str] = words()

    groups = (("status", "sent_on", "confirmed_on", "confirmed_by"),)


class MemoClause(Row):
    """A clause of the memo: agreed, or an open point with who settles it by when."""

    __tablename__ = "memo_clause"

    memo_id: Mapped[str] = link("memo.id")
    kind: Mapped[str] = words(ClauseKind.OTHER)
    title: Mapped[str] = words()
    text: Mapped[str] = words()
    agreed: Mapped[bool] = flag()
    settled_by: Mapped[str] = words()
    due_on: Mapped[date | None] = day()
    position: Mapped[int] = count()
