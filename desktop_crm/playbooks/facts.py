"""What a gate needs to know about a deal, as plain values; a query fills it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFacts:
    """The facts of one deal; the defaults describe a deal of which nothing is known yet."""

    # the lead
    customer: str = ""
    reachable_contacts: int = 0  # contacts with a phone number or an e-mail address
    industry: str = ""
    need: str = ""
    source: str = ""
    grade: str = ""
    owner: str = ""
    amount_fen: int = 0
    # following up
    contacts_made: int = 0  # follow-up records
    next_step_planned: bool = False  # an open next step with a date
    # the requirement, latest version unless said otherwise
    pain_points: int = 0
    goals: int = 0
    budget_known: bool = False
    timeline_known: bool = False
    decision_process_known: bool = False
    requirement_sent: bool = False  # some version was sent
    requirement_confirmed: bool = False  # the latest version was confirmed by the customer
    # the decision chain
    chain_members: int = 0
    decision_makers: int = 0
    decision_makers_met: int = 0
    # the negotiation
    floor_set: bool = False
    objections_open: int = 0
    clauses: int = 0
    clauses_open: int = 0  # points of the memo that are not agreed yet
    memo_confirmed: bool = False  # by both sides
    # the internal reviews
    proposal_review: str = ""  # how it stands, in words
    proposal_review_passed: bool = False  # everybody passed the latest version as it stands
    proposal_rejections: int = 0  # how many returned it in the latest round that came to an end
    contract_review: str = ""
    contract_review_passed: bool = False
    contract_rejections: int = 0
    # the acceptance
    acceptance_clauses: int = 0
    acceptance_clauses_open: int = 0  # clauses not checked yet or failed
    # keys of the checklist items that are ticked, or proved by the records
    checklist: frozenset[str] = frozenset()
