"""What is prepared for a talk with the customer, and which questions the playbook suggests."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Interview, InterviewQuestion
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Question:
    """A question to ask and its answer."""

    id: str
    kind: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class InterviewSheet:
    """The preparation of a talk; `suggested` are the playbook's questions that are not taken over yet."""

    background: str = ""
    opening: str = ""
    value_points: str = ""
    questions: tuple[Question, ...] = ()
    suggested: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """Return how many questions have an answer."""
        return sum(bool(question.answer) for question in self.questions)


def interview_sheet(session: Session, deal_id: str) -> InterviewSheet:
    """Return what is prepared for the talk about a deal."""
    row = session.scalars(select(Interview).where(Interview.deal_id == deal_id).limit(1)).first()
    questions = tuple(
        Question(found.id, found.kind, found.question, found.answer)
        for found in session.scalars(
            select(InterviewQuestion)
            .where(InterviewQuestion.deal_id == deal_id)
            .order_by(InterviewQuestion.position, InterviewQuestion.id)
        )
    )
    there = {question.question for question in questions}
    return InterviewSheet(
        background=row.background if row else "",
        opening=row.opening if row else "",
        value_points=row.value_points if row else "",
        questions=questions,
        suggested=tuple(text for text in _suggested(session, deal_id) if text not in there),
    )


def suggested_questions(playbook: Playbook, stage: str) -> tuple[str, ...]:
    """Return the questions of the discovery stages, and before them those of the deal's own stage up to there."""
    discovery = [found for found in playbook.stages if found.phase == "discovery"]
    present = playbook.find_stage(stage)
    stages = [present] if present and present.phase == "lead" else []
    questions = [question for found in [*stages, *discovery] for question in found.questions]
    return tuple(dict.fromkeys(questions))


def _suggested(session: Session, deal_id: str) -> tuple[str, ...]:
    deal = session.execute(select(Deal.playbook, Deal.stage).where(Deal.id == deal_id)).first()
    playbooks = session.info.get("playbooks")
    if deal is None or not isinstance(playbooks, Playbooks):
        return ()
    return suggested_questions(playbooks.find(deal.playbook), deal.stage)
