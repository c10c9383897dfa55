"""Backup, restore and the health check of a data file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store.database import Store, explained
from desktop_crm.system.translations import tr


def copy_to(engine: Engine, target: Path) -> None:
    """Write a compact, verified copy of the open file to `target`; a copy that fails its check is not left behind."""
    part = target.with_name(target.name + ".part")
    with explained():
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        raw = engine.raw_connection()  # VACUUM runs outside of any transaction
        try:
            raw.cursor().execute("VACUUM INTO ?", (str(part),))
        finally:
            raw.close()
        problems = check_file(part)
        if problems:
            part.unlink()
            raise Unavailable(tr("备份没有通过校验，没有保存：{problem}", problem=problems[0]))
        part.replace(target)


def check_file(path: Path) -> Sequence[str]:
    """Return what is wrong with the data file at `path`; nothing when it is sound."""
    store = Store(path)
    try:
        return check(store.engine)
    finally:
        store.close()


def check(engine: Engine) -> Sequence[str]:
    """Return what SQLite's own checks find: damaged pages, and links to rows that do not exist."""
    with explained(), engine.connect() as connection:
        return [*_damage(connection), *_dangling(connection)]


def restore(source: Path, target: Path) -> Path | None:
    """Put the backup `source` in the place of the data file `target`; return where the replaced file was kept."""
    if not source.is_file():
        raise Refused(tr("找不到备份文件：{name}", name=source.name))
    problems = check_file(source)
    if problems:
        raise Refused(tr("这个备份没有通过校验，没有恢复：{problem}", problem=problems[0]))
    kept = _put_aside(target)
    store = Store(source)
    try:
        copy_to(store.engine, target)
    finally:
        store.close()
    return kept


def _put_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    kept = target.with_name(f"{target.stem}-before-restore{target.suffix}")
    with explained():
        store = Store(target)
        try:
            copy_to(store.engine, kept)
        finally:
            store.close()
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept


def _damage(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [] if found == ["ok"] else [str(line) for line in found]


def _dangling(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [tr("{table} 中有一行指向不存在的 {parent}", table=row[0], parent=row[2]) for row in rows]
