"""Migration ${up_revision}: ${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Bring ${"a file of revision " + down_revision if down_revision else "an empty file"} to revision ${up_revision}."""
    ${"\n".join(line for line in upgrades.splitlines() if "###" not in line).strip()}
