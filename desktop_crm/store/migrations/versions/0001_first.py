"""Migration 0001: first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Bring an empty file to revision 0001."""
    op.create_table(
        "change_set",
        sa.Column("rid", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), server_default="", nullable=False),
        sa.Column("at", sa.String(), server_default="", nullable=False),
        sa.Column("by_id", sa.String(), server_default="", nullable=False),
        sa.Column("operation", sa.String(), server_default="", nullable=False),
        sa.Column("label", sa.String(), server_default="", nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["change_set.rid"], name=op.f("fk_change_set_undoes")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_change_set")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_set_id"), "change_set", ["id"], unique=False)
    op.create_table(
        "company",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("playbook", sa.String(), server_default="full-cycle", nullable=False),
        sa.Column("address", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), server_default="", nullable=False),
        sa.Column("website", sa.String(), server_default="", nullable=False),
        sa.Column("tax_number", sa.String(), server_default="", nullable=False),
        sa.Column("bank_account", sa.String(), server_default="", nullable=False),
        sa.Column("footer", sa.String(), server_default="", nullable=False),
        sa.Column("logo", sa.String(), server_default="", nullable=False),
        sa.Column("target_industries", sa.JSON(), server_default="[]", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("role", sa.String(), server_default="sales_rep", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), server_default="", nullable=False),
        sa.Column("manager_id", sa.String(), nullable=True),
        sa.Column("regions", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("industries", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("capacity", sa.Integer(), server_default="30", nullable=False),
        sa.Column("left", sa.Boolean(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["member.id"], name=op.f("fk_member_manager_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_manager_id"), "member", ["manager_id"], unique=False)
    op.create_index(op.f("ix_member_name"), "member", ["name"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("series", sa.String(), server_default="", nullable=False),
        sa.Column("price_fen", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    op.create_index(op.f("ix_product_name"), "product", ["name"], unique=False)
    op.create_table(
        "customer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("name_key", sa.String(), server_default="", nullable=False),
        sa.Column("industry", sa.String(), server_default="", nullable=False),
        sa.Column("region", sa.String(), server_default="", nullable=False),
        sa.Column("address", sa.String(), server_default="", nullable=False),
        sa.Column("website", sa.String(), server_default="", nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("revenue_fen", sa.Integer(), nullable=True),
        sa.Column("founded_year", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), server_default="", nullable=False),
        sa.Column("competitors", sa.String(), server_default="", nullable=False),
        sa.Column("present_supplier", sa.String(), server_default="", nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_customer_owner_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["customer.id"], name=op.f("fk_customer_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
    )
    op.create_index(op.f("ix_customer_name"), "customer", ["name"], unique=False)
    op.create_index(op.f("ix_customer_name_key"), "customer", ["name_key"], unique=False)
    op.create_index(op.f("ix_customer_owner_id"), "customer", ["owner_id"], unique=False)
    op.create_index(op.f("ix_customer_parent_id"), "customer", ["parent_id"], unique=False)
    op.create_table(
        "row_change",
        sa.Column("rid", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("change_set", sa.Integer(), server_default="0", nullable=False),
        sa.Column("table_name", sa.String(), server_default="", nullable=False),
        sa.Column("row_id", sa.String(), server_default="", nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["change_set"], ["change_set.rid"], name=op.f("fk_row_change_change_set")),
        sa.PrimaryKeyConstraint("rid", name=op.f("pk_row_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_row_change_change_set"), "row_change", ["change_set"], unique=False)
    op.create_index("ix_row_change_row", "row_change", ["row_id", "rid"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("department", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("email", sa.String(), server_default="", nullable=False),
        sa.Column("wechat", sa.String(), server_default="", nullable=False),
        sa.Column("birthday", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_contact_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_customer_id"), "contact", ["customer_id"], unique=False)
    op.create_index(op.f("ix_contact_email"), "contact", ["email"], unique=False)
    op.create_index(op.f("ix_contact_name"), "contact", ["name"], unique=False)
    op.create_index(op.f("ix_contact_phone"), "contact", ["phone"], unique=False)
    op.create_table(
        "customer_tag",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("tag", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_tag_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_tag")),
    )
    op.create_index(op.f("ix_customer_tag_customer_id"), "customer_tag", ["customer_id"], unique=False)
    op.create_index(op.f("ix_customer_tag_tag"), "customer_tag", ["tag"], unique=False)
    op.create_table(
        "deal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("first_responder_id", sa.String(), nullable=True),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("product_name", sa.String(), server_default="", nullable=False),
        sa.Column("playbook", sa.String(), server_default="full-cycle", nullable=False),
        sa.Column("stage", sa.String(), server_default="", nullable=False),
        sa.Column("stage_status", sa.String(), server_default="not_started", nullable=False),
        sa.Column("stage_since", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), server_default="open", nullable=False),
        sa.Column("outcome_reason", sa.String(), server_default="", nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.String(), server_default="", nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), server_default="CNY", nullable=False),
        sa.Column("budget_low_fen", sa.Integer(), nullable=True),
        sa.Column("budget_high_fen", sa.Integer(), nullable=True),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("sub_source", sa.String(), server_default="", nullable=False),
        sa.Column("acquired_on", sa.Date(), nullable=True),
        sa.Column("need", sa.String(), server_default="", nullable=False),
        sa.Column("purchase_time", sa.String(), server_default="", nullable=False),
        sa.Column("external_id", sa.String(), server_default="", nullable=False),
        sa.Column("missing", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("next_step", sa.String(), server_default="", nullable=False),
        sa.Column("next_due", sa.Date(), nullable=True),
        sa.Column("last_contact_at", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "on_board",
            sa.Boolean(),
            sa.Computed(
                "deleted_at IS NULL AND (outcome = 'open' OR (outcome = 'won' AND stage_status <> 'done'))",
                persisted=False,
            ),
            nullable=True,
        ),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_deal_contact_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_deal_customer_id")),
        sa.ForeignKeyConstraint(["first_responder_id"], ["member.id"], name=op.f("fk_deal_first_responder_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_deal_owner_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_deal_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
    )
    op.create_index(op.f("ix_deal_contact_id"), "deal", ["contact_id"], unique=False)
    op.create_index(op.f("ix_deal_customer_id"), "deal", ["customer_id"], unique=False)
    op.create_index(op.f("ix_deal_external_id"), "deal", ["external_id"], unique=False)
    op.create_index(op.f("ix_deal_first_responder_id"), "deal", ["first_responder_id"], unique=False)
    op.create_index("ix_deal_incomplete", "deal", ["id"], unique=False, sqlite_where=sa.text("missing <> '[]'"))
    op.create_index(op.f("ix_deal_number"), "deal", ["number"], unique=False)
    op.create_index("ix_deal_outcome", "deal", ["playbook", "outcome", "closed_on"], unique=False)
    op.create_index(op.f("ix_deal_owner_id"), "deal", ["owner_id"], unique=False)
    op.create_index(op.f("ix_deal_product_id"), "deal", ["product_id"], unique=False)
    op.create_index("ix_deal_sum", "deal", ["playbook", "on_board", "stage", "amount_fen"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("project", sa.String(), server_default="", nullable=False),
        sa.Column("contract_number", sa.String(), server_default="", nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("our_side", sa.String(), server_default="", nullable=False),
        sa.Column("their_side", sa.String(), server_default="", nullable=False),
        sa.Column("conclusion", sa.String(), server_default="", nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_acceptance_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    op.create_index(op.f("ix_acceptance_deal_id"), "acceptance", ["deal_id"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), server_default="planned", nullable=False),
        sa.Column("method", sa.String(), server_default="call", nullable=False),
        sa.Column("goal", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("happened_at", sa.String(), nullable=True),
        sa.Column("feedback", sa.String(), server_default="", nullable=False),
        sa.Column("objection", sa.String(), server_default="", nullable=False),
        sa.Column("intention", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_activity_contact_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_activity_customer_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_activity_deal_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_activity_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index(op.f("ix_activity_contact_id"), "activity", ["contact_id"], unique=False)
    op.create_index(op.f("ix_activity_customer_id"), "activity", ["customer_id"], unique=False)
    op.create_index("ix_activity_due", "activity", ["status", "due_on"], unique=False)
    op.create_index(op.f("ix_activity_owner_id"), "activity", ["owner_id"], unique=False)
    op.create_index("ix_activity_timeline", "activity", ["deal_id", "status", "happened_at"], unique=False)
    op.create_table(
        "checklist_tick",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("item", sa.String(), server_default="", nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_checklist_tick_by_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_checklist_tick_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_tick")),
    )
    op.create_index(op.f("ix_checklist_tick_deal_id"), "checklist_tick", ["deal_id"], unique=False)
    op.create_table(
        "interview",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("background", sa.String(), server_default="", nullable=False),
        sa.Column("opening", sa.String(), server_default="", nullable=False),
        sa.Column("value_points", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_interview_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_deal_id"), "interview", ["deal_id"], unique=False)
    op.create_table(
        "interview_question",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="situation", nullable=False),
        sa.Column("question", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_interview_question_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_question")),
    )
    op.create_index(op.f("ix_interview_question_deal_id"), "interview_question", ["deal_id"], unique=False)
    op.create_table(
        "issued_document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("key", sa.String(), server_default="", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("audience", sa.String(), server_default="customer", nullable=False),
        sa.Column("data", sa.String(), server_default="{}", nullable=False),
        sa.Column("file", sa.String(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(), server_default="", nullable=False),
        sa.Column("issued_at", sa.String(), nullable=True),
        sa.Column("issued_by_id", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_issued_document_deal_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["member.id"], name=op.f("fk_issued_document_issued_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
    )
    op.create_index(op.f("ix_issued_document_deal_id"), "issued_document", ["deal_id"], unique=False)
    op.create_index(op.f("ix_issued_document_number"), "issued_document", ["number"], unique=False)
    op.create_table(
        "memo",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("our_side", sa.String(), server_default="", nullable=False),
        sa.Column("their_side", sa.String(), server_default="", nullable=False),
        sa.Column("next_step", sa.String(), server_default="", nullable=False),
        sa.Column("change_note", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_memo_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
    )
    op.create_index(op.f("ix_memo_deal_id"), "memo", ["deal_id"], unique=False)
    op.create_table(
        "negotiation_floor",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("core_demands", sa.String(), server_default="", nullable=False),
        sa.Column("lowest_price_fen", sa.Integer(), nullable=True),
        sa.Column("lowest_discount", sa.Integer(), nullable=True),
        sa.Column("longest_payment_days", sa.Integer(), nullable=True),
        sa.Column("walk_away", sa.String(), server_default="", nullable=False),
        sa.Column("tactics", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_negotiation_floor_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiation_floor")),
    )
    op.create_index(op.f("ix_negotiation_floor_deal_id"), "negotiation_floor", ["deal_id"], unique=False)
    op.create_table(
        "objection",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("proof", sa.String(), server_default="", nullable=False),
        sa.Column("resolved", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_objection_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    op.create_index(op.f("ix_objection_deal_id"), "objection", ["deal_id"], unique=False)
    op.create_table(
        "requirement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="draft", nullable=False),
        sa.Column("background", sa.String(), server_default="", nullable=False),
        sa.Column("present_system", sa.String(), server_default="", nullable=False),
        sa.Column("present_supplier", sa.String(), server_default="", nullable=False),
        sa.Column("decision_process", sa.String(), server_default="", nullable=False),
        sa.Column("timeline", sa.String(), server_default="", nullable=False),
        sa.Column("budget_low_fen", sa.Integer(), nullable=True),
        sa.Column("budget_high_fen", sa.Integer(), nullable=True),
        sa.Column("change_note", sa.String(), server_default="", nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_requirement_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index(op.f("ix_requirement_deal_id"), "requirement", ["deal_id"], unique=False)
    op.create_table(
        "stage_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("at", sa.String(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("from_playbook", sa.String(), server_default="", nullable=False),
        sa.Column("from_stage", sa.String(), server_default="", nullable=False),
        sa.Column("to_playbook", sa.String(), server_default="", nullable=False),
        sa.Column("to_stage", sa.String(), server_default="", nullable=False),
        sa.Column("outcome", sa.String(), server_default="open", nullable=False),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("override_reason", sa.String(), server_default="", nullable=False),
        sa.Column("overridden", sa.JSON(), server_default="[]", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_stage_change_by_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_stage_change_deal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index(op.f("ix_stage_change_deal_id"), "stage_change", ["deal_id"], unique=False)
    op.create_table(
        "stakeholder",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), server_default="", nullable=False),
        sa.Column("stance", sa.Integer(), server_default="0", nullable=False),
        sa.Column("influence", sa.Integer(), server_default="3", nullable=False),
        sa.Column("reports_to_id", sa.String(), nullable=True),
        sa.Column("covered_by_id", sa.String(), nullable=True),
        sa.Column("met", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_stakeholder_contact_id")),
        sa.ForeignKeyConstraint(["covered_by_id"], ["member.id"], name=op.f("fk_stakeholder_covered_by_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_stakeholder_deal_id")),
        sa.ForeignKeyConstraint(["reports_to_id"], ["stakeholder.id"], name=op.f("fk_stakeholder_reports_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder")),
    )
    op.create_index(op.f("ix_stakeholder_contact_id"), "stakeholder", ["contact_id"], unique=False)
    op.create_index(op.f("ix_stakeholder_covered_by_id"), "stakeholder", ["covered_by_id"], unique=False)
    op.create_index(op.f("ix_stakeholder_deal_id"), "stakeholder", ["deal_id"], unique=False)
    op.create_index(op.f("ix_stakeholder_reports_to_id"), "stakeholder", ["reports_to_id"], unique=False)
    op.create_table(
        "acceptance_clause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("acceptance_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("standard", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["acceptance_id"], ["acceptance.id"], name=op.f("fk_acceptance_clause_acceptance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_clause")),
    )
    op.create_index(op.f("ix_acceptance_clause_acceptance_id"), "acceptance_clause", ["acceptance_id"], unique=False)
    op.create_table(
        "memo_clause",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("memo_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="other", nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("agreed", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("settled_by", sa.String(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["memo_id"], ["memo.id"], name=op.f("fk_memo_clause_memo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo_clause")),
    )
    op.create_index(op.f("ix_memo_clause_memo_id"), "memo_clause", ["memo_id"], unique=False)
    op.create_table(
        "requirement_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("requirement_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), server_default="need", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("measure", sa.String(), server_default="", nullable=False),
        sa.Column("priority", sa.String(), server_default="should", nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_item_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_item")),
    )
    op.create_index(op.f("ix_requirement_item_requirement_id"), "requirement_item", ["requirement_id"], unique=False)
    op.create_table(
        "acceptance_check",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("clause_id", sa.String(), nullable=True),
        sa.Column("round", sa.Integer(), server_default="1", nullable=False),
        sa.Column("result", sa.String(), server_default="pending", nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), server_default="", nullable=False),
        sa.Column("cause", sa.String(), server_default="", nullable=False),
        sa.Column("rectification", sa.String(), server_default="", nullable=False),
        sa.Column("rectify_by", sa.Date(), nullable=True),
        sa.Column(
            "created_at", sa.String(), server_default=sa.text("(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"), nullable=False
        ),
        sa.Column("deleted_at", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clause_id"], ["acceptance_clause.id"], name=op.f("fk_acceptance_check_clause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_check")),
    )
    op.create_index(op.f("ix_acceptance_check_clause_id"), "acceptance_check", ["clause_id"], unique=False)
    op.create_index(
        "ix_deal_board",
        "deal",
        ["playbook", "on_board", "stage", sa.literal_column("coalesce(next_due, '9999-12-31')"), "id"],
        unique=False,
    )
