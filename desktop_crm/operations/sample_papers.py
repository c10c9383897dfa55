"""The papers of a sample deal: requirement, decision chain, negotiation and acceptance, as far as its stage implies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop_crm.models import (
    Acceptance,
    AcceptanceCheck,
    AcceptanceClause,
    ChainRole,
    Contact,
    Deal,
    Interview,
    InterviewQuestion,
    ItemKind,
    Memo,
    MemoClause,
    NegotiationFloor,
    Objection,
    Priority,
    Requirement,
    RequirementItem,
    Result,
    Row,
    Stakeholder,
    VersionStatus,
    link_id,
    new_id,
)
from desktop_crm.operations.papers import REQUIREMENT
from desktop_crm.operations.sample_data import SampleCompany, SampleDeal
from desktop_crm.operations.versions import copied_id
from desktop_crm.rules.amounts import format_yuan, parse_amount, parse_range
from desktop_crm.system.translations import tr

Person = tuple[Contact, str, int, int]  # contact, role, stance, influence


def chain(deal: Deal, people: Sequence[Person], *, met_decider: bool) -> Iterator[Row]:
    """Yield the decision chain: users report to the first influencer, everybody else to the decision maker."""
    ids = {contact.id: link_id(deal.id, contact.id) for contact, *_ in people}
    top = next((ids[contact.id] for contact, role, *_ in people if role == ChainRole.DECIDER), None)
    middle = next((ids[contact.id] for contact, role, *_ in people if role == ChainRole.INFLUENCER), top)
    for contact, role, stance, influence in sorted(people, key=lambda person: person[1] != ChainRole.DECIDER):
        above = middle if role == ChainRole.USER else top
        yield Stakeholder(
            id=ids[contact.id],
            deal_id=deal.id,
            contact_id=contact.id,
            role=role,
            stance=stance,
            influence=influence,
            reports_to_id=above if above != ids[contact.id] else None,
            covered_by_id=deal.owner_id,
            met=met_decider or role != ChainRole.DECIDER,
        )


def interview(deal: Deal, sample: SampleDeal, company: SampleCompany) -> Iterator[Row]:
    """Yield the preparation of a talk with what was answered to the question about problems."""
    yield Interview(
        id=link_id(Interview.__tablename__, deal.id),
        deal_id=deal.id,
        background=sample.need,
        opening=tr("上次您提到：{need}。今天想多听听现场的情况。", need=sample.need),
    )
    for place, asked in enumerate(company.questions):
        answer = "；".join(sample.pains) if asked.kind == "problem" else ""
        yield InterviewQuestion(
            deal_id=deal.id, kind=asked.kind, question=asked.question, answer=answer, position=place
        )


def requirement(session: Session, deal: Deal, sample: SampleDeal, today: date) -> None:
    """Add version 1, confirmed where the sample says by whom, and version 2 where it changed since."""
    confirmed_on = today - timedelta(days=sample.here)
    sent_on = confirmed_on - timedelta(days=3)
    budget = parse_range(sample.budget) if sample.budget else None
    first = Requirement(
        id=new_id(),
        deal_id=deal.id,
        status=VersionStatus.CONFIRMED if sample.confirmed_by else VersionStatus.DRAFT,
        background=sample.need,
        timeline=sample.timeline,
        decision_process=sample.decision_process,
        budget_low_fen=budget.low if budget else None,
        budget_high_fen=budget.high if budget else None,
        sent_on=sent_on if sample.confirmed_by else None,
        confirmed_on=confirmed_on if sample.confirmed_by else None,
        confirmed_by=sample.confirmed_by,
    )
    session.add(first)
    session.add_all(_items(first.id, sample))
    if sample.changed:
        session.flush()
        _follow(session, deal, sample, today)


def _items(requirement_id: str, sample: SampleDeal) -> Iterator[Row]:
    lines = [
        *((ItemKind.PAIN, text, "", Priority.MUST) for text in sample.pains),
        *((ItemKind.GOAL, goal.text, goal.measure, Priority.MUST) for goal in sample.goals),
        *(
            (ItemKind.NEED, text, "", Priority.MUST if not at else Priority.SHOULD)
            for at, text in enumerate(sample.needs)
        ),
    ]
    for place, (kind, text, measure, priority) in enumerate(lines):
        yield RequirementItem(
            requirement_id=requirement_id, kind=kind, text=text, measure=measure, priority=priority, position=place
        )


def _follow(session: Session, deal: Deal, sample: SampleDeal, today: date) -> None:
    """Add the version that changes the first need and was sent, but not confirmed yet."""
    assert sample.changed
    before = REQUIREMENT.latest(session, deal.id)
    draft = REQUIREMENT.draft(session, deal.id)
    assert before
    assert draft
    draft.change_note = sample.changed.note
    need = next(line for line in REQUIREMENT.lines(session, before) if line.kind == ItemKind.NEED)
    session.get_one(RequirementItem, copied_id(draft.id, need.id)).text = sample.changed.text
    draft.status, draft.sent_on = VersionStatus.SENT, today - timedelta(days=1)


def negotiation(deal: Deal, sample: SampleDeal, company: SampleCompany, today: date) -> Iterator[Row]:
    """Yield floor, objections and the memo with its clauses."""
    amount = deal.amount_fen or 0
    yield NegotiationFloor(
        id=link_id(NegotiationFloor.__tablename__, deal.id),
        deal_id=deal.id,
        core_demands=tr("先要价格，再要付款期，最后才是交期"),
        lowest_price_fen=parse_amount(sample.floor.price) if sample.floor else amount * 9 // 10,
        longest_payment_days=sample.floor.days if sample.floor else 60,
        walk_away=sample.floor.walk_away if sample.floor else tr("首付低于两成就不签"),
    )
    for place, said in enumerate(sample.objections):
        kind = "price" if "价" in said.text or "贵" in said.text else "other"
        yield Objection(
            deal_id=deal.id,
            kind=kind,
            text=said.text,
            answer=said.answer,
            proof=said.proof,
            position=place,
            resolved=True,
        )
    yield from _memo(deal, sample, company, today)


def _memo(deal: Deal, sample: SampleDeal, company: SampleCompany, today: date) -> Iterator[Row]:
    state = {"confirmed": VersionStatus.CONFIRMED, "sent": VersionStatus.SENT}.get(sample.memo, VersionStatus.DRAFT)
    met_on = today - timedelta(days=sample.here if state == VersionStatus.CONFIRMED else 2)
    sent = state != VersionStatus.DRAFT
    memo = Memo(
        id=new_id(),
        deal_id=deal.id,
        status=state,
        met_on=met_on,
        place=tr("客户会议室"),
        our_side=tr("销售、产品、法务"),
        their_side=sample.confirmed_by,
        next_step=tr("法务据此起草合同") if state == VersionStatus.CONFIRMED else tr("就未决事项再谈一次"),
        sent_on=met_on if sent else None,
        confirmed_on=met_on if state == VersionStatus.CONFIRMED else None,
        confirmed_by=sample.confirmed_by if state == VersionStatus.CONFIRMED else "",
    )
    yield memo
    for place, clause in enumerate(company.clauses):
        undecided = bool(clause.open) and not sent
        yield MemoClause(
            memo_id=memo.id,
            kind=clause.kind,
            title=clause.title,
            text=clause.open if undecided else clause.text.format(amount=format_yuan(deal.amount_fen or 0)),
            agreed=not undecided,
            settled_by=tr("双方财务") if undecided else "",
            due_on=today + timedelta(days=5) if undecided else None,
            position=place,
        )


def acceptance(deal: Deal, sample: SampleDeal, company: SampleCompany, today: date) -> Iterator[Row]:
    """Yield the acceptance: passed, waiting for its checks, or with a clause that is being rectified."""
    passed = sample.acceptance == "passed"
    paper = Acceptance(
        id=link_id(Acceptance.__tablename__, deal.id),
        deal_id=deal.id,
        project=deal.title,
        our_side=tr("交付经理"),
        their_side=sample.confirmed_by,
        place=tr("客户现场"),
        conclusion=tr("全部条款通过，同意验收。") if passed else "",
        accepted_on=today - timedelta(days=sample.here) if passed else None,
    )
    yield paper
    wanted = [(goal.text, goal.measure) for goal in sample.goals]
    wanted += [(criterion.text, criterion.standard) for criterion in company.acceptance]
    failed = sample.failed
    if failed:
        wanted.insert(0, (failed.text, failed.standard))
    for place, (text, standard) in enumerate(wanted):
        clause = AcceptanceClause(id=new_id(), acceptance_id=paper.id, text=text, standard=standard, position=place)
        yield clause
        yield from _checks(clause, sample, today)


def _checks(clause: AcceptanceClause, sample: SampleDeal, today: date) -> Iterator[Row]:
    if sample.acceptance == "pending":
        return
    checked = today - timedelta(days=sample.here if sample.acceptance == "passed" else 4)
    check = AcceptanceCheck(clause_id=clause.id, checked_on=checked, checked_by=sample.confirmed_by)
    if sample.failed and clause.text == sample.failed.text:
        check.result, check.cause, check.rectification = Result.FAILED, sample.failed.cause, sample.failed.rectification
        check.rectify_by = today + timedelta(days=2)
    else:
        check.result = Result.PASSED
    yield check
