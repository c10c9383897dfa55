"""How Alembic reaches the open file: the connection is handed in by `store.upgrade`."""

from alembic import context

from desktop_crm.models import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
