"""How Alembic reaches the open file: the connection is handed in by `store.upgrade`."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from desktop_crm.models import metadata
from desktop_crm.models.base import Utc


def plain(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """Write our own column type as what the file holds: a migration must not change when the program does."""
    return "sa.String()" if kind == "type" and isinstance(thing, Utc) else False


context.configure(connection=context.config.attributes["connection"], target_metadata=metadata(), render_item=plain)
with context.begin_transaction():
    context.run_migrations()
