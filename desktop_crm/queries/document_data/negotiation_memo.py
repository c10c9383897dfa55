"""What the negotiation memo says: what both sides agreed on and what is still open. Floor and objections stay inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ClauseKind, Memo, MemoClause
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.versions import status_text, version_name
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr

_KINDS: Final[dict[str, str]] = {
    ClauseKind.PRICE: "价格",
    ClauseKind.PAYMENT: "付款",
    ClauseKind.DELIVERY: "交付",
    ClauseKind.ACCEPTANCE: "验收",
    ClauseKind.SERVICE: "服务",
    ClauseKind.LIABILITY: "责任",
    ClauseKind.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class AgreedClause(CustomerFacing):
    """A clause both sides agreed on."""

    title: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OpenPoint(CustomerFacing):
    """A point not settled yet, with who settles it until when."""

    title: str
    text: str = ""
    settled_by: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class NegotiationMemo(CustomerFacing):
    """The data of `negotiation_memo`."""

    deal: Subject
    version: int
    version_name: str
    status: str
    met_on: date | None = None
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    agreed: tuple[AgreedClause, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    next_step: str = ""
    change_note: str = ""


def negotiation_memo(session: Session, deal_id: str, version: int | None = None) -> NegotiationMemo:
    """Return one version of a deal's memo, the latest unless told; three statements."""
    wanted = select(Memo).where(Memo.deal_id == deal_id).order_by(Memo.version.desc()).limit(1)
    memo = session.scalars(wanted if version is None else wanted.where(Memo.version == version)).first()
    if memo is None:
        raise Refused(tr("还没有可以印出的谈判纪要。"), Remedy(tr("记录谈判"), "negotiation"))
    clauses = session.scalars(
        select(MemoClause).where(MemoClause.memo_id == memo.id).order_by(MemoClause.position, MemoClause.id)
    ).all()
    return NegotiationMemo(
        deal=subject(session, deal_id),
        version=memo.version,
        version_name=version_name(memo.version),
        status=status_text(memo.status, memo.confirmed_by, memo.confirmed_on),
        met_on=memo.met_on,
        place=memo.place,
        our_side=memo.our_side,
        their_side=memo.their_side,
        agreed=tuple(_agreed(clause) for clause in clauses if clause.agreed),
        open_points=tuple(_open(clause) for clause in clauses if not clause.agreed),
        next_step=memo.next_step,
        change_note=memo.change_note if memo.version > 1 else "",
    )


def _agreed(clause: MemoClause) -> AgreedClause:
    kind = tr(_KINDS.get(clause.kind, clause.kind))
    return AgreedClause(clause.title or kind, clause.text, kind if clause.title else "")


def _open(clause: MemoClause) -> OpenPoint:
    title = clause.title or tr(_KINDS.get(clause.kind, clause.kind))
    return OpenPoint(title, clause.text, clause.settled_by, clause.due_on)
