"""Undo and redo: the inverse of a change set, written as a new one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, func, select, text, update
from sqlalchemy.orm import Session

from desktop_crm.models import ChangeSet, RowChange
from desktop_crm.refusal import Refused
from desktop_crm.store.recorder import recorded_tables
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

UNDO, REDO = "undo", "redo"
_LASTING = ("set_up_company",)  # what has no sense to take back


@dataclass(frozen=True, slots=True)
class Step:
    """A change set that can be taken back now."""

    rid: int
    label: str


def undo_step(session: Session) -> Step | None:
    """Return what Undo would take back: the latest change that still stands."""
    return _latest(session, ChangeSet.operation.not_in((UNDO, *_LASTING)))


def redo_step(session: Session) -> Step | None:
    """Return the undo that Redo would take back; a new change in between ends the chance."""
    step = _latest(session, ChangeSet.operation == UNDO)
    if step is None:
        return None
    newer = select(func.count()).where(ChangeSet.rid > step.rid, ChangeSet.operation.not_in((UNDO, REDO)))
    return None if session.scalar(newer) else step


def take_back(session: Session, rid: int) -> None:
    """Write the inverse of change set `rid`; refuse, naming it, when a later change is in the way."""
    target = session.get_one(ChangeSet, rid)
    if target.undone:
        raise Refused(tr("“{label}”已经撤销过了。", label=target.label))
    tables = {table.name: table for table in recorded_tables()}
    _refuse_if_built_upon(session, target)
    _revert_updates(session, target, tables)
    _unmake_inserts(session, target, tables)
    target.undone = True


def _latest(session: Session, condition: Any) -> Step | None:
    found = session.execute(
        select(ChangeSet.rid, ChangeSet.label)
        .where(ChangeSet.undone.is_(False), condition)
        .order_by(ChangeSet.rid.desc())
        .limit(1)
    ).first()
    return Step(found.rid, found.label) if found else None


def _inserted(rid: int, table: str) -> Any:
    return select(RowChange.row_id).where(
        RowChange.change_set == rid, RowChange.table == table, RowChange.kind == "insert"
    )


def _in_the_way(target: ChangeSet, later: str) -> Refused:
    return Refused(tr("“{label}”之后又做了“{later}”，请先撤销后者。", label=target.label, later=later))


def _refuse_if_built_upon(session: Session, target: ChangeSet) -> None:
    """Refuse when a row this change set made was changed since by a change that still stands."""
    made = select(RowChange.row_id).where(RowChange.change_set == target.rid, RowChange.kind == "insert")
    later = session.scalar(
        select(ChangeSet.label)
        .join(RowChange, RowChange.change_set == ChangeSet.rid)
        .where(ChangeSet.rid > target.rid, ChangeSet.undone.is_(False), ChangeSet.operation != UNDO)
        .where(RowChange.row_id.in_(made))
        .order_by(ChangeSet.rid.desc())
        .limit(1)
    )
    if later is not None:
        raise _in_the_way(target, later)


def _revert_updates(session: Session, target: ChangeSet, tables: dict[str, Table]) -> None:
    rows = session.execute(
        select(RowChange.table, RowChange.row_id, RowChange.old, RowChange.new)
        .where(RowChange.change_set == target.rid, RowChange.kind == "update")
        .order_by(RowChange.rid.desc())
    ).all()
    for table, row_id, old, new in rows:
        _revert(session, target, tables[table], row_id, json.loads(old or "{}"), json.loads(new or "{}"))


def _revert(
    session: Session, target: ChangeSet, table: Table, row_id: str, old: dict[str, Any], new: dict[str, Any]
) -> None:
    """Put the old values back where the new ones still stand."""
    sets = ", ".join(f'"{column}" = :old_{column}' for column in old)
    stands = " AND ".join(f'"{column}" IS :new_{column}' for column in new)
    values = {f"old_{key}": value for key, value in old.items()} | {f"new_{key}": value for key, value in new.items()}
    done = session.execute(
        text(f"UPDATE {table.name} SET {sets} WHERE id = :id AND {stands}"), {"id": row_id, **values}
    )
    if getattr(done, "rowcount", 0) != 1:
        raise _in_the_way(target, _last_label(session, row_id))


def _last_label(session: Session, row_id: str) -> str:
    return session.scalar(
        select(ChangeSet.label)
        .join(RowChange, RowChange.change_set == ChangeSet.rid)
        .where(RowChange.row_id == row_id)
        .order_by(RowChange.rid.desc())
        .limit(1)
    ) or tr("其他修改")


def _unmake_inserts(session: Session, target: ChangeSet, tables: dict[str, Table]) -> None:
    """Mark deleted what the change set made, unless something that stays points at it."""
    made = {
        name
        for (name,) in session.execute(
            select(RowChange.table).where(RowChange.change_set == target.rid, RowChange.kind == "insert").distinct()
        )
    }
    now = clock.now()
    for name in made:
        table = tables[name]
        session.execute(
            update(table)
            .where(table.c.id.in_(_inserted(target.rid, name)), table.c.deleted_at.is_(None))
            .values(deleted_at=bindparam("moment", now, type_=table.c.deleted_at.type))
        )
    for name in made:
        _refuse_if_pointed_at(session, target, tables[name])


def _refuse_if_pointed_at(session: Session, target: ChangeSet, table: Table) -> None:
    for child in recorded_tables():
        for key in child.foreign_keys:
            if key.column.table is not table:
                continue
            left = session.scalar(
                select(child.c.id)
                .where(key.parent.in_(_inserted(target.rid, table.name)), child.c.deleted_at.is_(None))
                .limit(1)
            )
            if left is not None:
                raise _in_the_way(target, _last_label(session, left))
