"""Reviews of closed deals (A8): why it ended as it did, and what it taught."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.models import Deal, DealReview, Outcome, link_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt, edit, existing
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

TEXTS = ("competitor", "went_well", "went_badly", "lesson")


@operation("写复盘")
def review_deal(
    session: Session,
    deal_id: str,
    *,
    today: date,
    reviewer_id: str | None = None,
    reasons: Sequence[str] = (),
    **texts: str,
) -> str:
    """Keep the one review of a closed deal, or change it: texts left out stay; return its id."""
    if existing(session, Deal, deal_id).outcome == Outcome.OPEN:
        raise Refused(tr("商机还没有结果，结案后再写复盘。"))
    review = adopt(session, DealReview, link_id("deal_review", deal_id))
    edit(review, texts, fields=TEXTS)
    review.deal_id = deal_id
    review.reasons = list(dict.fromkeys(word for reason in reasons if (word := reason.strip())))
    review.reviewed_on = today
    review.reviewer_id = reviewer_id
    return review.id
