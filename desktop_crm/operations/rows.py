"""Fetching and editing rows inside an operation, with the refusals every noun shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from desktop_crm.models import Row
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

RowT = TypeVar("RowT", bound=Row)


def existing(session: Session, model: type[RowT], row_id: str) -> RowT:
    """Return the row, or refuse: it was deleted, here or on another screen."""
    row = session.get(model, row_id)
    if row is None or row.deleted_at is not None:
        raise Refused(tr("这条记录已被删除，可用撤销找回。"))
    return row


def adopt(session: Session, model: type[RowT], row_id: str) -> RowT:
    """Return the row with a derived id: the existing one, brought back if it was deleted, or a new one."""
    row = session.get(model, row_id, execution_options={"include_deleted": True})
    if row is None:
        row = model(id=row_id)
        session.add(row)
    row.deleted_at = None
    return row


def edit(row: Row, values: Mapping[str, Any], *, fields: Collection[str]) -> None:
    """Set `values` on `row`; a name outside of `fields` is a fault of the caller. Texts are stripped."""
    for name, value in values.items():
        if name not in fields:
            raise KeyError(name)
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def mark_deleted(row: Row) -> None:
    """Mark `row` deleted; nothing is removed."""
    row.deleted_at = clock.now()
