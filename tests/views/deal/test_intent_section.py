"""The letter of intent in the deal pane: begun, written, sent and signed by keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_crm.models import VersionStatus
from desktop_crm.operations.letters import edit_letter, start_letter
from desktop_crm.queries.letters import LetterSheet, letter_sheet
from desktop_crm.views.deal.intent_section import IntentSection
from tests.views.deal.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk[IntentSection]]:
    made = Desk(qtbot, tmp_path / "data", IntentSection, amount_fen=80_000_000)
    yield made
    made.close()


def now(desk: Desk[IntentSection]) -> LetterSheet:
    return desk.workspace.ask(letter_sheet, desk.deal)


def test_an_empty_section_says_what_it_is_for_and_begins_by_one_press(desk: Desk[IntentSection]) -> None:
    assert desk.tab.empty.isVisible()
    assert not desk.tab.clauses.isVisible()
    desk.press("起草意向书")
    assert not desk.tab.empty.isVisible()
    assert now(desk).amount_fen == 80_000_000
    assert [row.main.text() for row in desk.tab.clauses.rows()] == [row.title for row in now(desk).clauses]


def test_a_clause_is_typed_at_the_end(desk: Desk[IntentSection]) -> None:
    desk.workspace.do(start_letter, desk.deal)
    desk.tab.go_to("clauses")
    desk.type("排他：洽谈期间不与第三方签约")
    desk.key(Qt.Key.Key_Return)
    assert now(desk).clauses[-1].title == "排他"


def test_it_is_sent_and_signed_and_a_change_makes_the_next_version(desk: Desk[IntentSection]) -> None:
    desk.workspace.do(start_letter, desk.deal)
    desk.press("记录发送")
    desk.press("记录签署")
    assert desk.tab.bar.form.isVisible()
    desk.key(Qt.Key.Key_Return)
    state = now(desk).state
    assert state.latest is not None
    assert (state.latest.status, state.latest.confirmed_by) == (VersionStatus.CONFIRMED, "赵经理")
    desk.workspace.do(edit_letter, desk.deal, next_step="下周出合同")
    assert len(now(desk).state.versions) == 2
    assert desk.refusals == []


def test_a_remedy_leads_to_the_fact_it_names(desk: Desk[IntentSection]) -> None:
    desk.workspace.do(start_letter, desk.deal)
    desk.tab.go_to("amount_fen")
    assert desk.tab.facts.field("amount_fen").isAncestorOf(desk._focus())
