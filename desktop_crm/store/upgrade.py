"""Runs the migrations on an older file. Imported only when one is needed."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from desktop_crm.store import schema, search


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the file of `engine` to `revision` in one transaction; triggers and search index follow the new columns."""
    config = configuration()
    with engine.execution_options(writes=True).begin() as connection:
        schema.drop_triggers(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head":
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            schema.install_triggers(connection)
            search.rebuild(connection)


def configuration() -> Config:
    """Return Alembic's configuration; the caller adds the connection."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
