"""Requirements: the interview that prepares them, the versions, and their items."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from desktop_crm.models.base import Row, count, day, fen, link, words
from desktop_crm.models.paper import VersionStatus


class ItemKind(StrEnum):
    """What a line of the requirement says."""

    PAIN = "pain"
    GOAL = "goal"
    NEED = "need"


class Priority(StrEnum):
    """How much the customer insists."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class QuestionKind(StrEnum):
    """The SPIN questions, and the plain open one."""

    SITUATION = "situation"
    PROBLEM = "problem"
    IMPLICATION = "implication"
    NEED_PAYOFF = "need_payoff"
    OPEN = "open"


class Interview(Row):
    """Preparation of a talk (internal): the id derives from the deal."""

    __tablename__ = "interview"

    deal_id: Mapped[str] = link("deal.id")
    background: Mapped[str] = words(info={"internal": True})
    opening: Mapped[str] = words(info={"internal": True})
    value_points: Mapped[str] = words(info={"internal": True})


class InterviewQuestion(Row):
    """A question to ask and what was answered."""

    __tablename__ = "interview_question"

    deal_id: Mapped[str] = link("deal.id")
    kind: Mapped[str] = words(QuestionKind.SITUATION)
    question: Mapped[str] = words(info={"internal": True})
    answer: Mapped[str] = words(info={"internal": True})
    position: Mapped[int] = count()


class Requirement(Row):
    """One version of a deal's requirement, as the customer is asked to confirm it."""

    __tablename__ = "requirement"

    deal_id: Mapped[str] = link("deal.id")
    version: Mapped[int] = count(1)
    status: Mapped[str] = words(VersionStatus.DRAFT)
    background: Mapped[str] = words()
    present_system: Mapped[str] = words()
    present_supplier: Mapped[str] = words()
    decision_process: Mapped[str] = words()
    timeline: Mapped[str] = words()
    budget_low_fen: Mapped[int | None] = fen()
    budget_high_fen: Mapped[int | None] = fen()
    change_note: Mapped[str] = words()  # why this version follows the last one
    sent_on: Mapped[date | None] = day()
    confirmed_on: Mapped[date | None] = day()
    confirmed_by: Mapped[str] = words()

    groups = (("status", "sent_on", "confirmed_on", "confirmed_by"), ("budget_low_fen", "budget_high_fen"))


class RequirementItem(Row):
    """A pain point, a measurable goal or a need, in one version."""

    __tablename__ = "requirement_item"

    requirement_id: Mapped[str] = link("requirement.id")
    kind: Mapped[str] = words(ItemKind.NEED)
    text: Mapped[str] = words()
    measure: Mapped[str] = words()  # how we both know it is met
    priority: Mapped[str] = words(Priority.SHOULD)
    position: Mapped[int] = count()
