"""What a transaction touched, as the rest of the program hears of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import RowChange


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows one change set touched: table name → ids. `change_set` is its number, 0 when nothing changed."""

    change_set: int = 0
    label: str = ""
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def touches(self, *tables: str) -> bool:
        """Return whether any row of one of `tables` was touched."""
        return any(table in self.rows for table in tables)

    def of(self, table: str) -> frozenset[str]:
        """Return the ids touched in `table`."""
        return self.rows.get(table, frozenset())

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.rows)


def read_changes(session: Session, change_set: int, label: str) -> Changes:
    """Return what the recorder wrote for `change_set` so far."""
    rows: dict[str, set[str]] = defaultdict(set)
    found = session.execute(select(RowChange.table, RowChange.row_id).where(RowChange.change_set == change_set))
    for table, row_id in found:
        rows[table].add(row_id)
    return Changes(change_set, label, {table: frozenset(ids) for table, ids in rows.items()})
