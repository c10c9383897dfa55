"""The objection library (N2): answers that worked in one deal, kept for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Objection, ReusableAnswer, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.objections import plain_words
from desktop_crm.rules.proposals import objection_kind
from desktop_crm.system.translations import tr

FIELDS: Final = frozenset({"kind", "text", "answer", "proof"})


@operation("存入异议库")
def keep_answer(session: Session, objection_id: str) -> str:
    """Put a deal's answer into the library and return its id; the same words are kept once.

    Whatever deal gave the same answer to the same objection counts as a use of it.
    """
    objection = existing(session, Objection, objection_id)
    if not objection.answer:
        raise Refused(tr("先写下怎样答复的，再存入异议库。"), Remedy(tr("填写答复"), "negotiation.objections"))
    kept = _same(session, objection.text, objection.answer)
    if kept is None:
        kept = ReusableAnswer(id=new_id(), **{name: getattr(objection, name) for name in FIELDS})
        session.add(kept)
    elif objection.reusable_id == kept.id:
        raise Refused(tr("这条答复已经在异议库里了。"))
    kept.proof = kept.proof or objection.proof
    objection.reusable_id = kept.id
    twins = select(Objection).where(
        Objection.text == objection.text, Objection.answer == objection.answer, Objection.reusable_id == ""
    )
    for twin in session.scalars(twins):
        twin.reusable_id = kept.id
    return kept.id


@operation("收录到异议库")
def keep_answers(session: Session, objection_ids: Sequence[str]) -> int:
    """Put the answers of several deals into the library in one step and return how many objections were chosen."""
    for objection_id in objection_ids:
        keep_answer(session, objection_id)
        session.flush()  # the next one may say the same
    return len(objection_ids)


@operation("采用异议库答复")
def reuse_answer(session: Session, objection_id: str, *, answer_id: str) -> str:
    """Answer a deal's objection with an answer of the library; the customer's own words stay."""
    objection = existing(session, Objection, objection_id)
    kept = existing(session, ReusableAnswer, answer_id)
    if not kept.answer:
        raise Refused(tr("异议库里的这一条还没有写答复。"), Remedy(tr("打开异议库"), "team.objections"))
    objection.kind, objection.answer, objection.proof = kept.kind, kept.answer, kept.proof
    objection.reusable_id = kept.id
    return objection.id


@operation("添加异议库答复")
def add_reusable_answer(session: Session, *, text: str, **values: Any) -> str:
    """Add an objection to the library, with its answer as far as it is known; return its id."""
    if not text.strip():
        raise Refused(tr("请写下客户的异议。"))
    kept = ReusableAnswer(id=new_id(), kind=objection_kind(text))
    edit(kept, {"text": text, **values}, fields=FIELDS)
    session.add(kept)
    return kept.id


@operation("修改异议库答复")
def edit_reusable_answer(session: Session, answer_id: str, **values: Any) -> str:
    """Change an answer of the library; what deals said with it stays as it was said."""
    kept = existing(session, ReusableAnswer, answer_id)
    if not str(values.get("text", "-")).strip():
        raise Refused(tr("异议不能为空；不要了就删除这一条。"))
    edit(kept, values, fields=FIELDS)
    return kept.id


@operation("删除异议库答复")
def remove_reusable_answers(session: Session, ids: Sequence[str]) -> int:
    """Take answers out of the library and return how many; deals keep what they said."""
    for answer_id in ids:
        mark_deleted(existing(session, ReusableAnswer, answer_id))
    return len(ids)


@operation("合并异议库答复")
def merge_answers(session: Session, answer_id: str, *, others: Sequence[str]) -> str:
    """Let one answer stand for others: their uses become its uses, what it lacks comes from them."""
    kept = existing(session, ReusableAnswer, answer_id)
    doubles = [existing(session, ReusableAnswer, other) for other in others if other != answer_id]
    if not doubles:
        raise Refused(tr("请选中两条以上再合并。"))
    for double in doubles:
        kept.answer = kept.answer or double.answer
        kept.proof = kept.proof or double.proof
        mark_deleted(double)
    used = select(Objection).where(Objection.reusable_id.in_([double.id for double in doubles]))
    for objection in session.scalars(used):
        objection.reusable_id = kept.id
    return kept.id


def _same(session: Session, text: str, answer: str) -> ReusableAnswer | None:
    """Return the answer of the library that says the same to the same objection."""
    wanted = plain_words(text), plain_words(answer)
    return next(
        (
            kept
            for kept in session.scalars(select(ReusableAnswer).order_by(ReusableAnswer.id))
            if (plain_words(kept.text), plain_words(kept.answer)) == wanted
        ),
        None,
    )
