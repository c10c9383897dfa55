"""Gates: what is missing to move forward, and that knowing more never closes a gate."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.playbooks.conditions import CONDITIONS
from desktop_crm.playbooks.facts import DealFacts
from desktop_crm.playbooks.gates import Terms, gate, missing, terms
from desktop_crm.playbooks.library import Playbooks
from desktop_crm.playbooks.mapping import map_stage, stage_of_phase

BOOKS = Playbooks()
FULL = BOOKS.default
ITEMS = sorted({item.key for book in BOOKS.values() for stage in book.stages for item in stage.checklist})
OPEN = {  # facts of which fewer are better
    "objections_open", "clauses_open", "acceptance_clauses_open", "proposal_rejections", "contract_rejections",
}  # fmt: skip
PLACES = {
    "overview", "requirement", "chain", "followup", "proposal", "negotiation", "contract", "acceptance", "checklist",
}  # fmt: skip
EVERYTHING = DealFacts(
    customer="恒力",
    reachable_contacts=1,
    industry="制造业",
    need="换系统",
    source="官网",
    grade="A",
    owner="m1",
    amount_fen=1,
    contacts_made=1,
    next_step_planned=True,
    pain_points=1,
    goals=1,
    budget_known=True,
    timeline_known=True,
    decision_process_known=True,
    requirement_sent=True,
    requirement_confirmed=True,
    chain_members=2,
    decision_makers=1,
    decision_makers_met=1,
    floor_set=True,
    clauses=1,
    memo_confirmed=True,
    proposal_review_passed=True,
    contract_review_passed=True,
    acceptance_clauses=1,
    checklist=frozenset(ITEMS),
)


def _values(field: dataclasses.Field[Any]) -> st.SearchStrategy[Any]:
    kinds = {
        "bool": st.booleans(),
        "int": st.integers(0, 3),
        "str": st.sampled_from(["", "某"]),
        "frozenset[str]": st.frozensets(st.sampled_from(ITEMS)),
    }
    return kinds[str(field.type)]


def facts() -> st.SearchStrategy[DealFacts]:
    """Make any facts."""
    return st.builds(DealFacts, **{field.name: _values(field) for field in dataclasses.fields(DealFacts)})


def better(one: DealFacts, other: DealFacts) -> DealFacts:
    """Take the better of both for every fact."""
    best: dict[str, Any] = {}
    for field in dataclasses.fields(DealFacts):
        pair = getattr(one, field.name), getattr(other, field.name)
        if field.name == "checklist":
            best[field.name] = pair[0] | pair[1]
        else:
            best[field.name] = min(pair) if field.name in OPEN else max(pair)
    return DealFacts(**best)


def keys(playbook: str, start: str, to: str, known: DealFacts) -> set[str]:
    return {lack.condition for lack in gate(BOOKS[playbook], start, to, known)}


moves = st.sampled_from(
    [
        (book.key, start.key, to)
        for book in BOOKS.values()
        for start in book.stages
        for to in (*(stage.key for stage in book.stages), "won", "lost", "invalid")
    ]
)


@given(moves, facts(), facts())
def test_knowing_more_never_makes_more_missing(move: tuple[str, str, str], one: DealFacts, other: DealFacts) -> None:
    assert keys(*move, better(one, other)) <= keys(*move, one)


@given(moves, facts())
def test_a_gate_asks_of_each_stage_left_what_that_stage_asks(move: tuple[str, str, str], known: DealFacts) -> None:
    book, start, to = BOOKS[move[0]], move[1], move[2]
    if to in {"lost", "invalid"}:
        left = ()
    else:
        end = max(book.position(start), book.position(book.won_after)) + 1 if to == "won" else book.position(to)
        left = book.stages[book.position(start) : end]
    assert keys(*move, known) == {lack.condition for stage in left for lack in missing(stage, known)}


@given(moves)
def test_a_deal_of_which_everything_is_known_passes_every_gate(move: tuple[str, str, str]) -> None:
    assert keys(*move, EVERYTHING) == set()


@pytest.mark.parametrize("key", CONDITIONS)
def test_every_condition_can_be_met_and_missed(key: str) -> None:
    condition = CONDITIONS[key]
    unmet = DealFacts(objections_open=1, proposal_rejections=1, contract_rejections=1)
    assert condition.met(EVERYTHING)
    assert not condition.met(unmet)
    assert condition.target.split(".")[0] in PLACES


@pytest.mark.parametrize("key", CONDITIONS)
def test_every_condition_speaks_plainly(key: str) -> None:
    values = dataclasses.asdict(DealFacts())
    sentence = CONDITIONS[key].sentence.format(**values)
    assert sentence
    assert "{" not in sentence
    assert CONDITIONS[key].fix


def test_a_new_lead_is_told_what_is_missing_and_where_to_mend_it() -> None:
    lacks = gate(FULL, "lead", "discovery", DealFacts(customer="恒力", source="展会", need="换系统", owner="m1"))
    assert [lack.target for lack in lacks] == ["overview.contact", "overview.grade", "followup"]
    assert lacks[1].text == "还没有评定等级"
    assert lacks[1].fix == "评定等级"


def test_sentences_carry_the_figures_of_the_deal() -> None:
    known = dataclasses.replace(EVERYTHING, objections_open=2, clauses=5, clauses_open=3)
    texts = [lack.text for lack in gate(FULL, "negotiation", "contract", known)]
    assert texts == ["还有 2 条客户异议没有答复", "谈判纪要还没有谈妥：共 5 条，未决 3 条"]


def test_required_items_of_the_checklist_guard_the_exit_and_the_others_do_not() -> None:
    known = dataclasses.replace(EVERYTHING, checklist=frozenset({"contract_reviewed", "kickoff_held"}))
    (lack,) = gate(FULL, "contract", "delivery", known)
    assert (lack.condition, lack.target) == ("checklist:contract_signed", "checklist.contract_signed")
    assert "合同已签字盖章" in lack.text


@pytest.mark.parametrize("key", BOOKS)
def test_a_returned_paper_keeps_a_deal_of_every_playbook_where_it_is(key: str) -> None:
    returned = dataclasses.replace(
        EVERYTHING, proposal_rejections=1, contract_rejections=1, proposal_review_passed=False,
        contract_review_passed=False, proposal_review="财务退回", contract_review="法务退回",
    )  # fmt: skip
    first = BOOKS[key].first_stage.key
    texts = {lack.text for lack in gate(BOOKS[key], first, "won", returned)}
    assert {text.partition("：")[2] for text in texts} == {"财务退回", "法务退回"}


def test_where_the_playbook_names_reviewers_all_of_them_must_have_passed() -> None:
    unasked = dataclasses.replace(EVERYTHING, proposal_review_passed=False, contract_review_passed=False)
    asking = {
        book.key: sorted(lack.target for lack in gate(book, book.first_stage.key, "won", unasked))
        for book in BOOKS.values()
    }
    named = {
        "full-cycle": ["contract.review"], "guide": ["contract.review", "proposal.review"],
        "care": [], "funnel": [], "handbook": [],
    }  # fmt: skip
    assert asking == named
    assert {key: bool(BOOKS[key].proposal_review) + bool(BOOKS[key].contract_review) for key in named} == {
        key: len(targets) for key, targets in named.items()
    }


def test_jumping_asks_for_every_stage_jumped_over() -> None:
    known = dataclasses.replace(EVERYTHING, pain_points=0, requirement_confirmed=False, memo_confirmed=False)
    assert keys("full-cycle", "lead", "negotiation", known) == {"pain_points_recorded", "requirement_confirmed"}


def test_winning_asks_up_to_the_signature_and_not_for_the_delivery() -> None:
    unsigned = dataclasses.replace(
        EVERYTHING, acceptance_clauses=0, contract_review_passed=False, checklist=frozenset[str]()
    )
    assert keys("full-cycle", "negotiation", "won", unsigned) == {
        "contract_review_passed",
        "checklist:contract_signed",
        "checklist:kickoff_held",
    }
    assert FULL.is_won_at("delivery")
    assert not FULL.is_won_at("contract")


def test_what_a_move_asks_for() -> None:
    assert terms(FULL, "lead", "proposal") == Terms(gate=True)
    assert terms(FULL, "proposal", "lead") == Terms(evidence=True)
    assert terms(FULL, "lead", "lead") == Terms()
    assert terms(FULL, "lead", "won") == Terms(gate=True)
    assert terms(FULL, "lead", "lost") == terms(FULL, "lead", "invalid") == Terms(reason=True)


def test_a_stage_that_is_gone_stands_at_the_start() -> None:
    assert keys("full-cycle", "gone", "discovery", DealFacts()) == keys("full-cycle", "lead", "discovery", DealFacts())


@pytest.mark.parametrize(
    ("from_book", "stage", "to_book", "arrives"),
    [
        ("full-cycle", "negotiation", "guide", "solution"),
        ("full-cycle", "aftersales", "guide", "delivery"),
        ("full-cycle", "contract", "care", "interested"),
        ("full-cycle", "delivery", "handbook", "negotiation"),
        ("handbook", "compare", "full-cycle", "proposal"),
        ("care", "potential", "funnel", "acquire"),
        ("funnel", "screen", "full-cycle", "lead"),
        ("funnel", "screen", "funnel", "screen"),
        ("guide", "gone", "full-cycle", "lead"),
    ],
)
def test_a_stage_is_mapped_by_its_phase(from_book: str, stage: str, to_book: str, arrives: str) -> None:
    assert map_stage(BOOKS[from_book], stage, BOOKS[to_book]) == arrives


def test_a_document_finds_the_stage_of_its_phase() -> None:
    assert [stage_of_phase(book, "aftersales").key for book in BOOKS.values()] == [
        "aftersales",
        "interested",
        "close",
        "delivery",
        "negotiation",
    ]
