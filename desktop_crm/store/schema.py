"""The file's schema: made fresh, checked, brought up to date; a newer file is refused."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from desktop_crm.models import Base
from desktop_crm.refusal import Unavailable
from desktop_crm.store import recorder, search
from desktop_crm.system.translations import tr

HEAD = "0001"  # the newest migration; a test holds it against the folder
APPLICATION_ID = 0x4443524D  # "DCRM" in the file's header tells our files from other SQLite files

MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(engine: Engine, path: Path) -> None:
    """Make the schema in an empty file, or bring an older one up to date after a verified copy was taken."""
    with engine.connect() as connection:
        found = _version(connection)
    if found == HEAD:
        return
    if found is None:
        create(engine)
        return
    if found > HEAD:
        raise Unavailable(tr("这个数据文件由更新版本的程序创建，请先升级程序；文件没有被改动。"))
    from desktop_crm.store.backup import copy_to  # noqa: PLC0415 - needed on an upgrade only
    from desktop_crm.store.upgrade import upgrade  # noqa: PLC0415 - Alembic takes long to load

    copy_to(engine, path.with_name(f"{path.stem}-{found}-upgrade.db"))
    upgrade(engine)


def create(engine: Engine) -> None:
    """Make the newest schema in an empty file."""
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        Base.metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        install_triggers(connection)


def install_triggers(connection: Connection) -> None:
    """Make the triggers anew; after every migration they follow the new columns."""
    recorder.install(connection)
    search.install(connection)


def _version(connection: Connection) -> str | None:
    tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not tables:
        return None
    if "alembic_version" not in tables or "change_set" not in tables:
        raise Unavailable(tr("这不是本程序的数据文件，没有打开，也没有改动它。"))
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
