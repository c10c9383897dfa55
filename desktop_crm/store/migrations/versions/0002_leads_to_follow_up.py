"""Migration 0002: leads_to_follow_up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring a file of revision 0001 to revision 0002."""
    op.create_table(
        "greeting",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greeting")),
    )
    op.create_table(
        "anniversary",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("month", sa.Integer(), server_default="1", nullable=False),
        sa.Column("day", sa.Integer(), server_default="1", nullable=False),
        sa.Column("lunar", sa.Boolean(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_anniversary_contact_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_anniversary_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anniversary")),
    )
    op.create_index(op.f("ix_anniversary_contact_id"), "anniversary", ["contact_id"], unique=False)
    op.create_index(op.f("ix_anniversary_customer_id"), "anniversary", ["customer_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("points", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reasons", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("override_reason", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), server_default="pending", nullable=False),
        sa.Column("confirm_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.String(), nullable=True),
        sa.Column("refuse_reason", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_assignment_by_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_assignment_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_assignment_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_deal_id"), "assignment", ["deal_id"], unique=False)
    op.create_index(op.f("ix_assignment_member_id"), "assignment", ["member_id"], unique=False)
    op.create_table(
        "clock_pause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("begins_at", sa.String(), nullable=True),
        sa.Column("ends_at", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_clock_pause_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_pause")),
    )
    op.create_index(op.f("ix_clock_pause_deal_id"), "clock_pause", ["deal_id"], unique=False)
    op.add_column("activity", sa.Column("purpose", sa.String(), server_default="", nullable=False))
    op.add_column("activity", sa.Column("occasion", sa.String(), server_default="", nullable=False))
    op.add_column("activity", sa.Column("automatic", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("activity", sa.Column("due_at", sa.String(), server_default="", nullable=False))
    op.add_column("activity", sa.Column("minutes", sa.Integer(), server_default="30", nullable=False))
    op.add_column("activity", sa.Column("written_at", sa.String(), nullable=True))
    op.create_index("ix_activity_happened", "activity", ["status", "happened_at"], unique=False)
    op.create_index("ix_activity_purpose", "activity", ["deal_id", "purpose", "occasion", "due_on"], unique=False)
    op.add_column("customer", sa.Column("customer_type", sa.String(), server_default="", nullable=False))
    op.add_column("deal", sa.Column("grade_reason", sa.String(), server_default="", nullable=False))
    op.add_column("deal", sa.Column("graded_at", sa.String(), nullable=True))
    op.add_column("deal", sa.Column("score_budget", sa.Integer(), nullable=True))
    op.add_column("deal", sa.Column("score_need", sa.Integer(), nullable=True))
    op.add_column("deal", sa.Column("score_decision", sa.Integer(), nullable=True))
    op.add_column("deal", sa.Column("score_urgency", sa.Integer(), nullable=True))
    op.add_column("deal", sa.Column("screened_at", sa.String(), nullable=True))
    op.add_column("deal", sa.Column("verified_at", sa.String(), nullable=True))
    op.add_column("deal", sa.Column("verified_by_id", sa.String(), server_default="", nullable=False))
    op.add_column("deal", sa.Column("assigned_at", sa.String(), nullable=True))
    op.add_column("deal", sa.Column("nurture", sa.Boolean(), server_default="0", nullable=False))
    op.add_column("deal", sa.Column("re_evaluate_on", sa.Date(), nullable=True))
    op.create_index("ix_deal_load", "deal", ["outcome", "owner_id"], unique=False)
    op.add_column("member", sa.Column("grades", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("member", sa.Column("customer_types", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("member", sa.Column("away_from", sa.Date(), nullable=True))
    op.add_column("member", sa.Column("away_until", sa.Date(), nullable=True))
