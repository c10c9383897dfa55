"""The objection library (N2): its answers with what became of the deals they were used in, and answers worth keeping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Subquery, case, distinct, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Objection, Outcome, ReusableAnswer
from desktop_crm.rules.objections import ALIKE, finds, likeness, plain_words


@dataclass(frozen=True, slots=True)
class LibraryAnswer:
    """An answer of the library, and the deals it was used in: how many, how many of them won and lost."""

    id: str
    kind: str
    text: str
    answer: str
    proof: str
    used: int = 0
    won: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class UnkeptAnswer:
    """An answer given in deals that the library does not have; `objection_id` is the latest of those objections."""

    objection_id: str
    kind: str
    text: str
    answer: str
    proof: str
    deal: str
    customer: str
    used: int
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class ObjectionRecord:
    """An answer of the library as the command line shows it."""

    objection: str
    kind: str
    answer: str
    proof: str
    used: int
    won: int
    lost: int


def objection_library(session: Session, words: str = "", kind: str = "", near: str = "") -> tuple[LibraryAnswer, ...]:
    """Return the answers that typed words (also pinyin or initials) and a kind find; one statement.

    The one that won most comes first, then the one used most; with `near`, answers to such an objection come before.
    """
    usage = _usage()
    found = (
        select(ReusableAnswer, usage.c.used, usage.c.won, usage.c.lost)
        .join(usage, usage.c.answer == ReusableAnswer.id, isouter=True)
        .order_by(func.coalesce(usage.c.won, 0).desc(), func.coalesce(usage.c.used, 0).desc(), ReusableAnswer.id)
    )
    if kind:
        found = found.where(ReusableAnswer.kind == kind)
    answers = [
        LibraryAnswer(row.id, row.kind, row.text, row.answer, row.proof, used or 0, won or 0, lost or 0)
        for row, used, won, lost in session.execute(found)
        if finds(words, row.text, row.answer, row.proof)
    ]
    if near:
        answers.sort(key=lambda one: -_nearness(one.text, near))  # stable: what won most stays first among equals
    return tuple(answers)


def beside_objections(session: Session, deal_id: str) -> Mapping[str, LibraryAnswer]:
    """Return for a deal's objections the answer of the library they use, or one to offer where none was given.

    Two statements.
    """
    objections = session.execute(
        select(Objection.id, Objection.text, Objection.answer, Objection.reusable_id).where(
            Objection.deal_id == deal_id
        )
    ).all()
    library = objection_library(session) if objections else ()
    by_id = {answer.id: answer for answer in library}
    found: dict[str, LibraryAnswer] = {}
    for objection in objections:
        answer = by_id.get(objection.reusable_id) if objection.answer else _offer(objection.text, library)
        if answer is not None:
            found[objection.id] = answer
    return found


def unkept_answers(session: Session, words: str = "", kind: str = "") -> tuple[UnkeptAnswer, ...]:
    """Return the answers of deals that are not in the library yet, those that won first; two statements."""
    kept: dict[str, set[str]] = defaultdict(set)
    for row in session.execute(select(ReusableAnswer.text, ReusableAnswer.answer)):
        kept[plain_words(row.text)].add(plain_words(row.answer))
    used, won, lost = _counts()
    found = (
        select(
            func.max(Objection.id).label("objection_id"), func.max(Objection.kind).label("kind"),
            Objection.text, Objection.answer, func.max(Objection.proof).label("proof"),
            func.max(Deal.title).label("deal"), func.max(func.coalesce(Customer.name, "")).label("customer"),
            used, won, lost,
        )
        .join(Deal, Deal.id == Objection.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .where(Objection.answer != "", Objection.text != "", Objection.reusable_id == "")
        .group_by(Objection.text, Objection.answer)
        .order_by(won.desc(), used.desc(), func.max(Objection.id).desc())
    )  # fmt: skip
    if kind:
        found = found.where(Objection.kind == kind)
    return tuple(
        UnkeptAnswer(*row)
        for row in session.execute(found)
        if finds(words, row.text, row.answer, row.proof) and not _says(kept.get(plain_words(row.text)), row.answer)
    )


def objection_records(session: Session, words: str = "") -> list[ObjectionRecord]:
    """Return the library for the command line: all of it, or what words find."""
    return [
        ObjectionRecord(one.text, one.kind, one.answer, one.proof, one.used, one.won, one.lost)
        for one in objection_library(session, words)
    ]


def _usage() -> Subquery:
    """Return for each answer the deals it was used in; a deal that used it twice counts once."""
    used, won, lost = _counts()
    return (
        select(Objection.reusable_id.label("answer"), used, won, lost)
        .join(Deal, Deal.id == Objection.deal_id)
        .where(Objection.reusable_id != "")
        .group_by(Objection.reusable_id)
        .subquery()
    )


def _counts():
    ended = {
        name: func.count(distinct(case((Deal.outcome == outcome, Deal.id)))).label(name)
        for name, outcome in (("won", Outcome.WON), ("lost", Outcome.LOST))
    }
    return func.count(distinct(Deal.id)).label("used"), ended["won"], ended["lost"]


def _offer(text: str, library: tuple[LibraryAnswer, ...]) -> LibraryAnswer | None:
    """Return the answer to the objection that is put most alike; among equals the one that won most."""
    best = max(library, key=lambda one: likeness(one.text, text), default=None)
    return best if best is not None and best.answer and likeness(best.text, text) >= ALIKE else None


def _says(answers: set[str] | None, answer: str) -> bool:
    return answers is not None and plain_words(answer) in answers


def _nearness(text: str, near: str) -> float:
    found = likeness(text, near)
    return found if found >= ALIKE else 0.0
