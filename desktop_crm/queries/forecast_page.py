"""All that the forecast page shows, read at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop_crm.queries.figures.filters import Filters, deals_in
from desktop_crm.queries.forecast import (
    ForecastLine,
    Reliability,
    WeekBridge,
    bridge_weeks,
    estimates_kept,
    forecast,
    week_bridge,
)
from desktop_crm.system import clock


@dataclass(frozen=True, slots=True)
class ForecastFound:
    """The months, the weeks that are kept, what moved since one of them, how true the chances were."""

    lines: tuple[ForecastLine, ...]
    weeks: tuple[date, ...]
    moved: WeekBridge | None
    truth: Reliability


def read_page(
    filters: Filters, week: date | None, span: tuple[date | None, date | None], session: Session
) -> ForecastFound:
    """Read the page; a week that is not kept gives way to the last before this one."""
    conditions, weeks, today = deals_in(filters), bridge_weeks(session), clock.today()
    since = week if week in weeks else next(iter(weeks[:2][-1:]), None)
    first, last = span
    moved = week_bridge(session, since, first, last, conditions=conditions) if since and first and last else None
    return ForecastFound(forecast(session, today, conditions), weeks, moved, estimates_kept(session, conditions))
