"""The letter of intent (N4): what both sides agreed on so far, signed before the contract is drafted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, IntentClause, LetterOfIntent, VersionStatus, new_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled
from desktop_crm.operations.papers import LETTER as PAPER
from desktop_crm.operations.papers import MEMO
from desktop_crm.operations.rows import edit, existing, mark_deleted
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.clause_line import read_clause
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

VALID_DAYS: Final = 30
# What a letter says beside the terms of the memo; the words are a beginning, each company makes them its own.
_USUAL: Final = (
    (tr("合作意向"), tr("甲方有意采购乙方的产品与服务，双方同意以本意向书为基础商定正式合同。")),
    (tr("保密"), tr("双方对洽谈中得知的对方资料保密，未经书面同意不向第三方提供。")),
    (tr("效力"), tr("本意向书表达合作意愿，双方的权利义务以正式签订的合同为准；保密约定自签署之日起生效。")),
)


@operation("起草合作意向书")
def start_letter(session: Session, deal_id: str) -> str:
    """Begin the letter with what the memo has agreed, the amount, and the days that are usual."""
    if PAPER.latest(session, deal_id) is not None:
        raise Refused(tr("合作意向书已经有了。"), Remedy(tr("打开意向书"), PAPER.place))
    return _begin(session, existing(session, Deal, deal_id)).id


@operation("修改合作意向书")
def edit_letter(session: Session, deal_id: str, **values: Any) -> str:
    """Change the facts of the letter and return the id of the version that now holds them."""
    draft = _draft(session, deal_id)
    edit(draft, values, fields=PAPER.fields)
    if draft.amount_fen is not None and draft.amount_fen < 0:
        raise Refused(tr("意向金额不能是负数。"), Remedy(tr("修改金额"), f"{PAPER.place}.amount_fen"))
    return draft.id


@operation("添加意向书条款")
def add_intent_clauses(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a clause for each text (“保密：三年” gives title and text) below the clause `after`; return their ids."""
    if after:
        draft, above = PAPER.draft_line(session, after)
        after = above.id
    else:
        draft = _draft(session, deal_id)
    return PAPER.insert(session, draft, [_clause(text) for text in filled(texts)], after)


@operation("修改意向书条款")
def edit_intent_clause(session: Session, clause_id: str, **values: Any) -> str:
    """Change a clause and return its id, which is a new one when a signed version had to be followed."""
    _, clause = PAPER.draft_line(session, clause_id)
    edit(clause, values, fields=PAPER.line_fields)
    return clause.id


@operation("调整意向书条款顺序")
def move_intent_clause(session: Session, clause_id: str, *, place: int) -> str:
    """Put a clause at a place, counted from 0."""
    draft, clause = PAPER.draft_line(session, clause_id)
    PAPER.move(session, draft, clause, place)
    return clause.id


@operation("删除意向书条款")
def remove_intent_clause(session: Session, clause_id: str) -> str:
    """Strike a clause out; a signed version keeps it."""
    _, clause = PAPER.draft_line(session, clause_id)
    mark_deleted(clause)
    return clause.id


@operation("发送合作意向书")
def send_letter(session: Session, letter_id: str, *, sent_on: date | None = None) -> str:
    """Note that this version went to the customer, today unless told."""
    letter = existing(session, LetterOfIntent, letter_id)
    _refuse_unless_ready(session, letter)
    PAPER.send(session, letter, sent_on)
    return letter.id


@operation("签署合作意向书")
def confirm_letter(session: Session, letter_id: str, *, confirmed_by: str, confirmed_on: date | None = None) -> str:
    """Note that both sides signed this version: who on the customer's, and when; it is frozen from then on."""
    letter = existing(session, LetterOfIntent, letter_id)
    _refuse_unless_ready(session, letter)
    PAPER.confirm(session, letter, confirmed_by=confirmed_by, confirmed_on=confirmed_on)
    return letter.id


@operation("放弃意向书草稿")
def discard_letter(session: Session, letter_id: str) -> str:
    """Give up the draft that follows a signed version."""
    letter = existing(session, LetterOfIntent, letter_id)
    PAPER.discard(session, letter)
    return letter.id


# Inside


def _draft(session: Session, deal_id: str) -> LetterOfIntent:
    return PAPER.draft(session, deal_id) or _begin(session, existing(session, Deal, deal_id))


def _begin(session: Session, deal: Deal) -> LetterOfIntent:
    letter = LetterOfIntent(
        id=new_id(),
        deal_id=deal.id,
        version=1,
        project=deal.title or deal.need,
        amount_fen=deal.amount_fen,
        sign_contract_by=deal.expected_close if deal.expected_close and deal.expected_close > clock.today() else None,
        valid_until=clock.today() + timedelta(days=VALID_DAYS),
    )
    session.add(letter)
    usual = [IntentClause(title=title, text=text) for title, text in _USUAL]
    PAPER.insert(session, letter, [usual[0], *_agreed(session, deal.id), *usual[1:]], "")
    return letter


def _agreed(session: Session, deal_id: str) -> list[IntentClause]:
    """Return what the confirmed memo, else the latest one, has agreed."""
    memo = MEMO.latest(session, deal_id, status=VersionStatus.CONFIRMED) or MEMO.latest(session, deal_id)
    lines = MEMO.lines(session, memo) if memo else []
    return [IntentClause(kind=line.kind, title=line.title, text=line.text) for line in lines if line.agreed]


def _clause(line: str) -> IntentClause:
    title, text = read_clause(line)
    return IntentClause(title=title, text=text)


def _refuse_unless_ready(session: Session, letter: LetterOfIntent) -> None:
    """Refuse unless the letter has clauses and each says something."""
    clauses = PAPER.lines(session, letter)
    remedy = Remedy(tr("填写条款"), f"{PAPER.place}.clauses")
    if not clauses:
        raise Refused(tr("意向书里还没有条款。"), remedy)
    empty = next((clause for clause in clauses if not clause.text), None)
    if empty is not None:
        raise Refused(tr("“{title}”还没有写明内容。", title=empty.title or tr("未命名")), remedy)
