"""Giving leads to members and hearing their answer (L7); one assignment at a time stands for a deal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Assignment, AssignmentState, ChecklistTick, Deal, Member, Outcome, context, link_id
from desktop_crm.operations.cadence import planned_together, replan
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rows import existing, mark_deleted
from desktop_crm.playbooks.playbook import Duration, Playbook
from desktop_crm.queries.lead_matching import ACTIVE, Candidate, LeadCard, candidates, lead_cards, propose, why_not
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.working_time import deadline
from desktop_crm.system import clock
from desktop_crm.system.progress import Progress, silent
from desktop_crm.system.translations import tr

CONFIRMED_ITEM = "assignment_confirmed"  # of the checklists in playbooks
AT_ONCE = 250  # leads that one set of statements gives; between two such the work can be stopped


@dataclass(frozen=True, slots=True)
class Given:
    """A lead that was given to a member."""

    deal_id: str
    member_id: str
    member: str
    points: int
    reasons: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class NotGiven:
    """A lead that was given to nobody, and why."""

    deal_id: str
    number: str
    customer: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came of giving out leads."""

    given: tuple[Given, ...]
    left: tuple[NotGiven, ...]


@operation("分配线索")
def assign_leads(session: Session, ids: Sequence[str], progress: Progress = silent) -> Report:
    """Give each verified lead to the member the playbook's rule finds; refuse when not one of them can be given."""
    cards = lead_cards(session, ids)
    barred = {card.id: why for card in cards if (why := why_not(card))}
    proposals = propose(session, [card.id for card in cards if card.id not in barred])
    nobody = {made.lead.id: tr("团队里没有可以接收的人") for made in proposals if made.choice is None}
    placed = [(made.lead, made.choice) for made in proposals if made.choice]
    given: list[Given] = []
    for begin in range(0, len(placed), AT_ONCE):
        given += _give(session, placed[begin : begin + AT_ONCE])
        progress(len(given), len(placed))
    left = tuple(
        NotGiven(card.id, card.number, card.customer or card.title, why)
        for card in cards
        if (why := barred.get(card.id) or nobody.get(card.id, ""))
    )
    if not given:
        raise _none_given(left)
    return Report(tuple(given), left)


@operation("指定分配")
def assign_to(session: Session, deal_id: str, *, member_id: str, reason: str = "") -> None:
    """Give a lead to this member; a choice that is not the rule's first needs a written reason."""
    existing(session, Deal, deal_id)
    member = existing(session, Member, member_id)
    (card,) = lead_cards(session, [deal_id])
    if why := why_not(card, again=card.owner_id != member_id):
        raise Refused(tr("“{lead}”不能分配：{why}。", lead=card.customer or card.title, why=why), *_remedies(card))
    chosen = next((one for one in candidates(session, deal_id) if one.member_id == member_id), None)
    if member.left or chosen is None:
        raise Refused(tr("{name}已经离开，不能再分配。", name=member.name))
    if not chosen.first and not reason.strip():
        raise Refused(tr("不按推荐分配需要写明原因。"), Remedy(tr("写明原因"), "reason"))
    _give(session, [(card, chosen)], override_reason=reason.strip())


@operation("确认接收")
def confirm_assignment(session: Session, deal_id: str) -> None:
    """Take a lead: the member will follow it."""
    deal = existing(session, Deal, deal_id)
    assignment = _active(session, deal)
    if assignment is None or assignment.state != AssignmentState.PENDING:
        raise Refused(tr("这条线索没有等待确认的分配，可能已被收回。"))
    assignment.state, assignment.answered_at = AssignmentState.CONFIRMED, clock.now()
    _tick_confirmed(session, [deal])


@operation("退回线索")
def refuse_assignment(session: Session, deal_id: str, *, reason: str) -> None:
    """Give a lead back to the manager; past the playbook's time for it this counts as late (the answer's moment tells)."""
    if not reason.strip():
        raise Refused(tr("无法跟进需要写明原因，例如地区冲突、手上太满。"), Remedy(tr("写明原因"), "reason"))
    deal = existing(session, Deal, deal_id)
    assignment = _active(session, deal)
    if assignment is None:
        raise Refused(tr("这条线索没有分配给人，不用退回。"))
    assignment.refuse_reason = reason.strip()
    _take_away(session, deal, assignment, AssignmentState.REFUSED, clock.now())


@operation("分配超时退回")
def expire_assignments(session: Session, now: datetime) -> int:
    """Return unanswered leads past their deadline to the manager and tell how many; doing it again changes nothing."""
    overdue = session.execute(
        select(Assignment, Deal)
        .join(Deal, Deal.id == Assignment.deal_id)
        .where(Assignment.state == AssignmentState.PENDING, Assignment.confirm_by < now)
    ).all()
    expired = 0
    with planned_together(session):
        for assignment, deal in overdue:
            if deal.owner_id == assignment.member_id and deal.outcome == Outcome.OPEN:
                _take_away(session, deal, assignment, AssignmentState.EXPIRED, now)
                expired += 1
            else:  # somebody changed the owner or closed the deal meanwhile
                assignment.state, assignment.answered_at = AssignmentState.WITHDRAWN, now
    return expired


def _none_given(left: tuple[NotGiven, ...]) -> Refused:
    if not left:
        return Refused(tr("没有选中线索。"))
    if len(left) == 1:
        return Refused(tr("“{lead}”不能分配：{why}。", lead=left[0].customer, why=left[0].why))
    remedies = [Remedy(tr("打开"), f"deal:{lead.deal_id}", f"{lead.customer}：{lead.why}") for lead in left]
    return Refused(tr("这 {count} 条线索都不能分配。", count=len(left)), *remedies)


def _remedies(card: LeadCard) -> tuple[Remedy, ...]:
    return () if card.verified else (Remedy(tr("去核对"), "verify"),)


def _give(session: Session, placed: Sequence[tuple[LeadCard, Candidate]], override_reason: str = "") -> list[Given]:
    """Give each lead to its member; what is read for one is read for all of them at once."""
    now = clock.now()
    deals = _deals(session, [card.id for card, _ in placed])
    _withdraw(session, list(deals), now)
    unlimited: list[Deal] = []
    with planned_together(session):  # the first contact, within the playbook's time
        for card, to in placed:
            deal = deals[card.id]
            limit = playbook_of(session, deal).clocks.confirm_assignment
            deal.owner_id, deal.assigned_at = to.member_id, now
            session.add(_assignment(session, deal.id, to, override_reason, now, limit))
            replan(session, deal)
            if not limit:
                unlimited.append(deal)
    _tick_confirmed(session, unlimited)
    return [Given(card.id, to.member_id, to.name, to.points, to.reasons, to.note) for card, to in placed]


def _assignment(
    session: Session, deal_id: str, to: Candidate, override_reason: str, now: datetime, limit: Duration | None
) -> Assignment:
    return Assignment(
        deal_id=deal_id,
        member_id=to.member_id,
        by_id=context(session).me or None,
        at=now,
        points=to.points,
        reasons=list(to.reasons),
        override_reason=override_reason,
        state=AssignmentState.PENDING if limit else AssignmentState.CONFIRMED,
        confirm_by=deadline(now, limit) if limit else None,
        answered_at=None if limit else now,
    )


def _deals(session: Session, ids: Sequence[str]) -> dict[str, Deal]:
    return {deal.id: deal for deal in session.scalars(select(Deal).where(Deal.id.in_(ids)))}


def _withdraw(session: Session, ids: Sequence[str], now: datetime) -> None:
    """Take back whatever stood for these deals, so that nobody follows one twice."""
    standing = select(Assignment).where(Assignment.deal_id.in_(ids), Assignment.state.in_(ACTIVE))
    for former in session.scalars(standing):
        former.state = AssignmentState.WITHDRAWN
        former.answered_at = former.answered_at or now
    _untick_confirmed(session, ids)


def _take_away(session: Session, deal: Deal, assignment: Assignment, state: AssignmentState, now: datetime) -> None:
    assignment.state, assignment.answered_at = state, now
    deal.owner_id, deal.assigned_at = None, None
    _untick_confirmed(session, [deal.id])
    replan(session, deal)


def _active(session: Session, deal: Deal) -> Assignment | None:
    """Return the assignment by which the present owner has this deal."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.deal_id == deal.id, Assignment.state.in_(ACTIVE), Assignment.member_id == deal.owner_id)
        .order_by(Assignment.at.desc(), Assignment.id.desc())
        .limit(1)
    ).first()


def _tick_confirmed(session: Session, deals: Sequence[Deal]) -> None:
    """Tick the checklist item that asks for the confirmation, where the playbook has it."""
    asked = [deal for deal in deals if _asks_for_confirmation(playbook_of(session, deal))]
    ids = {link_id(deal.id, CONFIRMED_ITEM): deal for deal in asked}
    known = select(ChecklistTick).where(ChecklistTick.id.in_(ids))
    ticks = {row.id: row for row in session.scalars(known, execution_options={"include_deleted": True})}
    for row_id, deal in ids.items():
        tick = ticks.get(row_id) or ChecklistTick(id=row_id)
        tick.deleted_at, tick.deal_id, tick.item = None, deal.id, CONFIRMED_ITEM
        tick.note, tick.by_id = "", context(session).me or None
        session.add(tick)


def _asks_for_confirmation(playbook: Playbook) -> bool:
    return any(item.key == CONFIRMED_ITEM for stage in playbook.stages for item in stage.checklist)


def _untick_confirmed(session: Session, ids: Sequence[str]) -> None:
    ticks = select(ChecklistTick).where(ChecklistTick.id.in_([link_id(key, CONFIRMED_ITEM) for key in ids]))
    for ticked in session.scalars(ticks):
        mark_deleted(ticked)
