"""Forecast: the chance a person sets, the week's snapshots of the open deals, what was expected of a closed one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import String, func, insert, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import ClosedEstimate, Deal, DealSnapshot, Outcome, link_id
from desktop_crm.operations.operation import operation
from desktop_crm.operations.rows import adopt, existing
from desktop_crm.queries.win_chance import chances, deal_chance, remembered
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

PIECE: Final = 500  # deals in one transaction (measured: 50 ms), so that what a person saves meanwhile need not wait


@operation("设定赢率")
def set_chance(session: Session, deal_id: str, *, percent: int | None) -> None:
    """Let a chance set by hand count instead of the figured one; None lets the figured one count again."""
    deal = existing(session, Deal, deal_id)
    if percent is not None and not 1 <= percent <= 99:
        raise Refused(
            tr("赢率要在 1 到 99 之间；已有结果的商机请直接结案。"), Remedy(tr("修改赢率"), "overview.chance")
        )
    if percent is not None and deal.outcome != Outcome.OPEN:
        raise Refused(tr("这个商机已有结果，不再估计赢率。"))
    deal.chance = percent


@operation("留存每周快照")
def take_snapshots(session: Session, *, today: date, after: str = "") -> str:
    """Keep how every open deal stands at the start of this week, once, piece by piece.

    Return the deal after which the next piece begins, "" at the end; a piece that was cut short is taken up again.
    """
    week = monday(today)
    still_open = func.ifnull(Deal.outcome, "") == Outcome.OPEN  # else SQLite reads all the open ones for every piece
    query = select(Deal.id, Deal.playbook, Deal.stage, Deal.owner_id, Deal.amount_fen, Deal.expected_close)
    kept = "" if after else _last_kept(session, week)
    query = query.where(still_open, Deal.id > (after or kept))
    if kept:  # the piece before was cut short, or the week is done: what came since is no part of it
        query = query.where(func.substr(type_coerce(Deal.created_at, String), 1, 10) < week.isoformat())
    rows = session.execute(query.order_by(Deal.id).limit(PIECE)).all()
    if not rows:
        return ""
    estimated = chances(session, [row.id for row in rows], today)
    session.execute(insert(DealSnapshot), [snapshot_row(week, row, estimated.get(row.id)) for row in rows])
    session.info["derived"] = True
    return rows[-1].id if len(rows) == PIECE else ""


def monday(day: date) -> date:
    """Return the first day of the week of `day`."""
    return day - timedelta(days=day.weekday())


def snapshot_row(week: date, row: Any, chance: int | None) -> dict[str, Any]:
    """Return the snapshot of a deal, of which `row` tells how it stands."""
    return {
        "id": link_id("deal_snapshot", week.isoformat(), row.id),
        "week": week,
        "deal_id": row.id,
        "playbook": row.playbook,
        "stage": row.stage,
        "owner_id": row.owner_id,
        "amount_fen": row.amount_fen,
        "expected_close": row.expected_close,
        "chance": chance,
    }


# Called by the operations that change a deal


def count_push(deal: Deal, expected: date | None) -> None:
    """Count it when the expected day of an open deal is put off."""
    if deal.outcome == Outcome.OPEN and deal.expected_close and expected and expected > deal.expected_close:
        deal.close_pushes += 1


def keep_estimate(session: Session, deal: Deal, outcome: str) -> None:
    """Keep what was expected of an open deal that is about to be won or lost; forget it when the deal opens again."""
    key = link_id("closed_estimate", deal.id)
    if deal.outcome == Outcome.OPEN and outcome in {Outcome.WON, Outcome.LOST}:
        kept = adopt(session, ClosedEstimate, key)
        kept.deal_id, kept.playbook, kept.closed_on = deal.id, deal.playbook, clock.today()
        kept.won, kept.by_hand = outcome == Outcome.WON, deal.chance is not None
        kept.chance = _expected(session, deal)
        return
    kept = session.get(ClosedEstimate, key)
    if kept is not None and kept.deleted_at is None:
        if outcome in {Outcome.WON, Outcome.LOST}:
            kept.won = outcome == Outcome.WON
        else:
            kept.deleted_at = clock.now()


def _expected(session: Session, deal: Deal) -> int | None:
    """Return the chance that counts; to read all closed deals anew is the last resort, for somebody waits."""
    if deal.chance is not None:
        return deal.chance
    taught = remembered(session)
    if taught is None:
        weeks = select(DealSnapshot.chance).where(DealSnapshot.deal_id == deal.id, DealSnapshot.chance.is_not(None))
        kept = session.scalar(weeks.order_by(DealSnapshot.week.desc()).limit(1))
        if kept is not None:
            return kept
    known = deal_chance(session, deal.id, clock.today(), taught=taught)
    return known.percent if known else None


def _last_kept(session: Session, week: date) -> str:
    return session.scalar(select(func.max(DealSnapshot.deal_id)).where(DealSnapshot.week == week)) or ""
