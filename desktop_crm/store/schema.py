"""The file's schema: made fresh, checked, brought up to date; a newer or foreign file is refused untouched."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop_crm.models import metadata
from desktop_crm.refusal import Unavailable
from desktop_crm.store import recorder, search
from desktop_crm.system.translations import tr

HEAD = "0004"  # the newest migration; a test holds it against the folder
APPLICATION_ID = 0x4443524D  # "DCRM" in the file's header tells our files from other SQLite files

MIGRATIONS = Path(__file__).parent / "migrations"


def version(engine: Engine) -> str | None:
    """Return the file's schema version, None for an empty file; refuse a file that is not ours or too new."""
    with engine.connect() as connection:
        found = _stamp(connection)
    if found is not None and found > HEAD:
        raise Unavailable(tr("这个数据文件由更新版本的程序创建，请先升级程序；文件没有被改动。"))
    return found


def create(engine: Engine) -> None:
    """Make the newest schema in an empty file."""
    with engine.execution_options(writes=True).begin() as connection:
        if _stamp(connection) is not None:  # another window was faster
            return
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        metadata().create_all(connection)
        connection.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        install_triggers(connection)


def install_triggers(connection: Connection) -> None:
    """Make the triggers for the present columns; the schema must have none."""
    recorder.install(connection)
    search.install(connection)


def drop_triggers(connection: Connection) -> None:
    """Take all triggers away, so that a migration can change what they watch."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in names:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _stamp(connection: Connection) -> str | None:
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return None
    if "alembic_version" in tables and "change_set" in tables:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found:
            return str(found)
    raise Unavailable(tr("这不是本程序的数据文件，没有打开，也没有改动它。"))
