"""What happened to a deal and everything that belongs to it, from the record of changes: who, when, what, old and new."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import ChangeSet, Member, RowChange, StageChange
from desktop_crm.queries.deal_rows import rows_of
from desktop_crm.queries.first_values import first_values
from desktop_crm.queries.row_names import OWN_NAMES, REFERENCES, names_behind, row_names

PAGE = 50
_MANY = 200  # rows of one change set that are told one by one; a big import is summed up

UNTOLD = frozenset({
    "position", "reports_to_id", "data", "file", "sha256", "id", "deleted_at", "by_id", "issued_by_id", "member_id",
    "deal_id", "requirement_id", "proposal_id", "presentation_id", "memo_id", "memo_clause_id", "letter_id",
    "contract_id", "contract_clause_id", "payment_id", "milestone_id", "change_order_id", "acceptance_id",
    "acceptance_clause_id", "clause_id", "activity_id", "paper_id", "item_id", "reusable_id", "parent_id",
    "second_deal_id", "referral_deal_id", "created_at", "media_type", "size", "key", "serial", "chart", "view",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A column's old and new value; a key is already the name it stands for."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowStory:
    """What was done to one row: `kind` is insert, update, delete or restore; `name` says which row it is.

    The fields of an insert are what the row held at first.
    """

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
        .where(RowChange.row_id.in_(rows_of(deal_id)))
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


def _changes(session: Session, deal_id: str, sets: list[int]) -> dict[int, list[RowChange]]:
    """Return the changes of these change sets that touch the deal, by change set."""
    found = session.scalars(
        select(RowChange)
        .where(RowChange.change_set.in_(sets), RowChange.row_id.in_(rows_of(deal_id)))
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
    firsts = first_values(session, told)
    for change in told:
        if change.kind == "insert":
            values[change.rid] = ({}, firsts[change.row_id])
    names = row_names(session, told)
    people = names_behind(session, (value for pair in values.values() for value in pair))
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
        made = {row.row_id for row in rows if row.kind == "insert"}
        apart = (row for row in rows[:_MANY] if row.kind == "insert" or row.row_id not in made)
        stories = (_story(row, values[row.rid], names, people) for row in apart)
        shown = tuple(story for story in stories if story is not None)
        entries.append(Entry(head.rid, head.at, head.name or "", head.label, head.undone, move, shown, len(rows)))
    return tuple(entries)


def _story(
    row: RowChange, values: tuple[dict[str, Any], dict[str, Any]], names: dict[str, str], people: dict[str, str]
) -> RowStory | None:
    """Return what was done to a row; nothing where only columns changed that mean nothing to people."""
    old, new = values
    kind, name = row.kind, names.get(row.row_id, "")
    if kind == "insert":
        own = (new[column] for column in OWN_NAMES.get(row.table, ()))
        name = next((str(word) for word in own if word), name)
    elif "deleted_at" in new:
        kind = "delete" if new["deleted_at"] else "restore"
    fields = tuple(
        FieldChange(column, _told(column, old.get(column), people), _told(column, value, people))
        for column, value in new.items()
        if column not in UNTOLD and old.get(column) != value
    )
    if kind == "update" and not fields:
        return None
    return RowStory(row.table, kind, name, fields)


def _told(column: str, value: Any, people: dict[str, str]) -> Any:
    return people.get(value, "") if column in REFERENCES and value else value


def _values(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}
