"""How the file is reached: one engine, whose connections read only unless told to write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlcipher3 import dbapi2

from desktop_crm.store import search

BUSY_SECONDS = 1.0  # how long a writer waits for another process; the window waits with it
OPEN_CHANGE = "change_set"  # where a connection keeps the number of its open change set


def open_engine(path: Path) -> Engine:
    """Return an engine on the file at `path` that reads only, unless told `writes=True`; it changes nothing by itself."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), module=dbapi2, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(raw: Any, record: Any) -> None:
    raw.isolation_level = None  # transactions are begun by `_on_begin`, not by the driver
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # else INSERT OR REPLACE would remove rows behind the recorder's back
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        raw.execute(f"PRAGMA {pragma}")
    raw.create_function("current_change_set", 0, lambda: record.info.get(OPEN_CHANGE))
    raw.create_function("search_words", -1, search.words_of, deterministic=True)
    raw.create_function("search_name", -1, search.name_words, deterministic=True)


def _on_begin(connection: Connection) -> None:
    # A writer takes its place in the queue at once: no transaction fails halfway because another one wrote first.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("PRAGMA query_only = OFF" if writes else "PRAGMA query_only = ON")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
