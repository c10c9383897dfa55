"""A document about one of several things of a deal: a sheet for each, and each with versions of its own."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.desk import OWN_FOLDER, print_sheet, sheets
from desktop_crm.models import Objection
from desktop_crm.operations.documents import issue_document, mark_sent
from desktop_crm.queries import document_data
from desktop_crm.queries.document_data import CustomerFacing, Item
from desktop_crm.queries.documents import Issued, issued_document, issued_titles, issues_of_deal
from desktop_crm.refusal import Refused
from tests.documents.reading_back import printed
from tests.make import File

KEY = "weekly_note"


@dataclass(frozen=True, slots=True)
class WeeklyNote(CustomerFacing):
    """What a week's note says."""

    text: str


TEMPLATE = """
key = "weekly_note"
title = "周记"
code = "ZJ"
stage = "delivery"
audience = "customer"
data = "WeeklyNote"

[[blocks]]
kind = "text"
text = "{text}"
"""


def notes(session: Session, deal_id: str) -> tuple[Item, ...]:
    rows = session.scalars(select(Objection).where(Objection.deal_id == deal_id).order_by(Objection.position))
    return tuple(Item(row.id, f"第 {row.position} 周") for row in rows)


def note(session: Session, deal_id: str, item_id: str) -> WeeklyNote:
    """Return the note of that week, the newest unless told."""
    found = session.get(Objection, item_id or next((item.id for item in reversed(notes(session, deal_id))), ""))
    if found is None:
        raise Refused("还没有周记。")
    return WeeklyNote(found.text)


@pytest.fixture
def deal(file: File, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(document_data.DATA_CLASSES, "WeeklyNote", WeeklyNote)
    monkeypatch.setitem(document_data._QUERIES, "WeeklyNote", note)
    monkeypatch.setitem(document_data.ITEMS, "WeeklyNote", notes)
    (file.folder / OWN_FOLDER).mkdir()
    (file.folder / OWN_FOLDER / f"{KEY}.toml").write_text(TEMPLATE, encoding="utf-8")
    return file.deal()


def week(file: File, deal: str, number: int, text: str) -> str:
    return file.add(Objection(deal_id=deal, position=number, text=text))


def issue(file: File, deal: str, item: str = "") -> Issued:
    found = file.ask(issued_document, file.do(issue_document, deal, key=KEY, item_id=item))
    assert found is not None
    return found


def labels(file: File, deal: str) -> list[str]:
    return [sheet.item.label if sheet.item else "" for sheet in file.ask(sheets, deal) if sheet.key == KEY]


def test_each_of_several_is_a_sheet_the_newest_first(file: File, deal: str) -> None:
    week(file, deal, 1, "开工")
    week(file, deal, 2, "布线")
    assert labels(file, deal) == ["第 2 周", "第 1 周"]
    found = {sheet.id: sheet.name for sheet in file.ask(sheets, deal) if sheet.key == KEY}
    assert set(found.values()) == {"周记 · 第 2 周", "周记 · 第 1 周"}


def test_without_any_the_one_sheet_says_what_is_missing(file: File, deal: str) -> None:
    (sheet,) = [sheet for sheet in file.ask(sheets, deal) if sheet.key == KEY]
    assert sheet.item is None
    assert sheet.refusal is not None
    with pytest.raises(Refused, match="还没有周记"):
        issue(file, deal)


def test_the_newest_is_printed_unless_another_is_asked_for(file: File, deal: str) -> None:
    first = week(file, deal, 1, "开工")
    week(file, deal, 2, "布线")
    assert "布线" in printed(file.ask(print_sheet, deal, KEY).pdf)
    older = file.ask(print_sheet, deal, KEY, first)
    assert "开工" in printed(older.pdf)
    assert (older.title, older.item_id) == ("周记 · 第 1 周", first)


def test_each_has_versions_of_its_own_and_all_have_numbers_of_their_own(file: File, deal: str) -> None:
    first, second = week(file, deal, 1, "开工"), week(file, deal, 2, "布线")
    assert (issue(file, deal, first).number[-4:], issue(file, deal).number[-4:]) == ("ZJ01", "ZJ02")
    file.store.write("edit", "edit", lambda session: setattr(session.get_one(Objection, first), "text", "开工顺利"))
    again = issue(file, deal, first)
    assert (again.number[-4:], again.version, again.item_id) == ("ZJ03", 2, first)
    assert issue(file, deal, second).version == 1
    stand = {sheet.item_id: (sheet.issues, sheet.changed) for sheet in file.ask(sheets, deal) if sheet.key == KEY}
    assert stand == {first: (2, False), second: (1, False)}
    assert len(file.ask(issues_of_deal, deal)) == 3


def test_a_mark_is_about_the_one_that_was_issued(file: File, deal: str) -> None:
    first, second = week(file, deal, 1, "开工"), week(file, deal, 2, "布线")
    issue(file, deal, second)
    file.do(mark_sent, issue(file, deal, first).id)
    sent = {found.item_id: found.sent_on is not None for found in file.ask(issues_of_deal, deal)}
    assert sent == {first: True, second: False}


def test_listed_kinds_are_named_without_the_week(file: File, deal: str) -> None:
    for number in (1, 2):
        issue(file, deal, week(file, deal, number, str(number)))
    assert file.ask(issued_titles) == [(KEY, "周记")]


def test_an_item_that_is_gone_is_not_replaced_by_another(file: File, deal: str) -> None:
    week(file, deal, 1, "开工")
    with pytest.raises(Refused, match="还没有"):
        issue(file, deal, "gone")
