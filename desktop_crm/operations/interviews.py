"""Preparing a talk (C3): background, opening, value points, and the questions with their answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Interview, InterviewQuestion, QuestionKind, link_id, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.queries.interviews import suggested_questions
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

FIELDS = frozenset({"background", "opening", "value_points"})
QUESTION_FIELDS = frozenset({"kind", "question", "answer"})


@operation("修改访谈准备")
def edit_interview(session: Session, deal_id: str, **values: Any) -> str:
    """Change the preparation of the talk."""
    deal = existing(session, Deal, deal_id)
    interview = adopt(session, Interview, link_id(Interview.__tablename__, deal.id))
    interview.deal_id = deal.id
    edit(interview, values, fields=FIELDS)
    return interview.id


@operation("添加问题")
def add_questions(
    session: Session, deal_id: str, *, kind: str, texts: Sequence[str], after: str = ""
) -> tuple[str, ...]:
    """Add a question for each text below the question `after` and return their ids."""
    deal = existing(session, Deal, deal_id)
    questions = _questions(session, deal.id)
    made = [
        InterviewQuestion(id=new_id(), deal_id=deal.id, kind=QuestionKind(kind), question=text)
        for text in filled(texts)
    ]
    session.add_all(made)
    return place_after(questions, made, after)


@operation("带入建议问题")
def take_over_questions(session: Session, deal_id: str) -> tuple[str, ...]:
    """Add the questions the playbook suggests that are not there yet."""
    deal = existing(session, Deal, deal_id)
    there = {question.question for question in _questions(session, deal.id)}
    texts = [text for text in suggested_questions(playbook_of(session, deal), deal.stage) if text not in there]
    if not texts:
        raise Refused(tr("流程里建议的问题都已经在提纲里了。"))
    return add_questions(session, deal_id, kind=QuestionKind.OPEN, texts=texts)


@operation("修改问题")
def edit_question(session: Session, question_id: str, **values: Any) -> str:
    """Change a question, its kind or its answer."""
    question = existing(session, InterviewQuestion, question_id)
    edit(question, values, fields=QUESTION_FIELDS)
    return question.id


@operation("调整问题顺序")
def move_question(session: Session, question_id: str, *, place: int) -> str:
    """Put a question at a place, counted from 0."""
    question = existing(session, InterviewQuestion, question_id)
    place_at(_questions(session, question.deal_id), question, place)
    return question.id


@operation("删除问题")
def remove_question(session: Session, question_id: str) -> str:
    """Take a question out of the preparation."""
    question = existing(session, InterviewQuestion, question_id)
    mark_deleted(question)
    return question.id


def _questions(session: Session, deal_id: str) -> list[InterviewQuestion]:
    return list(
        session.scalars(
            select(InterviewQuestion)
            .where(InterviewQuestion.deal_id == deal_id)
            .order_by(InterviewQuestion.position, InterviewQuestion.id)
        )
    )
