"""Backup, restore and the health check of a data file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlcipher3 import dbapi2

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import schema
from desktop_crm.store.engine import open_engine
from desktop_crm.store.troubles import explained
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_SIDE_FILES = ("-wal", "-shm")


def copy_to(engine: Engine, target: Path) -> None:
    """Write a compact, verified copy of the open file to `target`; a copy that fails its check is not left behind."""
    if target.exists() and target.samefile(str(engine.url.database)):
        raise Refused(tr("备份不能写到数据文件自己上，请换一个文件名。"))
    part = target.with_name(target.name + ".part")
    try:
        with explained():
            _copy(engine, part)
            problems = check_file(part)
            if problems:
                raise Unavailable(tr("备份没有通过校验，没有保存：{problem}", problem=problems[0]))
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def check_file(path: Path) -> Sequence[str]:
    """Return what is wrong with the data file at `path`, nothing when it is sound; it is only read."""
    if not path.is_file():
        raise Refused(tr("找不到数据文件：{name}", name=path.name))
    with _engine(path) as engine:
        if schema.version(engine) is None:
            return [tr("文件是空的")]
        return check(engine)


def check(engine: Engine) -> Sequence[str]:
    """Return what SQLite's own checks find: damaged pages, and links to rows that do not exist."""
    with explained(), engine.connect() as connection:
        return [*_damage(connection), *_dangling(connection)]


def restore(source: Path, target: Path) -> Path | None:
    """Put the backup `source` in the place of the data file `target`; return where the replaced file was kept.

    The backup is checked and copied first, so that a failure leaves the data file as it was. A file that is open in a
    window is not replaced; a damaged one is.
    """
    problems = check_file(source)
    if problems:
        raise Refused(tr("这个备份没有通过校验，没有恢复：{problem}", problem=problems[0]))
    arriving = target.with_name(target.name + ".restore")
    with _engine(source) as engine:
        copy_to(engine, arriving)
    try:
        with explained():
            kept = _put_aside(target)
            arriving.replace(target)
            _flush(target)
    finally:
        arriving.unlink(missing_ok=True)
    return kept


@contextmanager
def _engine(path: Path) -> Generator[Engine]:
    engine = open_engine(path)
    try:
        with explained():
            yield engine
    finally:
        engine.dispose()


def _copy(engine: Engine, part: Path) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    raw = engine.raw_connection()  # VACUUM runs outside of any transaction
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute("VACUUM INTO ?", (str(part),))
    finally:
        raw.close()
    _flush(part)


def _put_aside(target: Path) -> Path | None:
    """Copy the data file and what belongs to it to a name of its own; leave none of its side files in the way."""
    if not target.exists():
        return None
    _merge_log(target)
    kept = target.with_name(f"{target.stem}-replaced-{clock.now():%Y%m%d-%H%M%S}{target.suffix}")
    for suffix in ("", *_SIDE_FILES):
        side = target.with_name(target.name + suffix)
        if side.exists():
            shutil.copy2(side, kept.with_name(kept.name + suffix))
    for suffix in _SIDE_FILES:
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept


def _merge_log(target: Path) -> None:
    """Merge the write-ahead log into the file; fails when another program has it open. A damaged file is left as it is."""
    connection = dbapi2.connect(str(target), timeout=1)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except dbapi2.OperationalError:  # locked, read-only, full
        raise
    except dbapi2.DatabaseError:  # damaged, or no database at all
        return
    finally:
        connection.close()


def _flush(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _damage(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return [] if found == ["ok"] else [str(line) for line in found]


def _dangling(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [tr("{table} 中有一行指向不存在的 {parent}", table=row[0], parent=row[2]) for row in rows]
