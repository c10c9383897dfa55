"""Checklist items that the records prove: each by its record alone, no longer once that is gone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Contract,
    ContractClause,
    ContractFiling,
    InterviewQuestion,
    LetterOfIntent,
    OrderNotice,
    Payment,
    Presentation,
    ProgressReport,
    Project,
    Proposal,
    Receipt,
    Requirement,
    RequirementItem,
    Row,
    Visit,
    metadata,
    new_id,
)
from desktop_crm.operations import deals, reviews
from desktop_crm.operations.operation import Operation
from desktop_crm.operations.rows import mark_deleted
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.deal_facts import deal_facts
from desktop_crm.queries.evidenced import PROOFS, TABLES, evidenced
from desktop_crm.system import clock
from tests.make import File

DAY = date(2026, 3, 2)
SPEECH = {"draft_presented", "proposal_presented"}
SENT = {"proposal_sent", "quotation_sent"}


def bare(file: File) -> str:
    """Store a deal that proves nothing."""
    return file.deal(need="", grade="")


RECORDS: list[tuple[type[Row], dict[str, Any], dict[str, Any], set[str]]] = [
    # a record, what it says, what makes it say half of that, what it proves
    (LetterOfIntent, {"status": "confirmed"}, {"status": "sent"}, {"intent_signed"}),
    (Contract, {"status": "confirmed"}, {"status": "sent"}, {"contract_signed"}),
    (
        ContractFiling,
        {"archived_at": clock.now(), "finance_told_on": DAY, "delivery_told_on": DAY},
        {"finance_told_on": None},
        {"contract_archived"},
    ),
    (OrderNotice, {"sent_on": DAY}, {"sent_on": None}, {"order_notice_sent"}),
    (Project, {"kickoff_held": DAY}, {"kickoff_held": None}, {"kickoff_held"}),
    (ProgressReport, {"sent_on": DAY}, {"sent_on": None}, {"progress_reported"}),
    (Presentation, {"presented_on": DAY}, {"presented_on": None}, SPEECH),
    (Proposal, {"sent_on": DAY}, {"sent_on": None}, SENT),
    (InterviewQuestion, {"question": "几时上线？"}, {"question": ""}, {"interview_prepared"}),
    (Visit, {"visited_on": DAY}, {"visited_on": None}, {"first_visit_done"}),
]


@pytest.mark.parametrize(("model", "values", "half", "proved"), RECORDS)
def test_a_record_proves_an_item_when_it_says_all_of_it(
    file: File, model: type[Row], values: dict[str, Any], half: dict[str, Any], proved: set[str]
) -> None:
    deal, other = bare(file), bare(file)
    stored = file.add(model(deal_id=deal, **values | half))
    assert file.ask(evidenced, deal) == frozenset()
    _set(file, model, stored, values)
    assert file.ask(evidenced, deal) == proved
    assert file.ask(evidenced, other) == frozenset()


def test_what_was_deleted_proves_nothing(file: File) -> None:
    deal = bare(file)
    talk = file.add(Presentation(deal_id=deal, presented_on=DAY))
    assert file.ask(evidenced, deal) == SPEECH
    file.do(Operation(lambda session: mark_deleted(session.get_one(Presentation, talk)), "删"))
    assert file.ask(evidenced, deal) == frozenset()


def _set(file: File, model: type[Row], row: str, values: dict[str, Any]) -> None:
    def work(session: Session) -> None:
        for name, value in values.items():
            setattr(session.get_one(model, row), name, value)

    file.do(Operation(work, "改"))


def test_the_lead_is_assessed_by_a_grade_with_its_reason_or_by_the_score(file: File) -> None:
    graded = file.deal(need="", grade_reason="预算已批")
    scored = file.deal(need="", score_budget=5, score_need=3, score_decision=3, score_urgency=1)
    half = file.deal(need="", score_budget=5)
    assert [file.ask(evidenced, deal) for deal in (graded, scored, half)] == [
        {"lead_assessed"}, {"lead_assessed"}, frozenset(),
    ]  # fmt: skip


def test_the_registration_is_filed_when_every_column_of_it_is_known(file: File) -> None:
    customer = file.customer()
    reachable, silent = file.contact(customer), file.contact(customer, "无名", phone="")
    assert file.ask(evidenced, file.deal(customer, contact_id=reachable, grade="")) == {"registration_filed"}
    assert file.ask(evidenced, file.deal(customer, contact_id=silent, grade="")) == frozenset()
    nameless = file.customer("某公司", industry="")
    assert file.ask(evidenced, file.deal(nameless, contact_id=reachable, grade="")) == frozenset()


def test_the_requirement_is_filed_with_its_first_item(file: File) -> None:
    deal = bare(file)
    version = file.add(Requirement(deal_id=deal))
    assert file.ask(evidenced, deal) == frozenset()
    file.add(RequirementItem(requirement_id=version, text="换模要 40 分钟"))
    assert file.ask(evidenced, deal) == {"requirement_filed"}


def test_two_visits_prove_the_second(file: File) -> None:
    deal = bare(file)
    file.add(Visit(deal_id=deal, visited_on=DAY), Visit(deal_id=deal, visited_on=DAY), Visit(deal_id=deal, due_on=DAY))
    assert file.ask(evidenced, deal) == {"first_visit_done", "second_visit_done"}


def test_an_instalment_is_paid_when_all_of_it_came_in(file: File) -> None:
    deal = bare(file)
    first, final, last = (
        file.add(Payment(id=new_id(), deal_id=deal, name=name, amount_fen=amount, position=place))
        for place, (name, amount) in enumerate((("预付款", 300), ("验收款", 600), ("质保金", 100)))
    )
    file.add(Receipt(deal_id=deal, payment_id=first, amount_fen=200))
    assert file.ask(evidenced, deal) == frozenset()
    file.add(Receipt(deal_id=deal, payment_id=first, amount_fen=100))
    assert file.ask(evidenced, deal) == {"first_payment_received"}
    file.add(Receipt(deal_id=deal, payment_id=final, amount_fen=600))
    assert file.ask(evidenced, deal) == {"first_payment_received", "final_payment_received"}
    assert last  # what is held back for the warranty is not waited for


def test_where_no_instalment_names_the_acceptance_all_of_them_must_be_paid(file: File) -> None:
    deal = bare(file)
    one, two = (file.add(Payment(id=new_id(), deal_id=deal, amount_fen=100, position=at)) for at in (0, 1))
    file.add(Receipt(deal_id=deal, payment_id=one, amount_fen=100))
    assert file.ask(evidenced, deal) == {"first_payment_received"}
    file.add(Receipt(deal_id=deal, payment_id=two, amount_fen=100))
    assert "final_payment_received" in file.ask(evidenced, deal)
    unknown = bare(file)
    file.add(Payment(deal_id=unknown, name="尾款"))
    assert file.ask(evidenced, unknown) == frozenset()  # an instalment without an amount proves nothing


def test_a_review_proves_itself_and_tells_the_gate_how_it_stands(file: File) -> None:
    deal = bare(file)
    file.add(Proposal(deal_id=deal))
    paper = file.add(Contract(id=new_id(), deal_id=deal))
    file.add(ContractClause(contract_id=paper, title="价格", text="80 万元"))
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    assert file.ask(deal_facts, deal).contract_review == "等法务评审"
    file.do(reviews.give_verdict, review, verdict="rejected", comment="缺保密条款")
    known = file.ask(deal_facts, deal)
    assert (known.contract_review, known.contract_rejections, known.contract_review_passed) == ("法务退回", 1, False)
    _set(file, Contract, paper, {"title": "供货与保密合同"})
    (review,) = file.do(reviews.ask_for_review, deal, paper="contract")
    file.do(reviews.give_verdict, review, verdict="passed")
    known = file.ask(deal_facts, deal)
    assert (known.contract_review_passed, known.contract_rejections, known.proposal_review) == (True, 0, "还没有送审")
    assert "contract_reviewed" in known.checklist
    _set(file, Contract, paper, {"amount_fen": 1})
    known = file.ask(deal_facts, deal)
    assert not known.contract_review_passed
    assert "contract_reviewed" not in known.checklist


def test_what_was_ticked_by_hand_counts_beside_what_is_proved(file: File) -> None:
    deal = bare(file)
    file.add(Contract(deal_id=deal, status="confirmed"))
    file.do(deals.tick_item, deal, item="kickoff_held")
    assert file.ask(deal_facts, deal).checklist == {"contract_signed", "kickoff_held"}


def test_all_is_read_in_a_fixed_number_of_statements(file: File) -> None:
    few, many = bare(file), bare(file)
    file.add(*(Visit(deal_id=many, visited_on=DAY) for _ in range(30)))
    file.add(*(Payment(deal_id=many, amount_fen=1) for _ in range(30)))
    counts = [_statements(file, deal) for deal in (few, many)]
    assert counts[0] == counts[1] <= 3


def _statements(file: File, deal: str) -> int:
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        if arguments[2].startswith("SELECT"):
            seen.append(arguments[2])

    event.listen(file.store.engine, "before_cursor_execute", note)
    file.ask(evidenced, deal)
    event.remove(file.store.engine, "before_cursor_execute", note)
    return len(seen)


def test_every_proof_is_of_an_item_of_some_playbook_and_watched_tables_exist() -> None:
    items = {item.key for book in Playbooks().values() for stage in book.stages for item in stage.checklist}
    assert set(PROOFS) <= items
    assert set(TABLES) <= set(metadata().tables)
