"""The section of reviews that wait for somebody's verdict."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from desktop_crm.models import Contract, Customer, Deal, Member, Outcome, Proposal, Review, Reviewed, Verdict
from desktop_crm.queries.today import MOST, Item, Part, Wanted
from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr

_LIVE: Final = (Outcome.OPEN, Outcome.WON)
_WHAT: Final[dict[str, str]] = {Reviewed.PROPOSAL: tr("评审方案：{deal}"), Reviewed.CONTRACT: tr("评审合同：{deal}")}


def to_review(session: Session, wanted: Wanted) -> Part:
    """Return the proposals and contracts whose review has come to somebody, the longest waiting first."""
    conditions = [
        Review.verdict == Verdict.PENDING,
        Review.deleted_at.is_(None),
        Deal.outcome.in_(_LIVE),
        Deal.deleted_at.is_(None),
        Review.paper_id == _latest(),
        ~_followed(),
        ~_waits_for_another(),
        *([Review.reviewer_id == wanted.member] if wanted.member else []),
    ]
    limit = wanted.limit("review")
    rows = session.execute(_with_names().where(*conditions).order_by(Review.created_at, Review.id).limit(limit))
    items = tuple(_item(row) for row in rows)
    if len(items) < limit:
        return Part("review", items, len(items))
    ids = select(Review.id).join(Deal, Deal.id == Review.deal_id).where(*conditions).limit(MOST)
    return Part("review", items, session.scalar(select(func.count()).select_from(ids.subquery())) or 0)


def _latest() -> Any:
    """Return the id of the latest version of the paper that a review is about."""
    versions = [
        select(model.id)
        .where(model.deal_id == Review.deal_id, model.deleted_at.is_(None))
        .order_by(model.version.desc(), model.id.desc())
        .limit(1)
        .correlate(Review)
        .scalar_subquery()
        for model in (Proposal, Contract)
    ]
    return case((Review.paper == Reviewed.PROPOSAL, versions[0]), else_=versions[1])


def _followed() -> ColumnElement[bool]:
    """Tell of a review that a later round took its place."""
    later = aliased(Review)
    return exists().where(
        later.deal_id == Review.deal_id, later.paper == Review.paper, later.round > Review.round,
        later.deleted_at.is_(None),
    )  # fmt: skip


def _waits_for_another() -> ColumnElement[bool]:
    """Tell of a contract that somebody before in the order has not passed it."""
    other = aliased(Review)
    return and_(
        Review.paper == Reviewed.CONTRACT,
        exists().where(
            other.deal_id == Review.deal_id, other.paper == Review.paper, other.round == Review.round,
            other.position < Review.position, other.verdict != Verdict.PASSED, other.deleted_at.is_(None),
        ),
    )  # fmt: skip


def _with_names() -> Any:
    owner = aliased(Member)
    return (
        select(
            Review.id, Review.paper, Review.deal_id, Review.created_at, Deal.title, Deal.grade, Deal.amount_fen,
            Deal.customer_id, Customer.name.label("customer"), owner.name.label("owner"),
        )
        .join(Deal, Deal.id == Review.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(owner, owner.id == Deal.owner_id, isouter=True)
    )  # fmt: skip


def _item(row: Any) -> Item:
    return Item(
        kind="review", id=row.id, what=_WHAT[row.paper].format(deal=row.title), deal_id=row.deal_id, deal=row.title,
        customer_id=row.customer_id or "", customer=row.customer or "", owner=row.owner or "", grade=row.grade,
        amount_fen=row.amount_fen, due_on=local_day(row.created_at), place=f"{row.paper}.review.{row.id}",
    )  # fmt: skip
