"""The review of one closed deal, with what the program knows already and nobody has to type again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Customer,
    Deal,
    DealReview,
    Member,
    Outcome,
    Proposal,
    ProposalItem,
    Requirement,
)
from desktop_crm.queries.proposal_price import is_priced, rows_of, totals_of
from desktop_crm.rules.names import loose_key
from desktop_crm.system import clock

DECIDED: Final = (Outcome.WON, Outcome.LOST)
_RIVALS: Final = 6  # offered at most, so that they stay a line or two
_BETWEEN: Final = re.compile(r"[、,，;；/／\n]+")
_NOBODY: Final = frozenset({"无", "没有", "暂无", "不详"})  # what people write where there is no name


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFacts:
    """What a deal was: how long it took, its worth, what was taken off the price, how often one talked."""

    days: int | None = None
    amount_fen: int | None = None
    discount: int | None = None  # tenths of a percent of the list price: 920 = 9.2折
    contacts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """The review of a deal; `written` is False while all that is here is what the program proposes."""

    deal_id: str
    playbook: str
    outcome: str
    facts: DealFacts
    rivals: tuple[str, ...] = ()  # who may have been the competitor
    written: bool = False
    reasons: tuple[str, ...] = ()
    competitor: str = ""
    went_well: str = ""
    went_badly: str = ""
    lesson: str = ""
    reviewed_on: date | None = None
    reviewer: str = ""


def review_sheet(session: Session, deal_id: str) -> ReviewSheet | None:
    """Return the review of a deal that was won or lost, or has one; until it is written, its outcome's own reason."""
    query = (
        select(Deal, DealReview, Customer, func.coalesce(Member.name, "").label("reviewer"))
        .join(DealReview, DealReview.deal_id == Deal.id, isouter=True)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == DealReview.reviewer_id, isouter=True)
        .where(Deal.id == deal_id)
    )
    row = session.execute(query).first()
    if row is None or (row.Deal.outcome not in DECIDED and row.DealReview is None):
        return None
    deal, review = row.Deal, row.DealReview
    known: dict[str, Any] = {"reasons": (deal.outcome_reason,) if deal.outcome_reason else ()}
    if review is not None:
        known = {
            "written": True, "reasons": tuple(review.reasons), "competitor": review.competitor,
            "went_well": review.went_well, "went_badly": review.went_badly, "lesson": review.lesson,
            "reviewed_on": review.reviewed_on, "reviewer": row.reviewer,
        }  # fmt: skip
    return ReviewSheet(
        deal_id=deal_id, playbook=deal.playbook, outcome=deal.outcome, facts=_facts(session, deal),
        rivals=_rivals(session, deal_id, row.Customer), **known,
    )  # fmt: skip


def awaits_review(session: Session, deal_id: str, day: date) -> bool:
    """Tell whether a deal was won or lost on `day` and nobody has said yet why."""
    review = select(DealReview.id).where(DealReview.deal_id == deal_id, DealReview.deleted_at.is_(None)).exists()
    query = select(Deal.id).where(Deal.id == deal_id, Deal.outcome.in_(DECIDED), Deal.closed_on == day, ~review)
    return session.scalar(query) is not None


def days_taken(deal: Deal) -> int | None:
    """Return how many days lay between a lead and its end."""
    began = deal.acquired_on or clock.local_day(deal.created_at)
    return (deal.closed_on - began).days if deal.closed_on and deal.closed_on >= began else None


def _facts(session: Session, deal: Deal) -> DealFacts:
    contacts = select(func.count(Activity.id)).where(
        Activity.deal_id == deal.id, Activity.status == ActivityStatus.DONE
    )
    return DealFacts(
        days=days_taken(deal),
        amount_fen=deal.amount_fen,
        discount=_discount(session, deal.id),
        contacts=session.scalar(contacts) or 0,
    )


def _discount(session: Session, deal_id: str) -> int | None:
    """Return what the last proposal with a price asked for of its list price."""
    latest = select(Proposal).where(Proposal.deal_id == deal_id).order_by(Proposal.version.desc(), Proposal.id.desc())
    proposal = session.scalars(latest.limit(1)).first()
    items = rows_of(session, ProposalItem, proposal.id) if proposal else ()
    return totals_of(proposal, items).discount if proposal and is_priced(items) else None


def _rivals(session: Session, deal_id: str, customer: Customer | None) -> tuple[str, ...]:
    """Return who the records of deal and customer name, then whom the other reviews name most; nobody twice."""
    required = (
        select(Requirement.present_supplier)
        .where(Requirement.deal_id == deal_id, Requirement.present_supplier != "")
        .order_by(Requirement.version.desc())
        .limit(1)
    )
    elsewhere = (
        select(DealReview.competitor)
        .where(DealReview.competitor != "", DealReview.deal_id != deal_id)
        .group_by(DealReview.competitor)
        .order_by(func.count().desc(), DealReview.competitor)
        .limit(_RIVALS)
    )
    here = [customer.competitors, customer.present_supplier] if customer else []
    named = [*here, session.scalar(required) or ""]
    return tuple(_once([*_names(named), *session.scalars(elsewhere)]))[:_RIVALS]


def _names(texts: Iterable[str]) -> Iterator[str]:
    """Yield the names in lists as people write them: 甲公司、乙公司; 无 is no name."""
    for text in texts:
        yield from (name for part in _BETWEEN.split(text) if (name := part.strip()) and name not in _NOBODY)


def _once(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        key = loose_key(name)
        if key not in seen:
            seen.add(key)
            yield name
