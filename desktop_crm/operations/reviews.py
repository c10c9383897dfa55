"""Internal reviews of proposals (P2) and contracts (K1): asked for, judged, returned, asked for again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, Deal, Member, Review, Reviewed, Role, Verdict, VersionStatus, context, new_id
from desktop_crm.operations.contracts import refuse_unless_ready
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.operations.rows import existing, mark_deleted
from desktop_crm.queries.lead_matching import is_away
from desktop_crm.queries.reviews import (
    Round,
    Standing,
    Step,
    latest_version,
    review_standings,
    stated_roles,
)
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

PAPER_PLACES: Final[dict[str, str]] = {Reviewed.PROPOSAL: "proposal.proposal", Reviewed.CONTRACT: "contract.contract"}
REVIEW_PLACES: Final[dict[str, str]] = {Reviewed.PROPOSAL: "proposal.review", Reviewed.CONTRACT: "contract.review"}
_NAMES: Final[dict[str, str]] = {Reviewed.PROPOSAL: tr("方案"), Reviewed.CONTRACT: tr("合同")}


@operation("送审")
def ask_for_review(
    session: Session, deal_id: str, *, paper: str, roles: Sequence[str] = (), reviewers: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Ask for the review of the latest version and return the ids of the reviewers' parts.

    The roles the playbook states are always asked, in its order; `roles` come after them. `reviewers` names members by
    role; for the others it is the member with that role. A contract is whole first, its differences explained.
    """
    deal = existing(session, Deal, deal_id)
    wanted = tuple(dict.fromkeys((*stated_roles(playbook_of(session, deal), paper), *roles)))
    if not wanted:
        raise Refused(tr("请选择由谁来评审。"), Remedy(tr("选择评审人"), f"{REVIEW_PLACES[paper]}.ask"))
    version = latest_version(session, deal_id, paper)
    if version is None:
        raise Refused(tr("还没有可以送审的{paper}。", paper=_NAMES[paper]), _edit(paper, tr("去起草")))
    number = _next_round(session, deal_id, Reviewed(paper))
    if paper == Reviewed.CONTRACT:
        refuse_unless_ready(session, existing(session, Contract, version[0]))
    chosen = _members_for(session, deal, wanted) | {role: who for role, who in (reviewers or {}).items() if who}
    made = [
        Review(
            id=new_id(), deal_id=deal_id, paper=Reviewed(paper), paper_id=version[0], round=number, position=place,
            role=role, reviewer_id=chosen.get(role),
        )
        for place, role in enumerate(wanted)
    ]  # fmt: skip
    session.add_all(made)
    return tuple(review.id for review in made)


@operation("填写评审意见")
def give_verdict(session: Session, review_id: str, *, verdict: str, comment: str = "", reviewer_id: str = "") -> str:
    """Write a reviewer's verdict down: passed, or rejected with what has to be mended."""
    review, step, latest = _open_step(session, review_id)
    if verdict == Verdict.REJECTED and not comment.strip():
        raise Refused(tr("退回要写明哪里要改。"), Remedy(tr("写明意见"), f"{REVIEW_PLACES[review.paper]}.{review.id}"))
    if not step.turn:
        raise Refused(tr("合同按顺序评审，先等{names}通过。", names="、".join(_waited_for(latest, step))))
    review.verdict, review.comment, review.decided_at = Verdict(verdict), comment.strip(), clock.now()
    review.reviewer_id = reviewer_id or review.reviewer_id or context(session).me or None
    return review.id


@operation("指定评审人")
def assign_reviewer(session: Session, review_id: str, *, reviewer_id: str) -> str:
    """Let somebody else judge in this role."""
    review, _, _ = _open_step(session, review_id)
    review.reviewer_id = reviewer_id or None
    return review.id


@operation("撤回送审")
def withdraw_review(session: Session, deal_id: str, *, paper: str) -> int:
    """Take back the latest round as long as nobody has judged; return how many were asked."""
    sheet = review_standings(session, deal_id)[Reviewed(paper)]
    latest = sheet.latest
    if latest is None:
        raise Refused(tr("还没有送审。"))
    if any(step.verdict != Verdict.PENDING for step in latest.steps):
        raise Refused(tr("已经有评审意见，不能撤回；改好{paper}后可以重新送审。", paper=_NAMES[paper]), _edit(paper))
    for step in latest.steps:
        mark_deleted(existing(session, Review, step.id))
    return len(latest.steps)


# Inside


def _next_round(session: Session, deal_id: str, paper: Reviewed) -> int:
    """Return the number of the next round, or refuse while the present one holds."""
    sheet = review_standings(session, deal_id)[paper]
    name = _NAMES[paper]
    refusals = {
        Standing.WAITING: Refused(tr("这一版{paper}正在评审：{said}。", paper=name, said=sheet.said)),
        Standing.PASSED: Refused(tr("这一版{paper}已经通过评审。", paper=name)),
        Standing.REJECTED: Refused(tr("请先按意见修改{paper}，再重新送审。", paper=name), _edit(paper)),
    }
    if sheet.standing in refusals:
        raise refusals[sheet.standing]
    if paper == Reviewed.CONTRACT and _is_signed(session, deal_id):
        raise Refused(tr("合同已经签署，不用再送审。"))
    return sheet.latest.number + 1 if sheet.latest else 1


def _is_signed(session: Session, deal_id: str) -> bool:
    latest = select(Contract.status).where(Contract.deal_id == deal_id).order_by(Contract.version.desc()).limit(1)
    return session.scalar(latest) == VersionStatus.CONFIRMED


def _open_step(session: Session, review_id: str) -> tuple[Review, Step, Round]:
    """Return the row, how it stands and its round; refuse when it is decided or the paper went on without it."""
    review = existing(session, Review, review_id)
    sheet = review_standings(session, review.deal_id)[Reviewed(review.paper)]
    latest = sheet.latest
    step = next((step for step in latest.steps if step.id == review_id), None) if latest else None
    if latest is None or step is None or sheet.standing == Standing.OUTDATED:
        raise Refused(
            tr("{paper}在送审之后又改过，要重新送审。", paper=_NAMES[review.paper]),
            Remedy(tr("重新送审"), f"{REVIEW_PLACES[review.paper]}.ask"),
        )
    if step.verdict != Verdict.PENDING:
        raise Refused(tr("{role}已经给出意见；要改请撤销那一步。", role=step.role_name))
    return review, step, latest


def _waited_for(latest: Round, step: Step) -> list[str]:
    """Return the names of the roles that come before this one and have not passed it."""
    before = latest.steps[: latest.steps.index(step)]
    return [found.role_name for found in before if found.verdict != Verdict.PASSED]


def _members_for(session: Session, deal: Deal, roles: Collection[str]) -> dict[str, str]:
    """Return for each role the member who has it: the deal's owner before their manager and the others, by name; away ones last."""
    owner = session.get(Member, deal.owner_id) if deal.owner_id else None
    near = [owner.id, owner.manager_id] if owner else []
    rows = session.scalars(select(Member).where(Member.role.in_(roles), Member.left.is_(False)).order_by(Member.name))
    found: dict[str, str] = {}
    today = clock.today()

    def rank(member: Member) -> tuple[bool, int]:
        away = is_away(member.away_from, member.away_until, today)
        return away, near.index(member.id) if member.id in near else len(near)

    for member in sorted(rows, key=rank):
        found.setdefault(Role(member.role), member.id)
    return found


def _edit(paper: str, text: str = "") -> Remedy:
    return Remedy(text or tr("去修改"), PAPER_PLACES[paper])
