"""Reviews of won and lost deals (A8): why it ended as it did, and what it taught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, DealReview, Member, Outcome, context, link_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt, edit, existing, mark_deleted
from desktop_crm.refusal import Refused
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

TEXTS: Final = ("competitor", "went_well", "went_badly", "lesson")


@operation("写复盘")
def review_deal(
    session: Session,
    deal_id: str,
    *,
    reviewer_id: str | None = None,
    reasons: Sequence[str] | None = None,
    **texts: str,
) -> str:
    """Keep the one review of a won or lost deal, or change it: what is left out stays; return its id.

    A deal that was opened again keeps its review and lets it be changed; nobody begins one before the end.
    """
    deal = existing(session, Deal, deal_id)
    key = link_id("deal_review", deal_id)
    kept = session.get(DealReview, key, execution_options={"include_deleted": True})
    fresh = kept is None or kept.deleted_at is not None
    if fresh and deal.outcome not in {Outcome.WON, Outcome.LOST}:
        raise Refused(tr("成交或流失的商机才写复盘，结案后再来。"))
    review = adopt(session, DealReview, key)
    if fresh:
        _begin(session, review, deal_id)
    if reviewer_id:
        review.reviewer_id = existing(session, Member, reviewer_id).id
    edit(review, texts, fields=TEXTS)
    if reasons is not None:
        review.reasons = list(dict.fromkeys(word for reason in reasons if (word := reason.strip())))
    if not (review.reasons or any(getattr(review, name) for name in TEXTS)):
        raise Refused(tr("复盘不能是空的：至少写一个原因或一句话；不要了就删除复盘。"))
    return review.id


@operation("删除复盘")
def remove_review(session: Session, deal_id: str) -> None:
    """Take the review of a deal away; one written later begins empty."""
    mark_deleted(existing(session, DealReview, link_id("deal_review", deal_id)))


def _begin(session: Session, review: DealReview, deal_id: str) -> None:
    """Let a review begin empty, today, by who works here."""
    review.deal_id, review.reviewed_on = deal_id, clock.today()
    review.reviewer_id, review.reasons = context(session).me or None, []
    for name in TEXTS:
        setattr(review, name, "")
