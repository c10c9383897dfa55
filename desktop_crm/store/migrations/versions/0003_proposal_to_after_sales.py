"""Migration 0003: proposal_to_after_sales."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Bring a file of revision 0002 to revision 0003."""
    op.create_table(
        "reusable_answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("proof", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reusable_answer")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="customer_file", nullable=False),
        sa.Column("paper_id", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("media_type", sa.String(), server_default="", nullable=False),
        sa.Column("size", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sha256", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_attachment_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_deal_id"), "attachment", ["deal_id"], unique=False)
    op.create_index(op.f("ix_attachment_paper_id"), "attachment", ["paper_id"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_table(
        "change_order",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("serial", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("raised_by", sa.String(), server_default="", nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("responsibility", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_change_order_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_order")),
    )
    op.create_index(op.f("ix_change_order_deal_id"), "change_order", ["deal_id"], unique=False)
    op.create_table(
        "contract_risk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("key", sa.String(), server_default="", nullable=False),
        sa.Column("checked", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_contract_risk_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_risk")),
    )
    op.create_index(op.f("ix_contract_risk_deal_id"), "contract_risk", ["deal_id"], unique=False)
    op.create_table(
        "letter_of_intent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("project", sa.String(), server_default="", nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("sign_contract_by", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("next_step", sa.String(), server_default="", nullable=False),
        sa.Column("change_note", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_letter_of_intent_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_of_intent")),
    )
    op.create_index(op.f("ix_letter_of_intent_deal_id"), "letter_of_intent", ["deal_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("deliverable", sa.String(), server_default="", nullable=False),
        sa.Column("owner", sa.String(), server_default="", nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_milestone_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_deal_id"), "milestone", ["deal_id"], unique=False)
    op.create_index(op.f("ix_milestone_due_on"), "milestone", ["due_on"], unique=False)
    op.create_table(
        "order_notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("content", sa.String(), server_default="", nullable=False),
        sa.Column("deliver_by", sa.Date(), nullable=True),
        sa.Column("deliver_to", sa.String(), server_default="", nullable=False),
        sa.Column("standard", sa.String(), server_default="", nullable=False),
        sa.Column("attention", sa.String(), server_default="", nullable=False),
        sa.Column("receiver_id", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_order_notice_deal_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["member.id"], name=op.f("fk_order_notice_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_notice")),
    )
    op.create_index(op.f("ix_order_notice_deal_id"), "order_notice", ["deal_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("condition", sa.String(), server_default="", nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("milestone_id", sa.String(), server_default="", nullable=False),
        sa.Column("change_order_id", sa.String(), server_default="", nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_payment_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_deal_id"), "payment", ["deal_id"], unique=False)
    op.create_index(op.f("ix_payment_due_on"), "payment", ["due_on"], unique=False)
    op.create_table(
        "problem",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("impact", sa.String(), server_default="", nullable=False),
        sa.Column("solution", sa.String(), server_default="", nullable=False),
        sa.Column("owner", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_problem_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index(op.f("ix_problem_deal_id"), "problem", ["deal_id"], unique=False)
    op.create_table(
        "progress_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("serial", sa.Integer(), server_default="1", nullable=False),
        sa.Column("week_from", sa.Date(), nullable=True),
        sa.Column("week_to", sa.Date(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("done", sa.String(), server_default="", nullable=False),
        sa.Column("planned", sa.String(), server_default="", nullable=False),
        sa.Column("help_needed", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_progress_report_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_report")),
    )
    op.create_index(op.f("ix_progress_report_deal_id"), "progress_report", ["deal_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("goal", sa.String(), server_default="", nullable=False),
        sa.Column("scope", sa.String(), server_default="", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("kickoff_on", sa.Date(), nullable=True),
        sa.Column("kickoff_held", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("communication", sa.String(), server_default="", nullable=False),
        sa.Column("escalation", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_project_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_index(op.f("ix_project_deal_id"), "project", ["deal_id"], unique=False)
    op.create_table(
        "project_member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("side", sa.String(), server_default="us", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("role", sa.String(), server_default="", nullable=False),
        sa.Column("duty", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_project_member_contact_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_project_member_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_project_member_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_member")),
    )
    op.create_index(op.f("ix_project_member_deal_id"), "project_member", ["deal_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("summary", sa.String(), server_default="", nullable=False),
        sa.Column("service", sa.String(), server_default="", nullable=False),
        sa.Column("delivery_cycle", sa.String(), server_default="", nullable=False),
        sa.Column("delivery_days", sa.Integer(), nullable=True),
        sa.Column("advantage", sa.String(), server_default="", nullable=False),
        sa.Column("benefit", sa.String(), server_default="", nullable=False),
        sa.Column("terms", sa.String(), server_default="", nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("reduction_fen", sa.Integer(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("change_note", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_proposal_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_deal_id"), "proposal", ["deal_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("paper", sa.String(), server_default="proposal", nullable=False),
        sa.Column("paper_id", sa.String(), server_default="", nullable=False),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("role", sa.String(), server_default="", nullable=False),
        sa.Column("reviewer_id", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), server_default="pending", nullable=False),
        sa.Column("comment", sa.String(), server_default="", nullable=False),
        sa.Column("decided_at", sa.String(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_review_deal_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["member.id"], name=op.f("fk_review_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_deal_id"), "review", ["deal_id"], unique=False)
    op.create_index(op.f("ix_review_paper_id"), "review", ["paper_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("occasion", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("method", sa.String(), server_default="call", nullable=False),
        sa.Column("visitor_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("usage", sa.String(), server_default="", nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        sa.Column("complaint", sa.String(), server_default="", nullable=False),
        sa.Column("training", sa.String(), server_default="", nullable=False),
        sa.Column("second_need", sa.String(), server_default="", nullable=False),
        sa.Column("second_deal_id", sa.String(), server_default="", nullable=False),
        sa.Column("referral", sa.String(), server_default="", nullable=False),
        sa.Column("referral_deal_id", sa.String(), server_default="", nullable=False),
        sa.Column("follow_up", sa.String(), server_default="", nullable=False),
        sa.Column("activity_id", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_visit_contact_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_visit_deal_id")),
        sa.ForeignKeyConstraint(["visitor_id"], ["member.id"], name=op.f("fk_visit_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_deal_id"), "visit", ["deal_id"], unique=False)
    op.create_index(op.f("ix_visit_due_on"), "visit", ["due_on"], unique=False)
    op.create_table(
        "change_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("change_order_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="add", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("standard", sa.String(), server_default="", nullable=False),
        sa.Column("acceptance_clause_id", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["change_order_id"], ["change_order.id"], name=op.f("fk_change_item_change_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_item")),
    )
    op.create_index(op.f("ix_change_item_change_order_id"), "change_item", ["change_order_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("memo_id", sa.String(), nullable=True),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("tax_rate", sa.Integer(), server_default="1300", nullable=False),
        sa.Column("deliver_by", sa.Date(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("signing", sa.String(), server_default="paper", nullable=False),
        sa.Column("signed_by_us", sa.String(), server_default="", nullable=False),
        sa.Column("copies", sa.Integer(), server_default="2", nullable=False),
        sa.Column("change_note", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_contract_deal_id")),
        sa.ForeignKeyConstraint(["memo_id"], ["memo.id"], name=op.f("fk_contract_memo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
    )
    op.create_index(op.f("ix_contract_deal_id"), "contract", ["deal_id"], unique=False)
    op.create_index(op.f("ix_contract_number"), "contract", ["number"], unique=False)
    op.create_table(
        "intent_clause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("letter_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="other", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter_of_intent.id"], name=op.f("fk_intent_clause_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intent_clause")),
    )
    op.create_index(op.f("ix_intent_clause_letter_id"), "intent_clause", ["letter_id"], unique=False)
    op.create_table(
        "presentation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("proposal_id", sa.String(), nullable=True),
        sa.Column("presented_on", sa.Date(), nullable=True),
        sa.Column("method", sa.String(), server_default="meeting", nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("our_side", sa.String(), server_default="", nullable=False),
        sa.Column("their_side", sa.String(), server_default="", nullable=False),
        sa.Column("reaction", sa.String(), server_default="", nullable=False),
        sa.Column("next_action", sa.String(), server_default="", nullable=False),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("next_owner_id", sa.String(), nullable=True),
        sa.Column("activity_id", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_presentation_deal_id")),
        sa.ForeignKeyConstraint(["next_owner_id"], ["member.id"], name=op.f("fk_presentation_next_owner_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_presentation_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation")),
    )
    op.create_index(op.f("ix_presentation_deal_id"), "presentation", ["deal_id"], unique=False)
    op.create_table(
        "proposal_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=True),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("specification", sa.String(), server_default="", nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="1000", nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("discount", sa.Integer(), server_default="1000", nullable=False),
        sa.Column("tax_rate", sa.Integer(), server_default="1300", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_proposal_item_product_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_item_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_item")),
    )
    op.create_index(op.f("ix_proposal_item_proposal_id"), "proposal_item", ["proposal_id"], unique=False)
    op.create_table(
        "proposal_point",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("proposal_id", sa.String(), nullable=True),
        sa.Column("pain", sa.String(), server_default="", nullable=False),
        sa.Column("function", sa.String(), server_default="", nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.Column("case_study", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_point_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_point")),
    )
    op.create_index(op.f("ix_proposal_point_proposal_id"), "proposal_point", ["proposal_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("payment_id", sa.String(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_receipt_deal_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_receipt_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_deal_id"), "receipt", ["deal_id"], unique=False)
    op.create_index(op.f("ix_receipt_payment_id"), "receipt", ["payment_id"], unique=False)
    op.create_index(op.f("ix_receipt_received_on"), "receipt", ["received_on"], unique=False)
    op.create_table(
        "contract_clause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("memo_clause_id", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), server_default="other", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("difference", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_clause_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_clause")),
    )
    op.create_index(op.f("ix_contract_clause_contract_id"), "contract_clause", ["contract_id"], unique=False)
    op.create_table(
        "contract_filing",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("contract_id", sa.String(), nullable=True),
        sa.Column("archived_at", sa.String(), nullable=True),
        sa.Column("archived_by_id", sa.String(), nullable=True),
        sa.Column("archive_place", sa.String(), server_default="", nullable=False),
        sa.Column("finance_told_on", sa.Date(), nullable=True),
        sa.Column("delivery_told_on", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["archived_by_id"], ["member.id"], name=op.f("fk_contract_filing_archived_by_id")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_filing_contract_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_contract_filing_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_filing")),
    )
    op.create_index(op.f("ix_contract_filing_contract_id"), "contract_filing", ["contract_id"], unique=False)
    op.create_index(op.f("ix_contract_filing_deal_id"), "contract_filing", ["deal_id"], unique=False)
    op.create_table(
        "presentation_point",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("presentation_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("raised_by", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("settled_by", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("settled", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_presentation_point_presentation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presentation_point")),
    )
    op.create_index(
        op.f("ix_presentation_point_presentation_id"), "presentation_point", ["presentation_id"], unique=False
    )
    op.add_column("acceptance_clause", sa.Column("contract_clause_id", sa.String(), server_default="", nullable=False))
    op.add_column("acceptance_clause", sa.Column("change_order_id", sa.String(), server_default="", nullable=False))
    op.add_column("company", sa.Column("legal_person", sa.String(), server_default="", nullable=False))
    op.add_column("company", sa.Column("color", sa.String(), server_default="", nullable=False))
    op.add_column("company", sa.Column("seal_space", sa.Boolean(), server_default="1", nullable=False))
    op.add_column("customer", sa.Column("legal_person", sa.String(), server_default="", nullable=False))
    op.add_column("customer", sa.Column("tax_number", sa.String(), server_default="", nullable=False))
    op.add_column("customer", sa.Column("bank_account", sa.String(), server_default="", nullable=False))
    op.add_column("deal", sa.Column("parent_id", sa.String(), server_default="", nullable=False))
    op.create_index(op.f("ix_deal_parent_id"), "deal", ["parent_id"], unique=False)
    op.add_column("issued_document", sa.Column("item_id", sa.String(), server_default="", nullable=False))
    op.add_column("objection", sa.Column("reusable_id", sa.String(), server_default="", nullable=False))
    op.create_index(op.f("ix_objection_reusable_id"), "objection", ["reusable_id"], unique=False)
