"""The page at the head of an internal pack: where a deal stands, who decides, what may go wrong, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Deal, Member, Objection, Outcome, Problem
from desktop_crm.playbooks.vocabulary import STATUS_NAMES
from desktop_crm.queries.decision_chain import Person, decision_chain
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.inside import playbook_of, source_text, stage_name
from desktop_crm.queries.document_data.parties import Subject, subject
from desktop_crm.queries.payments import PaymentPlan, payment_plan
from desktop_crm.rules.amounts import format_full
from desktop_crm.rules.decision_chain import ROLE_NAMES, STANCES, Gap
from desktop_crm.rules.rotting import rot
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_STATUSES: Final[Mapping[str, str]] = {**STATUS_NAMES}


@dataclass(frozen=True, slots=True)
class KeyPerson(InternalOnly):
    """A person of the decision chain as we judge them."""

    name: str
    position: str = ""
    role: str = ""
    stance: str = ""
    covered_by: str = ""
    last_contact: date | None = None


@dataclass(frozen=True, slots=True)
class Risk(InternalOnly):
    """What may go wrong, and what is done about it."""

    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class PackSummary(InternalOnly):
    """The data of `pack_summary`."""

    deal: Subject
    stage: str = ""
    progress: str = ""
    grade: str = ""
    source: str = ""
    amount: int | None = None
    received: int | None = None
    expected_close: date | None = None
    need: str = ""
    next_step: str = ""
    next_due: date | None = None
    people: tuple[KeyPerson, ...] = ()
    risks: tuple[Risk, ...] = ()
    prepared_by: str = ""
    reviewed_by: str = ""


def pack_summary(session: Session, deal_id: str) -> PackSummary:
    """Return how a deal stands; a fixed number of statements."""
    about, deal = subject(session, deal_id), session.get_one(Deal, deal_id)
    chain, plan = decision_chain(session, deal_id), payment_plan(session, deal_id)
    playbook = playbook_of(session, deal)
    stage = playbook.find_stage(deal.stage)
    names = {colleague.id: colleague.name for colleague in chain.colleagues}
    limit = stage.target_days if stage else None
    return PackSummary(
        deal=about,
        stage=stage_name(playbook, deal.stage),
        progress=_STATUSES.get(deal.stage_status, deal.stage_status),
        grade=deal.grade,
        source=source_text(deal),
        amount=plan.price.total_fen,
        received=plan.received_fen if plan.instalments else None,
        expected_close=deal.expected_close,
        need=deal.need,
        next_step=deal.next_step,
        next_due=deal.next_due,
        people=tuple(_person(person, names) for person in chain.people),
        risks=(*_risks_of(deal, limit, chain.gaps, plan), *_open_points(session, deal_id)),
        prepared_by=about.us.contact,
        reviewed_by=_manager(session, deal.owner_id),
    )


def _person(person: Person, names: dict[str, str]) -> KeyPerson:
    return KeyPerson(
        name=person.name,
        position=" ".join(filter(None, (person.department, person.title))),
        role=ROLE_NAMES.get(person.role, person.role),
        stance=STANCES.get(person.stance, ""),
        covered_by=names.get(person.covered_by_id, person.covered_by),
        last_contact=person.last_contact,
    )


def _manager(session: Session, member_id: str | None) -> str:
    """Return the name of who leads a colleague."""
    owner, lead = aliased(Member), aliased(Member)
    found = select(lead.name).join(owner, owner.manager_id == lead.id).where(owner.id == member_id)
    return session.scalars(found).first() or ""


def _risks_of(deal: Deal, rot_days: int | None, gaps: Sequence[Gap], plan: PaymentPlan) -> Iterator[Risk]:
    """Yield what the deal itself tells, the most pressing first."""
    today, next_step = clock.today(), deal.next_step or tr("下一步")
    if late := plan.late_fen(today):
        yield Risk(tr("逾期回款 {amount}", amount=format_full(late)))
    if deal.outcome == Outcome.OPEN:
        if deal.next_due is None:
            yield Risk(tr("没有安排下一步"))
        elif deal.next_due < today:
            yield Risk(tr("“{step}”已过期 {days} 天", step=next_step, days=(today - deal.next_due).days))
        if words := rot(deal.stage_since, deal.last_contact_at, rot_days, today).text:
            yield Risk(words)
    yield from (Risk(gap.sentence, gap.suggestion) for gap in gaps)


def _open_points(session: Session, deal_id: str) -> Iterator[Risk]:
    """Yield objections without an answer that convinced, and problems of the delivery that are not solved."""
    objections = select(Objection).where(
        Objection.deal_id == deal_id, Objection.resolved.is_(False), Objection.text != ""
    )
    for objection in session.scalars(objections.order_by(Objection.position, Objection.id)):
        yield Risk(tr("异议：{text}", text=objection.text), objection.answer)
    problems = select(Problem).where(Problem.deal_id == deal_id, Problem.solved_on.is_(None), Problem.text != "")
    for problem in session.scalars(problems.order_by(Problem.position, Problem.id)):
        yield Risk(tr("交付问题：{text}", text=problem.text), problem.solution)
