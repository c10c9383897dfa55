"""The proposal and the contract of a sample deal with their reviews, as far as its stage implies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import (
    WHOLE,
    Contract,
    Proposal,
    ProposalItem,
    Review,
    Reviewed,
    Verdict,
    VersionStatus,
)
from desktop_crm.operations import contract_draft, proposals
from desktop_crm.operations.papers import CONTRACT, PROPOSAL, PROPOSAL_ITEMS
from desktop_crm.operations.reviews import ask_for_review
from desktop_crm.operations.sample_way import Way
from desktop_crm.rules.contract_terms import BLANK
from desktop_crm.system.translations import tr

_TAX: Final = 600  # software and services: 6 %
_DAY_FEN: Final = 280_000  # a day of one person
_SERVICE_SHARE: Final = 30  # percent of the price
_PRESENTED_AFTER: Final = 7  # days in the stage of the proposal


def proposal(session: Session, way: Way) -> Proposal:
    """Add the proposal: begun from the requirement, worded, priced, reviewed before the customer got it."""
    paper = proposals.begin(session, way.deal)
    _word(session, way, paper)
    _price(session, way, paper)
    session.flush()  # a verdict is about what was written before it
    sent = way.is_past("proposal") or way.sample.here > _PRESENTED_AFTER
    if sent:
        _pass(session, way, Reviewed.PROPOSAL, paper.id, ("product", "finance"))
        paper.status, paper.sent_on = VersionStatus.SENT, way.day("proposal", 4)
    elif way.playbook.proposal_review:
        ask_for_review(session, way.deal.id, paper=Reviewed.PROPOSAL)
    if way.is_past("negotiation"):
        paper.status, paper.confirmed_on = VersionStatus.CONFIRMED, way.day("negotiation")
        paper.confirmed_by = _whom(way)
    session.flush()
    return paper


def contract(session: Session, way: Way) -> Contract:
    """Add the contract as drafted from the memo: in review, with the customer, or signed by both."""
    paper = contract_draft.begin(session, way.deal)
    signed = way.is_past("contract")
    paper.deliver_by = way.day("delivery" if signed else "contract", way.work.proposal.delivery_days)
    for clause in CONTRACT.lines(session, paper):
        clause.text = clause.text.replace(BLANK, tr("双方确认的实施计划所列日期"))
    session.flush()
    if not signed and way.sample.contract == "draft":
        ask_for_review(session, way.deal.id, paper=Reviewed.CONTRACT, roles=("legal",))
        return paper
    _pass(session, way, Reviewed.CONTRACT, paper.id, ("legal",))
    paper.status, paper.sent_on = VersionStatus.SENT, min(way.day("contract", 2), way.day(way.phase))
    if signed:
        _sign(paper, _whom(way), way.signed_on)
    session.flush()
    return paper


def _word(session: Session, way: Way, paper: Proposal) -> None:
    words = way.work.proposal
    paper.service, paper.delivery_cycle, paper.delivery_days = words.service, words.delivery_cycle, words.delivery_days
    paper.advantage, paper.benefit, paper.terms = words.advantage, words.benefit, words.terms
    for place, point in enumerate(PROPOSAL.lines(session, paper)):
        answer = way.work.points[place % len(way.work.points)]
        point.pain = point.pain or point.function  # a need that nobody complained of is answered, too
        point.function, point.value, point.case_study = answer.function, answer.value, answer.case_study


def _price(session: Session, way: Way, paper: Proposal) -> None:
    """Price software, days of work and the first year; the software takes what is left of the deal's amount."""
    amount = way.deal.amount_fen or 0
    days = amount * _SERVICE_SHARE // 100 // _DAY_FEN
    known = next(iter(PROPOSAL_ITEMS.lines(session, paper)), None)
    software = known or ProposalItem(proposal_id=paper.id, name=way.deal.title)
    software.specification, software.unit = tr("软件许可，永久使用"), tr("套")
    software.price_fen, software.tax_rate = amount - days * _DAY_FEN, _TAX
    work = ProposalItem(
        proposal_id=paper.id, name=tr("实施服务"), specification=tr("调研、部署、培训、陪产"), unit=tr("人天"),
        quantity=days * WHOLE, price_fen=_DAY_FEN, tax_rate=_TAX, position=1,
    )  # fmt: skip
    care = ProposalItem(
        proposal_id=paper.id, name=tr("首年运维"), specification=tr("已含在总价内"), unit=tr("年"), price_fen=0,
        tax_rate=_TAX, position=2,
    )  # fmt: skip
    session.add_all([software, *([work] if days else []), care])


def _pass(session: Session, way: Way, paper: Reviewed, paper_id: str, usual: Sequence[str]) -> None:
    """Let everybody whom the playbook asks find the paper good, in its order; `usual` where it names nobody."""
    stated = way.playbook.proposal_review if paper == Reviewed.PROPOSAL else way.playbook.contract_review
    at = way.moment("proposal" if paper == Reviewed.PROPOSAL else "contract")
    comments = {comment.role: comment.text for comment in way.work.comments}
    session.add_all(
        Review(
            deal_id=way.deal.id, paper=paper, paper_id=paper_id, position=place, role=role, verdict=Verdict.PASSED,
            reviewer_id=way.members.get(role) or way.deal.owner_id, comment=comments.get(role, ""), decided_at=at,
            created_at=at,
        )
        for place, role in enumerate(stated or usual)
    )  # fmt: skip


def _sign(paper: Contract, whom: str, day: date) -> None:
    paper.status, paper.confirmed_on, paper.confirmed_by = VersionStatus.CONFIRMED, day, whom
    paper.effective_on, paper.signed_by_us = day, tr("周慧敏")


def _whom(way: Way) -> str:
    """Return who signs for the customer."""
    return way.sample.confirmed_by or tr("客户代表")
