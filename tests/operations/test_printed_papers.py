"""Every paper follows its document: sent with it, confirmed or signed with it, and only while it says the same."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from desktop_crm.models import (
    ChangeOrder,
    Contract,
    ContractClause,
    LetterOfIntent,
    Memo,
    ProgressReport,
    Proposal,
    Requirement,
)
from desktop_crm.operations.changes import edit_change
from desktop_crm.operations.documents import issue_document, mark_confirmed, mark_sent, mark_signed
from desktop_crm.operations.printed_papers import PRINTED_PAPERS
from desktop_crm.system import clock
from tests.documents.whole_deals import full_deal
from tests.make import File

MODELS: dict[str, Any] = {
    "requirement_report": Requirement,
    "proposal": Proposal,
    "negotiation_memo": Memo,
    "letter_of_intent": LetterOfIntent,
    "contract": Contract,
    "change_order": ChangeOrder,
}
SIGNED = {"letter_of_intent", "contract", "change_order"}


@pytest.fixture
def deal(file: File) -> str:
    made = full_deal(file)
    clauses = update(ContractClause).values(difference="客户法务要求")
    file.store.write("explain", "explain", lambda session: session.execute(clauses))
    return made


def state(file: File, key: str) -> tuple[str, str]:
    """Return how far the paper has come, and by whom."""
    row = file.ask(lambda session: session.scalars(select(MODELS[key])).one())
    return row.status, row.confirmed_by


def issued(file: File, deal: str, key: str) -> str:
    if key == "change_order":  # there is nothing to change before something was signed
        file.do(mark_signed, issued(file, deal, "contract"), by="周志强")
    return file.do(issue_document, deal, key=key)


def test_every_paper_with_a_state_is_here() -> None:
    assert {*MODELS, "progress_report"} == set(PRINTED_PAPERS)


@pytest.mark.parametrize("key", MODELS)
def test_a_paper_is_sent_with_its_document(file: File, deal: str, key: str) -> None:
    file.do(mark_sent, issued(file, deal, key))
    assert state(file, key) == ("sent", "")


@pytest.mark.parametrize("key", MODELS)
def test_agreeing_confirms_what_needs_no_signature(file: File, deal: str, key: str) -> None:
    file.do(mark_confirmed, issued(file, deal, key), by="王建国")
    assert state(file, key) == (("sent", "") if key in SIGNED else ("confirmed", "王建国"))


@pytest.mark.parametrize("key", MODELS)
def test_signing_confirms_every_paper(file: File, deal: str, key: str) -> None:
    issue = issued(file, deal, key)
    file.do(mark_sent, issue)
    file.do(mark_signed, issue, by="王建国")
    assert state(file, key) == ("confirmed", "王建国")


def test_a_report_is_sent_with_its_document(file: File, deal: str) -> None:
    issue = file.do(issue_document, deal, key="progress_report")
    file.do(mark_confirmed, issue)
    newest = select(ProgressReport.sent_on).order_by(ProgressReport.serial.desc()).limit(1)
    assert file.ask(lambda session: session.scalars(newest).one()) == clock.today()


def test_a_change_that_was_altered_after_printing_is_not_signed_with_the_old_paper(file: File, deal: str) -> None:
    issue = issued(file, deal, "change_order")
    change = file.ask(lambda session: session.scalars(select(ChangeOrder.id)).one())
    file.do(edit_change, change, reason="另有原因")
    file.do(mark_signed, issue, by="王建国")
    assert state(file, "change_order") == ("draft", "")
