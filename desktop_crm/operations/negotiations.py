"""Negotiation: the floor (N1), objections (N2) and the memo that both sides confirm (N3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    ClauseKind,
    Contact,
    Deal,
    Member,
    Memo,
    MemoClause,
    NegotiationFloor,
    Objection,
    context,
    link_id,
    new_id,
)
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled, place_after, place_at
from desktop_crm.operations.papers import MEMO as PAPER
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.amounts import format_full
from desktop_crm.rules.clause_line import read_clause
from desktop_crm.rules.proposals import objection_kind
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

FLOOR_FIELDS = frozenset({
    "core_demands", "lowest_price_fen", "lowest_discount", "longest_payment_days", "walk_away", "tactics",
})  # fmt: skip
OBJECTION_FIELDS = frozenset({"kind", "text", "answer", "proof", "resolved"})
USUAL = (
    (ClauseKind.PRICE, tr("价格")),
    (ClauseKind.PAYMENT, tr("付款")),
    (ClauseKind.DELIVERY, tr("交付标准")),
    (ClauseKind.ACCEPTANCE, tr("验收")),
    (ClauseKind.SERVICE, tr("售后服务")),
    (ClauseKind.LIABILITY, tr("违约责任")),
)
_NAMED = 3  # clauses a refusal names before it only counts them


# The floor


@operation("修改谈判底线")
def edit_floor(session: Session, deal_id: str, **values: Any) -> str:
    """Change the internal preparation: demands, floor, when we walk away."""
    deal = existing(session, Deal, deal_id)
    floor = adopt(session, NegotiationFloor, link_id(NegotiationFloor.__tablename__, deal.id))
    floor.deal_id = deal.id
    edit(floor, values, fields=FLOOR_FIELDS)
    return floor.id


# Objections


@operation("添加异议")
def add_objections(
    session: Session, deal_id: str, *, texts: Sequence[str], kind: str = "", after: str = ""
) -> tuple[str, ...]:
    """Add an objection for each text below the objection `after` and return their ids; its words tell its kind."""
    deal = existing(session, Deal, deal_id)
    there = _objections(session, deal.id)
    made = [
        Objection(id=new_id(), deal_id=deal.id, kind=kind or objection_kind(text), text=text) for text in filled(texts)
    ]
    session.add_all(made)
    return place_after(there, made, after)


@operation("修改异议")
def edit_objection(session: Session, objection_id: str, **values: Any) -> str:
    """Change an objection or its answer; only an answered one can be resolved."""
    objection = existing(session, Objection, objection_id)
    edit(objection, values, fields=OBJECTION_FIELDS)
    if objection.resolved and not objection.answer:
        raise Refused(tr("先写下怎样答复的，再标记为已解决。"), Remedy(tr("填写答复"), "negotiation.objections"))
    if not objection.answer:
        objection.reusable_id = ""  # taken back, so it does not count as a use
    return objection.id


@operation("调整异议顺序")
def move_objection(session: Session, objection_id: str, *, place: int) -> str:
    """Put an objection at a place, counted from 0."""
    objection = existing(session, Objection, objection_id)
    place_at(_objections(session, objection.deal_id), objection, place)
    return objection.id


@operation("删除异议")
def remove_objection(session: Session, objection_id: str) -> str:
    """Take an objection out of the list."""
    objection = existing(session, Objection, objection_id)
    mark_deleted(objection)
    return objection.id


# The memo


@operation("起草谈判纪要")
def start_memo(session: Session, deal_id: str) -> str:
    """Begin the memo with the usual clauses, all open, and what is known of price, people and day."""
    if PAPER.latest(session, deal_id) is not None:
        raise Refused(tr("谈判纪要已经有了。"), Remedy(tr("打开纪要"), "negotiation.memo"))
    return _begin(session, existing(session, Deal, deal_id)).id


@operation("修改谈判纪要")
def edit_memo(session: Session, deal_id: str, **values: Any) -> str:
    """Change the facts of the meeting and return the id of the version that now holds them."""
    draft = _draft(session, deal_id)
    edit(draft, values, fields=PAPER.fields)
    return draft.id


@operation("添加纪要条款")
def add_memo_clauses(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a clause for each text (“质保：24 个月” gives title and text) below the clause `after`; return their ids."""
    if after:
        draft, above = PAPER.draft_line(session, after)
        after = above.id
    else:
        draft = _draft(session, deal_id)
    return PAPER.insert(session, draft, [_clause(text) for text in filled(texts)], after)


@operation("修改纪要条款")
def edit_memo_clause(session: Session, clause_id: str, **values: Any) -> str:
    """Change a clause and return its id, which is a new one when a confirmed version had to be followed."""
    _, clause = PAPER.draft_line(session, clause_id)
    edit(clause, values, fields=PAPER.line_fields)
    if clause.agreed and not clause.text:
        raise Refused(
            tr("“{title}”还没有写明内容，不能算谈妥。", title=clause.title or tr("这一条")),
            Remedy(tr("填写内容"), "negotiation.memo"),
        )
    return clause.id


@operation("全部谈妥")
def agree_clauses(session: Session, deal_id: str) -> int:
    """Mark every clause that says something as agreed and return how many those were; unwritten ones stay open."""
    latest = PAPER.latest(session, deal_id)
    if latest is None or not _waiting(session, latest):
        raise Refused(tr("写明内容的条款都已经谈妥了。"), Remedy(tr("填写其余条款"), "negotiation.memo"))
    waiting = _waiting(session, _draft(session, deal_id))
    for clause in waiting:
        clause.agreed = True
    return len(waiting)


@operation("调整条款顺序")
def move_memo_clause(session: Session, clause_id: str, *, place: int) -> str:
    """Put a clause at a place, counted from 0, and return its id."""
    draft, clause = PAPER.draft_line(session, clause_id)
    PAPER.move(session, draft, clause, place)
    return clause.id


@operation("删除纪要条款")
def remove_memo_clause(session: Session, clause_id: str) -> str:
    """Take a clause out of the memo; a confirmed version keeps it."""
    _, clause = PAPER.draft_line(session, clause_id)
    mark_deleted(clause)
    return clause.id


@operation("发送谈判纪要")
def send_memo(session: Session, memo_id: str, *, sent_on: date | None = None) -> str:
    """Note that this version went to the customer, today unless told."""
    memo = existing(session, Memo, memo_id)
    _refuse_if_unwritten(session, memo)
    PAPER.send(session, memo, sent_on)
    return memo.id


@operation("确认谈判纪要")
def confirm_memo(session: Session, memo_id: str, *, confirmed_by: str, confirmed_on: date | None = None) -> str:
    """Note that both sides confirmed this version; it is frozen from then on. Open points may stay."""
    memo = existing(session, Memo, memo_id)
    _refuse_if_unwritten(session, memo)
    PAPER.confirm(session, memo, confirmed_by=confirmed_by, confirmed_on=confirmed_on)
    return memo.id


@operation("放弃纪要草稿")
def discard_memo(session: Session, memo_id: str) -> str:
    """Give up the draft that follows a confirmed version."""
    memo = existing(session, Memo, memo_id)
    PAPER.discard(session, memo)
    return memo.id


# Inside


def _objections(session: Session, deal_id: str) -> list[Objection]:
    found = select(Objection).where(Objection.deal_id == deal_id).order_by(Objection.position, Objection.id)
    return list(session.scalars(found))


def _waiting(session: Session, memo: Memo) -> list[MemoClause]:
    """Return the clauses that say something and are not agreed."""
    return [clause for clause in PAPER.lines(session, memo) if clause.text and not clause.agreed]


def _draft(session: Session, deal_id: str) -> Memo:
    return PAPER.draft(session, deal_id) or _begin(session, existing(session, Deal, deal_id))


def _begin(session: Session, deal: Deal) -> Memo:
    me = session.get(Member, context(session).me)
    them = session.get(Contact, deal.contact_id) if deal.contact_id else None
    memo = Memo(
        id=new_id(),
        deal_id=deal.id,
        version=1,
        met_on=clock.today(),
        our_side=me.name if me else "",
        their_side=" ".join(filter(None, (them.name, them.title))) if them else "",
    )
    session.add(memo)
    price = tr("合同总价 {amount}", amount=format_full(deal.amount_fen)) if deal.amount_fen else ""
    clauses = [
        MemoClause(kind=kind, title=title, text=price if kind == ClauseKind.PRICE else "") for kind, title in USUAL
    ]
    PAPER.insert(session, memo, clauses, "")
    return memo


def _clause(line: str) -> MemoClause:
    title, text = read_clause(line)
    kinds = {name: kind for kind, name in USUAL}
    return MemoClause(kind=kinds.get(title, ClauseKind.OTHER), title=title, text=text)


def _refuse_if_unwritten(session: Session, memo: Memo) -> None:
    """Refuse unless the memo has clauses and each says something."""
    clauses = PAPER.lines(session, memo)
    empty = [clause.title or tr("未命名") for clause in clauses if not clause.text]
    remedy = Remedy(tr("填写条款"), "negotiation.memo")
    if not clauses:
        raise Refused(tr("纪要里还没有条款。"), remedy)
    if empty:
        names = "、".join(empty[:_NAMED])
        more = tr("等 {count} 条", count=len(empty)) if len(empty) > _NAMED else ""
        raise Refused(tr("{names}{more}还没有写明内容；谈不拢的也写下双方的说法。", names=names, more=more), remedy)
