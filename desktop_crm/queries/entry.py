"""What the quick entry of a follow-up offers, and where the deal stands while it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import CustomerTag, Deal, Requirement, VersionStatus
from desktop_crm.queries.deal import Choice, contacts_of_deal, members
from desktop_crm.queries.timeline import Plan, Said, latest_said, plans


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """The deal, its people, plans and tags, and what was said since it came to its stage."""

    playbook: str
    stage: str
    stage_status: str
    outcome: str
    grade: str
    nurture: bool
    has_customer: bool
    requirement_confirmed: bool
    tags: tuple[str, ...]
    known_tags: tuple[str, ...]
    contacts: tuple[Choice, ...]
    colleagues: tuple[Choice, ...]
    plans: tuple[Plan, ...]
    said: tuple[Said, ...]


def entry_facts(session: Session, deal_id: str) -> EntryFacts | None:
    """Return what the entry needs, or None when the deal is gone."""
    deal = session.get(Deal, deal_id)
    if deal is None:
        return None
    tag, known = CustomerTag.tag, select(CustomerTag.tag).distinct().order_by(CustomerTag.tag).limit(500)
    own = select(tag).where(CustomerTag.customer_id == deal.customer_id).order_by(CustomerTag.created_at, tag)
    return EntryFacts(
        playbook=deal.playbook,
        stage=deal.stage,
        stage_status=deal.stage_status,
        outcome=deal.outcome,
        grade=deal.grade,
        nurture=deal.nurture,
        has_customer=deal.customer_id is not None,
        requirement_confirmed=_requirement_confirmed(session, deal_id),
        tags=tuple(session.scalars(own)),
        known_tags=tuple(session.scalars(known)),
        contacts=contacts_of_deal(session, deal_id),
        colleagues=members(session, deal.owner_id),
        plans=plans(session, deal_id),
        said=_since(latest_said(session, deal_id), deal.stage_since),
    )


def _requirement_confirmed(session: Session, deal_id: str) -> bool:
    latest = select(Requirement.status).where(Requirement.deal_id == deal_id).order_by(Requirement.version.desc())
    return session.scalar(latest.limit(1)) == VersionStatus.CONFIRMED


def _since(said: tuple[Said, ...], moment: datetime | None) -> tuple[Said, ...]:
    """Leave out what was said before the deal came to its stage: the move was the answer to it."""
    return tuple(each for each in said if moment is None or each.at >= moment)
