"""Getting a file ready for work: its schema made or brought up to date, its write-ahead log on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from desktop_crm.store import schema


def prepare(engine: Engine, path: Path) -> None:
    """Make the schema in an empty file, or bring an older one up to date after a verified copy was taken."""
    found = schema.version(engine)
    if found is None:
        schema.create(engine)
    elif found != schema.HEAD:
        from desktop_crm.store.backup import copy_to  # noqa: PLC0415 - needed on an upgrade only
        from desktop_crm.store.upgrade import upgrade  # noqa: PLC0415 - Alembic takes long to load

        copy_to(engine, path.with_name(f"{path.stem}-{found}-upgrade.db"))
        upgrade(engine)
    _use_write_ahead_log(engine)


def _use_write_ahead_log(engine: Engine) -> None:
    """Keep readers and the writer out of each other's way; the mode stays with the file."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        if cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            cursor.execute("PRAGMA query_only = OFF")
            cursor.execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
