"""The rows of one table in memory while an import works on them, written in bulk at its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from desktop_crm.models import Row, new_id

PIECE = 2000  # so many rows go to the file between two reports of progress


class Shelf:
    """The known rows of a table, those an import adds and what it changes; `columns` are all it deals with.

    A row is a dict by column. Only `add` and `change` may write into it.
    """

    def __init__(
        self,
        session: Session,
        model: type[Row],
        *columns: str,
        include_deleted: bool = False,
        only_new: bool = False,  # known rows do not matter
    ) -> None:
        self._session = session
        self._table = model.metadata.tables[model.__tablename__]
        names = ("id", *columns)
        read = select(*(getattr(model, name) for name in names))
        found = () if only_new else session.execute(read, execution_options={"include_deleted": include_deleted})
        self.rows: dict[str, dict[str, Any]] = {row[0]: dict(zip(names, row, strict=True)) for row in found}
        self.known = frozenset(self.rows)
        self._blank = {name: _default(self._table, name) for name in columns}
        self._claimed: set[str] = set()
        self._new: list[dict[str, Any]] = []
        self._changed: dict[str, dict[str, Any]] = defaultdict(dict)

    def add(self, row_id: str = "", **values: Any) -> str:
        """Add a row and return its id, a new one unless it is named."""
        row = {"id": row_id or new_id(), **self._blank, **values}
        self._new.append(row)
        self.rows[row["id"]] = row
        return row["id"]

    def change(self, row_id: str, **values: Any) -> bool:
        """Set `values` of a row and return whether any of them was another."""
        row = self.rows[row_id]
        other = {name: value for name, value in values.items() if row[name] != value}
        row.update(other)
        if other and row_id in self.known:
            self._changed[row_id].update(other)
        return bool(other)

    def fill(self, row_id: str, **values: Any) -> bool:
        """Set those `values` that say something where the row says nothing."""
        row = self.rows[row_id]
        return self.change(row_id, **{name: value for name, value in values.items() if value and not row[name]})

    def renew(self, row_id: str, **values: Any) -> bool:
        """Set those `values` that say something: an import never empties a field."""
        return self.change(row_id, **{name: value for name, value in values.items() if value not in _NOTHING})

    def claim(self, row_id: str) -> bool:
        """Tell, once, that a row is new: the first row of a sheet that stands for it counts as imported."""
        new = row_id not in self.known and row_id not in self._claimed
        self._claimed.add(row_id)
        return new

    @property
    def waiting(self) -> int:
        """Return how many rows are to be written."""
        return len(self._new) + len(self._changed)

    def write(self, wrote: Callable[[int], None]) -> None:
        """Write what is new, then what changed, telling `wrote` the size of each piece."""
        for at in range(0, len(self._new), PIECE):
            piece = self._new[at : at + PIECE]
            self._session.execute(insert(self._table), piece)
            wrote(len(piece))
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for row_id, values in self._changed.items():
            alike[tuple(sorted(values))].append({"row_id": row_id, **values})
        for rows in alike.values():
            self._session.execute(update(self._table).where(self._table.c.id == bindparam("row_id")), rows)
            wrote(len(rows))
        self._new, self._changed = [], defaultdict(dict)


_NOTHING: tuple[Any, ...] = (None, "", [], ())


def _default(table: Table, name: str) -> Any:
    default: Any = table.c[name].default
    if default is None:
        return None
    return [] if default.is_callable else default.arg
