"""The contract (K1): drafted from the memo, held against it clause by clause, its risks looked at before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, ContractClause, ContractRisk, Deal, Memo, MemoClause, context, link_id
from desktop_crm.operations.contract_draft import begin, draft_values
from desktop_crm.operations.operation import operation
from desktop_crm.operations.ordering import filled
from desktop_crm.operations.papers import CONTRACT as PAPER
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.queries.contract_comparison import OMITTED, Comparison, contract_comparison, memo_root
from desktop_crm.queries.contracts import is_unwritten
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.clause_line import read_clause
from desktop_crm.rules.contract_terms import fill, terms
from desktop_crm.system.translations import tr

FIELDS = PAPER.fields - {"memo_id", "signing", "signed_by_us"}
CLAUSE_FIELDS = PAPER.line_fields - {"memo_clause_id"}
RISK_FIELDS = frozenset({"checked", "note"})
_NAMED = 3  # clauses a refusal names before it only counts them


@operation("起草合同")
def start_contract(session: Session, deal_id: str) -> str:
    """Draft the contract: what the memo agreed on in its place among the standard clauses; amount and tax as proposed."""
    if PAPER.latest(session, deal_id) is not None:
        raise Refused(tr("合同已经有了。"), Remedy(tr("打开合同"), PAPER.place))
    return begin(session, existing(session, Deal, deal_id)).id


@operation("修改合同")
def edit_contract(session: Session, deal_id: str, **values: Any) -> str:
    """Change the facts of the contract; standard clauses that nobody rewrote follow them. Return the contract's id."""
    draft = _draft(session, deal_id)
    before = draft_values(session, draft)
    edit(draft, values, fields=FIELDS)
    _refuse_if_impossible(draft)
    after = draft_values(session, draft)
    if before != after:
        standard = {clause.title: clause.text for clause in terms(context(session).folder).clauses}
        for clause in PAPER.lines(session, draft):
            text = standard.get(clause.title, "")
            if text and clause.text == fill(text, before):
                clause.text = fill(text, after)
    return draft.id


@operation("添加合同条款")
def add_contract_clauses(session: Session, deal_id: str, *, texts: Sequence[str], after: str = "") -> tuple[str, ...]:
    """Add a clause for each text (“保密：三年” gives title and text) below the clause `after`; return their ids."""
    return PAPER.insert(session, _draft(session, deal_id), [_clause(text) for text in filled(texts)], after)


@operation("修改合同条款")
def edit_contract_clause(session: Session, clause_id: str, **values: Any) -> str:
    """Change a clause, or say why it differs from the memo."""
    _, clause = PAPER.draft_line(session, clause_id)
    edit(clause, values, fields=CLAUSE_FIELDS)
    return clause.id


@operation("调整合同条款顺序")
def move_contract_clause(session: Session, clause_id: str, *, place: int) -> str:
    """Put a clause at a place, counted from 0."""
    draft, clause = PAPER.draft_line(session, clause_id)
    PAPER.move(session, draft, clause, place)
    return clause.id


@operation("删除合同条款")
def remove_contract_clause(session: Session, clause_id: str) -> str:
    """Strike a clause out."""
    _, clause = PAPER.draft_line(session, clause_id)
    mark_deleted(clause)
    return clause.id


# Against the memo


@operation("采用纪要写法")
def take_memo_wording(session: Session, clause_id: str) -> str:
    """Write a clause as the memo has it; no reason is wanted any more."""
    draft, clause = PAPER.draft_line(session, clause_id)
    compared = next(found for found in contract_comparison(session, draft).clauses if found.id == clause.id)
    if not compared.memo_text:
        raise Refused(tr("纪要里没有与“{title}”对应的条款。", title=clause.title or tr("未命名")))
    clause.text, clause.difference = compared.memo_text, ""
    return clause.id


@operation("把纪要条款写入合同")
def take_left_out(session: Session, deal_id: str, *, memo_clause_id: str) -> str:
    """Put a clause of the memo that the contract leaves out back in: at the end, where it is moved from."""
    line = existing(session, MemoClause, memo_clause_id)
    made = ContractClause(memo_clause_id=line.id, kind=line.kind, title=line.title, text=line.text)
    return PAPER.insert(session, _draft(session, deal_id), [made], "")[0]


@operation("说明合同未写的条款")
def explain_left_out(session: Session, deal_id: str, *, memo_clause_id: str, reason: str) -> str:
    """Say why the contract leaves a clause of the memo out (internal)."""
    _refuse_if_signed(session, deal_id)
    risk = _risk(session, deal_id, OMITTED + memo_root(session, deal_id, memo_clause_id))
    risk.note = reason.strip()
    return risk.id


@operation("与最新纪要比对")
def follow_latest_memo(session: Session, deal_id: str) -> str:
    """Compare the contract with the latest version of the memo from now on."""
    draft = _draft(session, deal_id)
    memos = select(Memo.id).where(Memo.deal_id == deal_id).order_by(Memo.version.desc()).limit(1)
    latest = session.scalar(memos)
    if latest is None:
        raise Refused(tr("还没有谈判纪要。"), Remedy(tr("起草纪要"), "negotiation.memo"))
    draft.memo_id = latest
    return draft.id


# Risks


@operation("核对合同风险")
def edit_risk(session: Session, deal_id: str, *, key: str, **values: Any) -> str:
    """Tick a point of the risk checklist, or note what was found (internal)."""
    _refuse_if_signed(session, deal_id)
    risk = _risk(session, deal_id, key)
    edit(risk, values, fields=RISK_FIELDS)
    return risk.id


# Sending


@operation("发送合同")
def send_contract(session: Session, contract_id: str, *, sent_on: date | None = None) -> str:
    """Note that this contract went to the customer, today unless told."""
    contract = existing(session, Contract, contract_id)
    refuse_unless_ready(session, contract)
    PAPER.send(session, contract, sent_on)
    return contract.id


def refuse_unless_ready(session: Session, contract: Contract) -> Comparison:
    """Refuse unless every clause is written, and every difference from the memo has its reason."""
    found = contract_comparison(session, contract)
    if not found.clauses:
        raise Refused(tr("合同里还没有条款。"), Remedy(tr("填写条款"), f"{PAPER.place}.clauses"))
    if empty := [clause.title for clause in found.clauses if is_unwritten(clause.text)]:
        raise Refused(
            tr("{names}还没有写完，空着的地方要填上。", names=_names(empty)),
            Remedy(tr("填写条款"), f"{PAPER.place}.unwritten"),
        )
    if found.unexplained:
        raise Refused(
            tr("与纪要不同的{names}还没有写明原因。", names=_names(found.unexplained)),
            Remedy(tr("写明原因"), f"{PAPER.place}.differences"),
        )
    return found


# Inside


def _draft(session: Session, deal_id: str) -> Contract:
    return PAPER.draft(session, deal_id) or begin(session, existing(session, Deal, deal_id))


def _risk(session: Session, deal_id: str, key: str) -> ContractRisk:
    deal = existing(session, Deal, deal_id)
    risk = adopt(session, ContractRisk, link_id(ContractRisk.__tablename__, deal.id, key))
    risk.deal_id, risk.key = deal.id, key
    return risk


def _refuse_if_signed(session: Session, deal_id: str) -> None:
    """Refuse once the contract is signed: what was weighed before it stays as it was."""
    latest = PAPER.latest(session, deal_id)
    if latest is not None and latest.confirmed_on is not None:
        raise PAPER.frozen(latest.version)


def _refuse_if_impossible(contract: Contract) -> None:
    place = PAPER.place
    if contract.amount_fen is not None and contract.amount_fen < 0:
        raise Refused(tr("合同金额不能是负数。"), Remedy(tr("修改金额"), f"{place}.amount_fen"))
    if contract.copies < 1:
        raise Refused(tr("合同至少一份。"), Remedy(tr("修改份数"), f"{place}.copies"))
    begins, ends = contract.effective_on, contract.ends_on
    if begins and ends and ends < begins:
        raise Refused(tr("结束日期早于生效日期。"), Remedy(tr("修改日期"), f"{place}.ends_on"))


def _clause(line: str) -> ContractClause:
    title, text = read_clause(line)
    return ContractClause(title=title, text=text)


def _names(titles: Sequence[str]) -> str:
    named = "、".join(f"“{title or tr('未命名')}”" for title in titles[:_NAMED])
    return named + (tr("等 {count} 条", count=len(titles)) if len(titles) > _NAMED else "")
