"""Which items of the checklists the records prove by themselves, so that nobody ticks what was entered already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Contact,
    Contract,
    ContractFiling,
    Customer,
    Deal,
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
    Reviewed,
    VersionStatus,
    Visit,
)
from desktop_crm.queries.reviews import ReviewSheet, Standing, review_standings
from desktop_crm.system.translations import tr

# What proves each item, for people.
PROOFS: Final[dict[str, str]] = {
    "lead_assessed": tr("线索已经评级，写明了依据"),
    "registration_filed": tr("客户、行业、联系人、联系方式和需求都已登记"),
    "interview_prepared": tr("访谈准备里有要问的问题"),
    "requirement_filed": tr("需求里记录了条目"),
    "draft_presented": tr("记录了方案讲解"),
    "proposal_presented": tr("记录了方案讲解"),
    "proposal_sent": tr("方案记录了发送日期"),
    "quotation_sent": tr("方案记录了发送日期"),
    "proposal_reviewed": tr("最新一版方案的评审全部通过"),
    "intent_signed": tr("意向书记录为双方已签署"),
    "contract_reviewed": tr("最新一版合同的评审全部通过"),
    "contract_signed": tr("合同记录为双方已签署"),
    "contract_archived": tr("合同已归档，并通知了财务和交付"),
    "order_notice_sent": tr("订单执行通知单已下达"),
    "kickoff_held": tr("记录了启动会召开的日期"),
    "first_payment_received": tr("第一笔回款已全部到账"),
    "progress_reported": tr("已有周报发给客户"),
    "final_payment_received": tr("验收款已全部到账"),
    "first_visit_done": tr("记录了一次回访"),
    "second_visit_done": tr("记录了两次回访"),
}
# The tables whose changes may prove something, or prove it no longer.
TABLES: Final = (
    "deal", "customer", "contact", "interview_question", "requirement", "requirement_item", "presentation", "proposal",
    "proposal_point", "proposal_item", "letter_of_intent", "contract", "contract_clause", "review", "contract_filing",
    "order_notice", "project", "payment", "receipt", "progress_report", "visit",
)  # fmt: skip
_ACCEPTANCE: Final = "验收"  # what an instalment is called that falls due with the acceptance


def evidenced(session: Session, deal_id: str, *, reviews: dict[Reviewed, ReviewSheet] | None = None) -> frozenset[str]:
    """Return the keys of the checklist items that a deal's records prove; `reviews` when they were read already."""
    facts = session.execute(_facts(), {"deal": deal_id}).mappings().one()
    found = {str(key) for key, proved in facts.items() if proved}
    found.update(_paid(session, deal_id))
    standings = review_standings(session, deal_id) if reviews is None else reviews
    for paper, key in ((Reviewed.PROPOSAL, "proposal_reviewed"), (Reviewed.CONTRACT, "contract_reviewed")):
        if standings[paper].standing == Standing.PASSED:
            found.add(key)
    return frozenset(found)


@cache  # to make it takes longer than to run it
def _facts() -> Select[*tuple[Any, ...]]:
    presented = _any(Presentation, Presentation.presented_on.is_not(None))
    sent = _any(Proposal, Proposal.sent_on.is_not(None))
    visits = select(func.count(Visit.id)).where(_of(Visit), Visit.visited_on.is_not(None)).scalar_subquery()
    items = (
        select(RequirementItem.id)
        .join(Requirement, Requirement.id == RequirementItem.requirement_id)
        .where(_of(Requirement), RequirementItem.text != "")
    )
    filed = and_(
        ContractFiling.archived_at.is_not(None),
        ContractFiling.finance_told_on.is_not(None),
        ContractFiling.delivery_told_on.is_not(None),
    )
    return select(
        _assessed().label("lead_assessed"),
        _registered().label("registration_filed"),
        _any(InterviewQuestion, InterviewQuestion.question != "").label("interview_prepared"),
        items.exists().label("requirement_filed"),
        presented.label("draft_presented"),
        presented.label("proposal_presented"),
        sent.label("proposal_sent"),
        sent.label("quotation_sent"),
        _any(LetterOfIntent, LetterOfIntent.status == VersionStatus.CONFIRMED).label("intent_signed"),
        _any(Contract, Contract.status == VersionStatus.CONFIRMED).label("contract_signed"),
        _any(ContractFiling, filed).label("contract_archived"),
        _any(OrderNotice, OrderNotice.sent_on.is_not(None)).label("order_notice_sent"),
        _any(Project, Project.kickoff_held.is_not(None)).label("kickoff_held"),
        _any(ProgressReport, ProgressReport.sent_on.is_not(None)).label("progress_reported"),
        (visits >= 1).label("first_visit_done"),
        (visits >= 2).label("second_visit_done"),
    )


def _assessed() -> ColumnElement[bool]:
    scores = (Deal.score_budget, Deal.score_need, Deal.score_decision, Deal.score_urgency)
    scored = and_(*(score.is_not(None) for score in scores))
    graded = and_(Deal.grade != "", or_(Deal.grade_reason != "", scored))
    return select(Deal.id).where(Deal.id == bindparam("deal"), graded).exists()


def _registered() -> ColumnElement[bool]:
    reachable = or_(Contact.phone != "", Contact.email != "", Contact.wechat != "")
    return (
        select(Deal.id)
        .join(Customer, Customer.id == Deal.customer_id)
        .join(Contact, Contact.id == Deal.contact_id)
        .where(Deal.id == bindparam("deal"), Deal.need != "")
        .where(Customer.name != "", Customer.industry != "", Contact.name != "", reachable)
        .exists()
    )


def _any(model: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(model.id).where(_of(model), condition).exists()


def _of(model: Any) -> ColumnElement[bool]:
    return model.deal_id == bindparam("deal")


@cache
def _payments() -> Select[*tuple[Any, ...]]:
    received = (
        select(func.coalesce(func.sum(Receipt.amount_fen), 0))
        .where(Receipt.payment_id == Payment.id)
        .correlate(Payment)
        .scalar_subquery()
    )
    return (
        select(Payment.name, Payment.condition, (received >= Payment.amount_fen).label("paid"))
        .where(_of(Payment))
        .order_by(Payment.position, Payment.id)
    )


def _paid(session: Session, deal_id: str) -> Iterator[str]:
    """Yield what the plan of payments proves: an instalment is paid when all of it came in."""
    plan = session.execute(_payments(), {"deal": deal_id}).all()
    if plan and plan[0].paid:
        yield "first_payment_received"
    final = [row.paid for row in plan if _ACCEPTANCE in row.name or _ACCEPTANCE in row.condition]
    if plan and all(final or [row.paid for row in plan]):
        yield "final_payment_received"
