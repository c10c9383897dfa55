"""Where a deal, its memo or its contract goes below our floor (N1): for the eyes of colleagues only."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, Deal, Memo, MemoClause, NegotiationFloor
from desktop_crm.rules.floor import below_on_paper
from desktop_crm.system.translations import tr


def negotiation_warnings(session: Session, deal_id: str) -> tuple[str, ...]:
    """Return where the deal's amount and what its latest memo agrees go below the floor; at most two statements."""
    latest = (
        select(Memo.id)
        .where(Memo.deal_id == deal_id)
        .order_by(Memo.version.desc(), Memo.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    floors = select(NegotiationFloor, Deal.amount_fen).join(Deal, Deal.id == NegotiationFloor.deal_id)
    found = session.execute(floors.where(Deal.id == deal_id).limit(1)).first()
    if found is None:
        return ()
    floor, amount = found
    agreed = select(MemoClause.title, MemoClause.text).where(MemoClause.memo_id == latest, MemoClause.agreed)
    clauses = session.execute(agreed.order_by(MemoClause.position, MemoClause.id))
    named = [(tr("纪要“{title}”", title=clause.title), clause.text) for clause in clauses]
    return below_on_paper(floor, (tr("商机金额"), amount), named)


def contract_warnings(session: Session, row: Contract, clauses: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return where a contract and its clauses (title, text) go below the floor; one statement."""
    floors = select(NegotiationFloor).where(NegotiationFloor.deal_id == row.deal_id).limit(1)
    floor = session.scalars(floors).first()
    named = [(tr("条款“{title}”", title=title), text) for title, text in clauses]
    return below_on_paper(floor, (tr("合同金额"), row.amount_fen), named)
