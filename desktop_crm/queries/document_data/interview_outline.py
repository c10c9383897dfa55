"""What the interview outline says: how the talk is opened, what to ask, and room to write down the answers (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, QuestionKind
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import Decider, deciders
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.interviews import InterviewSheet, Question, interview_sheet
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr

_ROOM: Final = "\n\n\n"  # so many lines to write an answer by hand


@dataclass(frozen=True, slots=True)
class Asked(InternalOnly):
    """A question with its answer, or room for one."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class InterviewOutline(InternalOnly):
    """The data of `interview_outline`; the questions by what they are after (SPIN)."""

    deal: Subject
    need: str = ""
    background: str = ""
    opening: str = ""
    value_points: str = ""
    people: tuple[Decider, ...] = ()
    situation: tuple[Asked, ...] = ()
    problem: tuple[Asked, ...] = ()
    implication: tuple[Asked, ...] = ()
    need_payoff: tuple[Asked, ...] = ()
    open: tuple[Asked, ...] = ()
    suggested: tuple[Asked, ...] = ()
    room: str = _ROOM  # for what nobody thought of asking


def interview_outline(session: Session, deal_id: str) -> InterviewOutline:
    """Return the preparation of a talk; without questions of one's own those that the playbook suggests."""
    about = subject(session, deal_id)
    sheet = interview_sheet(session, deal_id)
    if not _says_anything(sheet):
        raise Refused(tr("还没有准备访谈提纲。"), Remedy(tr("准备访谈"), "requirement"))
    by_kind = {kind: tuple(_asked(one) for one in sheet.questions if one.kind == kind) for kind in QuestionKind}
    return InterviewOutline(
        deal=about,
        need=session.get_one(Deal, deal_id).need,
        background=sheet.background,
        opening=sheet.opening,
        value_points=sheet.value_points,
        people=deciders(session, deal_id),
        situation=by_kind[QuestionKind.SITUATION],
        problem=by_kind[QuestionKind.PROBLEM],
        implication=by_kind[QuestionKind.IMPLICATION],
        need_payoff=by_kind[QuestionKind.NEED_PAYOFF],
        open=(
            *by_kind[QuestionKind.OPEN],
            *(_asked(one) for one in sheet.questions if one.kind not in set(QuestionKind)),
        ),
        suggested=() if sheet.questions else tuple(Asked(text, _ROOM) for text in sheet.suggested),
    )


def _says_anything(sheet: InterviewSheet) -> bool:
    return bool(sheet.questions or sheet.suggested or sheet.background or sheet.opening or sheet.value_points)


def _asked(question: Question) -> Asked:
    return Asked(question.question, question.answer.strip() or _ROOM)
