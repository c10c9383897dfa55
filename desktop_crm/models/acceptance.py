"""Acceptance: clause by clause, checked again in rounds until it passes (D3)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, count, day, link, words


class Result(StrEnum):
    """What a check of a clause gave."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"


class Acceptance(Row):
    """The acceptance of one deal's delivery; the id derives from the deal."""

    __tablename__ = "acceptance"

    deal_id: Mapped[str] = link("deal.id")
    project: Mapped[str] = words()
    contract_number: Mapped[str] = words()
    place: Mapped[str] = words()
    our_side: Mapped[str] = words()
    their_side: Mapped[str] = words()
    conclusion: Mapped[str] = words()
    accepted_on: Mapped[date | None] = day()


class AcceptanceClause(Row):
    """What was promised and by which standard it is judged."""

    __tablename__ = "acceptance_clause"

    acceptance_id: Mapped[str] = link("acceptance.id")
    text: Mapped[str] = words()
    standard: Mapped[str] = words()
    contract_clause_id: Mapped[str] = words()  # the clause of the contract it checks
    change_order_id: Mapped[str] = words()  # the signed change that brought it
    position: Mapped[int] = count()


class AcceptanceCheck(Row):
    """One check of one clause: round 1, then one more round for each rectification.

    The latest round is the clause's result; a failed one says why and what is done until when.
    """

    __tablename__ = "acceptance_check"

    clause_id: Mapped[str] = link("acceptance_clause.id")
    round: Mapped[int] = count(1)
    result: Mapped[str] = words(Result.PENDING)
    checked_on: Mapped[date | None] = day()
    checked_by: Mapped[str] = words()
    cause: Mapped[str] = words()
    rectification: Mapped[str] = words()
    rectify_by: Mapped[date | None] = day()
