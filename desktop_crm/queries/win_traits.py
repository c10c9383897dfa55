"""What the win chance looks at, as columns: the same for deals that are open and deals that have closed."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, select, type_coerce

from desktop_crm.models import ChainRole, Customer, Deal, Stakeholder
from desktop_crm.rules.win_chance import VARIABLES

NAMES: Final = tuple(VARIABLES)
_YUAN: Final = 100
_BANDS: Final = ((100_000, "1"), (500_000, "2"), (1_000_000, "3"), (5_000_000, "4"))  # below so many yuan


def with_traits(day: date | None) -> Select[*tuple[Any, ...]]:
    """Select the traits of deals as of `day`, or of the day each closed on; the caller adds columns and conditions."""
    chain = _chain()
    columns = {
        "source": Deal.source,
        "industry": func.coalesce(Customer.industry, ""),
        "grade": Deal.grade,
        "size": _size(),
        "chain": case((chain.c.met > 0, "met"), (chain.c.people > 0, "known"), else_="none"),
        "coach": case((chain.c.coaches > 0, "yes"), (chain.c.people > 0, "no"), else_=""),
        "contact": _contact(day),
        "pushes": case((Deal.close_pushes <= 0, "0"), (Deal.close_pushes == 1, "1"), else_="2"),
    }
    return (
        select(*(columns[name].label(name) for name in NAMES))
        .select_from(Deal)
        .join(Customer, Customer.id == Deal.customer_id, isouter=True)
        .join(chain, chain.c.deal_id == Deal.id, isouter=True)
    )


def _chain() -> Any:
    decides = and_(Stakeholder.role == ChainRole.DECIDER, Stakeholder.met)
    return (
        select(
            Stakeholder.deal_id,
            func.count(Stakeholder.id).label("people"),
            func.sum(case((decides, 1), else_=0)).label("met"),
            func.sum(case((Stakeholder.role == ChainRole.COACH, 1), else_=0)).label("coaches"),
        )
        .group_by(Stakeholder.deal_id)
        .subquery()
    )


def _size() -> ColumnElement[str]:
    """Return the band of the amount; one that is nought is not known, as sheets write it for lost deals."""
    bands = [(Deal.amount_fen < below * _YUAN, band) for below, band in _BANDS]
    return case((func.coalesce(Deal.amount_fen, 0) <= 0, ""), *bands, else_="5")


def _contact(day: date | None) -> ColumnElement[str]:
    """Return how long ago the last contact was; where none is recorded nothing is known."""
    until = type_coerce(Deal.closed_on, String) if day is None else literal(day.isoformat())
    last = func.date(type_coerce(Deal.last_contact_at, String), "localtime")
    days = func.julianday(until) - func.julianday(last)
    return case(
        (days.is_(None), ""), (days <= 7, "week"), (days <= 30, "month"), (days <= 90, "quarter"), else_="longer"
    )
