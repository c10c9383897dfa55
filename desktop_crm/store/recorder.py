"""The recorder: SQLite triggers made from the models, so that no change gets past the record.

A trigger asks the connection which change set is open (`current_change_set()`); a write outside of one fails, whatever
it was written with. Rows are never removed: the delete trigger refuses.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table

from desktop_crm.models import Base, Row, metadata

REMOVAL = "rows are marked deleted, never removed"
NEW_KEY = "a key never changes"


def recorded_tables() -> list[Table]:
    """Return the tables whose changes are recorded, parents before children."""
    tables = metadata().sorted_tables
    recorded = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Row)}
    return [table for table in tables if table in recorded]


def install(connection: Connection) -> None:
    """Make the recorder's triggers for the present columns."""
    for table in recorded_tables():
        for statement in _triggers(table):
            connection.exec_driver_sql(statement)


def _triggers(table: Table) -> Iterator[str]:
    name = table.name
    columns = [column.name for column in table.columns if column.computed is None and column.name != "id"]
    changed = " OR ".join(f'old."{column}" IS NOT new."{column}"' for column in columns)
    unchanged = ", ".join(f"iif(old.\"{column}\" IS new.\"{column}\", '$.{column}', '$.-')" for column in columns)

    def picture(which: str) -> str:
        pairs = ", ".join(f"'{column}', {which}.\"{column}\"" for column in columns)
        return f"json_remove(json_object({pairs}), {unchanged})"

    record = 'INSERT INTO row_change (change_set, table_name, row_id, kind, "old", "new")'
    yield (
        f"CREATE TRIGGER record_insert_{name} AFTER INSERT ON {name} BEGIN "
        f"{record} VALUES (current_change_set(), '{name}', new.id, 'insert', NULL, NULL); END"
    )
    yield (
        f"CREATE TRIGGER record_update_{name} AFTER UPDATE ON {name} WHEN {changed} BEGIN "
        f"{record} VALUES (current_change_set(), '{name}', new.id, 'update', {picture('old')}, {picture('new')}); END"
    )
    yield f"CREATE TRIGGER keep_{name} BEFORE DELETE ON {name} BEGIN SELECT RAISE(ABORT, '{REMOVAL}'); END"
    yield (
        f"CREATE TRIGGER keep_id_{name} BEFORE UPDATE OF id ON {name} WHEN old.id IS NOT new.id BEGIN "
        f"SELECT RAISE(ABORT, '{NEW_KEY}'); END"
    )
