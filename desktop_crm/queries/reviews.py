"""How the internal reviews of a proposal or a contract stand (P2, K1); internal without exception."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contract, Deal, Member, Proposal, Review, Reviewed, Verdict
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import ROLE_NAMES
from desktop_crm.queries.deal import Choice, members
from desktop_crm.queries.review_changes import changed_since
from desktop_crm.system.translations import tr

VERSIONS: Final[dict[str, type[Proposal | Contract]]] = {Reviewed.PROPOSAL: Proposal, Reviewed.CONTRACT: Contract}
# Who may be asked where the playbook names nobody, or beside those it names.
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    Reviewed.PROPOSAL: ("product", "technology", "legal", "finance"),
    Reviewed.CONTRACT: ("legal", "finance", "sales_manager"),
}


class Standing(StrEnum):
    """How the review of a paper stands."""

    NONE = "none"  # nobody was asked about the latest version
    WAITING = "waiting"
    REJECTED = "rejected"
    PASSED = "passed"
    OUTDATED = "outdated"  # the paper was changed since


@dataclass(frozen=True, slots=True)
class Step:
    """One reviewer's part in a round; `turn` says that this one may judge now."""

    id: str
    role: str
    role_name: str
    reviewer_id: str = ""
    reviewer: str = ""
    verdict: Verdict = Verdict.PENDING
    comment: str = ""
    decided_at: datetime | None = None
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a review: all that were asked about one version at once."""

    number: int
    paper_id: str
    version: int
    asked_at: datetime
    steps: tuple[Step, ...]

    @property
    def standing(self) -> Standing:
        """Return what the reviewers said, whatever became of the paper afterwards."""
        if any(step.verdict == Verdict.REJECTED for step in self.steps):
            return Standing.REJECTED
        return Standing.PASSED if self.passed == len(self.steps) else Standing.WAITING

    @property
    def passed(self) -> int:
        """Return how many passed it."""
        return sum(step.verdict == Verdict.PASSED for step in self.steps)


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that can be asked; `stated` ones the playbook asks for always."""

    role: str
    name: str
    stated: bool = False


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """The reviews of a deal's proposal or contract; `version` is the latest version's number, None without a paper."""

    paper: Reviewed
    version: int | None = None
    rounds: tuple[Round, ...] = ()
    changed: bool = False  # the latest version says something else than the latest round was shown
    roles: tuple[RoleChoice, ...] = ()
    members: tuple[Choice, ...] = ()

    @property
    def latest(self) -> Round | None:
        """Return the latest round."""
        return self.rounds[-1] if self.rounds else None

    @property
    def standing(self) -> Standing:
        """Return how the review of the paper as it is now stands."""
        latest = self.latest
        if self.version is None or latest is None:
            return Standing.NONE
        return Standing.OUTDATED if self.changed else latest.standing

    @property
    def ordered(self) -> bool:
        """Return whether one judges after the other."""
        return self.paper == Reviewed.CONTRACT

    @property
    def rejections(self) -> int:
        """Return how many returned it in the latest round that came to an end; a new round alone mends nothing."""
        ended = (found for found in reversed(self.rounds) if found.standing != Standing.WAITING)
        last = next(ended, None)
        return sum(step.verdict == Verdict.REJECTED for step in last.steps) if last else 0

    @property
    def said(self) -> str:
        """Return in a few words how it stands."""
        latest, standing = self.latest, self.standing
        if latest is None or standing == Standing.NONE:
            return tr("还没有送审")
        if standing == Standing.OUTDATED:
            return tr("评审之后内容又改过，要重新送审")
        if standing == Standing.PASSED:
            return tr("已通过")
        wanted = Verdict.REJECTED if standing == Standing.REJECTED else Verdict.PENDING
        names = "、".join(step.role_name for step in latest.steps if step.verdict == wanted)
        return tr("{names}退回", names=names) if standing == Standing.REJECTED else tr("等{names}评审", names=names)


def review_sheet(session: Session, deal_id: str, paper: str) -> ReviewSheet:
    """Return how the review of a deal's proposal or contract stands, and who can be asked."""
    playbook = _playbook(session, deal_id)
    found = session.execute(_rows(), {"deal": deal_id}).all()
    sheet = _sheet(session, deal_id, Reviewed(paper), found, playbook)
    return ReviewSheet(
        sheet.paper,
        sheet.version,
        sheet.rounds,
        sheet.changed,
        role_choices(playbook, paper),
        members(session),
    )


def review_standings(session: Session, deal_id: str) -> dict[Reviewed, ReviewSheet]:
    """Return how both reviews of a deal stand; one statement where nobody was ever asked."""
    found = session.execute(_rows(), {"deal": deal_id}).all()
    if not found:
        return {paper: ReviewSheet(paper) for paper in Reviewed}
    playbook = _playbook(session, deal_id)
    return {paper: _sheet(session, deal_id, paper, found, playbook) for paper in Reviewed}


def latest_version(session: Session, deal_id: str, paper: str) -> tuple[str, int] | None:
    """Return id and number of the latest version of a deal's proposal or contract."""
    model = VERSIONS[paper]
    row = session.execute(
        select(model.id, model.version)
        .where(model.deal_id == deal_id)
        .order_by(model.version.desc(), model.id.desc())
        .limit(1)
    ).first()
    return (row.id, row.version) if row else None


def stated_roles(playbook: Playbook, paper: str) -> tuple[str, ...]:
    """Return the roles the playbook always asks, in its order."""
    return playbook.contract_review if paper == Reviewed.CONTRACT else playbook.proposal_review


def role_choices(playbook: Playbook, paper: str) -> tuple[RoleChoice, ...]:
    """Return the roles that can be asked: those the playbook states in its order, then the usual others."""
    stated = stated_roles(playbook, paper)
    others = [role for role in CHOICES[paper] if role not in stated]
    return tuple(RoleChoice(role, role_name(playbook, role), stated=role in stated) for role in (*stated, *others))


def role_name(playbook: Playbook, role: str) -> str:
    """Return what the playbook calls a role, else its usual name."""
    named: dict[str, str] = {**ROLE_NAMES, **playbook.roles}
    return tr(named.get(role, role))


@cache  # to make it takes longer than to run it
def _rows() -> Select[*tuple[Any, ...]]:
    version = func.coalesce(
        select(Proposal.version).where(Proposal.id == Review.paper_id).scalar_subquery(),
        select(Contract.version).where(Contract.id == Review.paper_id).scalar_subquery(),
        0,
    )
    return (
        select(Review, func.coalesce(Member.name, "").label("reviewer"), version.label("version"))
        .join(Member, Member.id == Review.reviewer_id, isouter=True)
        .where(Review.deal_id == bindparam("deal"))
        .order_by(Review.paper, Review.round, Review.position, Review.id)
    )


def _sheet(
    session: Session, deal_id: str, paper: Reviewed, found: Iterable[Row[*tuple[Any, ...]]], playbook: Playbook
) -> ReviewSheet:
    rows = [row for row in found if row.Review.paper == paper]
    latest = latest_version(session, deal_id, paper)
    if latest is None:
        return ReviewSheet(paper)
    paper_id, version = latest
    asked = [row.Review for row in rows[-1:]]
    changed = any(row.paper_id != paper_id or changed_since(session, paper, paper_id, row.id) for row in asked)
    last = asked[0].round if asked and not changed else 0
    rounds = tuple(
        _round(number, list(steps), playbook, ordered=paper == Reviewed.CONTRACT, current=number == last)
        for number, steps in groupby(rows, key=lambda row: row.Review.round)
    )
    return ReviewSheet(paper, version, rounds, changed)


def _round(
    number: int, rows: list[Row[*tuple[Any, ...]]], playbook: Playbook, *, ordered: bool, current: bool
) -> Round:
    """Make a round; in order the next one may judge when all before passed, else everyone who has not yet."""
    steps: list[Step] = []
    for row in rows:
        review: Review = row.Review
        clear = not ordered or all(step.verdict == Verdict.PASSED for step in steps)
        steps.append(
            Step(
                id=review.id,
                role=review.role,
                role_name=role_name(playbook, review.role),
                reviewer_id=review.reviewer_id or "",
                reviewer=row.reviewer,
                verdict=Verdict(review.verdict),
                comment=review.comment,
                decided_at=review.decided_at,
                turn=current and clear and review.verdict == Verdict.PENDING,
            )
        )
    first: Review = rows[0].Review
    return Round(number, first.paper_id, rows[0].version, first.created_at, tuple(steps))


def _playbook(session: Session, deal_id: str) -> Playbook:
    known = session.info.get("playbooks")
    playbooks = known if isinstance(known, Playbooks) else Playbooks()
    return playbooks.find(session.scalar(select(Deal.playbook).where(Deal.id == deal_id)) or "")
