"""How deals ended, grouped by channel, person, team, product or quarter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from sqlalchemy import ColumnElement, Integer, String, and_, case, cast, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from desktop_crm.models import Deal, Member, Outcome, Product
from desktop_crm.queries.company import member_names
from desktop_crm.queries.figures.filters import CLOSED, Filters, acquired_in, deals_in, within

Dimension: TypeAlias = Literal["source", "sub_source", "member", "team", "product", "quarter"]
Counted: TypeAlias = Literal["acquired", "closed"]


@dataclass(frozen=True, slots=True)
class Ended:
    """The deals of a group by how they ended; amounts in fen. `leads` is all of them."""

    key: str
    name: str
    leads: int
    open: int
    won: int
    lost: int
    invalid: int
    won_fen: int
    open_fen: int

    @property
    def decided(self) -> int:
        """How many were won or lost."""
        return self.won + self.lost


_TEAM: Final = (
    select(func.coalesce(Member.manager_id, Member.id)).where(Member.id == Deal.owner_id).correlate(Deal)
).scalar_subquery()
_PRODUCT: Final = select(Product.name).where(Product.id == Deal.product_id).correlate(Deal).scalar_subquery()


def _quarter() -> ColumnElement[str]:
    """Return the quarter in which a deal ended as `2026-Q1`, "" when that is not known."""
    month = cast(func.substr(CLOSED, 6, 2), Integer)
    number = case((month <= 3, "1"), (month <= 6, "2"), (month <= 9, "3"), else_="4")
    return case((CLOSED == "", ""), else_=func.substr(CLOSED, 1, 4).concat("-Q").concat(number))


_GROUPS: Final[dict[Dimension, Callable[[], ColumnElement[str]]]] = {
    "source": lambda: type_coerce(Deal.source, String),
    "sub_source": lambda: type_coerce(Deal.sub_source, String),
    "member": lambda: func.coalesce(Deal.owner_id, ""),
    "team": lambda: func.coalesce(_TEAM, ""),
    "product": lambda: func.coalesce(_PRODUCT, Deal.product_name),
    "quarter": _quarter,
}


def outcomes(session: Session, filters: Filters, by: Dimension, counted: Counted = "acquired") -> list[Ended]:
    """Return how deals ended by group, the most won first; two statements.

    `acquired`: the deals that came in the period, whatever became of them. `closed`: those that ended in the period,
    and beside them what is open now.
    """
    group = _GROUPS[by]().label("grp")
    query = select(
        group,
        func.count(),
        *(_count(outcome) for outcome in (Outcome.OPEN, Outcome.WON, Outcome.LOST, Outcome.INVALID)),
        _sum(Outcome.WON),
        _sum(Outcome.OPEN),
    ).select_from(Deal)
    names = member_names(session) if by in ("member", "team") else {}
    rows = session.execute(query.where(*_conditions(filters, counted)).group_by(group)).all()
    found = [Ended(key, names.get(key, key), *figures) for key, *figures in rows]
    return sorted(found, key=lambda one: (-one.won, -one.leads, one.name))


def behind_outcomes(filters: Filters, by: Dimension, counted: Counted, key: str) -> list[ColumnElement[bool]]:
    """Return the conditions on the deals of one group."""
    return [*_conditions(filters, counted), _GROUPS[by]() == key]


def _conditions(filters: Filters, counted: Counted) -> list[ColumnElement[bool]]:
    if counted == "acquired":
        return acquired_in(filters)
    ended = and_(Deal.outcome.in_((Outcome.WON, Outcome.LOST)), *within(CLOSED, filters))
    return [*deals_in(filters), or_(Deal.outcome == Outcome.OPEN, ended)]


def _count(outcome: Outcome) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((Deal.outcome == outcome, 1), else_=0)), 0)


def _sum(outcome: Outcome) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((Deal.outcome == outcome, Deal.amount_fen))), 0)


def sources(session: Session, most: int = 50) -> list[str]:
    """Return the channels deals came from, the most frequent first."""
    query = select(Deal.source).where(Deal.source != "").group_by(Deal.source)
    return list(session.scalars(query.order_by(func.count().desc(), Deal.source).limit(most)))
