"""Migration 0004: figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Bring a file of revision 0003 to revision 0004."""
    op.create_table(
        "deal_snapshot",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("deal_id", sa.String(), server_default="", nullable=False),
        sa.Column("playbook", sa.String(), server_default="", nullable=False),
        sa.Column("stage", sa.String(), server_default="", nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("chance", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_snapshot")),
    )
    op.create_index(op.f("ix_deal_snapshot_deal_id"), "deal_snapshot", ["deal_id"], unique=False)
    op.create_index(op.f("ix_deal_snapshot_week"), "deal_snapshot", ["week"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("measure", sa.String(), server_default="new_leads", nullable=False),
        sa.Column("playbook", sa.String(), server_default="", nullable=False),
        sa.Column("stage", sa.String(), server_default="", nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_target_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
    )
    op.create_index(op.f("ix_target_member_id"), "target", ["member_id"], unique=False)
    op.create_index(op.f("ix_target_month"), "target", ["month"], unique=False)
    op.create_table(
        "closed_estimate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("chance", sa.Integer(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("won", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("playbook", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_closed_estimate_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_estimate")),
    )
    op.create_index(op.f("ix_closed_estimate_closed_on"), "closed_estimate", ["closed_on"], unique=False)
    op.create_index(op.f("ix_closed_estimate_deal_id"), "closed_estimate", ["deal_id"], unique=False)
    op.create_table(
        "deal_review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("reasons", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("competitor", sa.String(), server_default="", nullable=False),
        sa.Column("went_well", sa.String(), server_default="", nullable=False),
        sa.Column("went_badly", sa.String(), server_default="", nullable=False),
        sa.Column("lesson", sa.String(), server_default="", nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("reviewer_id", sa.String(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_review_deal_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["member.id"], name=op.f("fk_deal_review_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_review")),
    )
    op.create_index(op.f("ix_deal_review_deal_id"), "deal_review", ["deal_id"], unique=False)
    op.create_table(
        "improvement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), server_default="", nullable=False),
        sa.Column("chart", sa.String(), server_default="", nullable=False),
        sa.Column("view", sa.String(), server_default="{}", nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("action", sa.String(), server_default="", nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("effect", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_improvement_deal_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_improvement_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
    )
    op.create_index(op.f("ix_improvement_deal_id"), "improvement", ["deal_id"], unique=False)
    op.add_column("deal", sa.Column("close_pushes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("deal", sa.Column("chance", sa.Integer(), nullable=True))
