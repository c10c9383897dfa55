"""The facts a gate asks for, read in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    Activity,
    ActivityStatus,
    ChainRole,
    ChecklistTick,
    Contact,
    Customer,
    Deal,
    ItemKind,
    Member,
    Memo,
    MemoClause,
    NegotiationFloor,
    Objection,
    Requirement,
    RequirementItem,
    Result,
    Reviewed,
    Stakeholder,
    VersionStatus,
)
from desktop_crm.playbooks.facts import DealFacts
from desktop_crm.queries.evidenced import evidenced
from desktop_crm.queries.reviews import Standing, review_standings


def deal_facts(session: Session, deal_id: str) -> DealFacts:
    """Return what the gates know of a deal."""
    lead = session.execute(_lead(), {"deal": deal_id}).one()
    requirement = _requirement(session, deal_id)
    latest = requirement.latest
    memo = _memo(session, deal_id)
    clauses, passed = _acceptance(session, deal_id)
    people = session.execute(_chain(), {"deal": deal_id}).one()
    counts = session.execute(
        _counts(), {"deal": deal_id, "customer": lead.customer_id, "contact": lead.contact_id}
    ).one()
    reviews = review_standings(session, deal_id)
    proposal, contract = reviews[Reviewed.PROPOSAL], reviews[Reviewed.CONTRACT]
    ticked = frozenset(session.scalars(select(ChecklistTick.item).where(ChecklistTick.deal_id == deal_id)))
    return DealFacts(
        customer=lead.customer,
        industry=lead.industry,
        need=lead.need,
        source=lead.source,
        grade=lead.grade,
        owner=lead.owner,
        amount_fen=lead.amount_fen or 0,
        next_step_planned=lead.next_due is not None,
        reachable_contacts=counts.reachable,
        contacts_made=counts.contacts_made,
        floor_set=bool(counts.floors),
        objections_open=counts.objections_open,
        pain_points=requirement.pains,
        goals=requirement.goals,
        budget_known=_any(lead.budget_low_fen, lead.budget_high_fen)
        or (latest is not None and _any(latest.budget_low_fen, latest.budget_high_fen)),
        timeline_known=bool(lead.purchase_time or (latest and latest.timeline)),
        decision_process_known=bool(latest and latest.decision_process),
        requirement_sent=requirement.sent,
        requirement_confirmed=bool(latest and latest.status == VersionStatus.CONFIRMED),
        chain_members=people.members or 0,
        decision_makers=people.deciders or 0,
        decision_makers_met=people.met or 0,
        clauses=memo.clauses,
        clauses_open=memo.open,
        memo_confirmed=memo.confirmed,
        acceptance_clauses=clauses,
        acceptance_clauses_open=clauses - passed,
        proposal_review=proposal.said,
        proposal_review_passed=proposal.standing == Standing.PASSED,
        proposal_rejections=proposal.rejections,
        contract_review=contract.said,
        contract_review_passed=contract.standing == Standing.PASSED,
        contract_rejections=contract.rejections,
        checklist=ticked | evidenced(session, deal_id, reviews=reviews),
    )


def _any(*values: object) -> bool:
    return any(value is not None for value in values)


# To make one of these statements takes longer than to run it.


@cache
def _lead() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Deal.need,
            Deal.source,
            Deal.grade,
            Deal.amount_fen,
            Deal.customer_id,
            Deal.contact_id,
            Deal.next_due,
            Deal.budget_low_fen,
            Deal.budget_high_fen,
            Deal.purchase_time,
            func.coalesce(Customer.name, "").label("customer"),
            func.coalesce(Customer.industry, "").label("industry"),
            func.coalesce(Member.name, "").label("owner"),
        )
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.id == bindparam("deal"))
    )


@cache
def _counts() -> Select[*tuple[Any, ...]]:
    """Count contacts that can be reached, records, floors that say something, and objections without an answer."""
    deal: BindParameter[str] = bindparam("deal")
    reachable = select(func.count(Contact.id)).where(
        or_(Contact.customer_id == bindparam("customer"), Contact.id == bindparam("contact")),
        or_(Contact.phone != "", Contact.email != ""),
    )
    made = select(func.count(Activity.id)).where(Activity.deal_id == deal, Activity.status == ActivityStatus.DONE)
    floors = select(func.count(NegotiationFloor.id)).where(
        NegotiationFloor.deal_id == deal,
        or_(
            NegotiationFloor.lowest_price_fen.is_not(None),
            NegotiationFloor.lowest_discount.is_not(None),
            NegotiationFloor.longest_payment_days.is_not(None),
            NegotiationFloor.walk_away != "",
        ),
    )
    unanswered = select(func.count(Objection.id)).where(
        Objection.deal_id == deal, Objection.resolved.is_(False), Objection.answer == ""
    )
    return select(
        reachable.scalar_subquery().label("reachable"),
        made.scalar_subquery().label("contacts_made"),
        floors.scalar_subquery().label("floors"),
        unanswered.scalar_subquery().label("objections_open"),
    )


@cache
def _chain() -> Select[*tuple[Any, ...]]:
    decides = Stakeholder.role == ChainRole.DECIDER
    return select(
        func.count(Stakeholder.id).label("members"),
        func.sum(case((decides, 1), else_=0)).label("deciders"),
        func.sum(case((and_(decides, Stakeholder.met), 1), else_=0)).label("met"),
    ).where(Stakeholder.deal_id == bindparam("deal"))


@dataclass(frozen=True, slots=True)
class _RequirementFacts:
    latest: Requirement | None = None
    pains: int = 0
    goals: int = 0
    sent: bool = False


def _requirement(session: Session, deal_id: str) -> _RequirementFacts:
    versions = session.scalars(
        select(Requirement).where(Requirement.deal_id == deal_id).order_by(Requirement.version.desc())
    ).all()
    if not versions:
        return _RequirementFacts()
    counted = session.execute(
        select(RequirementItem.kind, func.count(RequirementItem.id))
        .where(RequirementItem.requirement_id == versions[0].id, RequirementItem.text != "")
        .group_by(RequirementItem.kind)
    )
    kinds = {kind: count for kind, count in counted}  # noqa: C416 - dict() cannot be typed over rows
    sent = any(version.sent_on or version.status != VersionStatus.DRAFT for version in versions)
    return _RequirementFacts(versions[0], kinds.get(ItemKind.PAIN, 0), kinds.get(ItemKind.GOAL, 0), sent)


@dataclass(frozen=True, slots=True)
class _MemoFacts:
    confirmed: bool = False
    clauses: int = 0
    open: int = 0


def _memo(session: Session, deal_id: str) -> _MemoFacts:
    latest = session.execute(
        select(Memo.id, Memo.status).where(Memo.deal_id == deal_id).order_by(Memo.version.desc()).limit(1)
    ).first()
    if latest is None:
        return _MemoFacts()
    total, agreed = session.execute(
        select(func.count(MemoClause.id), func.count(MemoClause.id).filter(MemoClause.agreed)).where(
            MemoClause.memo_id == latest.id
        )
    ).one()
    return _MemoFacts(latest.status == VersionStatus.CONFIRMED, total, total - agreed)


def _acceptance(session: Session, deal_id: str) -> tuple[int, int]:
    """Return how many clauses there are and how many passed in their latest round."""
    clauses = session.scalars(
        select(AcceptanceClause.id)
        .join(Acceptance, Acceptance.id == AcceptanceClause.acceptance_id)
        .where(Acceptance.deal_id == deal_id)
    ).all()
    checks = session.execute(
        select(AcceptanceCheck.clause_id, AcceptanceCheck.result)
        .where(AcceptanceCheck.clause_id.in_(clauses))
        .order_by(AcceptanceCheck.round)
    )
    latest = {clause: result for clause, result in checks}  # noqa: C416 - the last round wins
    return len(clauses), sum(result == Result.PASSED for result in latest.values())
