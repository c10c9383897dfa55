"""Whether a paper still says what its reviewers were shown, told from the record of changes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Contract,
    ContractClause,
    Proposal,
    ProposalItem,
    ProposalPoint,
    Reviewed,
    RowChange,
)

GONE: Final = "deleted_at"
# What a reviewer judges. What is filled in when a paper is sent or signed (its number, its copies, the day it holds
# until) is no change of what it says.
JUDGED: Final[dict[str, frozenset[str]]] = {
    "proposal": frozenset({
        "title", "summary", "service", "delivery_cycle", "delivery_days", "advantage", "benefit", "terms",
        "prices_include_tax", "reduction_fen",
    }),
    "proposal_point": frozenset({"pain", "function", "value", "case_study", GONE}),
    "proposal_item": frozenset({
        "name", "specification", "unit", "quantity", "price_fen", "discount", "tax_rate", GONE,
    }),
    "contract": frozenset({"title", "amount_fen", "tax_rate", "deliver_by", "ends_on"}),
    "contract_clause": frozenset({"title", "text", GONE}),
}  # fmt: skip
_PAPERS: Final[dict[str, tuple[Any, ...]]] = {
    Reviewed.PROPOSAL: (Proposal.id, ProposalPoint.proposal_id, ProposalItem.proposal_id),
    Reviewed.CONTRACT: (Contract.id, ContractClause.contract_id),
}


def changed_since(session: Session, paper: str, paper_id: str, review_id: str) -> bool:
    """Return whether a version says something else than when this review of it was asked for; one statement.

    What was changed and taken back, by Undo or by hand, is no change.
    """
    asked = (
        select(func.max(RowChange.rid)).where(RowChange.row_id == review_id, RowChange.kind == "insert")
    ).scalar_subquery()
    parts = [select(column.class_.id).where(column == paper_id) for column in _PAPERS[paper]]
    changes = session.execute(
        select(RowChange.row_id, RowChange.table, RowChange.kind, RowChange.old, RowChange.new)
        .where(RowChange.row_id.in_(union_all(*parts)), RowChange.rid > asked)
        .order_by(RowChange.rid),
        execution_options={"include_deleted": True},  # a line struck out since is a change, too
    )
    by_row: dict[str, list[Any]] = defaultdict(list)
    for change in changes:
        by_row[change.row_id].append(change)
    return any(_differs(row) for row in by_row.values())


def _differs(changes: Iterable[Any]) -> bool:
    """Return whether a row's first and last values differ in what is judged, or the row is new and still there."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    new = False
    judged = frozenset[str]()
    for change in changes:
        judged = JUDGED[change.table]
        new = new or change.kind == "insert"
        before = {**(json.loads(change.old) if change.old else {}), **before}
        after |= json.loads(change.new) if change.new else {}
    if new:
        return not after.get(GONE)
    return any(before.get(column) != value for column, value in after.items() if column in judged)
