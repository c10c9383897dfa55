"""The figures of the whole company: how many deals, how they ended, how much was won, where they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal, Outcome
from desktop_crm.queries.incomplete import count_incomplete
from desktop_crm.queries.records import yuan


@dataclass(frozen=True, slots=True)
class Metrics:
    """Counts of deals; amounts in yuan. Each of the groups adds up to `deals`; "" stands for not known."""

    deals: int
    open: int
    won: int
    lost: int
    invalid: int
    incomplete: int
    won_amount: Decimal
    open_amount: Decimal
    customers: int
    by_playbook: Mapping[str, int]
    by_stage: Mapping[str, int]
    by_source: Mapping[str, int]


def metrics(session: Session) -> Metrics:
    """Return the figures over all deals."""
    counts = _grouped(session, Deal.outcome)
    return Metrics(
        deals=sum(counts.values()),
        open=counts.get(Outcome.OPEN, 0),
        won=counts.get(Outcome.WON, 0),
        lost=counts.get(Outcome.LOST, 0),
        invalid=counts.get(Outcome.INVALID, 0),
        incomplete=count_incomplete(session),
        won_amount=_amount(session, Outcome.WON),
        open_amount=_amount(session, Outcome.OPEN),
        customers=session.scalar(select(func.count(Customer.id))) or 0,
        by_playbook=_grouped(session, Deal.playbook),
        by_stage=_grouped(session, Deal.stage),
        by_source=_grouped(session, Deal.source),
    )


def _grouped(session: Session, column: Any) -> dict[str, int]:
    """Return how many deals have each value of `column`, the most frequent first."""
    count = func.count(Deal.id)
    rows = session.execute(select(column, count).group_by(column).order_by(count.desc(), column))
    return {value: number for value, number in rows}  # noqa: C416 - rows are not pairs to the type checker


def _amount(session: Session, outcome: Outcome) -> Decimal:
    total = session.scalar(select(func.sum(case((Deal.outcome == outcome, Deal.amount_fen)))))
    return yuan(total) or Decimal(0)
