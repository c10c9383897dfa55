"""Leads on their way to a salesperson: captured, screened, verified, graded, scored."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, Member, Outcome, Role, context
from desktop_crm.operations.cadence import planned_together
from desktop_crm.operations.deals import add_deal, close_deal, edit_deal
from desktop_crm.operations.grading import set_grade
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rows import existing
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.lead_facts import lead_facts, scale_of, screening_of
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.score import score
from desktop_crm.rules.screening import Reason, lacking, missing_words
from desktop_crm.system import clock
from desktop_crm.system.progress import Progress, silent
from desktop_crm.system.translations import tr

SELLERS = (Role.SALES_REP, Role.SALES_MANAGER)


@dataclass(frozen=True, slots=True)
class Verified:
    """How many leads were verified, and a sentence for each that still lacks something."""

    count: int
    lacking: tuple[str, ...] = ()


@operation("记下线索")
def capture_lead(session: Session, *, title: str = "", **values: Any) -> str:
    """Store a lead that was taken down in one line; whoever took it down responded first. Return its id."""
    me = context(session).me or None
    deal_id = add_deal(session, first_responder_id=me, **values)
    contact_id = existing(session, Deal, deal_id).contact_id
    if title.strip() and contact_id:
        contact = existing(session, Contact, contact_id)
        contact.title = contact.title or title.strip()
    return deal_id


@operation("筛选线索")
def screen_leads(
    session: Session, deal_ids: Sequence[str], *, valid: bool, reason: str = "", progress: Progress = silent
) -> int:
    """State that leads are valid, or mark them invalid (L2) with `reason`, else each with what speaks against it.

    Return how many were changed; all of it is one undo.
    """
    if valid:
        return sum(_accept(existing(session, Deal, deal_id)) for deal_id in _told(deal_ids, progress))
    found = {} if reason.strip() else screening_of(session, deal_ids)
    with _then_planned(session, deal_ids, progress) as each:
        for deal_id in each:
            _reject(session, existing(session, Deal, deal_id), reason.strip(), found.get(deal_id, ()))
    return len(deal_ids)


@operation("核对线索")
def verify_leads(session: Session, deal_ids: Sequence[str], *, progress: Progress = silent) -> Verified:
    """State that leads are complete (L4), which makes them valid too; those that lack something stay behind.

    Refused, naming what is missing, when there is none that is complete.
    """
    facts = lead_facts(session, deal_ids)
    sentences: list[str] = []
    verified = 0
    for deal in (existing(session, Deal, deal_id) for deal_id in _told(deal_ids, progress)):
        missing = lacking(facts[deal.id])
        if missing:
            name = facts[deal.id].customer or deal.title or deal.number
            sentences.append(tr("“{name}”还缺{fields}。", name=name, fields=missing_words(missing)))
        else:
            deal.screened_at = deal.screened_at or clock.now()
            deal.verified_at = deal.verified_at or clock.now()
            deal.verified_by_id = deal.verified_by_id or context(session).me
            verified += 1
    if deal_ids and not verified:
        raise Refused(_first_of(sentences), Remedy(tr("补全"), "verify"))
    return Verified(verified, tuple(sentences))


@operation("评级")
def grade_lead(session: Session, deal_id: str, *, grade: str, reason: str = "") -> None:
    """Grade a lead (L5) and keep what the grade rests on."""
    deal = existing(session, Deal, deal_id)
    _take_up(session, deal)
    set_grade(session, deal, grade, reason)


@operation("批量评级")
def grade_leads(
    session: Session, deal_ids: Sequence[str], *, grade: str, reason: str = "", progress: Progress = silent
) -> int:
    """Give several leads the same grade; return how many there are."""
    with _then_planned(session, deal_ids, progress) as each:
        for deal_id in each:
            grade_lead(session, deal_id, grade=grade, reason=reason)
    return len(deal_ids)


@operation("评分")
def score_lead(session: Session, deal_id: str, *, budget: int, need: int, decision: int, urgency: int) -> str:
    """Score a lead by the playbook's rubric (L6); the sum sets its grade, which is returned."""
    deal = existing(session, Deal, deal_id)
    playbook = playbook_of(session, deal)
    marks = {"budget": budget, "need": need, "decision": decision, "urgency": urgency}
    grade, reason = _graded(playbook, marks)
    deal.score_budget, deal.score_need, deal.score_decision, deal.score_urgency = budget, need, decision, urgency
    _take_up(session, deal)
    set_grade(session, deal, grade, reason)
    return grade


@operation("批量改来源")
def set_source(session: Session, deal_ids: Sequence[str], *, source: str, progress: Progress = silent) -> int:
    """Give several leads the same channel (`官网-产品页` names a part of it too); their numbers stay."""
    channel, dash, part = source.strip().partition("-")
    for deal_id in _told(deal_ids, progress):
        edit_deal(session, deal_id, source=channel, **({"sub_source": part} if dash else {}))
    return len(deal_ids)


def _told(deal_ids: Sequence[str], progress: Progress, total: int = 0) -> Iterator[str]:
    """Go through leads and report how many are done, of `total` where more is to follow."""
    for place, deal_id in enumerate(deal_ids, 1):
        yield deal_id
        progress(place, total or len(deal_ids))


@contextmanager
def _then_planned(session: Session, deal_ids: Sequence[str], progress: Progress) -> Generator[Iterator[str]]:
    """Go through leads whose plans are made together at the end, which is the other half of the work."""
    many = len(deal_ids)
    with planned_together(session, lambda done, _: progress(many + done, 2 * many)):
        yield _told(deal_ids, progress, 2 * many)
    progress(2 * many, 2 * many)


def _take_up(session: Session, deal: Deal) -> None:
    """Count a verified lead as given to the seller who took it down: their first-contact clock has run since then."""
    owner = session.get(Member, deal.owner_id) if deal.owner_id else None
    if deal.assigned_at is None and deal.verified_at and owner is not None and owner.role in SELLERS:
        deal.assigned_at = deal.created_at


def _accept(deal: Deal) -> bool:
    if deal.screened_at is not None:
        return False
    deal.screened_at = clock.now()
    return True


def _reject(session: Session, deal: Deal, reason: str, found: Sequence[Reason]) -> None:
    """Close a lead as invalid; what was found stands in the history, under the reason the playbook has for it."""
    if deal.outcome != Outcome.OPEN:
        return
    if not reason and not found:
        raise Refused(
            tr("请写明“{name}”为什么无效。", name=deal.title or deal.number), Remedy(tr("写明原因"), "reason")
        )
    named = reason or _named(playbook_of(session, deal), found[0])
    evidence = "" if reason else "".join(each.text for each in found)
    close_deal(session, deal.id, outcome=Outcome.INVALID, reason=named, evidence=evidence)


def _named(playbook: Playbook, found: Reason) -> str:
    """Return what the playbook calls a reason, so that reports count it; its own sentence where it has no such one."""
    reasons = playbook.outcome(Outcome.INVALID).reasons
    return next((reason.name for reason in reasons if reason.key == found.kind), found.text.rstrip("。"))


def _first_of(sentences: Sequence[str]) -> str:
    if len(sentences) == 1:
        return sentences[0]
    return tr("{count} 条都还不完整。{first}", count=len(sentences), first=sentences[0])


def _graded(playbook: Playbook, marks: dict[str, int]) -> tuple[str, str]:
    """Return the grade of the marks and what it rests on, in words."""
    if playbook.score is None:
        raise Refused(tr("“{name}”流程不评分，请直接选等级。", name=playbook.name), Remedy(tr("评级"), "grade"))
    try:
        result = score(marks, scale_of(playbook.score))
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    parts = "、".join(f"{each.name} {marks[each.key]}" for each in playbook.score.criteria)
    return result.grade, tr("评分 {total}：{parts}", total=result.total, parts=parts)
