"""What one typed line plans: “恒力 ERP 送报价单 下午3点” names a deal, what to do, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop_crm.models import Customer, Deal
from desktop_crm.queries.search import deals_matching
from desktop_crm.rules.when import BadWhen, parse_when

MOST_DEALS = 6
_LONGEST_WHEN = 3  # words that a moment may be said in: 下周二 下午 3点


@dataclass(frozen=True, slots=True)
class DealChoice:
    """A deal the first words may mean."""

    id: str
    customer: str
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line as it is understood; `deals` are those its first words find, the rest is the goal."""

    deals: tuple[DealChoice, ...]
    goal: str
    day: date
    at: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The words of a line before its moment, and the moment."""

    words: tuple[str, ...]
    day: date
    at: str


def plan_line(session: Session, typed: str, day: date, today: date) -> PlanLine:
    """Return how `typed` is understood on `day`: the most first words that find a deal name it."""
    moment = split_moment(typed, day, today)
    for count in range(len(moment.words), 0, -1):
        deals = _deals(session, " ".join(moment.words[:count]))
        if deals:
            return PlanLine(deals, " ".join(moment.words[count:]), moment.day, moment.at)
    return PlanLine((), " ".join(moment.words), moment.day, moment.at)


def split_moment(typed: str, day: date, today: date) -> Moment:
    """Return the line without the moment at its end; a time alone is meant on `day`."""
    words = typed.split()
    for count in range(min(_LONGEST_WHEN, len(words)), 0, -1):
        said = " ".join(words[-count:])
        try:
            when = parse_when(said, today)
        except BadWhen:
            continue
        stated = when.day != today or "今" in said
        at = when.time.strftime("%H:%M") if when.time else ""
        return Moment(tuple(words[:-count]), when.day if stated else day, at)
    return Moment(tuple(words), day, "")


def _deals(session: Session, typed: str) -> tuple[DealChoice, ...]:
    query = (
        select(Deal.id, func.coalesce(Customer.name, "").label("customer"), Deal.title, Deal.number)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .where(deals_matching(typed))
        .order_by(Deal.on_board.desc(), Deal.id.desc())
        .limit(MOST_DEALS)
    )
    return tuple(DealChoice(row.id, row.customer, row.title, row.number) for row in session.execute(query))
