"""The delivery of a deal as it is begun: order notice (K3, internal), kick-off (K4), members of both sides, milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Contact,
    Deal,
    Member,
    Milestone,
    OrderNotice,
    Payment,
    Project,
    ProjectMember,
    Role,
    SideOf,
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be taken into the project with one pick."""

    id: str
    name: str
    role: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody of the project, on our side or the customer's."""

    id: str
    side: str
    name: str
    role: str = ""
    duty: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone; `pays` names the instalments that fall due with it."""

    id: str
    name: str
    deliverable: str = ""
    owner: str = ""
    planned_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    pays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What delivery is told; internal."""

    content: str = ""
    deliver_by: date | None = None
    deliver_to: str = ""
    standard: str = ""
    attention: str = ""
    receiver_id: str = ""
    receiver: str = ""
    sent_on: date | None = None
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The facts of the kick-off."""

    name: str = ""
    goal: str = ""
    scope: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    kickoff_on: date | None = None
    kickoff_held: date | None = None
    place: str = ""
    communication: str = ""
    escalation: str = ""


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """All of it, and who can still be taken in."""

    begun: bool = False
    notice: Notice = Notice()
    plan: Plan = Plan()
    ours: tuple[Hand, ...] = ()
    theirs: tuple[Hand, ...] = ()
    steps: tuple[Step, ...] = ()
    team: tuple[Person, ...] = ()  # our members: any of them may receive the order
    free_team: tuple[Person, ...] = ()
    free_contacts: tuple[Person, ...] = ()


def project_sheet(session: Session, deal_id: str) -> ProjectSheet:
    """Return what the plan section shows; a fixed number of statements."""
    project = session.scalars(select(Project).where(Project.deal_id == deal_id).limit(1)).first()
    rows = project_members(session, deal_id)
    team = our_people(session)
    contacts = their_people(session, deal_id)
    taken = {row.member_id or row.contact_id for row in rows}
    hands = [Hand(row.id, row.side, row.name, row.role, row.duty, row.phone) for row in rows]
    notice, steps = _notice(session, deal_id, {person.id: person.name for person in team}), _steps(session, deal_id)
    return ProjectSheet(
        begun=bool(project or steps or hands or notice != Notice()),
        notice=notice,
        plan=_plan(project) if project else Plan(),
        ours=tuple(hand for hand in hands if hand.side == SideOf.US),
        theirs=tuple(hand for hand in hands if hand.side != SideOf.US),
        steps=steps,
        team=team,
        free_team=tuple(person for person in team if person.id not in taken),
        free_contacts=tuple(person for person in contacts if person.id not in taken),
    )


def project_members(session: Session, deal_id: str) -> list[ProjectMember]:
    """Return the people of a project in their order."""
    found = select(ProjectMember).where(ProjectMember.deal_id == deal_id)
    return list(session.scalars(found.order_by(ProjectMember.position, ProjectMember.id)))


def milestones(session: Session, deal_id: str) -> list[Milestone]:
    """Return the milestones of a deal in their order."""
    found = select(Milestone).where(Milestone.deal_id == deal_id).order_by(Milestone.position, Milestone.id)
    return list(session.scalars(found))


def our_people(session: Session) -> tuple[Person, ...]:
    """Return our members, those who deliver first."""
    rows = session.scalars(
        select(Member)
        .where(Member.left.is_(False))
        .order_by(Member.role.not_in((Role.DELIVERY, Role.TECHNOLOGY, Role.CUSTOMER_SUCCESS)), Member.name, Member.id)
    )
    return tuple(Person(row.id, row.name, row.role, row.phone) for row in rows)


def their_people(session: Session, deal_id: str) -> tuple[Person, ...]:
    """Return the customer's contacts, the one of the deal first."""
    rows = session.execute(
        select(Contact, (Contact.id == Deal.contact_id).label("main"))
        .join(Deal, Deal.customer_id == Contact.customer_id)
        .where(Deal.id == deal_id)
        .order_by(func.coalesce(Contact.id == Deal.contact_id, 0).desc(), Contact.name, Contact.id)
    )
    return tuple(
        Person(row.id, row.name, " ".join(filter(None, (row.department, row.title))), row.phone) for row, _ in rows
    )


# Inside


def _notice(session: Session, deal_id: str, names: dict[str, str]) -> Notice:
    row = session.scalars(select(OrderNotice).where(OrderNotice.deal_id == deal_id).limit(1)).first()
    if row is None:
        return Notice()
    receiver = row.receiver_id or ""
    return Notice(
        content=row.content,
        deliver_by=row.deliver_by,
        deliver_to=row.deliver_to,
        standard=row.standard,
        attention=row.attention,
        receiver_id=receiver,
        receiver=names.get(receiver, ""),
        sent_on=row.sent_on,
        accepted_on=row.accepted_on,
    )


def _plan(row: Project) -> Plan:
    return Plan(
        name=row.name,
        goal=row.goal,
        scope=row.scope,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        kickoff_on=row.kickoff_on,
        kickoff_held=row.kickoff_held,
        place=row.place,
        communication=row.communication,
        escalation=row.escalation,
    )


def _steps(session: Session, deal_id: str) -> tuple[Step, ...]:
    pays: dict[str, list[str]] = {}
    for milestone, name in session.execute(
        select(Payment.milestone_id, Payment.name)
        .where(Payment.deal_id == deal_id, Payment.milestone_id != "")
        .order_by(Payment.position, Payment.id)
    ):
        pays.setdefault(milestone, []).append(name)
    return tuple(
        Step(
            row.id, row.name, row.deliverable, row.owner, row.planned_on, row.due_on, row.done_on,
            tuple(pays.get(row.id, ())),
        )
        for row in milestones(session, deal_id)
    )  # fmt: skip
