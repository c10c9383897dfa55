"""What narrows every chart alike: period, person or team, channel, industry and playbook."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce

from desktop_crm.models import Customer, Deal, Member


@dataclass(frozen=True, slots=True)
class Filters:
    """The deals a chart speaks of; None and "" stand for all. The period begins and ends with whole days."""

    first: date | None = None
    last: date | None = None
    member: str = ""
    source: str = ""
    industry: str = ""
    playbook: str = ""
    team: str = ""  # the manager of those meant, who is one of them

    @property
    def narrow(self) -> bool:
        """Tell whether anything is left out."""
        return self != Filters()

    def without_period(self) -> Filters:
        """Return the same for all times."""
        return replace(self, first=None, last=None)


# A lead came when its sheet says so, or else when it was entered.
ACQUIRED: Final[ColumnElement[str]] = func.coalesce(
    type_coerce(Deal.acquired_on, String), func.substr(type_coerce(Deal.created_at, String), 1, 10)
)
CLOSED: Final[ColumnElement[str]] = func.coalesce(type_coerce(Deal.closed_on, String), "")


def deals_in(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on a deal, its day apart."""
    conditions = owned_in(Deal.owner_id, filters)
    if filters.source:
        conditions.append(Deal.source == filters.source)
    if filters.playbook:
        conditions.append(Deal.playbook == filters.playbook)
    if filters.industry:
        customers = select(Customer.id).where(Customer.industry == filters.industry)
        conditions.append(Deal.customer_id.in_(customers))
    return conditions


def owned_in(column: Any, filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions that a thing is in the hands of the person or the team that is meant."""
    conditions: list[ColumnElement[bool]] = []
    if filters.member:
        conditions.append(column == filters.member)
    if filters.team:
        team = select(Member.id).where(or_(Member.id == filters.team, Member.manager_id == filters.team))
        conditions.append(column.in_(team))
    return conditions


def within(column: ColumnElement[Any], filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions that a day lies in the period; a day that is not known lies in the whole time only."""
    conditions: list[ColumnElement[bool]] = []
    if filters.first is not None:
        conditions.append(column >= filters.first.isoformat())
    if filters.last is not None:
        conditions.append(column <= filters.last.isoformat())
    return conditions


def acquired_in(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on a deal that came in the period."""
    return deals_in(filters) + within(ACQUIRED, filters)


def closed_in(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on a deal that ended in the period."""
    return deals_in(filters) + within(CLOSED, filters)


def happened_in(column: ColumnElement[Any], filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions that a moment lies in the period, by the days of this laptop."""
    conditions: list[ColumnElement[bool]] = []
    if filters.first is not None:
        conditions.append(column >= _start(filters.first))
    if filters.last is not None:
        conditions.append(column < _start(filters.last + timedelta(days=1)))
    return conditions


def _start(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone(UTC)
