"""Improvements: what is done about findings, where each stands, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Improvement, Member
from desktop_crm.queries.improvement_view import View, read_view
from desktop_crm.rules.improvements import Figure, State, ready_on, ripe_on, verdict
from desktop_crm.system import clock

ORDER: Final[tuple[State, ...]] = (
    "ready", "overdue", "planned", "waiting", "early", "better", "worse", "same", "few", "noted",
)  # what asks for something first  # fmt: skip
UNDER_WAY: Final[tuple[State, ...]] = ORDER[:5]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementLine:
    """An improvement as the list shows it; `ready_on` is when its effect can be looked at, once it is done."""

    id: str
    state: State
    finding: str
    action: str
    owner_id: str
    owner: str
    due_on: date | None
    done_on: date | None
    ready_on: date | None
    chart: str
    view: View
    before: int | None
    after: int | None
    measured_on: date | None
    effect: str
    deal_id: str
    deal: str

    @property
    def figures(self) -> tuple[Figure, Figure]:
        """Return the figure before and the one after."""
        return Figure(self.before, self.view.n), Figure(self.after, self.view.after_n)


def improvements(session: Session, today: date, *conditions: ColumnElement[bool]) -> list[ImprovementLine]:
    """Return all improvements, those that ask for something first, then by their days; one statement."""
    query = (
        select(Improvement, Member.name, Deal.title)
        .join(Member, Member.id == Improvement.owner_id, isouter=True)
        .join(Deal, Deal.id == Improvement.deal_id, isouter=True)
        .where(*conditions)
    )
    found = [_line(row, owner or "", deal or "", today) for row, owner, deal in session.execute(query)]
    return sorted(found, key=lambda one: (ORDER.index(one.state), one.ready_on or one.due_on or date.max, one.id))


def improvements_on(session: Session, chart: str) -> int:
    """Return how many improvements found on a chart are under way."""
    found = improvements(session, clock.today(), Improvement.chart == chart)
    return sum(one.state in UNDER_WAY for one in found)


def asking(session: Session, today: date, member: str = "") -> list[ImprovementLine]:
    """Return the improvements that are due, overdue or ready to be looked at, of one member or of all."""
    mine = (Improvement.owner_id == member,) if member else ()
    found = improvements(session, today, *mine)
    return [
        one for one in found if one.state in {"ready", "overdue"} or (one.state == "planned" and one.due_on == today)
    ]


@dataclass(frozen=True, slots=True)
class ImprovementRecord:
    """An improvement for machines; a share in percent, an amount in yuan."""

    state: str
    finding: str
    action: str
    owner: str
    due_on: date | None
    done_on: date | None
    ready_on: date | None
    chart: str
    figure: str
    unit: str
    before: Decimal | None
    before_n: int | None
    after: Decimal | None
    after_n: int | None
    measured_on: date | None
    effect: str
    deal: str


def improvement_records(session: Session, key: str = "") -> list[ImprovementRecord]:
    """Return the improvements for the command line, all of them or those in the state `key`."""
    return [_record(one) for one in improvements(session, clock.today()) if key in {"", one.state}]


def _line(row: Improvement, owner: str, deal: str, today: date) -> ImprovementLine:
    view = read_view(row.view)
    return ImprovementLine(
        id=row.id, state=_state(row, view, today), finding=row.finding, action=row.action,
        owner_id=row.owner_id or "", owner=owner, due_on=row.due_on, done_on=row.done_on,
        ready_on=_ready_on(row, view), chart=row.chart, view=view, before=row.before, after=row.after,
        measured_on=row.measured_on, effect=row.effect, deal_id=row.deal_id or "", deal=deal,
    )  # fmt: skip


def _ready_on(row: Improvement, view: View) -> date | None:
    """Return from when its effect can be looked at; of one seen too early, from when it can be seen again."""
    if row.done_on is None:
        return None
    if row.measured_on is None or view.after is None:
        return ready_on(view.found, row.done_on)
    return ripe_on(view.found, view.found_on or row.measured_on, view.after)


def _state(row: Improvement, view: View, today: date) -> State:
    ready = _ready_on(row, view)
    if row.done_on is None:
        return "overdue" if row.due_on is not None and row.due_on < today else "planned"
    if row.measured_on is None:
        return "ready" if ready is not None and ready <= today else "waiting"
    if not view.measured:
        return "noted"
    ripe = ready is not None and ready <= row.measured_on
    found = verdict(view.measure, Figure(row.before, view.n), Figure(row.after, view.after_n), ripe=ripe)
    return "ready" if found == "early" and ready is not None and ready <= today else found


def _record(one: ImprovementLine) -> ImprovementRecord:
    before, after = one.figures
    unit = one.view.measure.unit
    return ImprovementRecord(
        state=one.state, finding=one.finding, action=one.action, owner=one.owner, due_on=one.due_on,
        done_on=one.done_on, ready_on=one.ready_on, chart=one.chart, figure=one.view.name, unit=unit,
        before=_plain(before.value, unit), before_n=before.n, after=_plain(after.value, unit), after_n=after.n,
        measured_on=one.measured_on, effect=one.effect, deal=one.deal,
    )  # fmt: skip


def _plain(value: int | None, unit: str) -> Any:
    parts = {"share": 10, "tenth_days": 10, "fen": 100}
    return None if value is None else Decimal(value) / parts.get(unit, 1)
