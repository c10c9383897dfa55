"""Which stored rows belong to a deal, derived from the schema, so that a new table is never forgotten."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import CompoundSelect, ForeignKey, Select, Table, bindparam, literal, select, union_all

from desktop_crm.models import metadata

_DEAL = "deal_id"
_MARK = "deleted_at"  # what people work with has it; snapshots are derived and tell no story


def rows_of(deal_id: str) -> CompoundSelect[Any]:
    """Return the keys of the deal and of all that hangs on it, deleted rows too."""
    belonging = [_keys(path) for path in paths().values()]
    return union_all(select(literal(deal_id)), *belonging).params(deal=deal_id)


@cache
def paths() -> dict[str, tuple[Table, ...]]:
    """Return for each table that belongs to a deal the tables from it up to the one that names the deal."""
    found: dict[str, tuple[Table, ...]] = {
        table.name: (table,) for table in metadata().sorted_tables if _DEAL in table.c and _MARK in table.c
    }
    for table in metadata().sorted_tables:  # sorted: what a table hangs on comes before it
        if table.name in found:
            continue
        owner = next((key.column.table.name for key in _links(table) if key.column.table.name in found), None)
        if owner is not None:
            found[table.name] = (table, *found[owner])
    return found


def _keys(path: tuple[Table, ...]) -> Select[Any]:
    keys = select(path[0].c.id)
    for child, owner in pairwise(path):
        link = next(key.parent for key in _links(child) if key.column.table is owner)
        keys = keys.join(owner, link == owner.c.id)
    return keys.where(path[-1].c[_DEAL] == bindparam("deal"))


def _links(table: Table) -> list[ForeignKey]:
    return sorted(table.foreign_keys, key=lambda key: key.parent.name)
