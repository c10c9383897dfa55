"""A mark in every internal column of the file, looked for in the text of everything a customer may get."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Column, Date, Integer, String, Table, select, update
from sqlalchemy.orm import Session

from desktop_crm.documents.desk import PackOrder, papers, print_pack, print_sheet
from desktop_crm.models import Base, Deal, IssuedDocument, ItemKind, Requirement, RequirementItem
from desktop_crm.models.base import Utc
from desktop_crm.operations.documents import issue_document
from tests.documents.deals import deal_with_papers
from tests.documents.reading_back import printed
from tests.make import File

# Tables of which nothing at all may leave the company.
INSIDE = ("negotiation_floor", "objection", "interview", "interview_question", "activity")
# What stays as it is, so that the rows are found at all.
KEPT = {"id", "deal_id", "created_at", "deleted_at", "position", "status", "resolved"}
# The numbers that mark a whole-number column, and how each would be printed.
NUMBERS: dict[str, tuple[int, str]] = {
    "negotiation_floor.lowest_price_fen": (77_003_119, "770,031.19"),
    "negotiation_floor.lowest_discount": (76_543, "765.43"),
    "negotiation_floor.longest_payment_days": (54_321, "54321"),
    "stakeholder.stance": (2, "力挺"),
    "stakeholder.influence": (987_654, "987,654"),
}
# Where the internal pack must say them, else this test would prove nothing.
SAID_INSIDE = {
    "deal.note", "stakeholder.note", "stakeholder.stance", "stakeholder.influence", "objection.text",
    "objection.answer", "objection.proof", "negotiation_floor.core_demands", "negotiation_floor.lowest_price_fen",
    "negotiation_floor.lowest_discount", "negotiation_floor.longest_payment_days", "negotiation_floor.walk_away",
    "negotiation_floor.tactics",
}  # fmt: skip


def internal_columns() -> Iterator[tuple[str, Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            inside = table.name in INSIDE and column.name not in KEPT and not column.foreign_keys
            if column.info.get("internal") or inside:
                yield f"{table.name}.{column.name}", table, column


def mark(name: str, column: Column[Any], number: int) -> tuple[object, str]:
    """Return the value to plant and the text it would print as."""
    if isinstance(column.type, Utc):
        return datetime(2093, 1, 1).astimezone(), "2093"
    if isinstance(column.type, Date):
        return date(2091, 7, 19), "2091"
    if isinstance(column.type, Integer):
        return NUMBERS[name]
    assert isinstance(column.type, String), f"say how {name} would be printed"
    return f"密{number:03d}码", f"密{number:03d}码"


@pytest.fixture
def marks(file: File) -> dict[str, str]:
    """Plant a mark in every internal column and return the text to look for by column."""
    deal_with_papers(file)
    found: dict[str, str] = {}

    def plant(session: Session) -> None:
        for number, (name, table, column) in enumerate(internal_columns()):
            value, text = mark(name, column, number)
            done = session.execute(update(table).values({column.name: value}))
            assert done.rowcount, f"no row of {table.name} in the test's deal"  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            found[name] = text

    file.store.write("plant", "plant", plant)
    return found


def leaks(text: str, marks: dict[str, str]) -> list[str]:
    return [name for name, secret in marks.items() if secret in text]


def deal_of(file: File) -> str:
    return file.ask(lambda session: session.scalars(select(Deal.id)).one())


def test_every_internal_column_is_marked(marks: dict[str, str]) -> None:
    assert len(marks) >= 20
    assert len(set(marks.values())) >= len(marks) - 1
    assert set(marks) >= SAID_INSIDE


def test_nothing_internal_is_printed_for_a_customer(file: File, marks: dict[str, str]) -> None:
    deal = deal_of(file)
    keys = file.ask(lambda session: [document.key for document in papers(session, "customer")])
    assert len(keys) >= 3
    for key in keys:
        assert leaks(printed(file.ask(print_sheet, deal, key).pdf), marks) == [], key


def test_nothing_internal_is_in_a_customers_pack(file: File, marks: dict[str, str]) -> None:
    pack = printed(file.ask(print_pack, PackOrder((deal_of(file),))).pdf)
    assert "需求分析报告" in pack
    assert leaks(pack, marks) == []


def test_nothing_internal_is_frozen_with_a_customers_document(file: File, marks: dict[str, str]) -> None:
    deal = deal_of(file)
    for key in ("requirement_report", "negotiation_memo", "acceptance_form"):
        file.do(issue_document, deal, key=key)
    frozen = file.ask(lambda session: session.scalars(select(IssuedDocument.data)).all())
    assert [leaks(data, marks) for data in frozen] == [[], [], []]
    stored = [path.read_bytes() for path in file.folder.rglob("*.pdf")]
    assert len(stored) == 3
    for pdf in stored:
        assert leaks(printed(pdf), marks) == []


def test_the_internal_pack_says_what_it_is_for(file: File, marks: dict[str, str]) -> None:
    pack = printed(file.ask(print_pack, PackOrder((deal_of(file),), audience="internal")).pdf)
    assert set(leaks(pack, marks)) >= SAID_INSIDE


def test_the_search_would_find_a_leak(file: File, marks: dict[str, str]) -> None:
    deal = deal_of(file)
    requirement = file.ask(lambda session: session.scalars(select(Requirement.id)).one())
    file.add(RequirementItem(requirement_id=requirement, kind=ItemKind.NEED, text=marks["activity.note"], position=9))
    assert leaks(printed(file.ask(print_sheet, deal, "requirement_report").pdf), marks) == ["activity.note"]
