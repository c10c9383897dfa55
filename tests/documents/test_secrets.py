"""A mark in every internal column of the file, looked for in the text of everything a customer may get."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, func, insert, select, update
from sqlalchemy.orm import Session

from desktop_crm.documents.desk import Sheet, papers, print_sheet, sheets
from desktop_crm.documents.packs import PackOrder, print_pack
from desktop_crm.models import Deal, IssuedDocument, ItemKind, Requirement, RequirementItem, metadata, new_id
from desktop_crm.models.base import Utc
from desktop_crm.operations.documents import issue_document
from desktop_crm.rules.decision_chain import STANCES
from tests.documents.reading_back import printed
from tests.documents.whole_deals import full_deal
from tests.make import File

Marks = dict[str, tuple[str, ...]]  # by column, the texts to look for

# Tables of which nothing at all may leave the company.
INSIDE = ("negotiation_floor", "objection", "interview", "interview_question", "activity")
# What stays as it is, so that the rows are found at all.
KEPT = {"id", "deal_id", "created_at", "deleted_at", "position", "status", "resolved"}
STANCE = 2  # a number that is printed as a word
# Where the internal pack must say them, else this test would prove nothing.
SAID_INSIDE = {
    "deal.note", "stakeholder.note", "stakeholder.stance", "stakeholder.influence", "objection.text",
    "objection.answer", "objection.proof", "negotiation_floor.core_demands", "negotiation_floor.lowest_price_fen",
    "negotiation_floor.lowest_discount", "negotiation_floor.longest_payment_days", "negotiation_floor.walk_away",
    "negotiation_floor.tactics", "deal.grade_reason", "assignment.override_reason", "interview.background",
    "interview_question.question", "activity.feedback", "customer.note",
}  # fmt: skip


def internal_columns() -> Iterator[tuple[str, Table, Column[Any]]]:
    for table in metadata().sorted_tables:
        for column in table.columns:
            inside = table.name in INSIDE and column.name not in KEPT and not column.foreign_keys
            if (column.info.get("internal") or inside) and not isinstance(column.type, Boolean):  # yes or no is no mark
                yield f"{table.name}.{column.name}", table, column


def mark(name: str, column: Column[Any], number: int) -> tuple[object, tuple[str, ...]]:
    """Return the value to plant and the ways in which it could be printed."""
    if name == "stakeholder.stance":
        return STANCE, (STANCES[STANCE],)
    if isinstance(column.type, Utc):
        return datetime(2093, 1, 1).astimezone(), ("2093",)
    if isinstance(column.type, Date):
        return date(2091, 7, 19), ("2091",)
    if isinstance(column.type, Integer):
        value = 770_319_13 + 1_009 * number
        return value, (str(value), f"{value:,}", f"{value / 100:,.2f}", f"{value / 100:g}")
    if isinstance(column.type, JSON):
        return [f"密{number:03d}码"], (f"密{number:03d}码",)
    assert isinstance(column.type, String), f"say how {name} would be printed"
    return f"密{number:03d}码", (f"密{number:03d}码",)


@pytest.fixture
def marks(file: File) -> Marks:
    """Plant a mark in every internal column and return the text to look for by column."""
    deal = full_deal(file)
    found: Marks = {}

    def plant(session: Session) -> None:
        for number, (name, table, column) in enumerate(internal_columns()):
            value, texts = mark(name, column, number)
            _ensure_row(session, table, deal)
            session.execute(update(table).values({column.name: value}))
            found[name] = texts

    file.store.write("plant", "plant", plant)
    return found


def _ensure_row(session: Session, table: Table, deal: str) -> None:
    """Add a bare row of the deal to a table that has none, so that a new table is looked after from its first day."""
    if session.scalar(select(func.count()).select_from(table)) == 0:
        session.execute(insert(table).values({"id": new_id()} | ({"deal_id": deal} if "deal_id" in table.c else {})))


def leaks(text: str, marks: Marks) -> list[str]:
    return [name for name, secrets in marks.items() if any(secret in text for secret in secrets)]


def deal_of(file: File) -> str:
    return file.ask(lambda session: session.scalars(select(Deal.id)).one())


def test_every_internal_column_is_marked(marks: Marks) -> None:
    assert len(marks) >= 20
    assert len(set(marks.values())) >= len(marks) - 1
    assert set(marks) >= SAID_INSIDE


def customer_sheets(file: File) -> list[Sheet]:
    """Return all that can be printed for the customer, each of several things by itself."""
    found = file.ask(sheets, deal_of(file))
    return [sheet for sheet in found if sheet.audience == "customer" and sheet.refusal is None]


def test_a_full_deal_has_every_document_for_a_customer(file: File, marks: Marks) -> None:
    assert marks
    keys = file.ask(lambda session: {document.key for document in papers(session, "customer")})
    assert {sheet.key for sheet in customer_sheets(file)} == keys


def test_nothing_internal_is_printed_for_a_customer(file: File, marks: Marks) -> None:
    deal = deal_of(file)
    found = customer_sheets(file)
    assert len(found) >= 4
    for sheet in found:
        assert leaks(printed(file.ask(print_sheet, deal, sheet.key, sheet.item_id).pdf), marks) == [], sheet.id


def test_nothing_internal_is_in_a_customers_pack(file: File, marks: Marks) -> None:
    pack = printed(file.ask(print_pack, PackOrder((deal_of(file),))).pdf)
    assert "需求分析报告" in pack
    assert leaks(pack, marks) == []


def test_nothing_internal_is_frozen_with_a_customers_document(file: File, marks: Marks) -> None:
    deal, found = deal_of(file), customer_sheets(file)
    for sheet in found:
        file.do(issue_document, deal, key=sheet.key, item_id=sheet.item_id)
    frozen = file.ask(lambda session: session.scalars(select(IssuedDocument.data)).all())
    assert [leaks(data, marks) for data in frozen] == [[]] * len(found)
    stored = [path.read_bytes() for path in file.folder.rglob("*.pdf")]
    assert len(stored) == len(found)
    for pdf in stored:
        assert leaks(printed(pdf), marks) == []


def test_the_internal_pack_says_what_it_is_for(file: File, marks: Marks) -> None:
    pack = printed(file.ask(print_pack, PackOrder((deal_of(file),), audience="internal")).pdf)
    assert set(leaks(pack, marks)) >= SAID_INSIDE


def test_the_search_would_find_a_leak(file: File, marks: Marks) -> None:
    deal = deal_of(file)
    requirement = file.ask(lambda session: session.scalars(select(Requirement.id)).one())
    file.add(
        RequirementItem(requirement_id=requirement, kind=ItemKind.NEED, text=marks["activity.note"][0], position=9)
    )
    assert leaks(printed(file.ask(print_sheet, deal, "requirement_report").pdf), marks) == ["activity.note"]
