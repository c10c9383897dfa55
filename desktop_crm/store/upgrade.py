"""Runs the migrations on an older file. Imported only when one is needed."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from desktop_crm.store import schema, search


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the file of `engine` to `revision` in one transaction and follow it with fresh triggers."""
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head":
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            schema.install_triggers(connection)
            search.rebuild(connection)
