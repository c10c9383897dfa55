"""The deals a report names: those that ended, the large open ones with what moved, those that stand still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import (
    Activity,
    ActivityStatus,
    Deal,
    DealReview,
    DealSnapshot,
    Outcome,
    StageChange,
)
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.report.naming import named_deals
from desktop_crm.queries.figures.filters import Filters, closed_in, deals_in, happened_in
from desktop_crm.queries.win_chance import chances
from desktop_crm.rules.amounts import format_short
from desktop_crm.system import clock
from desktop_crm.system.clock import local_day
from desktop_crm.system.translations import tr

MOST: Final = 20  # deals named in a list; how many there are is said beside
LARGEST: Final = 10
STILL: Final = 30  # days in a stage, as the chart of ageing counts them
_ENDED: Final = (Outcome.WON, Outcome.LOST)
_NAMES: Final = {Outcome.WON: tr("成交"), Outcome.LOST: tr("流失")}


@dataclass(frozen=True, slots=True)
class EndedDeal(InternalOnly):
    """A deal that was won or lost, and why."""

    customer: str
    title: str
    owner: str
    outcome: str
    amount: int | None
    closed_on: date | None
    why: str
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class OpenDeal(InternalOnly):
    """An open deal: where it stands and what happened to it in the period."""

    customer: str
    title: str
    owner: str
    stage: str
    amount: int | None
    chance: str
    expected: date | None
    moved: str
    days: int | None = None  # in its stage


@dataclass(frozen=True, slots=True)
class Many(InternalOnly):
    """The deals that stand still: those named, how many there are and what they are worth."""

    rows: tuple[OpenDeal, ...] = ()
    count: int = 0
    fen: int = 0


def ended(session: Session, filters: Filters) -> tuple[EndedDeal, ...]:
    """Return the deals that ended in the period, the won ones first, the largest first; one statement."""
    query = (
        named_deals(
            select(Deal.id, Deal.amount_fen, Deal.outcome, Deal.outcome_reason, Deal.closed_on, DealReview.lesson)
        )
        .join(DealReview, and_(DealReview.deal_id == Deal.id, DealReview.deleted_at.is_(None)), isouter=True)
        .where(*closed_in(filters), Deal.outcome.in_(_ENDED))
        .order_by(Deal.outcome.desc(), func.coalesce(Deal.amount_fen, 0).desc(), Deal.id)
        .limit(MOST)
    )
    return tuple(
        EndedDeal(
            row.customer, row.title, row.owner, _NAMES[row.outcome], row.amount_fen, row.closed_on,
            row.outcome_reason, row.lesson or "",
        )
        for row in session.execute(query)
    )  # fmt: skip


def largest(session: Session, filters: Filters, since: date | None) -> tuple[OpenDeal, ...]:
    """Return the largest open deals with what moved in the period, and against the snapshot of `since`."""
    query = _open(filters).where(Deal.amount_fen > 0).order_by(Deal.amount_fen.desc(), Deal.id).limit(LARGEST)
    return _rows(session, session.execute(query).all(), filters, since)


def standing_still(session: Session, filters: Filters, since: date | None) -> Many:
    """Return the open deals that have stood in their stage for more than thirty days, the largest first."""
    still = (*deals_in(filters), Deal.outcome == Outcome.OPEN, _days() > STILL)
    query = select(func.count(), func.coalesce(func.sum(Deal.amount_fen), 0)).select_from(Deal).where(*still)
    count, fen = session.execute(query).one()
    first = _open(filters).where(_days() > STILL).order_by(func.coalesce(Deal.amount_fen, 0).desc(), Deal.id)
    return Many(_rows(session, session.execute(first.limit(MOST)).all(), filters, since), count, fen or 0)


def lapsed(session: Session, filters: Filters) -> tuple[int, int]:
    """Return how many open deals were expected to close before today, and what they are worth."""
    query = select(func.count(), func.coalesce(func.sum(Deal.amount_fen), 0)).select_from(Deal)
    late = Deal.expected_close < clock.today()
    count, fen = session.execute(query.where(*deals_in(filters), Deal.outcome == Outcome.OPEN, late)).one()
    return count, fen or 0


# Inside


def _open(filters: Filters) -> Select[*tuple[Any, ...]]:
    stands = (Deal.playbook, Deal.stage, Deal.stage_since, Deal.created_at, Deal.expected_close)
    query = named_deals(select(Deal.id, Deal.amount_fen, *stands))
    return query.where(*deals_in(filters), Deal.outcome == Outcome.OPEN)


def _days() -> ColumnElement[float]:
    since = func.coalesce(type_coerce(Deal.stage_since, String), type_coerce(Deal.created_at, String))
    return func.julianday(clock.today().isoformat()) - func.julianday(func.date(since, "localtime"))


def _rows(session: Session, rows: Sequence[Any], filters: Filters, since: date | None) -> tuple[OpenDeal, ...]:
    ids = [row.id for row in rows]
    playbooks, percents = playbooks_in(session), chances(session, ids, clock.today())
    moved = _Moves(session, ids, filters, since)
    made: list[OpenDeal] = []
    for row in rows:
        stage = playbooks.find(row.playbook).find_stage(row.stage)
        began = row.stage_since or row.created_at
        made.append(
            OpenDeal(
                row.customer, row.title, row.owner, stage.name if stage else row.stage, row.amount_fen,
                f"{percents[row.id]}%" if row.id in percents else "", row.expected_close, moved.of(row),
                (clock.today() - local_day(began)).days if began else None,
            )
        )  # fmt: skip
    return tuple(made)


class _Moves:
    """What happened in the period to some deals; five statements."""

    def __init__(self, session: Session, ids: Sequence[str], filters: Filters, since: date | None) -> None:
        self._playbooks = playbooks_in(session)
        self._contacts = Counter({row.deal_id: row.times for row in session.execute(_contacts(ids, filters))})
        self._steps: dict[str, list[Any]] = {}
        for row in session.execute(_steps(ids, filters)):
            self._steps.setdefault(row.deal_id, []).append(row)
        self._before = _snapshots(session, ids, since)
        self._after = _snapshots(session, ids, _week_after(session, filters.last))

    def of(self, row: Any) -> str:
        """Return what happened to a deal in words."""
        return "；".join(self._words(row)) or tr("没有动静")

    def _words(self, row: Any) -> Iterator[str]:
        steps = self._steps.get(row.id, [])
        if steps and steps[0].from_stage != steps[-1].to_stage:
            first = self._stage(steps[0].from_playbook, steps[0].from_stage)
            yield tr("{before} → {after}", before=first, after=self._stage(steps[-1].to_playbook, steps[-1].to_stage))
        if before := self._before.get(row.id):
            after = self._after.get(row.id, row)
            more = (after.amount_fen or 0) - (before.amount_fen or 0)
            if more:
                yield tr("金额{sign}{amount}", sign="+" if more > 0 else "−", amount=format_short(abs(more)))
            if before.expected_close and after.expected_close and before.expected_close != after.expected_close:
                later = (after.expected_close - before.expected_close).days
                yield tr("推迟 {days} 天", days=later) if later > 0 else tr("提前 {days} 天", days=-later)
        if count := self._contacts[row.id]:
            yield tr("联系 {count} 次", count=count)

    def _stage(self, playbook: str, stage: str) -> str:
        found = self._playbooks.find(playbook).find_stage(stage)
        return found.name if found else stage or tr("新建")


def _contacts(ids: Sequence[str], filters: Filters) -> Select[*tuple[Any, ...]]:
    happened = happened_in(type_coerce(Activity.happened_at, Activity.happened_at.type), filters)
    conditions = (Activity.deal_id.in_(ids), Activity.status == ActivityStatus.DONE, *happened)
    return select(Activity.deal_id, func.count().label("times")).where(*conditions).group_by(Activity.deal_id)


def _steps(ids: Sequence[str], filters: Filters) -> Select[*tuple[Any, ...]]:
    at = type_coerce(StageChange.at, StageChange.at.type)
    query = select(
        StageChange.deal_id, StageChange.from_playbook, StageChange.from_stage, StageChange.to_playbook,
        StageChange.to_stage,
    )  # fmt: skip
    return query.where(StageChange.deal_id.in_(ids), *happened_in(at, filters)).order_by(StageChange.at)


def _week_after(session: Session, last: date | None) -> date | None:
    """Return the first week kept after a period that is over; without one it ends with how the deals stand now."""
    return session.scalar(select(func.min(DealSnapshot.week)).where(DealSnapshot.week > last)) if last else None


def _snapshots(session: Session, ids: Sequence[str], since: date | None) -> Mapping[str, Any]:
    if since is None:
        return {}
    query = select(DealSnapshot.deal_id, DealSnapshot.amount_fen, DealSnapshot.expected_close)
    return {
        row.deal_id: row
        for row in session.execute(query.where(DealSnapshot.week == since, DealSnapshot.deal_id.in_(ids)))
    }
