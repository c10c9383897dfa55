"""How a proposal was presented: each talk with its reactions, and what the customer raised that waits for an answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Contact, Deal, Member, Method, Presentation, PresentationPoint, Proposal, context
from desktop_crm.queries.deal import Choice, members
from desktop_crm.queries.timeline import Plan, plans
from desktop_crm.system.translations import tr

TALKS: Final = (Method.DEMO, Method.MEETING, Method.VISIT)  # a plan by these means may be the presentation
_WORDS: Final = ("讲解", "方案", "演示", "汇报")


@dataclass(frozen=True, slots=True)
class Point:
    """A question or wish of the customer's, with who answers it until when."""

    id: str
    text: str
    raised_by: str = ""
    answer: str = ""
    settled_by: str = ""
    due_on: date | None = None
    settled: bool = False

    @property
    def said(self) -> str:
        """Return who raised what, as it is typed: 赵经理：要能耗数据."""
        return tr("{who}：{what}", who=self.raised_by, what=self.text) if self.raised_by else self.text


@dataclass(frozen=True, slots=True)
class Talk:
    """One presentation; `version` is the proposal's that was shown, None when none was in the file."""

    id: str
    presented_on: date | None
    method: str
    place: str = ""
    our_side: str = ""
    their_side: str = ""
    reaction: str = ""
    next_action: str = ""
    next_due: date | None = None
    next_owner: str = ""
    version: int | None = None
    points: tuple[Point, ...] = ()

    @property
    def settled(self) -> tuple[Point, ...]:
        """Return the points that were answered."""
        return tuple(point for point in self.points if point.settled)


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """The presentations of a deal, the newest first; the rest is what the entry of the next one offers."""

    talks: tuple[Talk, ...] = ()
    open_points: tuple[Point, ...] = ()
    contact: str = ""
    me: str = ""
    colleagues: tuple[Choice, ...] = ()
    plan: Plan | None = None  # what the next presentation probably carries out


def talk_sheet(session: Session, deal_id: str) -> TalkSheet:
    """Return the presentations of a deal and what is still open from them."""
    deal = session.execute(
        select(Deal.owner_id, func.coalesce(Contact.name, "").label("contact"))
        .join(Contact, Contact.id == Deal.contact_id, isouter=True)
        .where(Deal.id == deal_id)
    ).first()
    if deal is None:
        return TalkSheet()
    points = points_of(session, deal_id)
    colleagues = members(session, deal.owner_id)
    me = context(session).me
    return TalkSheet(
        talks_of(session, deal_id, points),
        tuple(point for _, point in points if not point.settled),
        deal.contact,
        next((one.name for one in colleagues if one.id == me), ""),
        colleagues,
        next((plan for plan in plans(session, deal_id) if _is_talk(plan)), None),
    )


def talks_of(session: Session, deal_id: str, points: list[tuple[str, Point]]) -> tuple[Talk, ...]:
    """Return the presentations of a deal, the newest first, each with its `points`."""
    by_talk: dict[str, list[Point]] = defaultdict(list)
    for talk, point in points:
        by_talk[talk].append(point)
    rows = session.execute(
        select(Presentation, func.coalesce(Member.name, "").label("owner"), Proposal.version)
        .join(Member, Member.id == Presentation.next_owner_id, isouter=True)
        .join(Proposal, Proposal.id == Presentation.proposal_id, isouter=True)
        .where(Presentation.deal_id == deal_id)
        .order_by(Presentation.presented_on.desc(), Presentation.id.desc())
    )
    return tuple(
        Talk(
            id=row.id, presented_on=row.presented_on, method=row.method, place=row.place, our_side=row.our_side,
            their_side=row.their_side, reaction=row.reaction, next_action=row.next_action, next_due=row.next_due,
            next_owner=owner, version=version, points=tuple(by_talk[row.id]),
        )
        for row, owner, version in rows
    )  # fmt: skip


def points_of(session: Session, deal_id: str) -> list[tuple[str, Point]]:
    """Return (presentation, point) for all a customer raised, in the order people gave them."""
    rows = session.scalars(
        select(PresentationPoint)
        .join(Presentation, Presentation.id == PresentationPoint.presentation_id)
        .where(Presentation.deal_id == deal_id)
        .order_by(PresentationPoint.position, PresentationPoint.id)
    )
    return [
        (
            row.presentation_id,
            Point(row.id, row.text, row.raised_by, row.answer, row.settled_by, row.due_on, row.settled),
        )
        for row in rows
    ]


def _is_talk(plan: Plan) -> bool:
    return plan.method in TALKS or any(word in plan.goal for word in _WORDS)
