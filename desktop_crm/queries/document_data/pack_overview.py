"""The page at the head of a customer's pack: the project, its price, who works on it, its milestones, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, Memo, Milestone, ProjectMember, Proposal, ProposalItem, SideOf, VersionStatus
from desktop_crm.queries.document_data.audience import CustomerFacing
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.payments import contract_price
from desktop_crm.queries.projects import milestones, project_members
from desktop_crm.queries.proposal_price import is_priced, rows_of, totals_of
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_SEEN = (VersionStatus.SENT, VersionStatus.CONFIRMED)  # what the customer already has


@dataclass(frozen=True, slots=True)
class Participant(CustomerFacing):
    """Somebody who works on the project, and what they answer for."""

    side: str
    name: str
    role: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStep(CustomerFacing):
    """A milestone and how far it is."""

    name: str
    deliverable: str = ""
    due_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class PackOverview(CustomerFacing):
    """The data of `pack_overview`; `amount` is what the customer was offered or signed, never our own estimate."""

    deal: Subject
    amount: int | None = None
    basis: str = ""
    people: tuple[Participant, ...] = ()
    steps: tuple[PlannedStep, ...] = ()
    next_step: str = ""


def pack_overview(session: Session, deal_id: str) -> PackOverview:
    """Return what both sides know of a deal; a fixed number of statements."""
    about, planned = subject(session, deal_id), milestones(session, deal_id)
    amount, basis = _amount(session, deal_id)
    return PackOverview(
        deal=about,
        amount=amount,
        basis=basis,
        people=_people(about, project_members(session, deal_id)),
        steps=tuple(map(_step, planned)),
        next_step=_next_step(session, deal_id, planned),
    )


def _amount(session: Session, deal_id: str) -> tuple[int | None, str]:
    """Return the amount that the customer has seen, and on which paper."""
    seen = select(Contract.amount_fen).where(Contract.deal_id == deal_id, Contract.status.in_(_SEEN))
    offered = session.scalars(seen.order_by(Contract.version.desc()).limit(1)).first()
    price = contract_price(session, deal_id)
    if price.source == "signed":
        return price.total_fen, tr("合同（含变更）") if price.changes_fen else tr("合同")
    if offered is not None:
        return offered, tr("合同（待签署）")
    latest = select(Proposal).where(Proposal.deal_id == deal_id, Proposal.status.in_(_SEEN))
    proposal = session.scalars(latest.order_by(Proposal.version.desc()).limit(1)).first()
    items = rows_of(session, ProposalItem, proposal.id) if proposal else ()
    if proposal is None or not is_priced(items):
        return None, ""
    return totals_of(proposal, items).gross_fen, tr("合作方案第 {version} 版", version=proposal.version)


def _people(about: Subject, members: list[ProjectMember]) -> tuple[Participant, ...]:
    """Return who works on the project, until it has a team the two who speak for their sides."""
    us, them = tr("我方"), tr("客户方")
    if members:
        sides = [us if row.side == SideOf.US else them for row in members]
        found = [
            Participant(side, row.name, row.role or row.duty, row.phone)
            for side, row in zip(sides, members, strict=True)
        ]
        return tuple(sorted(found, key=lambda one: one.side == us))
    theirs = Participant(them, about.customer.contact, about.customer.position, about.customer.phone)
    ours = Participant(us, about.us.contact, tr("项目负责人"), about.us.phone)
    return tuple(one for one in (theirs, ours) if one.name)


def _step(step: Milestone) -> PlannedStep:
    due = step.due_on or step.planned_on
    if step.done_on:
        return PlannedStep(step.name, step.deliverable, step.done_on, tr("已完成"))
    late = due is not None and due < clock.today()
    return PlannedStep(step.name, step.deliverable, due, tr("延期") if late else tr("计划中"))


def _next_step(session: Session, deal_id: str, planned: list[Milestone]) -> str:
    """Return what both sides agreed to do next: the next milestone, else what the memo says."""
    open_steps = [step for step in planned if step.done_on is None]
    if open_steps:
        step = open_steps[0]
        due = step.due_on or step.planned_on
        return tr("{name}（{day}前）", name=step.name, day=due.isoformat()) if due else step.name
    latest = select(Memo.next_step).where(Memo.deal_id == deal_id).order_by(Memo.version.desc()).limit(1)
    return session.scalars(latest).first() or ""
