"""What both sides agree on at the kick-off: goal, scope, people, milestones, how to talk and where to go with trouble."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Project, SideOf
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.order_notice import signed_contract
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.projects import milestones, project_members
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class PlannedHand(CustomerFacing):
    """Somebody of the project with what they answer for."""

    name: str
    role: str = ""
    duty: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStep(CustomerFacing):
    """A milestone with what it hands over."""

    name: str
    deliverable: str = ""
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class KickoffPlan(CustomerFacing):
    """The data of `kickoff_plan`."""

    deal: Subject
    name: str = ""
    contract_number: str = ""
    goal: str = ""
    scope: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    kickoff_on: date | None = None
    place: str = ""
    ours: tuple[PlannedHand, ...] = ()
    theirs: tuple[PlannedHand, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    communication: str = ""
    escalation: str = ""


def kickoff_plan(session: Session, deal_id: str) -> KickoffPlan:
    """Return the kick-off plan of a deal; a fixed number of statements."""
    project = session.scalars(select(Project).where(Project.deal_id == deal_id).limit(1)).first()
    if project is None:
        raise Refused(tr("还没有项目计划。"), Remedy(tr("启动交付"), "delivery.plan.name"))
    about, contract = subject(session, deal_id), signed_contract(session, deal_id)
    hands = [
        (row.side, PlannedHand(row.name, row.role, row.duty, row.phone)) for row in project_members(session, deal_id)
    ]
    return KickoffPlan(
        deal=about,
        name=project.name or about.title,
        contract_number=contract.number if contract else "",
        goal=project.goal,
        scope=project.scope,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        kickoff_on=project.kickoff_held or project.kickoff_on,
        place=project.place,
        ours=tuple(hand for side, hand in hands if side == SideOf.US),
        theirs=tuple(hand for side, hand in hands if side != SideOf.US),
        steps=tuple(
            PlannedStep(step.name, step.deliverable, step.owner, step.due_on) for step in milestones(session, deal_id)
        ),
        communication=project.communication,
        escalation=project.escalation,
    )
