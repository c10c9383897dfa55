"""The papers that live in versions, and the last line of defence for those that were confirmed."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import event, inspect, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper

from desktop_crm.models import (
    Contract,
    ContractClause,
    IntentClause,
    LetterOfIntent,
    Memo,
    MemoClause,
    Proposal,
    ProposalItem,
    ProposalPoint,
    Requirement,
    RequirementItem,
    Row,
    VersionStatus,
)
from desktop_crm.operations.versions import Lines, Paper

REQUIREMENT = Paper(
    Requirement,
    Lines(RequirementItem, "requirement_id", frozenset({"kind", "text", "measure", "priority"}), by_kind=True),
    frozenset({
        "background", "present_system", "present_supplier", "decision_process", "timeline",
        "budget_low_fen", "budget_high_fen", "change_note",
    }),
    "requirement",
)  # fmt: skip
_POINTS: Final = Lines(ProposalPoint, "proposal_id", frozenset({"pain", "function", "value", "case_study"}))
_ITEMS: Final = Lines(
    ProposalItem,
    "proposal_id",
    frozenset({"product_id", "name", "specification", "unit", "quantity", "price_fen", "discount", "tax_rate"}),
)
_PROPOSAL: Final = frozenset({
    "title", "summary", "service", "delivery_cycle", "delivery_days", "advantage", "benefit", "terms",
    "prices_include_tax", "reduction_fen", "valid_until", "change_note",
})  # fmt: skip
PROPOSAL = Paper(Proposal, _POINTS, _PROPOSAL, "proposal.proposal", others=(_ITEMS,))
PROPOSAL_ITEMS = Paper(Proposal, _ITEMS, _PROPOSAL, "proposal.proposal", others=(_POINTS,))
MEMO = Paper(
    Memo,
    Lines(MemoClause, "memo_id", frozenset({"kind", "title", "text", "agreed", "settled_by", "due_on"})),
    frozenset({"met_on", "place", "our_side", "their_side", "next_step", "change_note"}),
    "negotiation",
)
LETTER = Paper(
    LetterOfIntent,
    Lines(IntentClause, "letter_id", frozenset({"kind", "title", "text"})),
    frozenset({"project", "amount_fen", "sign_contract_by", "valid_until", "next_step", "change_note"}),
    "negotiation.intent",
)
CONTRACT = Paper(
    Contract,
    Lines(ContractClause, "contract_id", frozenset({"memo_clause_id", "kind", "title", "text", "difference"})),
    frozenset({
        "memo_id", "number", "title", "amount_fen", "tax_rate", "deliver_by", "effective_on", "ends_on", "place",
        "signing", "signed_by_us", "copies", "change_note",
    }),
    "contract.contract",
    signed="delivery.changes",
)  # fmt: skip
PAPERS: Final[tuple[Paper[Any, Any], ...]] = (REQUIREMENT, PROPOSAL, PROPOSAL_ITEMS, MEMO, LETTER, CONTRACT)


# No operation, this or a later one, changes a confirmed row through the ORM. Undo may, since it writes what stood
# there before.


def _guard_version(paper: Paper[Any, Any]) -> None:
    def guard(_mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
        status = inspect(row).attrs.status.history
        before = status.deleted[0] if status.deleted else row.status
        if before == VersionStatus.CONFIRMED and _is_modified(row):
            raise paper.frozen(row.version)

    event.listen(paper.version, "before_update", guard)


def _guard_lines(paper: Paper[Any, Any]) -> None:
    table = paper.version.__table__

    def guard(_mapper: Mapper[Any], connection: Connection, line: Any) -> None:
        if not _is_modified(line):
            return
        parent = connection.execute(
            select(table.c.version, table.c.status).where(table.c.id == getattr(line, paper.kind.parent))
        ).first()
        if parent is not None and parent.status == VersionStatus.CONFIRMED:
            raise paper.frozen(parent.version)

    event.listen(paper.kind.model, "before_update", guard)


def _is_modified(row: Row) -> bool:
    return any(attribute.history.has_changes() for attribute in inspect(row).attrs)


for _paper in PAPERS:
    _guard_lines(_paper)
    if _paper is not PROPOSAL_ITEMS:  # the same version is guarded once
        _guard_version(_paper)
