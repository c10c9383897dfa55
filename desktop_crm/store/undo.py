"""Undo and redo: the inverse of a change set, written as a new one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import ChangeSet, Deal, RowChange
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


def count_rows(session: Session, rid: int) -> int:
    """Return how many rows a change set touched, which is how long taking it back will take."""
    return session.scalar(select(func.count()).where(RowChange.change_set == rid)) or 0


def take_back(session: Session, rid: int) -> None:
    """Write the inverse of change set `rid`; refuse, naming it, when a later change is in the way."""
    target = session.get_one(ChangeSet, rid)
    if target.undone:
        raise Refused(tr("“{label}”已经撤销过了。", label=target.label))
    tables = {table.name: table for table in recorded_tables()}
    vanishing = _vanishing_tables(session, rid)
    if vanishing:
        _refuse_if_built_upon(session, target)
    _revert_updates(session, target)
    _unmake_inserts(session, target, [tables[name] for name in vanishing])
    for name in vanishing:
        _refuse_if_pointed_at(session, target, tables[name])
    if Deal.__tablename__ in vanishing:
        _forget_weeks(session, target, tables[Deal.__tablename__])
    target.undone = True


def _latest(session: Session, condition: ColumnElement[bool]) -> Step | None:
    found = session.execute(
        select(ChangeSet.rid, ChangeSet.label)
        .where(ChangeSet.undone.is_(False), condition)
        .order_by(ChangeSet.rid.desc())
        .limit(1)
    ).first()
    return Step(found.rid, found.label) if found else None


def _vanishes(change: type[RowChange]) -> ColumnElement[bool]:
    """Tell of a row change that taking it back deletes the row: it made the row, or brought it back."""
    return or_(change.kind == "insert", func.json_extract(change.old, "$.deleted_at").is_not(None))


def _vanishing_tables(session: Session, rid: int) -> Sequence[str]:
    return session.scalars(
        select(RowChange.table).where(RowChange.change_set == rid, _vanishes(RowChange)).distinct()
    ).all()


def _rows(rid: int, table: Table, which: ColumnElement[bool]) -> Select[str]:
    return select(RowChange.row_id).where(RowChange.change_set == rid, RowChange.table == table.name, which)


def _in_the_way(target: ChangeSet, later: str) -> Refused:
    return Refused(tr("“{label}”之后又做了“{later}”，请先撤销后者。", label=target.label, later=later))


def _refuse_if_built_upon(session: Session, target: ChangeSet) -> None:
    """Refuse when a row that would vanish was changed since by a change that still stands."""
    made = aliased(RowChange)
    later = session.scalar(
        select(ChangeSet.label)
        .join(RowChange, RowChange.change_set == ChangeSet.rid)
        .join(made, and_(made.table == RowChange.table, made.row_id == RowChange.row_id))
        .where(made.change_set == target.rid, _vanishes(made))
        .where(*_standing_since(target))
        .order_by(ChangeSet.rid.desc())
        .limit(1)
    )
    if later is not None:
        raise _in_the_way(target, later)


def _revert_updates(session: Session, target: ChangeSet) -> None:
    """Put the old values back, the latest change of a row first."""
    rows = session.execute(
        select(RowChange.table, RowChange.row_id, RowChange.old, RowChange.new)
        .where(RowChange.change_set == target.rid, RowChange.kind == "update")
        .order_by(RowChange.rid.desc())
    ).all()
    connection = session.connection()
    for table, row_id, old, new in rows:
        if not _revert(connection, table, row_id, json.loads(old or "{}"), json.loads(new or "{}")):
            raise _in_the_way(target, _last_label(session, table, row_id))


def _revert(connection: Connection, table: str, row_id: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Put the old values back if the new ones still stand; return whether they did."""
    sets = ", ".join(f'"{column}" = ?' for column in old)
    stands = " AND ".join(f'"{column}" IS ?' for column in new)
    done = connection.exec_driver_sql(
        f'UPDATE "{table}" SET {sets} WHERE id = ? AND {stands}', (*old.values(), row_id, *new.values())
    )
    return done.rowcount == 1


def _last_label(session: Session, table: str, row_id: str) -> str:
    return session.scalar(
        select(ChangeSet.label)
        .join(RowChange, RowChange.change_set == ChangeSet.rid)
        .where(RowChange.row_id == row_id, RowChange.table == table)
        .order_by(RowChange.rid.desc())
        .limit(1)
    ) or tr("其他修改")


def _unmake_inserts(session: Session, target: ChangeSet, tables: Sequence[Table]) -> None:
    """Mark deleted what the change set made."""
    moment = clock.now()
    for table in tables:
        session.execute(
            update(table)
            .where(table.c.id.in_(_rows(target.rid, table, RowChange.kind == "insert")), table.c.deleted_at.is_(None))
            .values(deleted_at=moment)
        )


def _forget_weeks(session: Session, target: ChangeSet, deals: Table) -> None:
    """Remove the weeks that were kept of deals the change set made: derived, they tell of what never was."""
    from desktop_crm.models import DealSnapshot  # noqa: PLC0415 - the window opens without it

    made = _vanishes(RowChange) if target.operation == REDO else RowChange.kind == "insert"
    session.execute(delete(DealSnapshot).where(DealSnapshot.deal_id.in_(_rows(target.rid, deals, made))))


def _refuse_if_pointed_at(session: Session, target: ChangeSet, table: Table) -> None:
    """Refuse when a row was since made to point at one that vanished, and stays."""
    gone = _rows(target.rid, table, _vanishes(RowChange))
    for child in recorded_tables():
        for key in child.foreign_keys:
            if key.column.table is table:
                points = and_(key.parent.in_(gone), child.c.deleted_at.is_(None))
                later = session.scalar(
                    select(ChangeSet.label)
                    .join(RowChange, RowChange.change_set == ChangeSet.rid)
                    .join(child, and_(RowChange.row_id == child.c.id, RowChange.table == child.name))
                    .where(points, *_standing_since(target))
                    .order_by(ChangeSet.rid.desc())
                    .limit(1)
                )
                if later is not None:
                    raise _in_the_way(target, later)


def _standing_since(target: ChangeSet) -> tuple[ColumnElement[bool], ...]:
    """Tell of a change set that it came after `target` and still stands.

    One that takes back another since then cancels out with it; so does the one being written with `target`.
    """
    return (
        ChangeSet.rid > target.rid,
        ChangeSet.undone.is_(False),
        or_(ChangeSet.undoes.is_(None), ChangeSet.undoes < target.rid),
    )
