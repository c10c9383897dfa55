"""Writes the next migration from what the models have and the files lack: `python -m desktop_crm.store.new_migration 0002 word`.

For developers. Read what it wrote: a migration only adds.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alembic import command
from alembic.operations.ops import CreateIndexOp, MigrationScript
from alembic.runtime.migration import MigrationContext

from desktop_crm.models import metadata
from desktop_crm.store.engine import open_engine
from desktop_crm.store.upgrade import configuration


def write(revision: str, word: str) -> None:
    """Write `migrations/versions/<revision>_<word>.py`."""
    config = configuration()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "old.db")
        with engine.execution_options(writes=True).begin() as connection:
            config.attributes["connection"] = connection
            if revision != "0001":
                command.upgrade(config, "head")
            with warnings.catch_warnings(action="ignore"):  # Alembic says what it leaves to `_add_computed_indexes`
                command.revision(
                    config, word, autogenerate=True, rev_id=revision, process_revision_directives=_add_computed_indexes
                )
        engine.dispose()


def _add_computed_indexes(context: MigrationContext, _: Any, scripts: Iterable[Any]) -> None:
    """Add the new indexes over expressions, which Alembic cannot compare."""
    connection = context.connection
    assert connection is not None
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'").scalars())
    for script in scripts:
        assert isinstance(script, MigrationScript)
        assert script.upgrade_ops is not None
        for table in metadata().sorted_tables:
            for index in table.indexes:
                if len(index.columns) < len(index.expressions) and index.name not in there:
                    script.upgrade_ops.ops.append(CreateIndexOp.from_index(index))


if __name__ == "__main__":
    write(*sys.argv[1:3])
