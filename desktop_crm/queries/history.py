"""What happened to a deal and everything that belongs to it, from the record of changes: who, when, what, old and new."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, String, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    Activity,
    Base,
    ChangeSet,
    ChecklistTick,
    Contact,
    Customer,
    Interview,
    InterviewQuestion,
    IssuedDocument,
    Member,
    Memo,
    MemoClause,
    NegotiationFloor,
    Objection,
    Product,
    Requirement,
    RequirementItem,
    RowChange,
    StageChange,
    Stakeholder,
)

PAGE = 50
_MANY = 200  # rows of one change set that are told one by one; a big import is summed up

_OF_DEAL = (
    Activity, ChecklistTick, StageChange, Stakeholder, Interview, InterviewQuestion, Requirement, NegotiationFloor,
    Objection, Memo, Acceptance, IssuedDocument,
)  # fmt: skip
_NAMES: dict[str, Any] = {  # what a row is called in a sentence
    "activity": func.iif(Activity.goal != "", Activity.goal, Activity.feedback),
    "checklist_tick": ChecklistTick.item,
    "interview_question": InterviewQuestion.question,
    "requirement": literal("v").concat(Requirement.version.cast(String)),
    "requirement_item": RequirementItem.text,
    "objection": Objection.text,
    "memo": literal("v").concat(Memo.version.cast(String)),
    "memo_clause": MemoClause.title,
    "acceptance_clause": AcceptanceClause.text,
    "issued_document": IssuedDocument.title,
}
_REFERENCES: dict[str, Any] = {  # columns that hold a key → the name people know
    "customer_id": Customer,
    "contact_id": Contact,
    "owner_id": Member,
    "first_responder_id": Member,
    "by_id": Member,
    "covered_by_id": Member,
    "issued_by_id": Member,
    "product_id": Product,
}
_UNTOLD = frozenset({"created_at", "deal_id", "requirement_id", "memo_id", "acceptance_id", "clause_id", "position",
                     "reports_to_id", "data", "file", "sha256", "by_id", "issued_by_id"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column's old and new value; a key is already the name it stands for."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowStory:
    """What was done to one row: `kind` is insert, update, delete or restore; `name` says which row it is."""

    table: str
    kind: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A stage change with what it rests on."""

    from_playbook: str
    from_stage: str
    to_playbook: str
    to_stage: str
    outcome: str
    evidence: str
    override_reason: str
    overridden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change set as far as it touched the deal; `rows` counts all of those rows, `stories` tells the first ones."""

    rid: int
    at: datetime
    by: str
    label: str
    undone: bool
    move: Move | None
    stories: tuple[RowStory, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries from new to old; `before` asks for the page that follows."""

    entries: tuple[Entry, ...]
    before: int | None


def history(session: Session, deal_id: str, *, before: int | None = None, limit: int = PAGE) -> HistoryPage:
    """Return a page of the deal's history; a fixed number of statements, whatever is in it."""
    touching = (
        select(RowChange.change_set)
        .where(RowChange.row_id.in_(_rows_of(deal_id)))
        .group_by(RowChange.change_set)
        .order_by(RowChange.change_set.desc())
        .limit(limit + 1)
    )
    if before is not None:
        touching = touching.where(RowChange.change_set < before)
    found = list(session.scalars(touching))
    sets, further = found[:limit], len(found) > limit
    changes = _changes(session, deal_id, sets)
    moves = _moves(session, deal_id)
    entries = _entries(session, sets, changes, moves)
    return HistoryPage(entries, sets[-1] if further else None)


def _rows_of(deal_id: str) -> CompoundSelect[str]:
    """Return the keys of the deal and of all that hangs on it, deleted ones too."""
    inner: tuple[Select[str], ...] = (
        select(RequirementItem.__table__.c.id)
        .join(Requirement.__table__, RequirementItem.__table__.c.requirement_id == Requirement.__table__.c.id)
        .where(Requirement.__table__.c.deal_id == deal_id),
        select(MemoClause.__table__.c.id)
        .join(Memo.__table__, MemoClause.__table__.c.memo_id == Memo.__table__.c.id)
        .where(Memo.__table__.c.deal_id == deal_id),
        select(AcceptanceClause.__table__.c.id)
        .join(Acceptance.__table__, AcceptanceClause.__table__.c.acceptance_id == Acceptance.__table__.c.id)
        .where(Acceptance.__table__.c.deal_id == deal_id),
        select(AcceptanceCheck.__table__.c.id)
        .join(AcceptanceClause.__table__, AcceptanceCheck.__table__.c.clause_id == AcceptanceClause.__table__.c.id)
        .join(Acceptance.__table__, AcceptanceClause.__table__.c.acceptance_id == Acceptance.__table__.c.id)
        .where(Acceptance.__table__.c.deal_id == deal_id),
    )
    children = [select(model.__table__.c.id).where(model.__table__.c.deal_id == deal_id) for model in _OF_DEAL]
    return union_all(select(literal(deal_id)), *children, *inner)


def _changes(session: Session, deal_id: str, sets: list[int]) -> dict[int, list[RowChange]]:
    """Return the changes of these change sets that touch the deal, by change set."""
    found = session.scalars(
        select(RowChange)
        .where(RowChange.change_set.in_(sets), RowChange.row_id.in_(_rows_of(deal_id)))
        .order_by(RowChange.rid)
    )
    grouped: dict[int, list[RowChange]] = defaultdict(list)
    for change in found:
        grouped[change.change_set].append(change)
    return grouped


def _moves(session: Session, deal_id: str) -> dict[str, Move]:
    rows = session.scalars(
        select(StageChange).where(StageChange.deal_id == deal_id), execution_options={"include_deleted": True}
    )
    return {
        row.id: Move(
            row.from_playbook, row.from_stage, row.to_playbook, row.to_stage, row.outcome, row.evidence,
            row.override_reason, tuple(row.overridden),
        )
        for row in rows
    }  # fmt: skip


def _entries(
    session: Session, sets: list[int], changes: dict[int, list[RowChange]], moves: dict[str, Move]
) -> tuple[Entry, ...]:
    told = [change for rid in sets for change in changes[rid][:_MANY]]
    values = {change.rid: (_values(change.old), _values(change.new)) for change in told}
    names = _names(session, told)
    people = _references(session, (value for pair in values.values() for value in pair))
    heads = session.execute(
        select(ChangeSet.rid, ChangeSet.at, ChangeSet.label, ChangeSet.undone, Member.name)
        .join(Member, Member.id == ChangeSet.by_id, isouter=True)
        .where(ChangeSet.rid.in_(sets))
        .order_by(ChangeSet.rid.desc()),
        execution_options={"include_deleted": True},
    )
    entries: list[Entry] = []
    for head in heads:
        rows = changes[head.rid]
        move = next((moves[row.row_id] for row in rows if row.kind == "insert" and row.row_id in moves), None)
        stories = (_story(row, values[row.rid], names, people) for row in rows[:_MANY])
        shown = tuple(story for story in stories if story is not None)
        entries.append(Entry(head.rid, head.at, head.name or "", head.label, head.undone, move, shown, len(rows)))
    return tuple(entries)


def _story(
    row: RowChange, values: tuple[dict[str, Any], dict[str, Any]], names: dict[str, str], people: dict[str, str]
) -> RowStory | None:
    """Return what was done to a row; nothing where only columns changed that mean nothing to people."""
    old, new = values
    kind = row.kind
    if "deleted_at" in new:
        kind = "delete" if new["deleted_at"] else "restore"
    fields = tuple(
        FieldChange(column, _told(column, old.get(column), people), _told(column, new.get(column), people))
        for column in new
        if column not in _UNTOLD and column != "deleted_at"
    )
    if kind == "update" and not fields:
        return None
    return RowStory(row.table, kind, names.get(row.row_id, ""), fields)


def _told(column: str, value: Any, people: dict[str, str]) -> Any:
    return people.get(value, "") if column in _REFERENCES and value else value


def _values(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}


def _names(session: Session, changes: Sequence[RowChange]) -> dict[str, str]:
    """Return what the rows are called, one statement for each kind of row there is."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for change in changes:
        if change.table in _NAMES:
            wanted[change.table].add(change.row_id)
    found: dict[str, str] = {}
    for table, ids in wanted.items():
        key = Base.metadata.tables[table].c.id
        rows = session.execute(
            select(key, _NAMES[table]).where(key.in_(bindparam("ids", list(ids), expanding=True))),
            execution_options={"include_deleted": True},
        )
        found.update((row[0], row[1] or "") for row in rows)
    rows = session.execute(
        select(Stakeholder.id, Contact.name)
        .join(Contact, Contact.id == Stakeholder.contact_id)
        .where(Stakeholder.id.in_({change.row_id for change in changes if change.table == "stakeholder"})),
        execution_options={"include_deleted": True},
    )
    return found | {row.id: row.name for row in rows}


def _references(session: Session, values: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return the names behind the keys that stand in old and new values, one statement for each kind."""
    wanted: dict[Any, set[str]] = defaultdict(set)
    for row in values:
        for column, value in row.items():
            if value and column in _REFERENCES:
                wanted[_REFERENCES[column]].add(value)
    found: dict[str, str] = {}
    for model, ids in wanted.items():
        rows = session.execute(
            select(model.id, model.name).where(model.id.in_(ids)), execution_options={"include_deleted": True}
        )
        found.update((row.id, row.name) for row in rows)
    return found
