"""What was promised before there was an acceptance: needs and measured goals, and what the memo says of delivery."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from desktop_crm.models import ClauseKind, ItemKind, VersionStatus
from desktop_crm.operations.papers import MEMO, REQUIREMENT


def needs_promised(session: Session, deal_id: str) -> dict[str, str]:
    """Return needs and measured goals with their measure: of the latest confirmed version, else of the latest."""
    confirmed = REQUIREMENT.latest(session, deal_id, status=VersionStatus.CONFIRMED)
    version = confirmed or REQUIREMENT.latest(session, deal_id)
    found: dict[str, str] = {}
    for item in REQUIREMENT.lines(session, version) if version else ():
        judged = item.measure and item.kind == ItemKind.GOAL
        if item.text and (judged or item.kind == ItemKind.NEED):
            found[item.text] = found.get(item.text) or item.measure
    return found


def terms_promised(session: Session, deal_id: str) -> Iterator[tuple[str, str]]:
    """Yield what the memo says of delivery and acceptance: of the latest confirmed version, else of the latest."""
    memo = MEMO.latest(session, deal_id, status=VersionStatus.CONFIRMED) or MEMO.latest(session, deal_id)
    for clause in MEMO.lines(session, memo) if memo else ():
        if clause.kind in (ClauseKind.DELIVERY, ClauseKind.ACCEPTANCE) and clause.text:
            yield clause.title, clause.text
