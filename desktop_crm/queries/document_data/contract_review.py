"""What the contract review says: each reviewer in order, what differs from the memo and why, and the risks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import Reviewed
from desktop_crm.queries.contract_comparison import Match
from desktop_crm.queries.contracts import ContractSheet, RiskRow, contract_sheet
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.review_lines import (
    EarlierLine,
    ReviewLine,
    earlier_lines,
    review_lines,
    round_text,
    standing_text,
)
from desktop_crm.queries.document_data.versions import version_name
from desktop_crm.queries.reviews import review_sheet
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr

_MATCHES: Final[dict[Match, str]] = {Match.SAME: "一致", Match.CHANGED: "不同", Match.NEW: "新增"}


@dataclass(frozen=True, slots=True)
class ComparedLine(InternalOnly):
    """A clause that the memo and the contract do not say alike, with the reason."""

    title: str
    match: str
    memo: str = ""
    contract: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RiskLine(InternalOnly):
    """A point of the risk checklist and what was found."""

    title: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContractReview(InternalOnly):
    """The data of `contract_review`."""

    deal: Subject
    title: str
    number: str
    shown: str  # the version
    standing: str
    round: str = ""
    amount: int | None = None
    deliver_by: date | None = None
    memo: str = ""
    compared: str = ""
    reviews: tuple[ReviewLine, ...] = ()
    earlier: tuple[EarlierLine, ...] = ()
    differences: tuple[ComparedLine, ...] = ()
    risks: tuple[RiskLine, ...] = ()


def contract_review(session: Session, deal_id: str) -> ContractReview:
    """Return how the review of a deal's latest contract stands, with what the reviewers look at."""
    contract = contract_sheet(session, deal_id)
    if contract.state.shown is None:
        raise Refused(tr("还没有可以评审的合同。"), Remedy(tr("起草合同"), "contract.contract"))
    sheet = review_sheet(session, deal_id, Reviewed.CONTRACT)
    about = subject(session, deal_id)
    return ContractReview(
        deal=about,
        title=contract.title or about.title,
        number=contract.number,
        shown=version_name(contract.state.shown.number),
        standing=standing_text(sheet),
        round=round_text(sheet),
        amount=contract.amount_fen,
        deliver_by=contract.deliver_by,
        memo=_memo(contract),
        compared=_counts(contract),
        reviews=review_lines(sheet),
        earlier=earlier_lines(sheet),
        differences=tuple(_differences(contract)),
        risks=tuple(_risk(risk) for risk in contract.risks),
    )


def _memo(contract: ContractSheet) -> str:
    if contract.memo is None:
        return ""
    name = version_name(contract.memo.version)
    return name if contract.memo.confirmed else tr("{version}（尚未确认）", version=name)


def _counts(contract: ContractSheet) -> str:
    """Return in a sentence how the contract compares with the memo."""
    if contract.memo is None:
        return tr("共 {count} 条，没有可对照的谈判纪要", count=len(contract.clauses))
    counts = {match: sum(clause.match == match for clause in contract.clauses) for match in Match}
    return tr(
        "共 {count} 条：一致 {same}，不同 {changed}，新增 {new}；纪要有而合同没有 {left}",
        count=len(contract.clauses), same=counts[Match.SAME], changed=counts[Match.CHANGED], new=counts[Match.NEW],
        left=len(contract.left_out),
    )  # fmt: skip


def _differences(contract: ContractSheet) -> Iterator[ComparedLine]:
    """Yield what differs; without a memo nothing does, and nobody has to read a standard clause twice."""
    if contract.memo is None:
        return
    for clause in contract.clauses:
        if clause.match == Match.SAME or clause.standard:
            continue
        reason = clause.reason or tr("尚未说明")
        yield ComparedLine(clause.title, tr(_MATCHES[clause.match]), clause.memo_text, clause.text, reason)
    for left in contract.left_out:
        yield ComparedLine(left.title, tr("未写入"), left.text, "", left.reason or tr("尚未说明"))


def _risk(risk: RiskRow) -> RiskLine:
    return RiskLine(risk.title, tr("已核对") if risk.checked else tr("未核对"), risk.note)
