"""What rows held when they were made: the rows as they are now, with the later changes taken back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from desktop_crm.models import RowChange, metadata


def first_values(session: Session, changes: Iterable[RowChange]) -> dict[str, dict[str, Any]]:
    """Return the values of the rows that `changes` insert, by id, as they were at the end of that change set.

    One statement for each kind of row and one for the changes that came later.
    """
    made = {change.row_id: change for change in changes if change.kind == "insert"}
    ids: dict[str, list[str]] = defaultdict(list)
    for change in made.values():
        ids[change.table].append(change.row_id)
    found: dict[str, dict[str, Any]] = {}
    for name, of_table in ids.items():
        table = metadata().tables[name]
        query = select(table).where(table.c.id.in_(bindparam("ids", of_table, expanding=True)))
        rows = session.execute(query, execution_options={"include_deleted": True}).mappings()
        found.update({row["id"]: dict(row) for row in rows})
    later = session.execute(
        select(RowChange.row_id, RowChange.change_set, RowChange.old)
        .where(RowChange.row_id.in_(made), RowChange.kind == "update")
        .order_by(RowChange.rid.desc())
    )
    for change in later:
        if change.change_set > made[change.row_id].change_set:
            found[change.row_id].update(json.loads(change.old))
    return found
