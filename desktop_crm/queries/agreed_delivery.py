"""What was agreed on the delivery before it begins: contract, memo and requirement say it already (enter once)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    ClauseKind,
    Contract,
    ContractClause,
    Customer,
    Deal,
    ItemKind,
    Memo,
    MemoClause,
    Requirement,
    RequirementItem,
    VersionStatus,
)
from desktop_crm.system.translations import tr

_SCOPE: Final = (ClauseKind.DELIVERY, ClauseKind.SERVICE)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What contract, memo and requirement say already, for the papers of delivery to begin with."""

    name: str = ""
    goal: str = ""
    scope: str = ""
    begins_on: date | None = None
    deliver_by: date | None = None
    deliver_to: str = ""
    standard: str = ""


def agreed(session: Session, deal_id: str) -> Agreed:
    """Return what was agreed, from the contract where there is one, else from the memo; a fixed number of statements."""
    deal, customer = session.execute(
        select(Deal, Customer).join(Customer, Customer.id == Deal.customer_id, isouter=True).where(Deal.id == deal_id)
    ).one()
    contract = _latest(session, Contract, deal_id)
    clauses = _contract_lines(session, contract) or _memo_lines(session, deal_id)
    goals, needs = _wanted(session, deal_id)
    scope = [text for kind, text in clauses if kind in _SCOPE]
    return Agreed(
        name=(contract.title if contract else "") or deal.title,
        goal="\n".join(goals),
        scope="\n".join(scope or needs),
        begins_on=(contract.effective_on or contract.confirmed_on) if contract else None,
        deliver_by=contract.deliver_by if contract else None,
        deliver_to=customer.address if customer else "",
        standard="\n".join(text for kind, text in clauses if kind == ClauseKind.ACCEPTANCE),
    )


def _latest(session: Session, paper: type[Contract], deal_id: str) -> Contract | None:
    return session.scalars(
        select(paper)
        .where(paper.deal_id == deal_id)
        .order_by((paper.status == VersionStatus.CONFIRMED).desc(), paper.version.desc())
        .limit(1)
    ).first()


def _contract_lines(session: Session, contract: Contract | None) -> list[tuple[str, str]]:
    if contract is None:
        return []
    rows = session.execute(
        select(ContractClause.kind, ContractClause.text)
        .where(ContractClause.contract_id == contract.id, ContractClause.text != "")
        .order_by(ContractClause.position, ContractClause.id)
    )
    return [(row.kind, row.text) for row in rows]


def _memo_lines(session: Session, deal_id: str) -> list[tuple[str, str]]:
    latest = select(Memo.id).where(Memo.deal_id == deal_id, Memo.deleted_at.is_(None)).order_by(Memo.version.desc())
    rows = session.execute(
        select(MemoClause.kind, MemoClause.text)
        .where(
            MemoClause.memo_id == latest.limit(1).scalar_subquery(), MemoClause.agreed.is_(True), MemoClause.text != ""
        )
        .order_by(MemoClause.position, MemoClause.id)
    )
    return [(row.kind, row.text) for row in rows]


def _wanted(session: Session, deal_id: str) -> tuple[list[str], list[str]]:
    """Return goals (with their measure) and needs of the latest requirement."""
    latest = (
        select(Requirement.id)
        .where(Requirement.deal_id == deal_id, Requirement.deleted_at.is_(None))
        .order_by(Requirement.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.scalars(
        select(RequirementItem)
        .where(RequirementItem.requirement_id == latest, RequirementItem.text != "")
        .order_by(RequirementItem.position, RequirementItem.id)
    ).all()
    goals = [
        tr("{goal}（{measure}）", goal=row.text, measure=row.measure) if row.measure else row.text
        for row in rows
        if row.kind == ItemKind.GOAL
    ]
    return goals, [row.text for row in rows if row.kind == ItemKind.NEED]
