"""What the internal summary at the head of an internal pack says: where the deal stands and how far we may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, Member, NegotiationFloor, Objection, Stakeholder
from desktop_crm.playbooks import Playbooks
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.document_data.requirement_report import budget_text
from desktop_crm.rules.decision_chain import ROLE_NAMES, STANCES
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class ChainPerson(InternalOnly):
    """A person of the decision chain as we judge them."""

    name: str
    position: str = ""
    role: str = ""
    stance: str = ""
    influence: int = 0
    covered_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredObjection(InternalOnly):
    """An objection and the answer we gave."""

    text: str
    answer: str = ""
    proof: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Floor(InternalOnly):
    """How far we may go (N1)."""

    core_demands: str = ""
    lowest_price: int | None = None
    lowest_discount: str = ""
    longest_payment: str = ""
    walk_away: str = ""
    tactics: str = ""


@dataclass(frozen=True, slots=True)
class DealSummary(InternalOnly):
    """The data of `deal_summary`."""

    deal: Subject
    stage: str = ""
    grade: str = ""
    source: str = ""
    amount: int | None = None
    budget: str = ""
    expected_close: date | None = None
    need: str = ""
    next_step: str = ""
    next_due: date | None = None
    note: str = ""
    people: tuple[ChainPerson, ...] = ()
    objections: tuple[AnsweredObjection, ...] = ()
    floor: Floor | None = None


def deal_summary(session: Session, deal_id: str) -> DealSummary:
    """Return where a deal stands and how far we may go; five statements."""
    about = subject(session, deal_id)
    deal = session.get_one(Deal, deal_id)
    return DealSummary(
        deal=about,
        stage=_stage_name(session, deal),
        grade=deal.grade,
        source="-".join(filter(None, (deal.source, deal.sub_source))),
        amount=deal.amount_fen,
        budget=budget_text(deal.budget_low_fen, deal.budget_high_fen),
        expected_close=deal.expected_close,
        need=deal.need,
        next_step=deal.next_step,
        next_due=deal.next_due,
        note=deal.note,
        people=_people(session, deal_id),
        objections=_objections(session, deal_id),
        floor=_floor(session, deal_id),
    )


def _stage_name(session: Session, deal: Deal) -> str:
    known = session.info.get("playbooks")
    playbooks = known if isinstance(known, Playbooks) else Playbooks()
    stage = playbooks.find(deal.playbook).find_stage(deal.stage)
    return stage.name if stage else deal.stage


def _people(session: Session, deal_id: str) -> tuple[ChainPerson, ...]:
    rows = session.execute(
        select(Stakeholder, Contact, Member.name)
        .join(Contact, Contact.id == Stakeholder.contact_id)
        .join(Member, Member.id == Stakeholder.covered_by_id, isouter=True)
        .where(Stakeholder.deal_id == deal_id)
        .order_by(Stakeholder.influence.desc(), Contact.name, Stakeholder.id)
    )
    return tuple(
        ChainPerson(
            name=contact.name,
            position=" ".join(filter(None, (contact.department, contact.title))),
            role=ROLE_NAMES.get(link.role, link.role),
            stance=STANCES.get(link.stance, ""),
            influence=link.influence,
            covered_by=covered_by or "",
            note=link.note,
        )
        for link, contact, covered_by in rows
    )


def _objections(session: Session, deal_id: str) -> tuple[AnsweredObjection, ...]:
    rows = session.scalars(
        select(Objection).where(Objection.deal_id == deal_id).order_by(Objection.position, Objection.id)
    )
    return tuple(
        AnsweredObjection(row.text, row.answer, row.proof, tr("已解决") if row.resolved else tr("未解决"))
        for row in rows
    )


def _floor(session: Session, deal_id: str) -> Floor | None:
    row = session.scalars(select(NegotiationFloor).where(NegotiationFloor.deal_id == deal_id)).first()
    if row is None:
        return None
    discount, days = row.lowest_discount, row.longest_payment_days
    return Floor(
        core_demands=row.core_demands,
        lowest_price=row.lowest_price_fen,
        lowest_discount="" if discount is None else tr("{tenths} 折", tenths=f"{discount / 100:g}"),
        longest_payment="" if days is None else tr("{days} 天", days=days),
        walk_away=row.walk_away,
        tactics=row.tactics,
    )
