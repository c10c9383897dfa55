"""The forecast for the command line: by month and person, and by key the deals, the bridge, how true it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Member, Outcome
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.forecast import (
    NOT_KNOWN,
    OVERDUE,
    Reliability,
    bridge_weeks,
    estimates_kept,
    forecast,
    week_bridge,
)
from desktop_crm.queries.records import yuan
from desktop_crm.queries.win_chance import learnt, stage_percents, traits_of
from desktop_crm.queries.win_traits import with_traits
from desktop_crm.rules.bridge import STEPS, Step
from desktop_crm.rules.months import quarter
from desktop_crm.rules.shares import ENOUGH
from desktop_crm.rules.win_chance import Experience, Stage
from desktop_crm.system import clock


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """What a month promises with one person; amounts in yuan."""

    month: str  # 2026-03, "overdue" or ""
    owner: str
    deals: int
    total: Decimal
    weighted: Decimal
    committed: Decimal
    won: Decimal


@dataclass(frozen=True, slots=True)
class ChanceRecord:
    """The chance of an open deal, what the figures say of it, and why."""

    number: str
    customer: str
    owner: str
    amount: Decimal | None
    expected_close: date | None
    chance: int
    by_hand: bool
    figured: int
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of the bridge over this quarter; what it takes away is below zero."""

    week: date
    first: date
    last: date
    step: Step
    amount: Decimal
    deals: int


@dataclass(frozen=True, slots=True)
class TenthRecord:
    """Estimates of closed deals between two percentages, what they promised and what came; the score is of all."""

    low: int
    high: int
    deals: int
    won: int
    promised: float
    kept: float | None  # None of too few deals to say
    brier_score: float


def forecast_records(session: Session, key: str = "") -> list[Any]:
    """Return the months, those of one (`2026-03`), or what a word asks for: deals, bridge, reliability."""
    if key in _KINDS:
        return _KINDS[key](session)
    return [record for record in _months(session) if key in {"", record.month}]


def forecast_figures(session: Session) -> dict[str, Any]:
    """Return every figure of the forecast.

    `months`: what each month promises with each person. `bridge`: what moved since last week, for this quarter.
    `reliability`: how true the estimates of closed deals were, with the Brier score over all and the `tenths`.
    """
    truth = estimates_kept(session)
    score = None if truth.score is None else round(truth.score, 4)
    return {
        "months": _months(session),
        "bridge": _bridge(session),
        "reliability": {
            "deals": truth.deals,
            "by_hand": truth.by_hand,
            "brier_score": score,
            "tenths": _tenths(truth),
        },
    }


def _months(session: Session) -> list[MonthRecord]:
    names = {OVERDUE: "overdue", NOT_KNOWN: ""}
    return [
        MonthRecord(
            month=names.get(line.month, f"{line.month:%Y-%m}"),
            owner=line.owner,
            deals=line.deals,
            total=_yuan(line.total_fen),
            weighted=_yuan(line.weighted_fen),
            committed=_yuan(line.committed_fen),
            won=_yuan(line.won_fen),
        )
        for line in forecast(session, clock.today())
    ]


def _deals(session: Session) -> list[ChanceRecord]:
    taught, percents = learnt(session), stage_percents(playbooks_in(session))
    rows = session.execute(
        with_traits(clock.today())
        .add_columns(Deal, Customer.name.label("customer"), Member.name.label("owner"))
        .join(Member, Member.id == Deal.owner_id, isouter=True)
        .where(Deal.outcome == Outcome.OPEN)
        .order_by(Deal.number, Deal.id)
    )
    return [_chance(row, taught, percents) for row in rows]


def _chance(row: Any, taught: Experience, percents: Mapping[Stage, float]) -> ChanceRecord:
    deal: Deal = row.Deal
    stage = deal.playbook, deal.stage
    said = taught.explained(traits_of(row), stage, percents.get(stage, 0))
    return ChanceRecord(
        number=deal.number,
        customer=row.customer or "",
        owner=row.owner or "",
        amount=yuan(deal.amount_fen),
        expected_close=deal.expected_close,
        chance=said.percent if deal.chance is None else deal.chance,
        by_hand=deal.chance is not None,
        figured=said.percent,
        speaks_for=tuple(reason.text for reason in said.speaks_for),
        speaks_against=tuple(reason.text for reason in said.speaks_against),
    )


def _bridge(session: Session) -> list[StepRecord]:
    """Return the bridge from the last kept week before this one, or from this one, for this quarter."""
    weeks = bridge_weeks(session)
    if not weeks:
        return []
    week = weeks[:2][-1]
    made = week_bridge(session, week, *quarter(clock.today()))
    return [
        StepRecord(week, made.first, made.last, step, _yuan(made.steps.signed(step)), len(made.steps.deals[step]))
        for step in STEPS
    ]


def _reliability(session: Session) -> list[TenthRecord]:
    return _tenths(estimates_kept(session))


def _tenths(found: Reliability) -> list[TenthRecord]:
    return [
        TenthRecord(
            tenth.low,
            tenth.high,
            tenth.deals,
            tenth.won,
            round(tenth.promised, 1),
            round(tenth.kept, 1) if tenth.deals >= ENOUGH else None,
            round(found.score or 0, 4),
        )
        for tenth in found.tenths
    ]


def _yuan(fen: int) -> Decimal:
    return yuan(fen) or Decimal(0)


_KINDS: Final[Mapping[str, Callable[[Session], list[Any]]]] = {
    "deals": _deals,
    "bridge": _bridge,
    "reliability": _reliability,
}
