"""The section of deals that were won or lost lately and taught nobody anything yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import ClosedEstimate, Customer, Deal, DealReview, Member, Outcome
from desktop_crm.queries.today import MOST, Item, Part, Wanted
from desktop_crm.system.translations import tr

REMEMBERED: Final = 14  # days: later nobody remembers enough to write it down
_WHAT: Final[dict[str, str]] = {Outcome.WON: tr("复盘成交：{deal}"), Outcome.LOST: tr("复盘丢单：{deal}")}


def to_debrief(session: Session, wanted: Wanted) -> Part:
    """Return the deals closed by hand in the last two weeks that have no review, the latest first.

    What was expected of a deal is kept when somebody closes it here, and not for deals that were imported as closed.
    """
    chosen = _chosen(wanted)
    limit = wanted.limit("debrief")
    rows = session.execute(chosen.order_by(ClosedEstimate.closed_on.desc(), Deal.id).limit(limit))
    items = tuple(_item(row) for row in rows)
    if len(items) < limit:
        return Part("debrief", items, len(items))
    count = session.scalar(select(func.count()).select_from(chosen.limit(MOST).subquery()))
    return Part("debrief", items, count or 0)


def _chosen(wanted: Wanted) -> Any:
    # Hidden from SQLite's indexes, else it reads every deal that ever ended instead of those of the last days.
    outcome, owner = func.ifnull(Deal.outcome, ""), func.ifnull(Deal.owner_id, "")
    review = select(DealReview.id).where(DealReview.deal_id == Deal.id, DealReview.deleted_at.is_(None)).exists()
    query = (
        select(
            Deal.id, Deal.title, Deal.outcome, Deal.grade, Deal.amount_fen, Deal.customer_id,
            ClosedEstimate.closed_on, Customer.name.label("customer"), Member.name.label("owner"),
        )
        .join(Deal, Deal.id == ClosedEstimate.deal_id)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(
            ClosedEstimate.closed_on.between(wanted.day - timedelta(days=REMEMBERED), wanted.day),
            ClosedEstimate.deleted_at.is_(None),
            outcome.in_((Outcome.WON, Outcome.LOST)),
            Deal.deleted_at.is_(None),
            ~review,
        )
    )  # fmt: skip
    return query.where(owner == wanted.member) if wanted.member else query


def _item(row: Any) -> Item:
    return Item(
        kind="debrief", id=row.id, what=_WHAT[row.outcome].format(deal=row.title), deal_id=row.id, deal=row.title,
        customer_id=row.customer_id or "", customer=row.customer or "", owner=row.owner or "", grade=row.grade,
        amount_fen=row.amount_fen, due_on=row.closed_on, place="overview.debrief",
    )  # fmt: skip
